"""Local time of Hanoi, which decides every day boundary."""

import datetime as dt
import zoneinfo
from typing import Final

NAME: Final = "Asia/Ho_Chi_Minh"
HANOI: Final = zoneinfo.ZoneInfo(NAME)

_MIDNIGHT: Final = dt.time()


def begin(day: dt.date, at: dt.time = _MIDNIGHT) -> dt.datetime:
    """Return the moment at which a local day begins, or another hour of it."""
    return dt.datetime.combine(day, at, HANOI)


def with_zone(moment: dt.datetime) -> dt.datetime:
    """Return the moment of a local date and time without zone."""
    return moment.replace(tzinfo=HANOI)


def without_zone(moment: dt.datetime) -> dt.datetime:
    """Return the local date and time of a moment, without zone."""
    return moment.astimezone(HANOI).replace(tzinfo=None)
