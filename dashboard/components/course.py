"""How remittance has gone: the figures of each week or month of payment, as charts and a table."""

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import cache
from dashboard.components import charts, fragments, links, money_chart, table_style, tables, theme
from dashboard.figures import lag
from dashboard.text import _, formats, glossary, lag_terms
from queries import agents
from queries.lag import lagged, remittance_lag

# Of a longer period the months are shown.
_MOST_WEEKS: Final = 26
HEIGHT: Final = 220
_SPARK_HEIGHT: Final = 56
_SHARES: Final = (0, 25, 50, 75, 100)
# Labels of an axis of shares, in hundredths.
RATES: Final = [(share, f"{share}%") for share in _SHARES]
_CARDS: Final = {"on_time_rate": theme.REMITTED, "median_lag_days": theme.COLLECTED}


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

    @property
    def is_course(self) -> bool:
        """Whether there is more than one week or month."""
        return len(self.rows) > 1

    @cached_property
    def slots(self) -> dict[int, str]:
        """The weeks or months in words, by their places."""
        return slots(self.dated)


def ask(connection: sa.Connection, question: lagged.Question) -> Pace:
    """Return the weeks of a period, or its months where it has too many weeks."""
    start, end = question.start, min(question.end, question.as_of)
    unit = agents.By.WEEK if end - start < dt.timedelta(weeks=_MOST_WEEKS) else agents.By.MONTH
    rows = cache.find(connection, remittance_lag.by_agent, question, by=unit)
    return Pace(start, end, unit, rows)


def cards(pace: Pace, way: links.Way) -> None:
    """Show how the on-time rate and the median have gone, and the same in a table."""
    if not pace.is_course:
        return
    with st.container(horizontal=True, gap="small"):
        for column, tone in _CARDS.items():
            _card(pace, column, tone, way)
    _table(pace, way)


def show(pace: Pace, way: links.Way) -> None:
    """Draw how the on-time rate and the overdue money have gone, and the same in a table.

    Args:
        pace: the weeks or months.
        way: to the payments of one of them, by its `first_day` and `last_day`.
    """
    if not pace.is_course:
        return
    is_weekly = pace.unit is agents.By.WEEK
    on_time, overdue = st.columns(2, gap="medium")
    with on_time:
        _rates(
            pace,
            way,
            _("On-time rate by week of payment")
            if is_weekly
            else _("On-time rate by month of payment"),
        )
    with overdue:
        _amounts(
            pace,
            way,
            _("Overdue by week of payment") if is_weekly else _("Overdue by month of payment"),
        )
    _table(pace, way)


def _rates(pace: Pace, way: links.Way, title: str) -> None:
    drawn = line(pace.dated, "on_time_rate", lag_terms.COURSE, theme.REMITTED, way, times=100)
    charts.dotted(
        [drawn],
        axes(pace.dated, RATES),
        title=title,
        summary=summary(title, drawn, pace.slots),
        height=HEIGHT,
        key="course_on_time",
    )


def _amounts(pace: Pace, way: links.Way, title: str) -> None:
    drawn = line(
        pace.dated,
        "overdue_amount",
        lag_terms.COURSE,
        theme.OVERDUE,
        way,
        shape="bar",
    )
    levels = money_chart.levels(int(pace.dated["overdue_amount"].max()))
    charts.lines(
        [drawn],
        axes(pace.dated, levels),
        title=title,
        summary=summary(title, drawn, pace.slots),
        height=HEIGHT,
        key="course_overdue",
    )


def slots(dated: pd.DataFrame) -> dict[int, str]:
    """Return in words, by their places, weeks or months with a `first_day` and a `last_day`."""
    days = zip(dated["first_day"], dated["last_day"], strict=True)
    return {
        place: f"{formats.day(first)}–{formats.day(last)}"
        for place, (first, last) in enumerate(days)
    }


def axes(dated: pd.DataFrame, levels: Sequence[tuple[float, str]]) -> charts.Axes:
    """Return the axes of weeks or months, with labels of values up to the highest."""
    return charts.Axes(
        slots=slots(dated),
        domain=(-0.5, len(dated) - 0.5),
        top=levels[-1][0],
        ticks=[(place, f"{day:%d/%m}") for place, day in enumerate(dated["first_day"])],
        levels=levels,
    )


def line(
    dated: pd.DataFrame,
    column: str,
    terms: Mapping[str, glossary.Term],
    tone: theme.Tint,
    way: links.Way,
    *,
    times: int = 1,
    shape: charts.Shape = "line",
) -> charts.Line:
    """Return the known figures of a column, each with the way to its payments."""
    term = terms[column]
    rows = dated.to_dict("records")
    points = [
        charts.Point(
            place, float(row[column]) * times, table_style.written(row[column], term), lead
        )
        for place, (row, lead) in enumerate(zip(rows, way.addresses(rows), strict=True))
        if not pd.isna(row[column])
    ]
    return charts.Line(_(term.label), points, tone, shape=shape)


def summary(title: str, drawn: charts.Line, named: Mapping[int, str]) -> str:
    """Return a chart in words, for screen readers; `named` are its `slots`."""
    values = "; ".join(f"{named[point.at]}: {point.text}" for point in drawn.points)
    return f"{title}: {values}"


def _table(pace: Pace, way: links.Way) -> None:
    title = _("By week of payment") if pace.unit is agents.By.WEEK else _("By month of payment")
    if below := fragments.opened(
        title, icon=":material/calendar_view_week:", key="pace_in_figures"
    ):
        with below:
            tables.show(pace.dated, lag_terms.PACE, key=f"lag_{pace.unit}", alt=title, leads=way)


def _card(pace: Pace, column: str, tone: theme.Tint, way: links.Way) -> None:
    """Show the last known figure of a column with those before it."""
    drawn = line(pace.dated, column, lag_terms.COURSE, tone, way)
    if not drawn.points:
        return
    last = pace.dated.iloc[drawn.points[-1].at]
    term = lag_terms.PACE_CARDS[column]
    label = _(term.label).format(
        first=formats.day(last["first_day"]), last=formats.day(last["last_day"])
    )
    with st.container(key=f"card_{column}", border=True, gap="xsmall"):
        st.metric(label, drawn.points[-1].text, help=_(term.help), width="stretch")
        charts.spark(
            drawn,
            pace.slots,
            summary=summary(drawn.name, drawn, pace.slots),
            height=_SPARK_HEIGHT,
            key=f"spark_{column}",
        )


def _last(first: dt.date, unit: agents.By) -> dt.date:
    """Return the last day of the week or month that begins with a day."""
    days = 7 if unit is agents.By.WEEK else calendar.monthrange(first.year, first.month)[1]
    return first + dt.timedelta(days - 1)
