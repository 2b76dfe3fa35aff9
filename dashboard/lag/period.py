"""One period of remittance lag on the screen: the results of its queries, and its state."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard import cache, concurrent, directory
from dashboard.comparing import of_payments, older
from dashboard.components import course, filters
from dashboard.components.periods import levels, state
from dashboard.figures import lag, older_debt
from dashboard.lag import breakdown, payments
from dashboard.text import lag_terms
from queries import agents, frames
from queries.lag import ageing, curve, lagged, remittance_lag, trend
from queries.store import freshness


@dataclass(frozen=True)
class Period:
    """The results of the queries for what is chosen.

    `total` has one row of everything, with the quantiles of everything, or none. There is either a
    ranking or a list of payments; the curve and the pace are of an agent that is chosen. `compared`
    has what the period is compared with, `older` what is overdue of the days before it.
    """

    chosen: filters.Filters
    total: pd.DataFrame
    buckets: pd.DataFrame
    ranking: breakdown.Ranking | None
    listing: payments.Listing | None
    curve: pd.DataFrame | None
    pace: course.Pace | None
    latest_day: dt.date | None
    compared: of_payments.Outcome | None = None
    older: older_debt.Debt | None = None

    @property
    def state(self) -> state.State:
        """Why the period shows what it shows."""
        has_payments = not self.total.empty
        return state.of(self.chosen, has_payments=has_payments, latest_day=self.latest_day)

    @functools.cached_property
    def figures(self) -> dict[str, Any]:
        """The figures of everything that is chosen."""
        return frames.records(lag.read(self.total))[0]

    @property
    def other_figures(self) -> dict[str, Any]:
        """The figures of everything of what is compared with; empty where there are none."""
        return of_payments.figures(self.compared)


def ask(chosen: filters.Filters, known: directory.Directory) -> Period:
    """Return the period that is chosen, from the store, and what it is compared with."""
    question = of_payments.question(chosen)
    shown = None if payments.is_wanted(chosen) else levels.level(chosen)
    queries = _queries(chosen, question, shown)
    queries |= of_payments.beside(chosen, known, _lag, question, shown)
    result = concurrent.ask(queries)
    total, rows = result["lag"]
    compared = result.get("compared")
    latest = result["latest"]["latest_paid_day"].dropna()
    ranking = None
    if shown is not None:
        earlier = of_payments.earlier(total, compared, lag_terms.COMPARED)
        ranking = breakdown.Ranking(shown, chosen.as_of, rows, result["trend"], earlier)
    return Period(
        chosen=chosen,
        total=total,
        buckets=result["buckets"],
        ranking=ranking,
        listing=result.get("listing"),
        curve=result.get("curve"),
        pace=result.get("pace"),
        latest_day=None if latest.empty else latest.iloc[0],
        compared=compared,
        older=result["older"],
    )


def _queries(
    chosen: filters.Filters, question: lagged.Question, level: agents.By | None
) -> dict[str, concurrent.Question]:
    queries: dict[str, concurrent.Question] = {
        "lag": functools.partial(_lag, question=question, level=level),
        "buckets": lambda c: cache.find(c, ageing.by_bucket, question),
        "latest": lambda c: cache.find(c, freshness.latest),
        "older": functools.partial(older.ask, question=question),
    }
    if level is None:
        queries["listing"] = functools.partial(payments.ask, chosen=chosen, question=question)
    else:
        queries["trend"] = lambda c: cache.find(
            c, trend.by_agent, question, by=level, weeks=breakdown.WEEKS
        )
    is_all = not chosen.status and not chosen.bucket
    if (chosen.office or chosen.org or chosen.collector) and is_all:
        queries["curve"] = lambda c: cache.find(c, curve.by_lag, question)
        queries["pace"] = functools.partial(course.ask, question=question)
    return queries


def _lag(
    connection: sa.Connection, question: lagged.Question, level: agents.By | None
) -> of_payments.Rows:
    """Return the row of the total, and the rows of a level if one is wanted."""
    if level is None:
        total = cache.find(connection, remittance_lag.by_agent, question, by=agents.By.ALL)
        return total, None
    rows = cache.find(connection, remittance_lag.with_total, question, by=level)
    return remittance_lag.split(rows)
