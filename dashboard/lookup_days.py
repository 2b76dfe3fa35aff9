"""Owns how working days are counted out loud, one by one, so that no lag is taken on trust.

What is counted and what is passed over comes from the calendar of the store.
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from dashboard import formats
from dashboard.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

# More days than this are told month by month, in a fold.
_IN_ONE_LINE: Final = 15


class Day(NamedTuple):
    """A day of the calendar."""

    day: dt.date
    working: bool
    weekend: bool
    note: str | None


def between(calendar: pd.DataFrame, paid: dt.date, last: dt.date) -> list[Day]:
    """Return the days after the payment up to and including the last one."""
    rows = calendar[(calendar["day"] > paid) & (calendar["day"] <= last)]
    notes = rows["note"].astype(object).where(rows["note"].notna(), None)
    return [
        Day(*row) for row in zip(rows["day"], rows["working"], rows["weekend"], notes, strict=True)
    ]


def number(days: int) -> str:
    """Return a number of working days."""
    return ngettext("{n} working day", "{n} working days", days).format(n=formats.count(days))


def show(days: Sequence[Day]) -> None:
    """Show the days that are counted, and those that are not."""
    counted = sum(day.working for day in days)
    if not days:
        st.caption(_("0 working days: on the very day of the payment."))
    elif counted <= _IN_ONE_LINE:
        st.caption(" ".join([_counted(days), _passed_over(days)]).strip())
    else:
        with st.expander(_("Every day counted: {days}").format(days=number(counted))):
            for month, group in itertools.groupby(days, lambda day: f"{day.day:%m/%Y}"):
                of_month = list(group)
                told = " ".join([_counted(of_month), _passed_over(of_month)]).strip()
                st.caption(f"**{month}** · {told}")


def _counted(days: Iterable[Day]) -> str:
    counted = [day for day in days if day.working]
    words = [
        _("{day} (make-up day)").format(day=_short(each.day)) if each.weekend else _short(each.day)
        for each in counted
    ]
    listed = f": {', '.join(words)}." if words else "."
    return number(len(counted)) + listed


def _passed_over(days: Iterable[Day]) -> str:
    passed = [day for day in days if not day.working]
    if not passed:
        return ""
    # Days in a row for one reason are one entry.
    runs = itertools.groupby(
        enumerate(passed), lambda each: (each[1].day.toordinal() - each[0], _reason(each[1]))
    )
    words = [_run([day for _place, day in group]) for _key, group in runs]
    return _("Not counted: {days}.").format(days="; ".join(words))


def _run(days: list[Day]) -> str:
    first, last = days[0], days[-1]
    if first is last:
        name = _reason(first) or formats.weekday(first.day)
        return f"{_short(first.day)} {name}"
    name = _reason(first) or _("weekend")
    return f"{_short(first.day)}–{_short(last.day)} {name}"


def _reason(day: Day) -> str:
    """Return why a day does not count; nothing for a weekend, which explains itself."""
    if day.note:
        return formats.plain(day.note)
    return "" if day.weekend else _("public holiday or day in lieu")


def _short(day: dt.date) -> str:
    """Return a day without its year: the moments around it have theirs."""
    return f"{day.day}/{day.month}"
