"""One period of recording on the screen: the results of its queries."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard import cache, concurrent
from dashboard.components import filters, predecessors
from dashboard.components.periods import levels, state
from dashboard.recording import breakdown, figures, payments, weeks
from queries import agents
from queries.lag import lagged, recording_lag, remittance_lag, without_code
from queries.store import freshness


@dataclass(frozen=True)
class Period:
    """The results of the queries for what is chosen.

    `total` has one row of everything, or none; `ages` one per class of age of what has no code.
    There is either a ranking with its weeks, or a list of payments.
    """

    chosen: filters.Filters
    question: lagged.Question
    total: pd.DataFrame
    ages: pd.DataFrame
    ranking: breakdown.Ranking | None
    weeks: weeks.Weeks | None
    listing: payments.Listing | None
    latest_day: dt.date | None

    @property
    def state(self) -> state.State:
        """Why the period shows what it shows."""
        has_payments = not self.total.empty
        return state.of(self.chosen, has_payments=has_payments, latest_day=self.latest_day)

    @functools.cached_property
    def figures(self) -> dict[str, Any]:
        """The figures of everything that is chosen."""
        return dict(figures.read(self.total).iloc[0])


def ask(chosen: filters.Filters) -> Period:
    """Return the period that is chosen, from the store."""
    question = lagged.Question(
        start=chosen.start, end=chosen.end, as_of=chosen.as_of,
        office=predecessors.asked(chosen, chosen.office), org=chosen.org,
        collector=chosen.collector, product=chosen.product,
    )  # fmt: skip
    level = None if payments.is_wanted(chosen) else levels.level(chosen)
    result = concurrent.ask(_queries(chosen, question, level))
    total, rows = result["recording"]
    latest = result["latest"]["latest_paid_day"].dropna()
    return Period(
        chosen=chosen,
        question=question,
        total=total,
        ages=result["ages"],
        ranking=None if level is None else breakdown.Ranking(level, rows),
        weeks=result.get("weeks"),
        listing=result.get("listing"),
        latest_day=None if latest.empty else latest.iloc[0],
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
        "latest": freshness.latest,
    }


def _recording(
    connection: sa.Connection, question: lagged.Question, level: agents.By | None
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Return the row of the total, and the rows of a level if one is wanted."""
    if level is None:
        return cache.find(connection, recording_lag.in_full, question, by=agents.By.ALL), None
    rows = cache.find(connection, recording_lag.with_total, question, by=level)
    return remittance_lag.split(rows)
