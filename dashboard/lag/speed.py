"""The speed of handing over: the share remitted within n working days, and how it has gone."""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import cache
from dashboard.components import charts, fragments, links, table_style, tables, theme
from dashboard.figures import lag
from dashboard.text import _, formats, lag_terms
from queries import agents
from queries.lag import lagged, remittance_lag

_HEIGHT: Final = 260
# The curve is drawn to where nearly everything is remitted, but not beyond so many days.
_NEARLY_ALL: Final = 0.99
_FEWEST_DAYS: Final = 10
_MOST_DAYS: Final = 30
_TICKS: Final = (0, 25, 50, 75, 90, 100)
_QUANTILES: Final = {"median_lag_days": 50, "p90_lag_days": 90}

# Of a longer period the months are shown.
_MOST_WEEKS: Final = 26


def curve(rows: pd.DataFrame, figures: Mapping[str, Any]) -> None:
    """Draw the share of payments that is remitted within n working days.

    Args:
        rows: those of `queries.lag.curve`.
        figures: those of `queries.lag.remittance_lag` for the same payments, with the
            quantiles that are marked.
    """
    first = rows.iloc[0]
    deadlines = int(first["shortest_deadline_days"]), int(first["longest_deadline_days"])
    days, shares = _points(rows, deadlines[1])
    last = max(*days, *deadlines) + 1
    reached = _reached(figures, last)
    charts.draw(
        [_step(days, shares)],
        title=_("Payments remitted within n working days"),
        summary=_summary(days, shares, deadlines),
        height=_HEIGHT,
        showlegend=False,
        margin={"l": 0, "r": 16, "t": 8, "b": 0},
        xaxis=_days(last),
        yaxis=_shares(),
        shapes=[_deadline_mark(deadlines), *(_drop(*mark) for mark in reached.items())],
        annotations=[
            _label(deadlines[1], 2, _deadline_label(deadlines), last),
            *(_label(day, share, _within(share, day), last) for share, day in reached.items()),
        ],
    )


def _points(rows: pd.DataFrame, deadline: int) -> tuple[list[int], list[float]]:
    """Return the days to draw and the share remitted by each, in percent."""
    nearly_all = rows.loc[rows["share_remitted"] >= _NEARLY_ALL, "lag_days"]
    enough = int(nearly_all.min()) if len(nearly_all) else _MOST_DAYS
    limit = min(_MOST_DAYS, max(_FEWEST_DAYS, 2 * deadline, enough))
    near = rows[rows["lag_days"] <= limit]
    days = [int(day) for day in near["lag_days"]]
    shares = [float(share) * 100 for share in near["share_remitted"]]
    return (days, shares) if 0 in days else ([0, *days], [0.0, *shares])


def _reached(figures: Mapping[str, Any], last: int) -> dict[int, int]:
    """Return the day by which a half and nine tenths are remitted, where that is drawn."""
    days = {share: figures[name] for name, share in _QUANTILES.items()}
    return {
        share: int(day)
        for share, day in days.items()
        if formats.words(day) != formats.UNKNOWN and day <= last
    }


def _step(days: list[int], shares: list[float]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": days,
        "y": shares,
        "line": {"color": theme.REMITTED, "width": 2.5, "shape": "hv"},
        "marker": {"color": theme.REMITTED, "size": 6},
        "hoverinfo": "skip",
    }


def _deadline_mark(deadlines: tuple[int, int]) -> dict[str, Any]:
    """Return the mark of the deadline, or from the shortest to the longest."""
    line = {"color": theme.OVERDUE, "width": 1.5, "dash": "dash"}
    return {
        "type": "rect", "x0": deadlines[0], "x1": deadlines[1], "y0": 0, "y1": 100, "line": line,
        "fillcolor": theme.CHART_LINE,
    }  # fmt: skip


def _drop(percent: int, day: int) -> dict[str, Any]:
    """Return the line from where a share is reached down to its day."""
    line = {"color": theme.REMITTED, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": day, "x1": day, "y0": 0, "y1": percent, "line": line}


def _label(day: int, percent: int, text: str, last: int) -> dict[str, Any]:
    """Return the label of a point, on the side where there is room."""
    right = day <= last * 2 / 3
    return {
        "x": day, "y": percent, "text": formats.figure_text(text), "showarrow": False,
        "xanchor": "left" if right else "right", "xshift": 6 if right else -6,
        "yanchor": "top" if percent > min(_QUANTILES.values()) / 2 else "bottom",
        "font": {"size": 13},
    }  # fmt: skip


def _deadline_label(deadlines: tuple[int, int]) -> str:
    shortest, longest = deadlines
    if shortest == longest:
        return _("deadline: {n}").format(n=longest)
    return _("deadlines: {first} to {last}").format(first=shortest, last=longest)


def _within(percent: int, day: int) -> str:
    return _("{percent}% within {n}").format(percent=percent, n=day)


def _days(last: int) -> dict[str, Any]:
    title = charts.AXIS["title"] | {"text": _("working days")}
    return charts.AXIS | {"title": title, "range": [0, last], "showgrid": False}


def _shares() -> dict[str, Any]:
    labels = [f"{share}%" for share in _TICKS]
    return charts.AXIS | {"range": [0, 104], "tickvals": list(_TICKS), "ticktext": labels}


def _summary(days: list[int], shares: list[float], deadlines: tuple[int, int]) -> str:
    said = _("within {n}: {share}")
    steps = (
        said.format(n=day, share=formats.rate(round(share / 100, 4)))
        for day, share in zip(days, shares, strict=True)
    )
    return "; ".join([_deadline_label(deadlines), *steps])


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
        return lag.read(self.rows).assign(
            first_day=[max(self.start, day) for day in first],
            last_day=[min(self.end, day) for day in last],
        )


def ask(connection: sa.Connection, question: lagged.Question) -> Pace:
    """Return the weeks of a period, or its months where it has too many weeks."""
    start, end = question.start, min(question.end, question.as_of)
    unit = agents.By.WEEK if end - start < dt.timedelta(weeks=_MOST_WEEKS) else agents.By.MONTH
    rows = cache.find(connection, remittance_lag.by_agent, question, by=unit)
    return Pace(start, end, unit, rows)


def show(pace: Pace) -> None:
    """Show how the on-time rate and the median have gone, and the same in a table."""
    if len(pace.rows) <= 1:
        return
    with st.container(horizontal=True, gap="small"):
        _card(pace, "on_time_rate", 100.0)
        _card(pace, "median_lag_days", 1.0)
    title = _("By week of payment") if pace.unit is agents.By.WEEK else _("By month of payment")
    if below := fragments.opened(
        title, icon=":material/calendar_view_week:", key="pace_in_figures"
    ):
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
        table_style.written(last[column], term),
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
