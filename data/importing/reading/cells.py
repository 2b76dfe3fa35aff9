"""Owns how a cell of a workbook is put as the text that a CSV file would have held."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import functools
import re
from typing import Final

from openpyxl.styles import numbers
from openpyxl.utils import datetime as serials

from data.importing import sets

# Doubles carry a date of our times to within 10 µs: what is nearer to midnight is midnight.
_TICKS_A_DAY: Final = 864_000_000
_TICKS_A_MILLISECOND: Final = 10
_LAST_MILLISECOND: Final = 86_399_999
# Below it, spreadsheets count the 29 February 1900, which never was.
_FIRST_OF_MARCH_1900: Final = 60
_MIDNIGHT: Final = dt.time()
# Literals, escapes, fillers, colours and languages of a number format: no letters of a pattern.
_NOT_PATTERN: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


class Look(enum.Enum):
    """What a number format shows a number as."""

    NUMBER = "number"
    DAY = "day"
    TIME = "time"


@functools.lru_cache(maxsize=1024)
def look(number_format: str | None) -> Look:
    """Return what `number_format` shows; lengths of time are numbers."""
    if not numbers.is_date_format(number_format) or numbers.is_timedelta_format(number_format):
        return Look.NUMBER
    pattern = _NOT_PATTERN.sub("", (number_format or "").split(";")[0]).lower()
    return Look.TIME if "h" in pattern or "s" in pattern else Look.DAY


def text(value: object, kind: sets.Kind, shown: Look, epoch: dt.datetime) -> tuple[str, bool]:
    """Return the text of a cell, and whether it was a plain number.

    `shown` is what its number format shows, `epoch` the workbook's first day. Numbers are exact
    and without exponent, truth values `yes` and `no`, dates ISO 8601.
    """
    if isinstance(value, str):
        return value, False
    if isinstance(value, bool):
        return ("yes" if value else "no"), False
    if isinstance(value, int | float):
        dated = "" if shown is Look.NUMBER else _dated(value, kind, shown, epoch)
        return dated or number(value), not dated
    if isinstance(value, dt.datetime):
        return _written(value, kind, Look.TIME), False
    # A date or a time of day that the workbook holds as such; an empty cell.
    return ("" if value is None else str(value)), False


def number(value: float) -> str:
    """Return the shortest text that is exactly `value`, without exponent."""
    if isinstance(value, int):
        return str(value)
    return format(decimal.Decimal(repr(value)), "f").removesuffix(".0")


def moment(serial: float, epoch: dt.datetime) -> dt.datetime | None:
    """Return the time that `serial` counts from `epoch`, to the millisecond; None if out of range.

    A time in the last half millisecond of a day stays in its day.
    """
    try:
        days, ticks = divmod(round(serial * _TICKS_A_DAY), _TICKS_A_DAY)
        milliseconds = min(round(ticks / _TICKS_A_MILLISECOND), _LAST_MILLISECOND)
        if days < _FIRST_OF_MARCH_1900 and epoch == serials.WINDOWS_EPOCH:
            days += 1
        return epoch + dt.timedelta(days=days, milliseconds=milliseconds)
    except (OverflowError, ValueError):
        return None


def _dated(serial: float, kind: sets.Kind, shown: Look, epoch: dt.datetime) -> str:
    """Return the date or time that `serial` is shown as, or nothing if it is none."""
    when = moment(serial, epoch)
    if when is None or serial < 0:
        return ""
    # Less than a day is a time of day: of which day, the cell does not say.
    return when.time().isoformat() if serial < 1 else _written(when, kind, shown)


def _written(when: dt.datetime, kind: sets.Kind, shown: Look) -> str:
    """Return `when` as a column of `kind` reads it: a midnight that is not shown is no time."""
    if when.time() != _MIDNIGHT or (shown is Look.TIME and kind is sets.Kind.MOMENT):
        return when.isoformat()
    # Spreadsheets make the first of the month out of a month that is typed in.
    if kind is sets.Kind.MONTH and when.day == 1:
        return when.strftime("%Y-%m")
    return when.date().isoformat()
