"""How recording has gone in the last eight weeks, as charts and a table."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import cache
from dashboard.components import charts, course, fragments, links, tables, theme
from dashboard.recording import figures
from dashboard.text import _, formats, recording_terms
from queries import agents
from queries.lag import lagged, recording_lag

WEEKS: Final = 8
_WEEK: Final = dt.timedelta(days=7)
_WAY: Final = links.Way({"from": "first_day", "to": "last_day"})


@dataclass(frozen=True)
class Weeks:
    """The figures of the weeks of payment up to the end of the period, the first one first."""

    end: dt.date
    rows: pd.DataFrame

    @cached_property
    def dated(self) -> pd.DataFrame:
        """The rows with their first and last days; the last week ends with the period."""
        first = [dt.date.fromisoformat(key) for key in self.rows["key"]]
        return figures.read(self.rows).assign(
            first_day=first,
            last_day=[min(self.end, day + _WEEK - dt.timedelta(days=1)) for day in first],
        )

    @cached_property
    def slots(self) -> dict[int, str]:
        """The weeks in words, by their places."""
        return course.slots(self.dated)


def ask(connection: sa.Connection, question: lagged.Question) -> Weeks:
    """Return the last eight weeks of payment, whenever the period begins."""
    end = min(question.end, question.as_of)
    monday = end - dt.timedelta(days=end.weekday())
    limits = replace(question, start=monday - (WEEKS - 1) * _WEEK, end=end)
    rows = cache.find(connection, recording_lag.in_full, limits, by=agents.By.WEEK)
    return Weeks(end, rows)


def show(weeks: Weeks) -> None:
    """Draw the share recorded on the day and what has no code; a week leads to its payments."""
    if len(weeks.rows) < 2:  # noqa: PLR2004 - one week is no course
        return
    in_time, waiting = st.columns(2, gap="medium")
    with in_time:
        _rates(weeks, _("Code on the same day by week of payment"))
    with waiting:
        _waiting(weeks, _("Payments without code by week of payment"))
    title = _("The last eight weeks, in figures")
    if below := fragments.opened(
        title, icon=":material/calendar_view_week:", key="recording_weeks_in_figures"
    ):
        with below:
            tables.show(
                weeks.dated, recording_terms.WEEKS, key="recording_weeks", alt=title, leads=_WAY
            )


def _rates(weeks: Weeks, title: str) -> None:
    line = course.line(
        weeks.dated, "same_day_rate", recording_terms.WEEKS, theme.REMITTED, _WAY, times=100
    )
    charts.dotted(
        [line],
        course.axes(weeks.dated, course.RATES),
        title=title,
        summary=course.summary(title, line, weeks.slots),
        height=course.HEIGHT,
        key="weeks_same_day",
    )


def _waiting(weeks: Weeks, title: str) -> None:
    line = course.line(
        weeks.dated, "unrecorded", recording_terms.WEEKS, theme.OVERDUE, _WAY, shape="bar"
    )
    levels = _levels(int(weeks.dated["unrecorded"].max()))
    charts.lines(
        [line],
        course.axes(weeks.dated, levels),
        title=title,
        summary=course.summary(title, line, weeks.slots),
        height=course.HEIGHT,
        key="weeks_unrecorded",
    )


def _levels(most: int) -> list[tuple[float, str]]:
    """Return labels of an axis of numbers, whole and round, from none to the most or more."""
    step = 1
    while step * 4 < most:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return [(number, formats.count(number)) for number in range(0, 4 * step + 1, step)]
