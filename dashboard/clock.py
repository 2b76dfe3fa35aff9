"""Owns what the time is: the one place that asks the clock, or the day that stands in for it."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Final

from data import settings

HANOI: Final = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")
# With a stand-in for today, the hour must not depend on when a demonstration is held.
_STAND_IN_HOUR: Final = dt.time(12)


def now() -> dt.datetime:
    """Return the present moment in Hanoi, or noon of the day that stands in for today."""
    stand_in = settings.read().today
    if stand_in is not None:
        return dt.datetime.combine(stand_in, _STAND_IN_HOUR, HANOI)
    return dt.datetime.now(HANOI)


def today() -> dt.date:
    """Return the local day."""
    return now().date()
