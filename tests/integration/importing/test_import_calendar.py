"""Working days: the public calendar, filled once a year, and what the agency overrides."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from support import imports

from data import calendar, engine

if TYPE_CHECKING:
    from support.desks import Desk

WORKING = "SELECT working FROM calendar WHERE day = '{}'"
NUMBERED = (
    "SELECT count(*) FROM (SELECT number - lag(number, 1, 0) OVER (ORDER BY day) AS step,"
    " day - lag(day) OVER (ORDER BY day) AS days, working FROM calendar) AS c"
    " WHERE step <> working::integer OR days <> 1"
)


def lag(desk: Desk, first: str, second: str) -> int:
    """Return the working days after the first day, up to and with the second."""
    ((found,),) = desk.ask(
        f"SELECT (SELECT number FROM calendar WHERE day = '{second}')"
        f" - (SELECT number FROM calendar WHERE day = '{first}')"
    )
    return int(found)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-08-21", True), ("2026-08-22", True), ("2026-08-23", False), ("2026-08-31", False),
        ("2026-09-01", False), ("2026-09-02", False), ("2026-09-03", True), ("2026-01-01", False),
        ("2026-01-02", False), ("2026-01-10", True), ("2026-02-17", False), ("2027-01-01", False),
    ],
)  # fmt: skip
def test_the_public_calendar_of_vietnam_is_known(
    day: str, working: bool, example_desk: Desk
) -> None:
    assert example_desk.column(WORKING.format(day)) == [working]


def test_working_days_are_numbered_without_a_gap(example_desk: Desk) -> None:
    assert example_desk.ask(NUMBERED) == [(0,)]
    assert lag(example_desk, "2026-08-21", "2026-08-24") == 2
    assert lag(example_desk, "2026-08-28", "2026-09-03") == 1


def test_overrides_win_and_can_be_changed_later(desk: Desk) -> None:
    assert lag(desk, "2026-08-21", "2026-08-24") == 2
    desk.hand_in(calendar=[{"day": "2026-08-22", "working": "no", "note": "Nghỉ"}])
    assert lag(desk, "2026-08-21", "2026-08-24") == 1
    decided = "SELECT working, public_working, note FROM calendar WHERE day = '2026-08-22'"
    assert desk.ask(decided) == [(False, True, "Nghỉ")]
    assert desk.hand_in(calendar=[{"day": "22/8/2026", "working": "có", "note": ""}]).changed
    assert lag(desk, "2026-08-21", "2026-08-24") == 2
    assert desk.ask(NUMBERED) == [(0,)]


@pytest.mark.parametrize(
    ("word", "working"),
    [("nghỉ", False), ("Nghỉ lễ", False), ("Ngày nghỉ", False), ("Làm việc", True)],
)
def test_a_day_may_be_said_to_be_off_in_words(desk: Desk, word: str, working: bool) -> None:
    desk.hand_in(calendar=[{"day": "2026-08-19", "working": word}])
    assert desk.rejects == []
    assert desk.column(WORKING.format("2026-08-19")) == [working]


def test_years_before_the_first_one_are_filled_when_older_payments_come(desk: Desk) -> None:
    assert desk.ask("SELECT min(day)::text, max(day)::text FROM calendar") == [
        ("2026-01-01", "2027-12-31")
    ]
    before = lag(desk, "2026-08-21", "2026-09-03")
    desk.hand_in(payments=[{"paid_at": "2023-05-05T09:00"}])
    assert desk.column("SELECT min(day)::text FROM calendar") == ["2023-01-01"]
    assert desk.ask(NUMBERED) == [(0,)]
    assert lag(desk, "2026-08-21", "2026-09-03") == before


def test_the_oldest_payment_that_is_taken_has_its_days(desk: Desk) -> None:
    assert desk.hand_in(payments=[{"paid_at": "1995-01-01T00:00+07:00"}]).rejected == 0
    assert desk.column("SELECT min(day)::text FROM calendar") == ["1995-01-01"]
    assert desk.ask(NUMBERED) == [(0,)]


def test_an_override_far_away_waits_for_its_year(desk: Desk) -> None:
    days = [{"day": day, "working": "yes"} for day in ("9999-12-31", "0001-01-01", "2028-01-01")]
    assert desk.hand_in(calendar=days).counts["calendar"].inserted == 3
    assert desk.column("SELECT max(day)::text FROM calendar") == ["2027-12-31"]
    fill(desk, dt.date(2028, 2, 29))
    assert desk.column(WORKING.format("2028-01-01")) == [True]
    assert desk.column("SELECT max(day)::text FROM calendar") == ["2029-12-31"]
    assert desk.ask(NUMBERED) == [(0,)]


def fill(desk: Desk, today: dt.date) -> None:
    """Let the calendar see to itself on a day."""
    with desk.store.loading() as connection, engine.cursor(connection) as cursor:
        calendar.ensure(cursor, today)


def test_a_later_version_of_the_public_calendar_changes_no_year_that_is_filled(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.ask("SELECT * FROM calendar ORDER BY day")

    def never(years: list[int]) -> dict[dt.date, bool]:
        every = [dt.date(year, 1, 1) + dt.timedelta(n) for year in years for n in range(365)]
        return dict.fromkeys(every, False)

    monkeypatch.setattr(calendar, "public_days", never)
    desk.take(imports.EXAMPLE / "import")
    assert desk.ask("SELECT * FROM calendar ORDER BY day") == before
    fill(desk, dt.date(2027, 1, 5))
    assert desk.ask("SELECT * FROM calendar WHERE day < '2028-01-01' ORDER BY day") == before
    assert desk.column(WORKING.format("2028-01-03")) == [False]


def test_each_year_says_what_filled_it(example_desk: Desk) -> None:
    (source,) = example_desk.column("SELECT DISTINCT public_source FROM calendar")
    assert source.startswith("holidays 0.")
