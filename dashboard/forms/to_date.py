"""Form 01-XN since the start of the month and year, compared with the year before."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from dashboard import access, cache, text
from dashboard.components import links, tables
from dashboard.forms.period import State
from dashboard.forms.selection import LISTS
from dashboard.text import _, form_terms, formats
from data.problems import N_
from queries import frames
from queries.forms import cumulative

if TYPE_CHECKING:
    import datetime as dt

    from dashboard.forms.period import FormPeriod

    Row = dict[str, Any]


_LABELS: Final = {
    "days": N_("In the day"),
    "month": N_("From the first of the month"),
    "year": N_("From the first of the year"),
}
_IN_DAYS: Final = N_("In these days")
_SHOWN_IN: Final = (State.FILLED, State.NOTHING_DUE)


def show(period: FormPeriod) -> None:
    """Show the figures of the days, the month and the year so far, unless a list is shown."""
    if period.state not in _SHOWN_IN or period.choice.view in LISTS:
        return
    choice = period.choice
    rows = frames.records(access.ask(lambda c: cache.find(c, cumulative.to_date, choice.question)))
    title = _("Cumulative, with the same period last year")
    st.header(title, anchor=False)
    tables.show(
        pd.DataFrame([_readable(row, period) for row in rows]),
        form_terms.CUMULATIVE,
        key="cumulative",
        alt=title,
        leads=links.Way(
            {"date": "date", "from": "from", "to": "to"},
            given=dict.fromkeys(("kind", "status", "by", "sort")),
        ),
    )
    _earlier(rows, period)
    _begin(rows, period)


def change(now: int, earlier: int) -> str:
    """Return by how much a figure differs from an earlier one, in percent and with its sign."""
    if earlier <= 0:
        return formats.UNKNOWN
    share = Decimal(abs(now - earlier) * 10_000) / Decimal(earlier)
    whole, hundredths = divmod(int(share.quantize(Decimal(1), ROUND_HALF_UP)), 100)
    sign = "+" if now > earlier else "−" if now < earlier else ""
    mark = "," if text.language() == "vi" else "."
    return f"{sign}{formats.count(whole)}{mark}{hundredths:02d}%"


def _readable(row: Row, period: FormPeriod) -> Row:
    """Return a row as text; `date`, `from` and `to` are the days that it opens."""
    is_day = row["period"] == "days" and not period.choice.is_range
    label = _IN_DAYS if row["period"] == "days" and not is_day else _LABELS[row["period"]]
    return {
        "label": _(label),
        "days": _days(row, period),
        **_figures(row, "", period),
        **_figures(row, "earlier_", period),
        **_changes(row, period),
        "date": row["end"] if is_day else None,
        "from": None if is_day else row["start"],
        "to": None if is_day else row["end"],
    }


def _figures(row: Row, year: str, period: FormPeriod) -> dict[str, str]:
    """Return the figures of a period as text."""
    if not _is_known(row, year, period):
        return dict.fromkeys((f"{year}codes", f"{year}net_amount"), _("no data"))
    return {
        f"{year}codes": formats.count(row[f"{year}codes"]),
        f"{year}net_amount": formats.money(row[f"{year}net_amount"]),
    }


def _is_known(row: Row, year: str, period: FormPeriod) -> bool:
    """Return whether the store has data of any of the days; else a sum is unknown, not zero."""
    if row[f"{year}codes"] or row[f"{year}net_amount"]:
        return True
    first, latest = period.first_day, period.latest_day
    if first is None or latest is None:
        return False
    return bool(first <= row[f"{year}end"] and row[f"{year}start"] <= latest)


def _changes(row: Row, period: FormPeriod) -> dict[str, str]:
    """Return the changes; none where the store has a part only of the days, or they go on."""
    first, latest = period.first_day, period.latest_day
    is_whole = (
        first is not None
        and latest is not None
        and first <= row["earlier_start"]
        and min(row["end"], period.yesterday) <= latest
        and row["end"] <= period.today
    )
    return {
        f"{figure}_change": change(int(row[figure]), int(row[f"earlier_{figure}"]))
        if is_whole
        else formats.UNKNOWN
        for figure in ("codes", "net_amount")
    }


def _earlier(rows: list[Row], period: FormPeriod) -> None:
    """Show links to the same days of the year before, as far as the store has data of them."""
    shown = [row for row in rows if _is_known(row, "earlier_", period)]
    if not shown:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(_("Same period last year:"), width="content")
        for row in shown:
            is_day = row["period"] == "days" and not period.choice.is_range
            links.here(
                _span(row["earlier_start"], row["earlier_end"]),
                key=f"earlier_{row['period']}",
                icon=":material/calendar_month:",
                **_earlier_days(row, is_day=is_day),
            )


def _earlier_days(row: Row, *, is_day: bool) -> dict[str, dt.date | None]:
    table = dict.fromkeys(("kind", "status", "by", "sort"))
    if is_day:
        return {**table, "date": row["earlier_end"], "from": None, "to": None}
    return {**table, "date": None, "from": row["earlier_start"], "to": row["earlier_end"]}


def _begin(rows: list[Row], period: FormPeriod) -> None:
    """Show where the data begin, if that is after the first of the days summed up."""
    first = period.first_day
    if first is None or first <= min(row["earlier_start"] for row in rows):
        return
    words = _(
        "The data begin on {day}: what lies before is unknown, not zero, and is not compared."
    )
    st.caption(words.format(day=formats.day(first)))


def _days(row: Row, period: FormPeriod) -> str:
    """Return the days of a period, and up to which of them there are data if not to the end."""
    span, latest = _span(row["start"], row["end"]), period.latest_day
    if latest is None or not row["start"] <= latest < min(row["end"], period.yesterday):
        return span
    return _("{days}, data up to {latest}").format(days=span, latest=formats.day(latest))


def _span(start: dt.date, end: dt.date) -> str:
    return formats.day(end) if start == end else f"{formats.day(start)} – {formats.day(end)}"
