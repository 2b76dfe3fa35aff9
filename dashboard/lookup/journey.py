"""One payment on its way to the fund, with its form 01-XN and its remittance."""

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.components import paging, tables
from queries import agents, frames
from queries.forms import form_01xn
from queries.lookup import journeys, lookup, remittance_payments
from queries.paging import Page


class Status(enum.StrEnum):
    """The status of a payment; a remitted one is late beyond its deadline."""

    REMITTED = "remitted"
    LATE = "late"
    OUTSTANDING = "outstanding"
    OVERDUE = "overdue"
    VOIDED = "voided"


@dataclass(frozen=True)
class Journey:
    """One payment: its code, if it has one, its status and lag, the details of its steps."""

    code: str | None
    found: lookup.Found
    details: Mapping[str, Any]

    @property
    def payment(self) -> str:
        """The payment's identifier."""
        return str(self.details["payment_id"])

    @property
    def status(self) -> Status:
        """Its status."""
        status = Status(self.found["status"])
        if status is Status.REMITTED and self.lag_days > self.details["deadline_days"]:
            return Status.LATE
        return status

    @property
    def lag_days(self) -> int:
        """The working days to the remittance, or up to today; 0 for a voided payment."""
        return len(self.counted)

    @property
    def counted(self) -> list[dt.date]:
        """The working days that make up the lag."""
        return [dt.date.fromisoformat(day) for day in self.found["remittance_lag_counted"]]

    @property
    def form(self) -> tuple[str, str, dt.date] | None:
        """The form that it is on: office, organisation, day."""
        day = self.details["form_day"]
        return (self.details["office_code"], self.details["org_code"], day) if day else None


@dataclass(frozen=True)
class Form:
    """One form 01-XN: its figures now, and its sendings, the first one first."""

    figures: Mapping[str, Any]
    sendings: list[dict[str, Any]]
    due_at: dt.datetime

    def state(self, now: dt.datetime) -> str:
        """Return how it was sent: the name of the figure that counts such forms."""
        if not self.sendings:
            return "not_dispatched" if now > self.due_at else "not_yet_due"
        return "dispatched_on_time" if self.figures.get("dispatched_on_time") else "dispatched_late"

    @property
    def is_mismatched(self) -> bool:
        """Whether the last sending says something else than the store."""
        return bool(self.figures.get("mismatched"))


def ask(connection: sa.Connection, payments: Sequence[str], as_of: dt.date) -> tuple[Journey, ...]:
    """Return what is known of payments that may be seen, in the order of `payments`."""
    if not payments:
        return ()
    found = lookup.by_payments(connection, payments=payments, as_of=as_of)
    details = journeys.by_payment(connection, payments=payments, as_of=as_of)
    by_id = {row["payment_id"]: row for row in frames.records(details)}
    return tuple(
        Journey(found[each]["confirmation_code"], found[each], by_id[each])
        for each in payments
        if each in found and each in by_id
    )


def form(connection: sa.Connection, office: str, org: str, day: dt.date) -> Form:
    """Return the form of a day, as the page of form 01-XN counts it."""
    # By office: the row of the office itself is apart from those below it.
    rows = form_01xn.by_agent(connection, date=day, by=agents.By.OFFICE, office=office, org=org)
    sent = journeys.sendings(connection, date=day, office=office, org=org)
    figures = [row for row in frames.records(rows) if row["key"] == office]
    return Form(figures[0] if figures else {}, frames.records(sent), form_01xn.due_at(day))


@dataclass(frozen=True)
class Remittance:
    """One remittance: totals, whether a word names it, how many of its payments are detailed."""

    total: Mapping[str, Any]
    is_named: bool
    detailed: int

    @property
    def remittance_id(self) -> str:
        """The remittance's identifier."""
        return str(self.total["remittance_id"])

    @property
    def payments(self) -> int:
        """How many of its payments may be seen."""
        return int(self.total["payments"])

    @property
    def has_more(self) -> bool:
        """Whether its payments need a table: named, or covering more than the detailed ones."""
        return self.is_named or self.payments > self.detailed


@dataclass(frozen=True)
class Remittances:
    """The remittances that the words name, then those of the detailed payments.

    `totals` has one row each. Of a single one `rows` has one page of the payments that it covers,
    as of `today`.
    """

    all: tuple[Remittance, ...]
    totals: pd.DataFrame
    rows: pd.DataFrame
    page: Page
    today: dt.date

    @property
    def one(self) -> Remittance | None:
        """The remittance, where there is a single one."""
        return self.all[0] if len(self.all) == 1 else None


def ask_remittances(
    connection: sa.Connection,
    *,
    named: Sequence[str],
    detailed: tuple[Journey, ...],
    today: dt.date,
) -> Remittances:
    """Return the remittances that are named and those of the detailed payments."""
    covering = [each.details["remittance_id"] for each in detailed]
    wanted = [key for key in dict.fromkeys((*named, *covering)) if key][: tables.LONGEST]
    totals = remittance_payments.totals(connection, remittances=wanted)
    every = tuple(
        Remittance(row, row["remittance_id"] in named, covering.count(row["remittance_id"]))
        for row in frames.records(totals)
    )
    listed, page = _listed(connection, every, today)
    return Remittances(every, totals, listed, page, today)


def _listed(
    connection: sa.Connection, every: tuple[Remittance, ...], today: dt.date
) -> tuple[pd.DataFrame, Page]:
    """Return a page of the payments of a single remittance."""
    total = every[0].payments if len(every) == 1 else 0
    page = paging.wanted(total, remittance_payments.SORTABLE)
    if not total:
        return pd.DataFrame(columns=list(remittance_payments.COLUMNS)), page
    key = every[0].remittance_id
    return remittance_payments.listed(connection, remittance=key, as_of=today, page=page), page
