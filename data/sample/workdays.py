"""Owns the working days of the sample: the public calendar as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from data import calendar
from data.sample import moments

if TYPE_CHECKING:
    from data.sample.moments import Flag, Whole

_WEEKDAYS: Final = 5


class WorkingDays:
    """The working days of some years, by the numbers of days."""

    def __init__(self, first_year: int, last_year: int) -> None:
        known = calendar.public_days(list(range(first_year, last_year + 1)))
        self._first = moments.number_of(min(known))
        self._working: Flag = np.fromiter((known[day] for day in sorted(known)), np.bool_)
        self._days: Whole = np.flatnonzero(self._working) + self._first

    def are_working(self, days: Whole) -> Flag:
        """Say of each day whether it is a working day."""
        return self._working[days - self._first]

    def are_breaks(self, days: Whole) -> Flag:
        """Say of each day whether it belongs to a public holiday, weekends around it included."""
        numbers = np.arange(len(self._working), dtype=np.int64)
        last_working = np.maximum.accumulate(np.where(self._working, numbers, -1))
        # The run of free days that a day stands in, named by the working day before it.
        free_weekdays = ~self._working & (self._weekdays(numbers) < _WEEKDAYS)
        runs = np.unique(last_working[free_weekdays])
        breaks = ~self._working & np.isin(last_working, runs)
        return breaks[days - self._first]

    def later(self, days: Whole, lags: Whole) -> Whole:
        """Return the working day that lies `lags` working days after each day; 0 keeps the day."""
        until = np.searchsorted(self._days, days, side="right")
        return np.where(
            lags == 0, days, self._days[np.minimum(until - 1 + lags, len(self._days) - 1)]
        )

    def earlier(self, days: Whole) -> Whole:
        """Return the last working day before each day."""
        return self._days[np.searchsorted(self._days, days, side="left") - 1]

    def _weekdays(self, numbers: Whole) -> Whole:
        """Return weekdays, Monday being 0, of numbers counted from the first day."""
        return (numbers + self._first + 3) % 7
