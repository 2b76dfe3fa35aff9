"""One period of recording on the screen: the results of its queries."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard import cache, concurrent, directory
from dashboard.comparing import of_payments
from dashboard.components import filters
from dashboard.components.periods import levels, state
from dashboard.recording import breakdown, figures, payments, weeks
from dashboard.text import recording_terms
from queries import agents
from queries.lag import lagged, recording_lag, remittance_lag, without_code
from queries.store import freshness


@dataclass(frozen=True)
class Period:
    """The results of the queries for what is chosen.

    `total` has one row of everything, or none; `ages` one per class of age of what has no code.
    There is either a ranking with its weeks, or a list of payments; `compared` has what the period
    is compared with.
    """

    chosen: filters.Filters
    question: lagged.Question
    total: pd.DataFrame
    ages: pd.DataFrame
    ranking: breakdown.Ranking | None
    weeks: weeks.Weeks | None
    listing: payments.Listing | None
    latest_day: dt.date | None
    compared: of_payments.Outcome | None = None

    @property
    def state(self) -> state.State:
        """Why the period shows what it shows."""
        has_payments = not self.total.empty
        return state.of(self.chosen, has_payments=has_payments, latest_day=self.latest_day)

    @functools.cached_property
    def figures(self) -> dict[str, Any]:
        """The figures of everything that is chosen."""
        return dict(figures.read(self.total).iloc[0])

    @property
    def other_figures(self) -> dict[str, Any]:
        """The figures of everything of what is compared with; empty where there are none."""
        return of_payments.figures(self.compared)


def ask(chosen: filters.Filters, known: directory.Directory) -> Period:
    """Return the period that is chosen, from the store, and what it is compared with."""
    question = of_payments.question(chosen)
    level = None if payments.is_wanted(chosen) else levels.level(chosen)
    queries = _queries(chosen, question, level)
    queries |= of_payments.beside(chosen, known, _recording, question, level)
    result = concurrent.ask(queries)
    total, rows = result["recording"]
    compared = result.get("compared")
    latest = result["latest"]["latest_paid_day"].dropna()
    earlier = of_payments.earlier(total, compared, recording_terms.COMPARED)
    return Period(
        chosen=chosen,
        question=question,
        total=total,
        ages=result["ages"],
        ranking=None if level is None else breakdown.Ranking(level, rows, earlier),
        weeks=result.get("weeks"),
        listing=result.get("listing"),
        latest_day=None if latest.empty else latest.iloc[0],
        compared=compared,
    )


def _queries(
    chosen: filters.Filters, question: lagged.Question, level: agents.By | None
) -> dict[str, concurrent.Question]:
    own: dict[str, concurrent.Question] = (
        {"listing": functools.partial(payments.ask, chosen=chosen, question=question)}
        if level is None
        else {"weeks": functools.partial(weeks.ask, question=question)}
    )
    return {
        "recording": functools.partial(_recording, question=question, level=level),
        **own,
        "ages": lambda c: cache.find(c, without_code.by_age, question),
        "latest": lambda c: cache.find(c, freshness.latest),
    }


def _recording(
    connection: sa.Connection, question: lagged.Question, level: agents.By | None
) -> of_payments.Rows:
    """Return the row of the total, and the rows of a level if one is wanted."""
    if level is None:
        return cache.find(connection, recording_lag.in_full, question, by=agents.By.ALL), None
    rows = cache.find(connection, recording_lag.with_total, question, by=level)
    return remittance_lag.split(rows)
