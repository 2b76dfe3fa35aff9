"""Screens, files, mails and what is due are those of Hanoi, whatever zone the machine is in."""

from __future__ import annotations

import datetime as dt
import json
import logging
import time
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import sent_tables

from dashboard import clock, current_store, logs
from dashboard.auth import actor
from dashboard.exports import content, files, reports
from dashboard.mail import morning
from dashboard.watch import closings
from data import scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from streamlit.testing import v1

pytestmark = pytest.mark.fault

HOME: Final = "Asia/Ho_Chi_Minh"
ZONES: Final = ("UTC", "America/New_York")
# Those that have moments, or choose a day by themselves.
PAGES: Final = (
    "overview", "form-01-xn", "remittance-lag", "recording", "data", "snapshots", "access-log",
    "scheduled-work",
)  # fmt: skip
NO_CONNECTION: Any = None


@pytest.fixture
def machine_in() -> Iterator[Callable[[str], None]]:
    """Give the function that sets the machine's zone."""
    with pytest.MonkeyPatch.context() as patch:

        def set_zone(zone: str) -> None:
            patch.setenv("TZ", zone)
            time.tzset()

        yield set_zone
    time.tzset()


def in_each(machine_in: Callable[[str], None], look: Callable[[], Any]) -> list[Any]:
    """Return what is seen at home, and in each of the zones."""
    found = []
    for zone in (HOME, *ZONES):
        machine_in(zone)
        found.append(look())
    return found


def shown(page: v1.AppTest) -> list[str]:
    """Return the words of a page, and its tables but for the links to their files."""
    assert not page.exception
    told = [each.value for each in (*page.title, *page.header, *page.markdown, *page.caption)]
    figures = [f"{each.label} {each.value}" for each in page.metric]
    chosen = [f"{each.label} {each.value}" for each in page.date_input]
    tables = [
        json.dumps([each.key, each.sent["columns"], each.sent["rows"], each.sent["totals"]])
        for each in sent_tables.of(page)
    ]
    return [*told, *figures, *chosen, *tables]


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_the_same(
    page: str, visit: Callable[..., v1.AppTest], machine_in: Callable[[str], None]
) -> None:
    home, *elsewhere = in_each(machine_in, lambda: shown(visit(page)))
    assert home
    for each in elsewhere:
        assert each == home


@pytest.mark.usefixtures("example_shown")
@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_a_file_is_the_same_to_the_byte(ending: str, machine_in: Callable[[str], None]) -> None:
    report = reports.named(content.FORM_01XN)

    def made() -> bytes:
        wanted = files.Wanted(report, {"date": "2026-08-21", "office": "00101"}, ending)
        with files.make(
            current_store.current(), actor.administrator(), wanted, page="test"
        ).file as file:
            return file.read()

    home, *elsewhere = in_each(machine_in, made)
    assert elsewhere == [home, home]


@pytest.mark.usefixtures("example_shown")
def test_a_mail_says_the_same(machine_in: Callable[[str], None]) -> None:
    reader = morning.Reader(scope.Scope.everything())

    def said() -> list[object]:
        mornings = morning.Mornings(current_store.current(), dt.date(2026, 8, 21))
        return [mornings.before(reader), mornings.after(reader), mornings.overdue(reader)]

    home, *elsewhere = map(repr, in_each(machine_in, said))
    assert "21/08/2026" in home
    assert elsewhere == [home, home]


@pytest.mark.parametrize(
    ("moment", "day", "due"),
    [
        ("2026-08-21T23:59:59+07:00", 21, 20),
        ("2026-08-22T00:00:00+07:00", 22, 20),
        ("2026-08-22T07:59:59+07:00", 22, 20),
        ("2026-08-22T08:00:00+07:00", 22, 21),
    ],
)
def test_today_begins_at_midnight_and_a_form_is_due_at_eight(
    moment: str, day: int, due: int,
    machine_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    now = dt.datetime.fromisoformat(moment)

    class Fixed(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return now.astimezone(tz)

    monkeypatch.delenv("BHXH_TODAY", raising=False)
    monkeypatch.setattr(dt, "datetime", Fixed)

    def look() -> tuple[int, int]:
        last = [
            each
            for each in closings.KIND.new(NO_CONNECTION, clock.now(), None)
            if each.due_at <= now
        ]
        return clock.today().day, last[-1].day.day

    assert in_each(machine_in, look) == [(day, due)] * 3


def test_a_line_of_the_log_has_the_time_of_hanoi(machine_in: Callable[[str], None]) -> None:
    record = logging.makeLogRecord({"created": 1787331600.0, "msg": "x", "name": "data"})
    lines = in_each(machine_in, lambda: logs.Text().format(record))
    assert {line[:29] for line in lines} == {"2026-08-22T00:00:00.000+07:00"}
