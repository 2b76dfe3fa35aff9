"""Time in the sample: whole seconds and days of Hanoi local time, as arrays; working days."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from data import calendar

Whole: TypeAlias = npt.NDArray[np.int64]
Share: TypeAlias = npt.NDArray[np.float64]
Flag: TypeAlias = npt.NDArray[np.bool_]

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86_400
# Later than every event, so that comparisons give the right result.
NEVER: Final = 1 << 62

_EPOCH: Final = dt.date(1970, 1, 1)
_MONDAY_TO_FRIDAY: Final = 5


def number_of(day: dt.date) -> int:
    """Return the number of a day; a moment is in it while `moment // DAY` is that number."""
    return (day - _EPOCH).days


def date_of(number: int) -> dt.date:
    """Return the day with a number."""
    return _EPOCH + dt.timedelta(days=int(number))


def months_of(moments: Whole) -> Whole:
    """Return the numbers of the months that moments lie in."""
    return (moments // DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def shown(moments: Whole) -> list[str]:
    """Write moments as an import file has them; what never happens is an empty cell."""
    happens = moments < NEVER
    texts = np.datetime_as_string(np.where(happens, moments, 0).astype("datetime64[s]"))
    return [str(each) for each in np.where(happens, texts, "")]


def shown_days(days: Whole) -> list[str]:
    """Write days as an import file has them."""
    return [str(each) for each in np.datetime_as_string(days.astype("datetime64[D]"))]


def shown_months(months: Whole) -> list[str]:
    """Write months as an import file has them."""
    return [str(each) for each in np.datetime_as_string(months.astype("datetime64[M]"))]


def between(rng: np.random.Generator, low: int, high: int, count: int) -> Whole:
    """Draw whole numbers from `low` up to, but not including, `high`."""
    return rng.integers(low, high, count, dtype=np.int64)


def scattered(seed: int, *keys: Whole | Sequence[int] | int) -> Share:
    """Return a number from 0 up to 1 for each combination of keys, always the same one for it.

    What several chunks must agree on, such as the hour of a transfer, is not drawn but scattered.
    """
    mixed: npt.NDArray[np.uint64] = np.full(1, seed, np.uint64)
    for key in keys:
        mixed = _mixed(mixed ^ _mixed(np.atleast_1d(np.asarray(key, np.int64)).astype(np.uint64)))
    return (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Mix the bits of each value (the finisher of splitmix64)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


class WorkingDays:
    """The working days of some years, by the numbers of days."""

    def __init__(self, first_year: int, last_year: int) -> None:
        known = calendar.public_days(list(range(first_year, last_year + 1)))
        self._first = number_of(min(known))
        self._working: Flag = np.fromiter((known[day] for day in sorted(known)), np.bool_)
        self._days: Whole = np.flatnonzero(self._working) + self._first

    def are_working(self, days: Whole) -> Flag:
        """Return for each day whether it is a working day."""
        return self._working[days - self._first]

    def are_breaks(self, days: Whole) -> Flag:
        """Return for each day whether it belongs to a public holiday or a weekend next to one."""
        numbers = np.arange(len(self._working), dtype=np.int64)
        last_working = np.maximum.accumulate(np.where(self._working, numbers, -1))
        # The run of free days that a day stands in, named by the working day before it.
        free_weekdays = ~self._working & (self._weekdays(numbers) < _MONDAY_TO_FRIDAY)
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
