"""Owns what the screen of one collection organisation asks of the store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from dashboard import answers, at_risk, evenings, formats, paging, recorded_list, succession
from queries import (
    agents,
    deadlines,
    exceptions,
    freshness,
    owing,
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
class Parts:
    """What an organisation is made of.

    `offices` has a row per office, the most money at risk first. `listed` is a page of the long
    list that is chosen, `rows` the number of its rows.
    """

    offices: pd.DataFrame
    kinds: pd.DataFrame
    remitted: dict[str, Any]
    shown: str
    listed: pd.DataFrame
    rows: int
    page: pages.Page


@dataclass(frozen=True)
class Organization:
    """The answers of the store for an organisation at the end of a day.

    `total` and `recording` have one row, or none where nothing was collected in the period. There
    are either the parts or a list of payments, those behind the figures of recording.
    """

    code: str
    evening: evenings.Evening
    total: pd.DataFrame
    recording: pd.DataFrame
    deadline: dict[str, Any]
    latest_day: dt.date | None
    payments: recorded_list.Listing | None
    parts: Parts | None

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
        """The figures of recording, the percentiles as they are read; with the sum of all."""
        row = self.recording.iloc[0]
        minutes = (formats.count(row[name]) for name in ("median_minutes", "p90_minutes"))
        return {**row, "minutes": " / ".join(minutes), "amount": self.figures["amount"]}

    @property
    def params(self) -> dict[str, links.Value]:
        """The organisation and its period as addresses have them."""
        return {**self.evening.params, "org": self.code}


def ask(connection: sa.Connection, code: str, chosen: filters.Filters) -> Organization:
    """Ask the store for an organisation at the end of the as-of day."""
    evening = evenings.of(chosen, chosen.as_of)
    asked = {**evening.asked, "org": code}
    total, offices = _lag(connection, chosen, asked)
    lists = chosen.status is not None and not total.empty
    latest = freshness.latest(connection)["latest_paid_day"].dropna()
    return Organization(
        code=code,
        evening=evening,
        total=total,
        recording=answers.find(connection, recording_lag.by_agent, **asked, by=agents.By.ALL),
        deadline=dict(deadlines.in_force(connection, org=code, day=evening.as_of).iloc[0]),
        latest_day=None if latest.empty else latest.iloc[0],
        payments=recorded_list.ask(connection, str(chosen.status), asked) if lists else None,
        parts=None if lists else _parts(connection, chosen, asked, offices),
    )


def _lag(
    connection: sa.Connection, chosen: filters.Filters, asked: dict[str, Any]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the row of the organisation, and those of the offices where it works."""
    all_offices = succession.asked(chosen, None)
    found = answers.find(
        connection, remittance_lag.with_total, **asked, by=agents.By.OFFICE, office=all_offices
    )
    return remittance_lag.parted(found)


def _parts(
    connection: sa.Connection,
    chosen: filters.Filters,
    asked: dict[str, Any],
    offices: pd.DataFrame,
) -> Parts:
    moved: dict[str, Any] = {name: asked[name] for name in ("start", "end", "org")}
    remitted = dict(remittances.total(connection, **moved).iloc[0])
    shown = chosen.kind or COLLECTORS
    return Parts(
        offices=at_risk.ranked(offices),
        kinds=answers.find(connection, exceptions.by_kind, **asked),
        remitted=remitted,
        shown=shown,
        **_listed(connection, shown, asked, int(remitted["remittances"])),
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
    found = answers.find(connection, owing.by_agent, **asked, by=agents.By.COLLECTOR)
    late = at_risk.worst_first(found[found["overdue_payments"] > 0])
    page = paging.wanted(len(late), SORTABLE[shown])
    return {"listed": paging.cut(late, page), "rows": len(late), "page": page}
