"""Periods by name, and those that a period is compared with: the one before it, last year's.

A period that has not ended is compared with as many days of the one before it, as they stood as
many days after they began: like with like.
"""

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

from dashboard.text import parsing
from queries.forms import cumulative

_NIGHT: Final = dt.timedelta(days=1)
WEEK: Final = dt.timedelta(days=7)

# The names of periods, in the order in which they are offered.
Name = Literal["yesterday", "this_week", "last_week", "this_month", "last_month", "usual"]
# What the period before another one is of.
Unit = Literal["day", "week", "month", "days"]


@dataclass(frozen=True)
class Span:
    """The first and the last day of a period, and the evening that its figures are as of."""

    start: dt.date
    end: dt.date
    as_of: dt.date

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.end - self.start).days + 1

    @property
    def last(self) -> dt.date:
        """The last day that counts: none does after the evening."""
        return min(self.end, self.as_of)

    @property
    def is_empty(self) -> bool:
        """Whether it begins after its evening."""
        return self.start > self.as_of


def until(start: dt.date, end: dt.date) -> Span:
    """Return a period as it stood on the evening of its last day."""
    return Span(start, end, end)


def named(today: dt.date) -> dict[Name, Span]:
    """Return the periods that have a name.

    Those that go on end with the last day that is over; on their first day, with that one.
    """
    yesterday = today - _NIGHT
    monday, first = _monday(today), today.replace(day=1)
    last_month = first - _NIGHT
    return {
        "yesterday": until(yesterday, yesterday),
        "this_week": until(monday, max(monday, yesterday)),
        "last_week": until(monday - WEEK, monday - _NIGHT),
        "this_month": until(first, max(first, yesterday)),
        "last_month": until(last_month.replace(day=1), last_month),
        "usual": until(yesterday - (parsing.PERIOD_DAYS - 1) * _NIGHT, yesterday),
    }


def ends(today: dt.date) -> dict[Name, dt.date]:
    """Return the days with a name: those on which the periods that are over have ended."""
    spans = named(today)
    return {name: spans[name].end for name in ("yesterday", "last_week", "last_month")}


def unit(span: Span) -> Unit:
    """Return what the period before this one is of.

    Up to seven days are compared with the same days of the week before; days from the first of a
    month on, with those of the month before.
    """
    if span.start == span.last:
        return "day"
    if span.start.day == 1 and (
        _months(span) or (span.start.year, span.start.month) == (span.last.year, span.last.month)
    ):
        return "month"
    return "week" if (span.last - span.start) < WEEK else "days"


def before(span: Span) -> Span:
    """Return the period before: the day, the same days of the week or month, as many days.

    Whole months are compared with as many months.
    """
    match unit(span):
        case "day":
            return _moved(span, _NIGHT)
        case "week":
            return _moved(span, WEEK)
        case "month":
            months = _months(span) or 1
            start = _month_before(span.start, months)
            end = (
                span.start - _NIGHT if _months(span) else _month_before(span.last, months)
            )  # A shorter month ends sooner.
            return Span(start, end, end + (span.as_of - span.last))
        case _:
            return _moved(span, span.last - span.start + _NIGHT)


def week_before(span: Span) -> Span:
    """Return the same days of the week, one week earlier."""
    return _moved(span, WEEK)


def year_before(span: Span) -> Span:
    """Return the same days of the calendar, one year earlier; 28 February for the 29th."""
    start, end = cumulative.year_before(span.start), cumulative.year_before(span.last)
    return Span(start, end, end + (span.as_of - span.last))


def _moved(span: Span, by: dt.timedelta) -> Span:
    return Span(span.start - by, span.last - by, span.as_of - by)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _months(span: Span) -> int:
    """Return how many whole months these are; 0 where they are none."""
    if span.start.day != 1 or (span.last + _NIGHT).day != 1:
        return 0
    return (span.last.year - span.start.year) * 12 + span.last.month - span.start.month + 1


def _month_before(day: dt.date, months: int) -> dt.date:
    """Return the same day of an earlier month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
