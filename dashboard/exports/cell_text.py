"""Values as texts of a paper: in Vietnamese, whatever language the screens are in."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from dashboard import clock
from dashboard.exports import paper
from data import local_time

# What stands where nothing is known, so that it differs from zero.
UNKNOWN: Final = "—"

_HANOI_OFFSET: Final = dt.timedelta(hours=7)

_VIETNAMESE: Final = str.maketrans(",.-", ".,−")


def cell(value: paper.Value, kind: paper.Kind) -> str:
    """Return a value as its column writes it; words stay words in any column.

    Money is grouped (`1.234.567`) and has no unit: the paper names it once. A share of one is a
    percentage (`83,33%`), half up. Days are dd/mm/yyyy, moments dd/mm/yyyy HH:MM in Hanoi.
    """
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return _time(value, kind)
    if kind is paper.Kind.RATE:
        return _rate(Decimal(value))
    if kind in (paper.Kind.TEXT, paper.Kind.CODE):
        return str(value)
    return number(value)


def number(value: int | Decimal) -> str:
    """Return a number in groups of three, with a comma before decimals and a real minus."""
    return (f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}").translate(_VIETNAMESE)


def _rate(share: Decimal) -> str:
    return f"{number((share * 100).quantize(Decimal('0.01'), ROUND_HALF_UP))}%"


def _time(value: dt.date, kind: paper.Kind) -> str:
    if not isinstance(value, dt.datetime):
        return _day(value)
    local = local_moment(value)
    is_day = kind is paper.Kind.DAY or local_time.is_day(local)
    return _day(local) if is_day else f"{_day(local)} {local:%H:%M}"


def _day(value: dt.date) -> str:
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def local_moment(value: dt.datetime) -> dt.datetime:
    """Return a moment with Hanoi's offset; one without an offset is Hanoi's already."""
    offset = value.utcoffset()
    if offset == _HANOI_OFFSET:
        # As the store gives them.
        return value
    return value.replace(tzinfo=clock.HANOI) if offset is None else value.astimezone(clock.HANOI)
