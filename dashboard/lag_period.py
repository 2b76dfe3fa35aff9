"""Owns one period of remittance lag on the screen: what is asked of the store, and its state."""

from __future__ import annotations

import datetime as dt
import enum
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboard import answers, at_once, at_risk, lag_list, lag_pace, paging, succession
from dashboard.text import _, glossary, lag_terms
from queries import ageing, agents, freshness, lag_curve, lag_trend, remittance_lag

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

    from dashboard import filters, places
    from queries import paging as pages

_WAYS_DOWN: Final = (agents.By.PRODUCT, agents.By.OFFICE, agents.By.ORG, agents.By.COLLECTOR)
_WEEKS: Final = 8
# Columns of agents by which a long list of them can be sorted.
SORTABLE: Final = tuple(lag_terms.LAG)


class State(enum.Enum):
    """Why the period shows what it shows."""

    FILLED = enum.auto()
    NOT_BEGUN = enum.auto()
    NOTHING_COLLECTED = enum.auto()
    EMPTY_STORE = enum.auto()


@dataclass(frozen=True)
class Ranking:
    """The agents of a level, one row each, and what was overdue of them in the last weeks."""

    level: agents.By
    as_of: dt.date
    rows: pd.DataFrame
    trend: pd.DataFrame

    @functools.cached_property
    def ranked(self) -> pd.DataFrame:
        """The agents with the most money at risk first, products by their names."""
        ranked = at_risk.ranked(self.rows)
        ranked["trend"] = [self._weeks.get(key, [0] * _WEEKS) for key in ranked["key"]]
        if self.level is agents.By.PRODUCT:
            ranked["name"] = [_(glossary.PRODUCTS[code]) for code in ranked["key"]]
        return ranked

    @property
    def page(self) -> pages.Page:
        """Which of the agents the address asks for."""
        return paging.wanted(len(self.rows), SORTABLE)

    @functools.cached_property
    def overdue(self) -> pd.DataFrame:
        """The agents with overdue payments, the worst first."""
        return self.ranked[self.ranked["overdue_payments"] > 0]

    @property
    def terms(self) -> dict[str, glossary.Term]:
        """The columns of the table, named for the level."""
        columns = {"name": lag_terms.AGENTS[self.level], "key": lag_terms.KEY} | lag_terms.LAG
        first = ("name", "key", "exposure_vnd_days", "overdue_amount")
        return {name: columns[name] for name in first} | {"trend": lag_terms.TREND} | columns

    @functools.cached_property
    def _weeks(self) -> dict[str, list[int]]:
        """What was overdue of each agent on the evenings; nobody may have owed anything on one."""
        evenings = [self.as_of - dt.timedelta(weeks=back) for back in reversed(range(_WEEKS))]
        columns = (self.trend[name].tolist() for name in ("key", "evening", "overdue_amount"))
        weeks: dict[str, list[int]] = {}
        for key, evening, amount in zip(*columns, strict=True):
            weeks.setdefault(key, [0] * _WEEKS)[evenings.index(evening)] += amount
        return weeks


@dataclass(frozen=True)
class LagPeriod:
    """The answers of the store for what is chosen.

    `total` has one row of everything, with the quantiles of everything, or none. There is either a
    ranking or a list of payments; the curve and the pace are of an agent that is chosen.
    """

    chosen: filters.Filters
    total: pd.DataFrame
    buckets: pd.DataFrame
    ranking: Ranking | None
    listing: lag_list.Listing | None
    curve: pd.DataFrame | None
    pace: lag_pace.Pace | None
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
        return dict(at_risk.ranked(self.total).iloc[0])


def ask(chosen: filters.Filters) -> LagPeriod:
    """Ask the store for the period that is chosen."""
    asked: dict[str, Any] = {
        "start": chosen.start, "end": chosen.end, "as_of": chosen.as_of,
        "office": succession.asked(chosen, chosen.office), "org": chosen.org,
        "collector": chosen.collector, "product": chosen.product,
    }  # fmt: skip
    level = None if lag_list.is_wanted(chosen) else _level(chosen)
    questions: dict[str, at_once.Question] = {
        "lag": functools.partial(_lag, level=level, asked=asked),
        "buckets": functools.partial(answers.find, question=ageing.by_bucket, **asked),
        "latest": freshness.latest,
    }
    if level is None:
        questions["listing"] = functools.partial(lag_list.ask, chosen=chosen, asked=asked)
    else:
        questions["trend"] = functools.partial(
            answers.find, question=lag_trend.by_agent, by=level, weeks=_WEEKS, **asked
        )
    if (chosen.office or chosen.org or chosen.collector) and not _is_picked(chosen):
        questions["curve"] = functools.partial(answers.find, question=lag_curve.by_lag, **asked)
        questions["pace"] = functools.partial(lag_pace.ask, asked=asked)
    found = at_once.ask(questions)
    total, rows = found["lag"]
    latest = found["latest"]["latest_paid_day"].dropna()
    return LagPeriod(
        chosen=chosen,
        total=total,
        buckets=found["buckets"],
        ranking=None if level is None else Ranking(level, chosen.as_of, rows, found["trend"]),
        listing=found.get("listing"),
        curve=found.get("curve"),
        pace=found.get("pace"),
        latest_day=None if latest.empty else latest.iloc[0],
    )


def scope_name(period: LagPeriod, known: places.Places) -> str:
    """Return whose figures these are."""
    chosen = period.chosen
    names = [
        known.collectors[chosen.collector] if chosen.collector else "",
        known.organizations[chosen.org] if chosen.org else "",
        succession.name(chosen, known),
        _(glossary.PRODUCTS[chosen.product]) if chosen.product else "",
    ]
    return ", ".join(filter(None, names)) or _("All offices")


def _lag(
    connection: sa.Connection, level: agents.By | None, asked: dict[str, Any]
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Return the row of everything, and the rows of a level if one is wanted."""
    if level is None:
        question = remittance_lag.by_agent
        return answers.find(connection, question, by=agents.By.ALL, **asked), None
    found = answers.find(connection, remittance_lag.with_total, by=level, **asked)
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
