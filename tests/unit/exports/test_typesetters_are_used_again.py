"""The processes that typeset are used again, bounded in what they hold, and replaced."""

from __future__ import annotations

import concurrent.futures
import json
import pathlib
import threading
from typing import TYPE_CHECKING, Final

import psutil
import pytest

from dashboard.exports.writers import typesetting
from data import problems

if TYPE_CHECKING:
    from collections.abc import Iterator

PAPER: Final = json.dumps({"made_at": "2026-09-16T07:45:12+07:00"}).encode()


@pytest.fixture
def template(tmp_path: pathlib.Path) -> pathlib.Path:
    """A template of one word: what is tested is not how papers look."""
    file = tmp_path / "paper.typ"
    file.write_text('#set document(title: "x")\n#set text(lang: "vi")\nxin chào\n', "utf-8")
    return file


@pytest.fixture
def typesetters() -> Iterator[typesetting.Typesetters]:
    made = typesetting.Typesetters()
    yield made
    made.end_idle()


def _running(template: pathlib.Path) -> set[int]:
    """Return the processes that typeset with a template."""
    children = {
        each.pid: each.as_dict(["cmdline"], ad_value=None)["cmdline"] or ()
        for each in psutil.Process().children()
    }
    return {pid for pid, words in children.items() if str(template) in words}


def test_a_process_serves_one_paper_after_the_other(
    template: pathlib.Path, typesetters: typesetting.Typesetters
) -> None:
    first = typesetters.typeset(template, PAPER, 1)
    used = _running(template)
    assert typesetters.typeset(template, PAPER, 1) == first
    assert (len(used), _running(template)) == (1, used)


def test_one_that_has_had_as_many_lines_as_a_paper_may_have_ends(
    template: pathlib.Path, typesetters: typesetting.Typesetters
) -> None:
    typesetters.typeset(template, PAPER, typesetting.MOST_LINES)
    assert _running(template) == set()


def test_a_long_paper_is_not_given_to_one_that_has_no_room_for_it(
    template: pathlib.Path, typesetters: typesetting.Typesetters
) -> None:
    typesetters.typeset(template, PAPER, 500)
    used = _running(template)
    typesetters.typeset(template, PAPER, 800)
    assert len(_running(template) - used) == 1


def test_one_that_was_killed_while_it_waited_is_replaced(
    template: pathlib.Path, typesetters: typesetting.Typesetters
) -> None:
    typesetters.typeset(template, PAPER, 1)
    (used,) = _running(template)
    psutil.Process(used).kill()
    psutil.wait_procs([psutil.Process(used)], timeout=10)
    assert typesetters.typeset(template, PAPER, 1).startswith(b"%PDF")


def test_one_that_nothing_is_asked_of_ends(
    template: pathlib.Path,
    typesetters: typesetting.Typesetters,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typesetting, "_IDLE_S", 0.01)
    typesetters.typeset(template, PAPER, 1)
    used = [psutil.Process(each) for each in _running(template)]
    _gone, alive = psutil.wait_procs(used, timeout=10)
    assert alive == []


def test_a_paper_that_cannot_be_typeset_leaves_room_for_the_next(
    template: pathlib.Path, typesetters: typesetting.Typesetters, tmp_path: pathlib.Path
) -> None:
    wrong = tmp_path / "wrong.typ"
    wrong.write_text("#(1 + x)", "utf-8")
    for _ in range(typesetting.AT_ONCE + 1):
        with pytest.raises(problems.Problem, match="could not be made"):
            typesetters.typeset(wrong, PAPER, 1)
    assert typesetters.typeset(template, PAPER, 1).startswith(b"%PDF")


def test_many_at_once_are_as_many_processes_as_may_be(
    template: pathlib.Path, typesetters: typesetting.Typesetters
) -> None:
    seen: set[int] = set()
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            seen.add(len(_running(template)))

    watcher = threading.Thread(target=look)
    watcher.start()
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        made = set(pool.map(lambda _n: typesetters.typeset(template, PAPER, 1), range(12)))
    over.set()
    watcher.join()
    assert len(made) == 1
    assert max(seen) == typesetting.AT_ONCE
