"""Which days are due at a moment: the last one, the next one, and what was missed between."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest

from dashboard.watch import closings, kinds
from queries import working_days

if TYPE_CHECKING:
    import sqlalchemy as sa

NO_CONNECTION: Any = None
FRIDAY: Final = dt.date(2026, 8, 21)


def closing(moment: str, noted: dt.date | None = None) -> list[int]:
    """Return the days of August of which closings are noted at a moment."""
    now = dt.datetime.fromisoformat(moment)
    found = closings.KIND.new(NO_CONNECTION, now, noted)
    assert all(thing.due_at.hour == 8 for thing in found)
    assert all(thing.missed_at - thing.due_at == kinds.MISSED_AFTER for thing in found)
    return [thing.day.day for thing in found]


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        ("2026-08-22T07:59:59+07:00", [20, 21]),
        ("2026-08-22T08:00:00+07:00", [21, 22]),
        ("2026-08-22T23:59:59+07:00", [21, 22]),
        ("2026-08-23T00:00:00+07:00", [21, 22]),
        # Of a machine whose clock is in UTC, and of one in New York.
        ("2026-08-22T01:00:00+00:00", [21, 22]),
        ("2026-08-21T20:59:59-04:00", [20, 21]),
    ],
)
def test_at_first_yesterday_is_due_from_eight_in_hanoi_and_the_next_day_is_noted(
    moment: str, days: list[int]
) -> None:
    assert closing(moment) == days


@pytest.mark.parametrize(
    ("moment", "noted", "days"),
    [
        ("2026-08-22T07:59:59+07:00", 21, []),
        ("2026-08-22T08:00:00+07:00", 21, [22]),
        ("2026-08-24T08:00:00+07:00", 21, [22, 23, 24]),
        # A clock that was set back: what is noted stays.
        ("2026-08-22T07:55:00+07:00", 22, []),
        # Off for a month: a week is made up for.
        ("2026-08-24T09:00:00+07:00", 1, [17, 18, 19, 20, 21, 22, 23, 24]),
    ],
)
def test_what_was_missed_is_noted_when_it_is_looked_again(
    moment: str, noted: int, days: list[int]
) -> None:
    assert closing(moment, dt.date(2026, 8, noted)) == days


def test_working_days_come_from_the_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    def between(_connection: sa.Connection, *, start: dt.date, end: dt.date) -> list[dt.date]:
        days = (start + dt.timedelta(number) for number in range((end - start).days + 1))
        return [day for day in days if day.weekday() < 5]

    monkeypatch.setattr(working_days, "between", between)
    due = kinds.every_working_day(dt.time(8, 30))
    saturday = dt.datetime.fromisoformat("2026-08-22T10:00:00+07:00")
    assert [day.day for day, _moment in due(NO_CONNECTION, saturday, None)] == [21, 24]
    assert list(due(NO_CONNECTION, saturday, dt.date(2026, 8, 24))) == []


def test_a_calendar_that_is_empty_has_nothing_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working_days, "between", lambda *_given, **_more: [])
    due = kinds.every_working_day(dt.time(8, 30))
    assert list(due(NO_CONNECTION, dt.datetime.now(dt.UTC), None)) == []


def test_what_is_of_no_use_any_more_is_not_noted() -> None:
    kind = kinds.Kind(
        "digest", "Digest", kinds.every_day(dt.time(7, 30)), lambda *_: {},
        given_up_after=dt.timedelta(hours=4),
    )  # fmt: skip
    now = dt.datetime.fromisoformat("2026-08-22T12:00:00+07:00")
    assert [thing.day.day for thing in kind.new(NO_CONNECTION, now, FRIDAY)] == [23]
