"""What a report of a week or month is limited to, and the questions that it asks.

Every figure is of a question that another page asks as well, with the days that `Limits` has: so
it is that page's figure. What is open, overdue money and differences, is of all days since the
first one of which there is a payment: what is older than the period is not left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from dashboard.figures import lag, weeks_and_months
from queries import agents, directory, frames
from queries.exceptions import movements as exception_movements
from queries.forms import days as form_days
from queries.forms import form_01xn, missing_days, steps
from queries.lag import lagged, movements, overdue_weeks, owing, recording_lag
from queries.store import feeds as store_feeds

# How a question is asked: `dashboard.cache.find` on a screen, `plainly` elsewhere.
Find = Callable[..., pd.DataFrame]
Question = Callable[[sa.Connection], Any]

# So many organisations, and collectors, are named.
WORST: Final = 5
# How many weeks back is looked for the beginning of an unbroken run.
WEEKS: Final = 26
# The days before a period that tell which working days usually have codes.
_USUAL_DAYS: Final = dt.timedelta(weeks=8)


def plainly(connection: sa.Connection, question: Find, *limits: Any, **params: Any) -> pd.DataFrame:
    """Return the answer of a question, which is not kept."""
    return question(connection, *limits, **params)


@dataclass(frozen=True)
class Limits:
    """What a report is about: a period, an office or all, what rows of it stand for.

    `first_day` is the first day with a payment, `first_code_day` with a code; None without any.
    """

    period: weeks_and_months.Period
    office: str | None
    level: agents.By
    first_day: dt.date | None
    first_code_day: dt.date | None
    now: dt.datetime

    @property
    def has_data(self) -> bool:
        """Whether data begin by the end of the period."""
        return self.first_day is not None and self.first_day <= self.period.last

    @property
    def is_comparable(self) -> bool:
        """Whether the store has all of the period before."""
        return self.first_day is not None and self.first_day <= self.period.before.start

    @property
    def has_part(self) -> bool:
        """Whether data begin within the period before."""
        before = self.period.before
        return self.first_day is not None and before.start < self.first_day <= before.end

    def open_on(self, day: dt.date) -> lagged.Question:
        """Return the limits of what was open at the end of a day, whenever it was paid."""
        return self._question(min(self.first_day or day, day), day)

    def within(self, period: weeks_and_months.Period) -> lagged.Question:
        """Return the limits of what was paid in a period, as known at its end."""
        return self._question(period.start, period.last)

    def forms(self, period: weeks_and_months.Period) -> steps.Question:
        """Return the limits of the forms of a period."""
        return steps.Question(start=period.start, end=period.last, office=self.office)

    def _question(self, start: dt.date, day: dt.date) -> lagged.Question:
        return lagged.Question(
            start=start, end=day, as_of=day, office=self.office,
            last_due=form_01xn.last_due(self.now),
        )  # fmt: skip


def limits(
    connection: sa.Connection, period: weeks_and_months.Period, office: str | None, now: dt.datetime
) -> Limits:
    """Return the limits of a report; a row is an office, or of one office an organisation.

    Raises:
        problems.Problem: an unknown office.
    """
    (first,) = frames.records(movements.first(connection, office=office))
    known = directory.offices(connection)
    has_below = office is None or bool((known["parent_code"] == office).fillna(value=False).any())
    level = agents.By.OFFICE if has_below else agents.By.ORG
    return Limits(period, office, level, first["first_paid_day"], first["first_recorded_day"], now)


def questions(asked: Limits, find: Find) -> dict[str, Question]:
    """Return the questions of a report by their names, the slowest first."""
    period, before = asked.period, asked.period.before
    level = form_days.By(asked.level)
    day, earlier = asked.open_on(period.last), asked.open_on(before.end)
    week, week_before = asked.within(period), asked.within(before)
    return {
        "collectors": partial(_collectors, find=find, question=day),
        "kinds": lambda c: find(
            c, exception_movements.by_kind, day, before=before.end, by=asked.level
        ),
        "organizations": partial(_organizations, find=find, question=day),
        "moved": lambda c: find(c, movements.overdue, day, before=before.end),
        "forms": lambda c: form_days.by_part(c, asked.forms(period), by=level, now=asked.now),
        "forms_before": lambda c: form_days.by_part(
            c, asked.forms(before), by=level, now=asked.now
        ),
        "owed": lambda c: find(c, owing.by_agent, day, by=asked.level),
        "owed_before": lambda c: find(c, owing.by_agent, earlier, by=asked.level),
        "recording": lambda c: find(c, recording_lag.by_agent, week, by=agents.By.ALL),
        "recording_before": lambda c: find(
            c, recording_lag.by_agent, week_before, by=agents.By.ALL
        ),
        "recorded": lambda c: find(c, recording_lag.by_agent, week, by=asked.level),
        "days": lambda c: missing_days.by_office(
            c, asked.forms(period), first=period.start - _USUAL_DAYS
        ),
        "feeds": lambda c: store_feeds.by_office(c, day=period.last, office=asked.office),
        "names": directory.organizations,
        "offices": directory.offices,
    }


def _organizations(
    connection: sa.Connection, find: Find, question: lagged.Question
) -> dict[str, pd.DataFrame]:
    """Return what organisations owe, and the overdue money of the ends of weeks."""
    owed = find(connection, owing.by_agent, question, by=agents.By.ORG)
    weeks = find(connection, overdue_weeks.by_organization, question, weeks=WEEKS)
    return {"owed": owed, "weeks": weeks}


def _collectors(
    connection: sa.Connection, find: Find, question: lagged.Question
) -> dict[str, pd.DataFrame]:
    """Return what collectors owe, and of the worst of them what `_organizations` does."""
    owed = find(connection, owing.by_agent, question, by=agents.By.COLLECTOR)
    codes = tuple(str(code) for code in worst(owed)["key"])
    weeks = find(connection, overdue_weeks.by_collectors, question, weeks=WEEKS, codes=codes)
    people = find(connection, directory.collectors, codes=codes)
    return {"owed": owed, "weeks": weeks, "people": people}


def worst(owed: pd.DataFrame) -> pd.DataFrame:
    """Return the agents with the most overdue money at risk, in the order of the page of lag."""
    return lag.worst_first(owed[owed["overdue_payments"] > 0]).head(WORST)
