"""What people see and look for on pages is not in the log, nor what they take away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest
from prometheus_client import exposition
from support import canaries
from support.screens import lookup

from dashboard import metrics, screens
from dashboard.auth import actor
from dashboard.components import errors
from dashboard.exports import content, files, noted, reports
from data.connections import timing

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable

    from streamlit.testing import v1
    from support import desks


PAYMENT: Final = canaries.code("payment_id")
OFFICE: Final = canaries.code("office_code")


@pytest.fixture(autouse=True)
def person(desk: desks.Desk, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the dashboard show a store with marks everywhere; every question is a slow one."""
    assert desk.take(canaries.write(tmp_path / "marked", canaries.good())).rejected == 0
    monkeypatch.setattr(timing, "SLOW_SECONDS", 0.0)


def events(log: str, name: str) -> list[dict[str, object]]:
    """Return the events of a name, of those that are written as JSON."""
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == name]


@pytest.mark.parametrize("screen", screens.ALL, ids=lambda screen: screen.address)
def test_a_page_is_logged_by_its_name_and_its_questions_by_theirs(
    screen: screens.Screen, visit: Callable[..., v1.AppTest]
) -> None:
    with canaries.written_log() as log:
        visit(screen.address, office=OFFICE)
    assert canaries.found_in(log()) == []
    asked = events(log(), "slow question")
    assert asked
    assert {each["page"] for each in asked} == {screen.address}


@pytest.mark.parametrize("typed", [canaries.NAME, canaries.NUMBER, canaries.NATIONAL])
def test_who_is_looked_for_and_seen_is_not_logged(typed: str) -> None:
    with canaries.written_log() as log:
        page = lookup.find(lookup.look(), typed)
        assert len(lookup.rows(page)) == 1
        page = lookup.look(PAYMENT)
        page.selectbox(key=f"reveal_purpose_{PAYMENT}").set_value(
            "giải quyết đề nghị của người tham gia"
        )
        page = page.button(key=f"reveal_show_{PAYMENT}").click().run()
        assert canaries.NUMBER in lookup.words(page)
    assert events(log(), "slow question")
    assert canaries.found_in(log()) == []


def test_a_page_that_fails_is_logged_without_the_words_of_its_error() -> None:
    with canaries.written_log() as log:
        try:
            int(canaries.NAME)
        except ValueError as error:
            errors.catch(error)
    assert "ValueError" in log()
    assert canaries.found_in(log()) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_a_file_with_names_leaves_its_rows_bytes_and_seconds(
    ending: str, desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[object, ...]] = []
    monkeypatch.setattr(noted, "OBSERVERS", [lambda *given: told.append(given)])
    taker = actor.administrator()
    report = reports.named(content.FORM_01XN)
    params = reports.params(
        report, {"date": "2026-08-21", "office": OFFICE},
        within=taker.scope, own=None,
    )  # fmt: skip
    wanted = files.Wanted(report, params, ending, in_full=True)
    with canaries.written_log() as log, noted.export(report.kind, ending) as note:
        made = note.made(files.make(desk.store, taker, wanted, page="x"))
        size = len(made.file.read())
        made.file.close()
    (line,) = events(log(), "export")
    assert (line["kind"], line["ending"], line["outcome"]) == (report.kind, ending, "done")
    assert (line["rows"], line["bytes"]) == (1, size)
    assert told[0][:3] == (report.kind, ending, "done")
    assert canaries.found_in(log()) == []


def test_a_file_that_cannot_be_made_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[object, ...]] = []
    monkeypatch.setattr(noted, "OBSERVERS", [lambda *given: told.append(given)])
    with canaries.written_log() as log:
        with pytest.raises(files.Abandoned), noted.export("form-01-xn", "pdf"):
            raise files.Abandoned
        with pytest.raises(ZeroDivisionError), noted.export("form-01-xn", "pdf"):
            raise ZeroDivisionError(canaries.NAME)
    assert [line["outcome"] for line in events(log(), "export")] == ["abandoned", "failed"]
    assert [given[2] for given in told] == ["abandoned", "failed"]
    assert canaries.found_in(log()) == []


def test_metrics_name_nobody(visit: Callable[..., v1.AppTest]) -> None:
    metrics.begin()
    visit("lookup", code=PAYMENT, office=OFFICE)
    text = exposition.generate_latest(metrics.REGISTRY).decode()
    assert 'page="lookup"' in text
    assert 'question="' in text
    assert canaries.found_in(text) == []
