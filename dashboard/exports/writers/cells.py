"""What a cell of a workbook holds: texts that fit, exact numbers, days as Excel counts them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from dashboard.exports import cell_text, paper
from dashboard.exports.writers import formula_safe, workbook
from data import local_time

# In a cell; Excel repairs a file that has more, and loses the text.
MOST_LETTERS: Final = 32_767
_CUT: Final = "…"

_WORDS: Final = (paper.Kind.TEXT, paper.Kind.CODE)
# Excel keeps 15 digits: longer numbers are written as texts, to the last digit.
_MOST: Final = 10**15
# Excel counts days from here; it takes 1900 for a leap year, so that only later ones are right.
_DAY_ZERO: Final = dt.date(1899, 12, 30).toordinal()
_FIRST_DAY: Final = dt.date(1900, 3, 1)
_DAY_SECONDS: Final = 86_400


def fitted_text(words: str) -> str:
    """Return a text as a cell can hold it: what is no letter is a sign, and what is too long, cut.

    Most texts are as they were.
    """
    words = words if words.isprintable() else formula_safe.writable(words)
    return words if len(words) <= MOST_LETTERS // 2 else _cut(words)


def _cut(words: str) -> str:
    """Return as much of a text as a cell holds, with a sign where it ends."""
    if formula_safe.shortened(words, MOST_LETTERS) == words:
        return words
    return formula_safe.shortened(words, MOST_LETTERS - 1) + _CUT


def typed(
    value: paper.Value, looks: Mapping[str, Any], kind: paper.Kind
) -> tuple[workbook.Value, Any]:
    """Return what a cell holds, and how it looks."""
    if isinstance(value, str):
        return fitted_text(value) or None, looks["text"]
    if value is None:
        return cell_text.UNKNOWN, looks["text"]
    if isinstance(value, dt.date):
        return _time(value, looks, kind)
    if kind in _WORDS or not -_MOST < value < _MOST:
        return f"{value:f}" if isinstance(value, Decimal) else str(value), looks["text"]
    return value, looks["number"]


def _time(value: dt.date, looks: Mapping[str, Any], kind: paper.Kind) -> tuple[workbook.Value, Any]:
    seconds, look = 0, looks["day"]
    if isinstance(value, dt.datetime):
        local = cell_text.local_moment(value)
        value = local.date()
        if kind is not paper.Kind.DAY and not local_time.is_day(local):
            seconds = local.hour * 3_600 + local.minute * 60 + local.second
            look = looks["moment"]
    if value < _FIRST_DAY:
        return cell_text.cell(value, paper.Kind.DAY), looks["text"]
    return value.toordinal() - _DAY_ZERO + seconds / _DAY_SECONDS, look
