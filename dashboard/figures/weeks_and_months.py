"""Weeks and months that a report is about, and how far they have gone."""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from dataclasses import dataclass
from typing import Final

_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = dt.timedelta(days=7)


class Kind(enum.StrEnum):
    """A week, Monday to Sunday, or a month of the calendar."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Period:
    """A week or a month, looked at on a day.

    Attributes:
        kind: which of the two.
        start: its first day.
        end: its last day.
        today: the day on which it is looked at: that day and later ones are not over.
    """

    kind: Kind
    start: dt.date
    end: dt.date
    today: dt.date

    @property
    def last(self) -> dt.date:
        """Its last day that is over: figures are as of the end of it."""
        return min(self.end, self.today - _DAY)

    @property
    def is_over(self) -> bool:
        """Whether all of its days are over."""
        return self.end < self.today

    @property
    def has_begun(self) -> bool:
        """Whether one of its days is over."""
        return self.start < self.today

    @property
    def before(self) -> Period:
        """The week or month before it."""
        return of(self.kind, self.start - _DAY, self.today)

    @property
    def after(self) -> Period:
        """The week or month after it."""
        return of(self.kind, self.end + _DAY, self.today)


def of(kind: Kind, day: dt.date, today: dt.date) -> Period:
    """Return the week or month that holds a day, as it is on a day."""
    if kind is Kind.MONTH:
        start = day.replace(day=1)
        end = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    else:
        start = monday(day)
        end = start + _WEEK - _DAY
    return Period(kind, start, end, today)


def monday(day: dt.date) -> dt.date:
    """Return the first day of the week that holds a day."""
    return day - dt.timedelta(days=day.weekday())
