"""Owns one period of remittance lag on the screen: what is asked of the store, and its state."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from dashboard import formats, tables
from dashboard.text import _, glossary, lag_terms
from queries import ageing, agents, freshness, lagging_payments, remittance_lag

if TYPE_CHECKING:
    import datetime as dt

    import sqlalchemy as sa

    from dashboard import filters, places

_WAYS_DOWN: Final = (agents.By.OFFICE, agents.By.ORG, agents.By.COLLECTOR)
# Money at risk first.
_BY_RISK: Final = ["exposure_vnd_days", "overdue_amount", "outstanding_amount", "amount"]


class State(enum.Enum):
    """Why the period shows what it shows."""

    FILLED = enum.auto()
    NOT_BEGUN = enum.auto()
    NOTHING_COLLECTED = enum.auto()
    EMPTY_STORE = enum.auto()


@dataclass(frozen=True)
class LagPeriod:
    """The answers of the store for what is chosen.

    `rows` has one row an agent of `level`; `total` one row of everything, with the quantiles of
    everything, or none. `listed` are payments, at risk first, once a collector is chosen.
    """

    chosen: filters.Filters
    level: agents.By
    rows: pd.DataFrame
    total: pd.DataFrame
    buckets: pd.DataFrame
    listed: pd.DataFrame | None
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

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The figures of everything that is chosen."""
        return dict(self.total.iloc[0])

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """The agents with the most money at risk first, their quantiles as they are read."""
        ranked = self.rows.sort_values(_BY_RISK, ascending=False, kind="stable")
        return ranked.assign(
            median_lag=[_lag(row, "median_lag_days") for row in _records(ranked)],
            p90_lag=[_lag(row, "p90_lag_days") for row in _records(ranked)],
        )

    @property
    def overdue(self) -> pd.DataFrame:
        """The agents with overdue payments, the worst first."""
        return self.ranked[self.ranked["overdue_payments"] > 0]

    @property
    def payments(self) -> pd.DataFrame:
        """The listed payments, their states and products by name."""
        if self.listed is None:
            return pd.DataFrame(columns=list(lag_terms.LISTED))
        return self.listed.assign(
            status_label=[_status_label(row) for row in _records(self.listed)],
            product_label=[_(glossary.PRODUCTS[code]) for code in self.listed["product"]],
        )

    def lag(self, quantile: str) -> str:
        """Return a quantile of everything as it is read."""
        return _lag(self.figures, quantile)


def ask(connection: sa.Connection, chosen: filters.Filters) -> LagPeriod:
    """Ask the store for the period that is chosen."""
    level = _level(chosen)
    asked: dict[str, Any] = {
        "start": chosen.start, "end": chosen.end, "as_of": chosen.as_of, "office": chosen.office,
        "org": chosen.org, "collector": chosen.collector, "product": chosen.product,
    }  # fmt: skip
    listed = None
    if chosen.collector:
        listed = lagging_payments.listed(connection, **asked, limit=tables.LONGEST)
    latest = freshness.latest(connection)["latest_paid_day"].dropna()
    return LagPeriod(
        chosen=chosen,
        level=level,
        rows=remittance_lag.by_agent(connection, by=level, **asked),
        total=remittance_lag.by_agent(connection, by=agents.By.ALL, **asked),
        buckets=ageing.by_bucket(connection, **asked),
        listed=listed,
        latest_day=None if latest.empty else latest.iloc[0],
    )


def terms(period: LagPeriod) -> dict[str, glossary.Term]:
    """Return the columns of the agents' table, named for the level."""
    return {
        "name": lag_terms.AGENTS[period.level],
        "key": lag_terms.KEY,
        **lag_terms.LAG,
    }


def scope_name(period: LagPeriod, known: places.Places) -> str:
    """Return whose figures these are."""
    chosen = period.chosen
    names = [
        known.collectors[chosen.collector] if chosen.collector else "",
        known.organizations[chosen.org] if chosen.org else "",
        known.offices[chosen.office] if chosen.office else "",
        _(glossary.PRODUCTS[chosen.product]) if chosen.product else "",
    ]
    return ", ".join(filter(None, names)) or _("All offices")


def _level(chosen: filters.Filters) -> agents.By:
    """Return whom the rows stand for: the first on the way down that is not chosen yet."""
    if chosen.collector:
        return agents.By.COLLECTOR
    way = _WAYS_DOWN[_WAYS_DOWN.index(agents.By(chosen.by)) :]
    taken = {agents.By.OFFICE: chosen.office, agents.By.ORG: chosen.org}
    return next(level for level in way if not taken.get(level))


def _status_label(row: dict[str, Any]) -> str:
    """Return the state of a payment with its sign; one that was remitted late says so."""
    late = row["status"] == "remitted" and row["lag_days"] > row["deadline_days"]
    status = "late" if late else str(row["status"])
    return f"{lag_terms.SIGNS[status]} {_(glossary.STATUSES[status].label)}"


def _lag(row: dict[str, Any], quantile: str) -> str:
    """Return a quantile; where it was not reached, that it is more than the oldest age."""
    if not pd.isna(row[quantile]):
        return formats.count(row[quantile])
    oldest = row["oldest_outstanding_days"]
    return formats.UNKNOWN if pd.isna(oldest) else f"> {formats.count(oldest)}"


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]
