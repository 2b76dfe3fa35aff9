"""One collection organisation at the end of a day: the results of its queries."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from dashboard import cache, concurrent, screens
from dashboard.comparing import older
from dashboard.components import course, filters, predecessors
from dashboard.components import paging as components_paging
from dashboard.exports import screen_tables
from dashboard.figures import evening as figures_evening
from dashboard.figures import lag, older_debt
from dashboard.organizations import recorded_payments
from dashboard.text import formats
from queries import agents, working_days
from queries import paging as pages
from queries.exceptions import counts
from queries.lag import lagged, owing, recording_lag, remittance_lag
from queries.money import remittances
from queries.store import freshness

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


@dataclasses.dataclass(frozen=True)
class Parts:
    """What an organisation is made of.

    `offices` has a row per office, the most money at risk first. `listed` is a page of the long
    list that is chosen, `rows` the number of its rows, `whole` gives all of it; `pace` is its
    course by weeks.
    """

    offices: pd.DataFrame
    kinds: pd.DataFrame
    pace: course.Pace
    remitted: dict[str, Any]
    shown: str
    listed: pd.DataFrame
    rows: int
    page: pages.Page
    whole: screen_tables.Whole


@dataclasses.dataclass(frozen=True)
class Organization:
    """The results of the queries for an organisation at the end of a day.

    `total` and `recording` have one row, or none where nothing was collected in the period. There
    are either the parts or a list of payments, those behind the figures of recording. `older` is
    what is overdue from before the period.
    """

    code: str
    evening: figures_evening.Evening
    total: pd.DataFrame
    recording: pd.DataFrame
    deadline: dict[str, Any]
    latest_day: dt.date | None
    payments: recorded_payments.Listing | None
    parts: Parts | None
    older: older_debt.Debt | None = None

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
    """Return an organisation at the end of the as-of day, from the store."""
    evening = filters.evening_of(chosen, chosen.as_of)
    question = evening.question(org=code)
    result = concurrent.ask(_queries(chosen, question))
    total, offices = result["lag"]
    has_list = chosen.status is not None and not total.empty
    parts = None
    if not has_list:
        if chosen.status:
            result |= concurrent.ask(_queries_of_parts(chosen, question))
        parts = Parts(lag.ranked(offices), result["kinds"], result["pace"], **result["listed"])
    latest = result["latest"]["latest_paid_day"].dropna()
    return Organization(
        code=code,
        evening=evening,
        total=total,
        recording=result["recording"],
        deadline=dict(result["deadline"].iloc[0]),
        latest_day=None if latest.empty else latest.iloc[0],
        payments=result["payments"] if has_list else None,
        parts=parts,
        older=result["older"],
    )


def _queries(chosen: filters.Filters, question: lagged.Question) -> dict[str, concurrent.Question]:
    of_payments: dict[str, concurrent.Question] = {
        "payments": functools.partial(
            recorded_payments.ask, status=str(chosen.status), question=question
        ),
    }
    return {
        "recording": lambda c: cache.find(c, recording_lag.by_agent, question, by=agents.By.ALL),
        "lag": functools.partial(_lag, question=question, offices=predecessors.asked(chosen, None)),
        **(of_payments if chosen.status else _queries_of_parts(chosen, question)),
        "latest": lambda c: cache.find(c, freshness.latest),
        "older": functools.partial(older.ask, question=question),
        "deadline": functools.partial(
            working_days.deadlines_in_force, org=str(question.org), day=question.as_of
        ),
    }


def _queries_of_parts(
    chosen: filters.Filters, question: lagged.Question
) -> dict[str, concurrent.Question]:
    listed = functools.partial(_listed, shown=chosen.kind or COLLECTORS, question=question)
    everywhere = dataclasses.replace(question, office=None)
    return {
        "listed": listed,
        "kinds": lambda c: cache.find(c, counts.by_kind, everywhere),
        "pace": functools.partial(course.ask, question=everywhere),
    }


def _lag(
    connection: sa.Connection, question: lagged.Question, offices: agents.Office
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the row of the organisation, and those of the offices where it works."""
    everywhere = dataclasses.replace(question, office=offices)
    rows = cache.find(connection, remittance_lag.with_total, everywhere, by=agents.By.OFFICE)
    return remittance_lag.split(rows)


def _listed(connection: sa.Connection, shown: str, question: lagged.Question) -> dict[str, Any]:
    """Return the fields of `Parts` about the long list: a page of the one that is shown."""
    remitted = dict(remittances.total(connection, question).iloc[0])
    number, whole = int(remitted["remittances"]), _remittances(question)
    if shown == COLLECTORS:
        owed = cache.find(connection, owing.by_agent, question, by=agents.By.COLLECTOR)
        late = lag.worst_first(owed[owed["overdue_payments"] > 0])
        number, whole = len(late), _rows(late)
    page = components_paging.wanted(number, SORTABLE[shown])
    return {
        "shown": shown, "remitted": remitted, "listed": whole(connection, page), "rows": number,
        "page": page, "whole": whole,
    }  # fmt: skip


def _remittances(question: lagged.Question) -> screen_tables.Whole:
    return lambda connection, page: remittances.listed(connection, question, page=page)


def _rows(late: pd.DataFrame) -> screen_tables.Whole:
    return lambda _connection, page: components_paging.cut(late, page)
