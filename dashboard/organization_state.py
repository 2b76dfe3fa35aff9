"""Owns what the screen of one collection organisation asks of the store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from dashboard import at_risk, evenings, paging
from queries import (
    agents,
    deadlines,
    exceptions,
    freshness,
    recording_lag,
    remittance_lag,
    remittances,
)

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    import sqlalchemy as sa

    from dashboard import filters, links
    from queries import paging as pages

# The long lists, one of which is shown: values of `kind` in the address.
COLLECTORS: Final = "collectors"
REMITTANCES: Final = "remittances"
LISTS: Final = (COLLECTORS, REMITTANCES)

SORTABLE: Final = {
    COLLECTORS: (
        "key", "overdue_amount", "overdue_payments", "exposure_vnd_days", "outstanding_amount",
        "oldest_outstanding_days",
    ),
    REMITTANCES: tuple(remittances.SORTABLE),
}  # fmt: skip


@dataclass(frozen=True)
class Organization:
    """The answers of the store for an organisation at the end of a day.

    `total` and `recording` have one row, or none where nothing was collected in the period.
    `offices` has a row per office, the most money at risk first. `listed` is a page of the long
    list that is chosen, `rows` the number of its rows.
    """

    code: str
    evening: evenings.Evening
    total: pd.DataFrame
    recording: pd.DataFrame
    offices: pd.DataFrame
    deadline: dict[str, Any]
    kinds: pd.DataFrame
    remitted: dict[str, Any]
    latest_day: dt.date | None
    shown: str
    listed: pd.DataFrame
    rows: int
    page: pages.Page

    @property
    def has_payments(self) -> bool:
        """Whether anything was collected in the period."""
        return not self.total.empty

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The figures of remittance, the quantiles as they are read."""
        return dict(at_risk.ranked(self.total).iloc[0])

    @cached_property
    def recorded(self) -> dict[str, Any]:
        """The figures of recording."""
        return dict(self.recording.iloc[0])

    @property
    def params(self) -> dict[str, links.Value]:
        """The organisation and its period as addresses have them."""
        return {**self.evening.params, "org": self.code}


def ask(connection: sa.Connection, code: str, chosen: filters.Filters) -> Organization:
    """Ask the store for an organisation at the end of the as-of day."""
    evening = evenings.of(chosen, chosen.as_of)
    asked = {**evening.asked, "org": code}
    lag = remittance_lag.by_agent
    moved: dict[str, Any] = {"start": evening.start, "end": evening.as_of, "org": code}
    remitted = dict(remittances.total(connection, **moved).iloc[0])
    shown = chosen.kind or COLLECTORS
    listed = _listed(connection, shown, asked, int(remitted["remittances"]))
    latest = freshness.latest(connection)["latest_paid_day"].dropna()
    return Organization(
        code=code,
        evening=evening,
        total=lag(connection, **asked, by=agents.By.ALL),
        recording=recording_lag.by_agent(connection, **asked, by=agents.By.ALL),
        offices=at_risk.ranked(lag(connection, **asked, by=agents.By.OFFICE)),
        deadline=dict(deadlines.in_force(connection, org=code, day=evening.as_of).iloc[0]),
        kinds=exceptions.by_kind(connection, **asked),
        remitted=remitted,
        latest_day=None if latest.empty else latest.iloc[0],
        shown=shown,
        **listed,
    )


def _listed(
    connection: sa.Connection, shown: str, asked: dict[str, Any], remitted: int
) -> dict[str, Any]:
    """Return a page of the list that is shown."""
    if shown == REMITTANCES:
        page = paging.wanted(remitted, SORTABLE[shown])
        moved = {name: asked[name] for name in ("start", "end", "org")}
        rows = remittances.listed(connection, **moved, page=page)
        return {"listed": rows, "rows": remitted, "page": page}
    lag = remittance_lag.by_agent(connection, **asked, by=agents.By.COLLECTOR)
    owing = at_risk.ranked(lag[lag["overdue_payments"] > 0])
    page = paging.wanted(len(owing), SORTABLE[shown])
    return {"listed": paging.cut(owing, page), "rows": len(owing), "page": page}
