"""Cells of workbooks as text: the one that a CSV file would have held, and the mark beside it.

All formats of workbooks share it: they give the value, whether its format shows a date, and the
first day that the workbook counts from.
"""

import datetime as dt
import decimal
import functools
from typing import Final

from openpyxl.styles import numbers
from openpyxl.utils import datetime as serials

from data import local_time
from data.importing import sets
from data.importing.reading import tables

Text = tuple[str, tables.Mark | None]

WINDOWS_EPOCH: Final = serials.WINDOWS_EPOCH
MAC_EPOCH: Final = serials.MAC_EPOCH

# Doubles carry a date of our times to within 10 µs: what is nearer to midnight is midnight.
_TICKS_A_DAY: Final = 864_000_000
_TICKS_A_MILLISECOND: Final = 10
_LAST_MILLISECOND: Final = 86_399_999
_LAST_SECOND: Final = dt.time(23, 59, 59)
# Below it, spreadsheets count the 29 February 1900, which never was.
_FIRST_OF_MARCH_1900: Final = 60
_MIDNIGHT: Final = dt.time()
# A number without a format is a day from here to tomorrow, in a column of days or times.
_FIRST_YEAR: Final = 1995
_TIMES: Final = (sets.Kind.MOMENT, sets.Kind.DAY, sets.Kind.BIRTH)
_DATES: Final = (*_TIMES, sets.Kind.MONTH)


@functools.lru_cache(maxsize=1024)
def is_date_format(number_format: str | None) -> bool:
    """Return whether a number format shows a day or a time; lengths of time are numbers."""
    is_date: bool = numbers.is_date_format(number_format)
    return is_date and not numbers.is_timedelta_format(number_format)


def text(value: object, kind: sets.Kind, epoch: dt.datetime, *, is_dated: bool = False) -> Text:
    """Return the text of a cell in a column of `kind`, and what marks it.

    `is_dated` says that its format shows a date, `epoch` is the workbook's first day. Numbers are
    exact and without exponent, truth values `yes` and `no`, dates ISO 8601; a midnight is a day.
    """
    if type(value) is float or type(value) is int:
        return _number(value, kind, epoch, is_dated=is_dated)
    if isinstance(value, str):
        return value, None
    if isinstance(value, bool):
        mark = None if kind is sets.Kind.YES_NO else tables.Mark.TRUTH
        return ("yes" if value else "no"), mark
    if isinstance(value, dt.datetime):
        return _marked(_written(value, kind), kind)
    if isinstance(value, dt.date):
        return _marked(_written(dt.datetime.combine(value, _MIDNIGHT), kind), kind)
    # A time of day that the workbook holds as such; an empty cell.
    return ("", None) if value is None else _marked(str(value), kind)


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
        if days < _FIRST_OF_MARCH_1900 and epoch == WINDOWS_EPOCH:
            days += 1
        return epoch + dt.timedelta(days, 0, 1000 * milliseconds)
    except (OverflowError, ValueError):
        return None


def _number(value: float, kind: sets.Kind, epoch: dt.datetime, *, is_dated: bool) -> Text:
    dated = ""
    if is_dated:
        dated = _dated(value, kind, epoch)
    elif kind in _TIMES:
        dated = _undated(value, kind, epoch)
    return _marked(dated, kind) if dated else (number(value), tables.Mark.NUMBER)


def _marked(dated: str, kind: sets.Kind) -> Text:
    """Return a date with its mark, where no date belongs."""
    return dated, None if kind in _DATES else tables.Mark.DATE


def _dated(serial: float, kind: sets.Kind, epoch: dt.datetime) -> str:
    """Return the date or time that `serial` is shown as, or nothing if it is none."""
    when = moment(serial, epoch)
    if when is None or serial < 0:
        return ""
    # Less than a day is a time of day: of which day, the cell does not say.
    return when.time().isoformat() if serial < 1 else _written(when, kind)


def _undated(serial: float, kind: sets.Kind, epoch: dt.datetime) -> str:
    """Return the moment of a number without a format, to the second and within its day."""
    when = moment(serial, epoch)
    if when is None or not when.year >= _FIRST_YEAR or when.date() > _tomorrow():
        return ""
    second = (when + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    if second.date() != when.date():
        second = dt.datetime.combine(when, _LAST_SECOND)
    return _written(second, kind)


def _tomorrow() -> dt.date:
    """Return the day after that of the machine's clock, in Hanoi."""
    return dt.datetime.now(local_time.HANOI).date() + dt.timedelta(days=1)


def _written(when: dt.datetime, kind: sets.Kind) -> str:
    """Return `when` as a column of `kind` reads it: a midnight is a day alone."""
    if kind is sets.Kind.MONTH:
        return when.strftime("%Y-%m")
    return when.date().isoformat() if when.time() == _MIDNIGHT else when.isoformat()
