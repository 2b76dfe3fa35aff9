"""Owns one period of remittance lag on the screen: what is asked of the store, and its state."""

from __future__ import annotations

import enum
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboard import cache, concurrent
from dashboard.components import predecessors
from dashboard.figures import lag
from dashboard.lag import breakdown, payments, speed
from dashboard.text import _, glossary
from queries import agents
from queries.lag import ageing, remittance_lag, trend
from queries.lag import curve as lag_curve
from queries.store import freshness

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    import sqlalchemy as sa

    from dashboard import directory
    from dashboard.components import filters


_WAYS_DOWN: Final = (agents.By.PRODUCT, agents.By.OFFICE, agents.By.ORG, agents.By.COLLECTOR)


class State(enum.Enum):
    """Why the period shows what it shows."""

    FILLED = enum.auto()
    NOT_BEGUN = enum.auto()
    NOTHING_COLLECTED = enum.auto()
    EMPTY_STORE = enum.auto()


@dataclass(frozen=True)
class LagPeriod:
    """The answers of the store for what is chosen.

    `total` has one row of everything, with the quantiles of everything, or none. There is either a
    ranking or a list of payments; the curve and the pace are of an agent that is chosen.
    """

    chosen: filters.Filters
    total: pd.DataFrame
    buckets: pd.DataFrame
    ranking: breakdown.Ranking | None
    listing: payments.Listing | None
    curve: pd.DataFrame | None
    pace: speed.Pace | None
    latest_day: dt.date | None

    @property
    def state(self) -> State:
        """Why the period shows what it shows."""
        if not self.total.empty:
            return State.FILLED
        if self.latest_day is None:
            return State.EMPTY_STORE
        begun = self.chosen.start <= self.chosen.as_of
        return State.NOTHING_COLLECTED if begun else State.NOT_BEGUN

    @functools.cached_property
    def figures(self) -> dict[str, Any]:
        """The figures of everything that is chosen."""
        return dict(lag.ranked(self.total).iloc[0])


def ask(chosen: filters.Filters) -> LagPeriod:
    """Ask the store for the period that is chosen."""
    asked: dict[str, Any] = {
        "start": chosen.start, "end": chosen.end, "as_of": chosen.as_of,
        "office": predecessors.asked(chosen, chosen.office), "org": chosen.org,
        "collector": chosen.collector, "product": chosen.product,
    }  # fmt: skip
    level = None if payments.is_wanted(chosen) else _level(chosen)
    questions: dict[str, concurrent.Question] = {
        "lag": functools.partial(_lag, level=level, asked=asked),
        "buckets": functools.partial(cache.find, question=ageing.by_bucket, **asked),
        "latest": freshness.latest,
    }
    if level is None:
        questions["listing"] = functools.partial(payments.ask, chosen=chosen, asked=asked)
    else:
        questions["trend"] = functools.partial(
            cache.find, question=trend.by_agent, by=level, weeks=breakdown.WEEKS, **asked
        )
    if (chosen.office or chosen.org or chosen.collector) and not _is_picked(chosen):
        questions["curve"] = functools.partial(cache.find, question=lag_curve.by_lag, **asked)
        questions["pace"] = functools.partial(speed.ask, asked=asked)
    found = concurrent.ask(questions)
    total, rows = found["lag"]
    latest = found["latest"]["latest_paid_day"].dropna()
    return LagPeriod(
        chosen=chosen,
        total=total,
        buckets=found["buckets"],
        ranking=None
        if level is None
        else breakdown.Ranking(level, chosen.as_of, rows, found["trend"]),
        listing=found.get("listing"),
        curve=found.get("curve"),
        pace=found.get("pace"),
        latest_day=None if latest.empty else latest.iloc[0],
    )


def scope_name(period: LagPeriod, known: directory.Directory) -> str:
    """Return whose figures these are."""
    chosen = period.chosen
    names = [
        known.collectors[chosen.collector] if chosen.collector else "",
        known.organizations[chosen.org] if chosen.org else "",
        predecessors.name(chosen, known),
        _(glossary.PRODUCTS[chosen.product]) if chosen.product else "",
    ]
    return ", ".join(filter(None, names)) or _("All offices")


def _lag(
    connection: sa.Connection, level: agents.By | None, asked: dict[str, Any]
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Return the row of everything, and the rows of a level if one is wanted."""
    if level is None:
        question = remittance_lag.by_agent
        return cache.find(connection, question, by=agents.By.ALL, **asked), None
    found = cache.find(connection, remittance_lag.with_total, by=level, **asked)
    return remittance_lag.parted(found)


def _is_picked(chosen: filters.Filters) -> bool:
    """Say whether some payments are listed that are not all of what is chosen."""
    return bool(chosen.status or chosen.bucket)


def _level(chosen: filters.Filters) -> agents.By:
    """Return whom the rows stand for: the first on the way down that is not chosen yet."""
    way = _WAYS_DOWN[_WAYS_DOWN.index(agents.By(chosen.by)) :]
    taken = {
        agents.By.PRODUCT: chosen.product,
        agents.By.OFFICE: chosen.office,
        agents.By.ORG: chosen.org,
    }
    return next(level for level in way if not taken.get(level))
