"""Owns how handing over has gone, by the week or the month that was paid in."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import answers, at_risk, drawing, formats, links, parts, tables
from dashboard.text import _, lag_terms
from queries import agents, remittance_lag

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

# Of a longer period the months are shown.
_MOST_WEEKS: Final = 26


@dataclass(frozen=True)
class Pace:
    """The report of a period, one row a week or month, the first one first."""

    start: dt.date
    end: dt.date
    unit: agents.By
    rows: pd.DataFrame

    @cached_property
    def dated(self) -> pd.DataFrame:
        """The rows with the days of theirs that lie in the period."""
        first = [dt.date.fromisoformat(key) for key in self.rows["key"]]
        last = [_last(day, self.unit) for day in first]
        return at_risk.read(self.rows).assign(
            first_day=[max(self.start, day) for day in first],
            last_day=[min(self.end, day) for day in last],
        )


def ask(connection: sa.Connection, asked: dict[str, Any]) -> Pace:
    """Ask the store for the weeks of a period, or for its months where that are too many."""
    start, end = asked["start"], min(asked["end"], asked["as_of"])
    unit = agents.By.WEEK if end - start < dt.timedelta(weeks=_MOST_WEEKS) else agents.By.MONTH
    return Pace(
        start, end, unit, answers.find(connection, remittance_lag.by_agent, by=unit, **asked)
    )


def show(pace: Pace) -> None:
    """Show how the on-time rate and the median have gone, and the same in a table."""
    if len(pace.rows) <= 1:
        return
    with st.container(horizontal=True, gap="small"):
        _card(pace, "on_time_rate", 100.0)
        _card(pace, "median_lag_days", 1.0)
    title = _("By week of payment") if pace.unit is agents.By.WEEK else _("By month of payment")
    if below := parts.opened(title, icon=":material/calendar_view_week:", key="pace_in_figures"):
        with below:
            tables.show(
                pace.dated,
                lag_terms.PACE,
                key=f"lag_{pace.unit}",
                alt=title,
                leads=links.Way({"from": "first_day", "to": "last_day"}),
            )


def _card(pace: Pace, column: str, times: float) -> None:
    """Show the last known figure of a column with those before it."""
    known = pace.dated[pace.dated[column].notna()]
    if known.empty:
        return
    last = known.iloc[-1]
    term = lag_terms.PACE_CARDS[column]
    st.metric(
        _(term.label).format(
            first=formats.day(last["first_day"]), last=formats.day(last["last_day"])
        ),
        drawing.written(last[column], term),
        help=_(term.help),
        border=True,
        width="stretch",
        chart_data=[float(value) * times for value in known[column]],
        delta_color="blue",
    )


def _last(first: dt.date, unit: agents.By) -> dt.date:
    """Return the last day of the week or month that begins with a day."""
    days = 7 if unit is agents.By.WEEK else calendar.monthrange(first.year, first.month)[1]
    return first + dt.timedelta(days - 1)
