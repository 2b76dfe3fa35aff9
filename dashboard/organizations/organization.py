"""Owns what the screen of one collection organisation asks of the store."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboard import cache, concurrent
from dashboard.components import filters, predecessors
from dashboard.components import paging as components_paging
from dashboard.figures import evening as figures_evening
from dashboard.figures import lag
from dashboard.organizations import recorded_payments
from dashboard.text import formats
from queries import agents, working_days
from queries.exceptions import counts
from queries.lag import owing, recording_lag, remittance_lag
from queries.money import remittances
from queries.store import freshness

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    import sqlalchemy as sa

    from dashboard import screens
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
    evening: figures_evening.Evening
    total: pd.DataFrame
    recording: pd.DataFrame
    deadline: dict[str, Any]
    latest_day: dt.date | None
    payments: recorded_payments.Listing | None
    parts: Parts | None

    @property
    def has_payments(self) -> bool:
        """Whether anything was collected in the period."""
        return not self.total.empty

    @functools.cached_property
    def figures(self) -> dict[str, Any]:
        """The figures of remittance, the quantiles as they are read."""
        return dict(lag.ranked(self.total).iloc[0])

    @functools.cached_property
    def recorded(self) -> dict[str, Any]:
        """The figures of recording, the percentiles as they are read; with the sum of all."""
        row = self.recording.iloc[0]
        minutes = (formats.count(row[name]) for name in ("median_minutes", "p90_minutes"))
        return {**row, "minutes": " / ".join(minutes), "amount": self.figures["amount"]}

    @property
    def params(self) -> dict[str, screens.Value]:
        """The organisation and its period as addresses have them."""
        return {**self.evening.params, "org": self.code}


def ask(code: str, chosen: filters.Filters) -> Organization:
    """Ask the store for an organisation at the end of the as-of day."""
    evening = filters.evening_of(chosen, chosen.as_of)
    asked: dict[str, Any] = {**evening.asked, "org": code}
    of_payments: dict[str, concurrent.Question] = {
        "payments": functools.partial(
            recorded_payments.ask, status=str(chosen.status), asked=asked
        ),
    }
    shown = chosen.kind or COLLECTORS
    of_parts: dict[str, concurrent.Question] = {
        "listed": functools.partial(_listed, shown=shown, asked=asked),
        "kinds": functools.partial(cache.find, question=counts.by_kind, **asked),
    }
    found = concurrent.ask(
        {
            "recording": functools.partial(
                cache.find, question=recording_lag.by_agent, **asked, by=agents.By.ALL
            ),
            "lag": functools.partial(_lag, offices=predecessors.asked(chosen, None), asked=asked),
            **(of_payments if chosen.status else of_parts),
            "latest": freshness.latest,
            "deadline": functools.partial(
                working_days.deadlines_in_force, org=code, day=evening.as_of
            ),
        }
    )
    total, offices = found["lag"]
    lists = chosen.status is not None and not total.empty
    if chosen.status and not lists:
        found |= concurrent.ask(of_parts)
    parts = None
    if not lists:
        parts = Parts(lag.ranked(offices), found["kinds"], shown=shown, **found["listed"])
    latest = found["latest"]["latest_paid_day"].dropna()
    return Organization(
        code=code,
        evening=evening,
        total=total,
        recording=found["recording"],
        deadline=dict(found["deadline"].iloc[0]),
        latest_day=None if latest.empty else latest.iloc[0],
        payments=found["payments"] if lists else None,
        parts=parts,
    )


def _lag(
    connection: sa.Connection, offices: agents.Office, asked: dict[str, Any]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the row of the organisation, and those of the offices where it works."""
    found = cache.find(
        connection, remittance_lag.with_total, **asked, by=agents.By.OFFICE, office=offices
    )
    return remittance_lag.parted(found)


def _listed(connection: sa.Connection, shown: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Return a page of the list that is shown, and what was remitted in all."""
    moved: dict[str, Any] = {name: asked[name] for name in ("start", "end", "org")}
    remitted = dict(remittances.total(connection, **moved).iloc[0])
    if shown == REMITTANCES:
        number = int(remitted["remittances"])
        page = components_paging.wanted(number, SORTABLE[shown])
        rows = remittances.listed(connection, **moved, page=page)
        return {"remitted": remitted, "listed": rows, "rows": number, "page": page}
    found = cache.find(connection, owing.by_agent, **asked, by=agents.By.COLLECTOR)
    late = lag.worst_first(found[found["overdue_payments"] > 0])
    page = components_paging.wanted(len(late), SORTABLE[shown])
    listed = components_paging.cut(late, page)
    return {"remitted": remitted, "listed": listed, "rows": len(late), "page": page}
