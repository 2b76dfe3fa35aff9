"""Local time of Hanoi, which decides every day boundary."""

import datetime as dt
import zoneinfo
from typing import Final

NAME: Final = "Asia/Ho_Chi_Minh"
HANOI: Final = zoneinfo.ZoneInfo(NAME)

_MIDNIGHT: Final = dt.time()
# A time of which only the day is known: a microsecond after its midnight, as in the store
# (docs/adr/0016).
_DAY_ALONE: Final = dt.time(microsecond=1)


def begin(day: dt.date, at: dt.time = _MIDNIGHT) -> dt.datetime:
    """Return the moment at which a local day begins, or another hour of it."""
    return dt.datetime.combine(day, at, HANOI)


def with_zone(moment: dt.datetime) -> dt.datetime:
    """Return the moment of a local date and time without zone."""
    return moment.replace(tzinfo=HANOI)


def without_zone(moment: dt.datetime) -> dt.datetime:
    """Return the local date and time of a moment, without zone."""
    return moment.astimezone(HANOI).replace(tzinfo=None)


def day_alone(day: dt.date) -> dt.datetime:
    """Return the moment that stands for a day without a time."""
    return begin(day, _DAY_ALONE)


def is_day(moment: dt.datetime) -> bool:
    """Return whether only the day of a moment is known."""
    return moment.microsecond == 1 and moment.astimezone(HANOI).time() == _DAY_ALONE


def is_before(earlier: dt.datetime, later: dt.datetime) -> bool:
    """Return whether a moment lies before another one, by days where either is a day alone."""
    if is_day(earlier) or is_day(later):
        return earlier.astimezone(HANOI).date() < later.astimezone(HANOI).date()
    return earlier < later


def iso(moment: dt.datetime) -> str:
    """Return a moment in ISO 8601 with +07:00; of one of which only the day is known, the day."""
    local = moment.astimezone(HANOI)
    return local.date().isoformat() if is_day(moment) else local.isoformat()


def read(text: str) -> dt.datetime:
    """Return the moment that `iso` has written.

    Raises:
        ValueError: it is none.
    """
    is_day = len(text) == len("yyyy-mm-dd")
    return day_alone(dt.date.fromisoformat(text)) if is_day else dt.datetime.fromisoformat(text)
