"""Lines of the log: what they say, in both forms, and that nothing in them begins another one."""

from __future__ import annotations

import contextvars
import io
import json
import logging
import re
from typing import TYPE_CHECKING, Any, Final

import psycopg2
import pytest
import sqlalchemy as sa

from dashboard import logs
from data import logged, problems

if TYPE_CHECKING:
    from collections.abc import Callable

CANARY: Final = "Nguyễn Thị Chim Hoàng Yến"
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00")
FORMS: Final = {"text": logs.Text, "json": logs.Json}

Written = tuple[logging.Logger, "Callable[[], str]"]


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def written(form: str) -> Written:
    """A logger of ours, and what it has written in one form."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(FORMS[form]())
    handler.addFilter(logs.Sparing())
    # Below no other logger: not every text of it can be passed on to who reports the tests.
    log = logging.Logger("dashboard.tried", logging.INFO)  # noqa: LOG001 - as said
    log.addHandler(handler)
    return log, stream.getvalue


def parsed(form: str, line: str) -> dict[str, Any]:
    """Return the time, level and event of a line in either form, and its other fields as texts."""
    if form == "json":
        return {name: str(value) for name, value in json.loads(line).items()}
    time, level, event, *rest = line.split(" ")
    fields = dict(each.split("=", 1) for each in rest if "=" in each)
    return {"time": time, "level": level, "event": event, **fields}


def test_an_event_has_its_time_level_name_and_fields(form: str, written: Written) -> None:
    log, lines = written
    logged.event(log, "export", kind="form-01-xn", rows=3, left=None)
    found = parsed(form, lines().strip())
    assert MOMENT.fullmatch(found.pop("time"))
    assert found == {"level": "INFO", "event": "export", "kind": "form-01-xn", "rows": "3"}


def test_a_line_says_what_the_run_is_about_and_who_it_is_for(form: str, written: Written) -> None:
    log, lines = written

    def run() -> None:
        logs.about(page="overview")
        with logs.within(user="0123456789ab"):
            logged.event(log, "tried")
        logged.event(log, "tried")

    contextvars.Context().run(run)
    first, second = (parsed(form, line) for line in lines().splitlines())
    assert (first["page"], first["user"]) == ("overview", "0123456789ab")
    assert "user" not in second


@pytest.mark.parametrize(
    "text",
    [
        "first\n2026-11-30T08:00:00.000+07:00 ERROR forged",
        "\r\n{}", "\x1b[2J", "\x00", "a\u2028b", "a\u0085b", "\u202eb", "\ud800",
    ],
)  # fmt: skip
def test_no_text_begins_a_line_or_steers_a_terminal(text: str, form: str, written: Written) -> None:
    log, lines = written
    log.warning("%s", text)
    logged.event(log, "tried", value=text)
    begun = [line for line in lines().splitlines() if not line.startswith("  | ")]
    assert len(begun) == 2
    assert "\x1b" not in lines()
    assert lines().encode("utf-8")
    assert all(MOMENT.fullmatch(parsed(form, line)["time"]) for line in begun)


def fail() -> None:
    """Raise an error that quotes a value, led to by another one that does."""
    try:
        int(CANARY)
    except ValueError as error:
        raise KeyError(CANARY) from error


def test_a_traceback_says_where_and_not_with_which_value(form: str, written: Written) -> None:
    log, lines = written
    try:
        fail()
    except KeyError:
        log.exception("it failed")
    said = lines()
    assert "KeyError" in said
    assert "ValueError" in said
    assert "in fail" in said
    assert CANARY not in said
    first, *below = said.splitlines()
    assert MOMENT.search(first)
    assert all(line.startswith("  | ") for line in below) or form == "json"


ERRORS: Final = {
    "of Python": ValueError(CANARY),
    "of the driver": psycopg2.DataError(f"invalid input syntax: {CANARY}"),
    "wrapped": sa.exc.DataError("SELECT :x", {"x": CANARY}, ValueError(CANARY)),
    "a problem": problems.Problem("No such code", "There is no “{code}”.", code=CANARY),
}


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("words", ["it failed: %s", "it failed: %r"])
def test_an_error_among_the_arguments_is_not_quoted(
    words: str, kind: str, written: Written
) -> None:
    log, lines = written
    log.warning(words, ERRORS[kind])
    log.warning(ERRORS[kind])
    assert "it failed: " in lines()
    assert CANARY not in lines()
    assert "Chim" not in lines()


def test_what_an_error_says_of_machines_is_told(written: Written) -> None:
    log, lines = written
    log.warning("%s", OSError(28, "No space left on device", "/srv/bhxh"))
    refused = 'connection to server at "db", port 5432 failed: Connection refused\n\tIs it running?'
    log.warning("%s", psycopg2.OperationalError(refused))
    assert "No space left on device /srv/bhxh" in lines()
    assert "Connection refused Is it running?" in lines()


def test_lines_alike_are_bounded_and_counted(form: str, written: Written) -> None:
    log, lines = written
    for number in range(50):
        log.warning("attempt %s failed", number)
    assert len(lines().splitlines()) == logs._EQUAL_LINES
    late = log.makeRecord(log.name, logging.WARNING, "", 0, "attempt %s failed", (51,), None)
    late.created += 2 * logs._EQUAL_SECONDS
    log.handle(late)
    last = parsed(form, lines().splitlines()[-1])
    assert last["alike_left_out"] == str(50 - logs._EQUAL_LINES)


def test_what_was_done_is_never_left_out(written: Written) -> None:
    log, lines = written
    for _ in range(50):
        logged.event(log, "export")
    assert len(lines().splitlines()) == 50


def test_work_that_ends_badly_is_told_with_its_seconds(form: str, written: Written) -> None:
    log, lines = written
    with pytest.raises(ZeroDivisionError), logged.timed(log, "import"):
        raise ZeroDivisionError(CANARY)
    with pytest.raises(problems.Problem), logged.timed(log, "import"):
        raise problems.Problem("Nothing to import", "{x}", x=CANARY)
    failed, refused = (parsed(form, line) for line in lines().splitlines())
    assert (failed["level"], failed["outcome"], failed["why"]) == (
        "ERROR", "failed", "ZeroDivisionError",
    )  # fmt: skip
    assert (refused["level"], refused["outcome"]) == ("INFO", "problem")
    assert float(failed["seconds"]) >= 0
    assert CANARY not in lines()
