"""Periods by name, and the period before one or a year earlier: weeks, months, leap days, ends."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures import periods

DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2099, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def span(start: str, end: str, as_of: str | None = None) -> periods.Span:
    return periods.Span(day(start), day(end), day(as_of or end))


@pytest.mark.parametrize(
    ("today", "name", "start", "end"),
    [
        ("2026-11-26", "yesterday", "2026-11-25", "2026-11-25"),
        ("2026-11-26", "this_week", "2026-11-23", "2026-11-25"),
        ("2026-11-26", "last_week", "2026-11-16", "2026-11-22"),
        ("2026-11-26", "this_month", "2026-11-01", "2026-11-25"),
        ("2026-11-26", "last_month", "2026-10-01", "2026-10-31"),
        ("2026-11-26", "usual", "2026-08-28", "2026-11-25"),
        # A Monday, and the first of a month and a year: nothing of them is over.
        ("2026-11-23", "this_week", "2026-11-23", "2026-11-23"),
        ("2026-11-23", "last_week", "2026-11-16", "2026-11-22"),
        ("2027-01-01", "this_month", "2027-01-01", "2027-01-01"),
        ("2027-01-01", "last_month", "2026-12-01", "2026-12-31"),
        ("2027-01-01", "this_week", "2026-12-28", "2026-12-31"),
        # A Sunday: its week is not over.
        ("2026-11-29", "this_week", "2026-11-23", "2026-11-28"),
    ],
)
def test_a_period_with_a_name_ends_with_the_last_day_that_is_over(
    today: str, name: periods.Name, start: str, end: str
) -> None:
    assert periods.named(day(today))[name] == span(start, end)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        # A day; the same days of a week; a whole week; a week as it stood on its Wednesday.
        (span("2026-11-25", "2026-11-25"), span("2026-11-24", "2026-11-24")),
        (span("2026-11-23", "2026-11-25"), span("2026-11-16", "2026-11-18")),
        (span("2026-11-16", "2026-11-22"), span("2026-11-09", "2026-11-15")),
        (span("2026-11-16", "2026-11-22", "2026-11-18"), span("2026-11-09", "2026-11-11")),
        # Looked at four days later, both times.
        (
            span("2026-11-16", "2026-11-22", "2026-11-26"),
            span("2026-11-09", "2026-11-15", "2026-11-19"),
        ),
        # A month, also the shortest one; as many days of one; a quarter; a year.
        (span("2026-10-01", "2026-10-31"), span("2026-09-01", "2026-09-30")),
        (span("2026-03-01", "2026-03-31"), span("2026-02-01", "2026-02-28")),
        (span("2028-02-01", "2028-02-29"), span("2028-01-01", "2028-01-31")),
        (
            span("2026-10-01", "2026-10-31", "2026-11-05"),
            span("2026-09-01", "2026-09-30", "2026-10-05"),
        ),
        (span("2026-11-01", "2026-11-25"), span("2026-10-01", "2026-10-25")),
        (span("2026-03-01", "2026-03-30"), span("2026-02-01", "2026-02-28")),
        (span("2026-07-01", "2026-09-30"), span("2026-04-01", "2026-06-30")),
        (span("2026-01-01", "2026-12-31"), span("2025-01-01", "2025-12-31")),
        # As many days before.
        (span("2026-08-28", "2026-11-25"), span("2026-05-30", "2026-08-27")),
        (span("2026-11-10", "2026-11-19"), span("2026-10-31", "2026-11-09")),
    ],
)
def test_the_period_before_is_its_like(now: periods.Span, before: periods.Span) -> None:
    assert periods.before(now) == before


@pytest.mark.parametrize(
    ("now", "earlier"),
    [
        (span("2026-11-16", "2026-11-22"), span("2025-11-16", "2025-11-22")),
        (span("2028-02-29", "2028-02-29"), span("2027-02-28", "2027-02-28")),
        (
            span("2028-02-20", "2028-02-29", "2028-03-02"),
            span("2027-02-20", "2027-02-28", "2027-03-02"),
        ),
        (span("2027-02-01", "2027-02-28"), span("2026-02-01", "2026-02-28")),
    ],
)
def test_a_year_earlier_are_the_same_days_of_the_calendar(
    now: periods.Span, earlier: periods.Span
) -> None:
    assert periods.year_before(now) == earlier


@given(start=DAYS, length=st.integers(0, 400), later=st.integers(-400, 400))
def test_the_period_before_ends_before_it_and_was_looked_at_as_late(
    start: dt.date, length: int, later: int
) -> None:
    end = start + dt.timedelta(length)
    now = periods.Span(start, end, max(start, end + dt.timedelta(later)))
    before = periods.before(now)
    assert before.end < now.start
    assert before.as_of - before.end == now.as_of - now.last
    assert before.is_empty is False
    assert before.days == (now.last - now.start).days + 1 or periods.unit(now) == "month"
    week = periods.week_before(now)
    assert {now.start - week.start, now.last - week.end, now.as_of - week.as_of} == {periods.WEEK}


@given(today=DAYS)
def test_periods_with_a_name_never_look_ahead(today: dt.date) -> None:
    spans = periods.named(today)
    assert all(each.start <= each.end <= today for each in spans.values())
    assert spans["last_week"].days == 7
    assert spans["usual"].days == 90
    assert set(periods.ends(today).values()) <= {each.end for each in spans.values()}
