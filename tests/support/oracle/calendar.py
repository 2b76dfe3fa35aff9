"""The days: which local day a moment falls on, and which days are worked.

A second reading of the rules, sharing nothing with the product: naive on purpose, so that it can
be checked by reading.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import holidays
from support.builders import rows

if TYPE_CHECKING:
    from support.builders.rows import Store


PUBLIC = holidays.country_holidays("VN", years=range(2010, 2036))
KNOWN_GAPS = {dt.date(2026, 1, 2): False, dt.date(2026, 1, 10): True}
ONE_DAY = dt.timedelta(days=1)


def local_day(moment: dt.datetime) -> dt.date:
    """Return the day of a moment in Hanoi, wherever the moment was written down."""
    return moment.astimezone(rows.HANOI).date()


def is_working(store: Store, day: dt.date) -> bool:
    """Tell whether a day is worked: the store's word first, then known gaps, then the public one.

    The public calendar has Monday to Friday without holidays and the days moved for them, and the
    Saturdays worked instead.
    """
    for override in store.calendar:
        if override.day == day:
            return override.working
    return KNOWN_GAPS.get(day, PUBLIC.is_working_day(day))


def days_counted(store: Store, first: dt.date, second: dt.date) -> list[dt.date]:
    """Return the working days after the first day, up to the second and with it.

    None where the second day is not after the first: a lag is never negative.
    """
    length = (second - first).days
    days = [first + ONE_DAY * step for step in range(1, length + 1)]
    return [day for day in days if is_working(store, day)]


def lag(store: Store, first: dt.date, second: dt.date) -> int:
    """Return the number of working days from the first day to the second."""
    return len(days_counted(store, first, second))


def local_time(moment: dt.datetime) -> str:
    """Return a moment as reports write it: ISO 8601 on the clocks of Hanoi."""
    if isinstance(moment, rows.Day):
        return moment.isoformat()
    return moment.astimezone(rows.HANOI).isoformat()


def is_before(first: dt.datetime, second: dt.datetime) -> bool:
    """Tell whether a moment is before another one: by the day where of either no more is known."""
    if isinstance(first, rows.Day) or isinstance(second, rows.Day):
        return local_day(first) < local_day(second)
    return first < second
