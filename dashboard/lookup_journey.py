"""Owns one payment on its way to the fund, and one form 01-XN: what is known, and what it means."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from queries import agents, form_01xn, journeys, lookup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import sqlalchemy as sa


class Status(enum.StrEnum):
    """How far a payment has come; a remitted one is late beyond its deadline."""

    REMITTED = "remitted"
    LATE = "late"
    OUTSTANDING = "outstanding"
    OVERDUE = "overdue"
    VOIDED = "voided"


@dataclass(frozen=True)
class Journey:
    """One payment: its code, if it has one, what the lookup says, the details of its steps."""

    code: str | None
    said: lookup.Found
    more: Mapping[str, Any]

    @property
    def payment(self) -> str:
        """The payment's identifier."""
        return str(self.more["payment_id"])

    @property
    def status(self) -> Status:
        """How far it has come."""
        status = Status(self.said["status"])
        if status is Status.REMITTED and self.lag_days > self.more["deadline_days"]:
            return Status.LATE
        return status

    @property
    def lag_days(self) -> int:
        """The working days to the remittance, or up to today; 0 for a voided payment."""
        return len(self.counted)

    @property
    def counted(self) -> list[dt.date]:
        """The working days that make up the lag."""
        return [dt.date.fromisoformat(day) for day in self.said["remittance_lag_counted"]]

    @property
    def form(self) -> tuple[str, str, dt.date] | None:
        """The form that it is on: office, organisation, day."""
        day = self.more["form_day"]
        return (self.more["office_code"], self.more["org_code"], day) if day else None


@dataclass(frozen=True)
class Form:
    """One form 01-XN: its figures now, and its sendings, the first one first."""

    figures: Mapping[str, Any]
    sendings: list[dict[str, Any]]
    due_at: dt.datetime

    def state(self, now: dt.datetime) -> str:
        """Return how it was sent, by the name of the figure that counts such forms."""
        if not self.sendings:
            return "not_dispatched" if now > self.due_at else "not_yet_due"
        return "dispatched_on_time" if self.figures.get("dispatched_on_time") else "dispatched_late"

    @property
    def is_mismatched(self) -> bool:
        """Whether the last sending says something else than the store."""
        return bool(self.figures.get("mismatched"))


def ask(connection: sa.Connection, payments: Sequence[str], as_of: dt.date) -> tuple[Journey, ...]:
    """Return what is known of payments that may be seen, in the order of asking."""
    if not payments:
        return ()
    said = lookup.by_payments(connection, payments=payments, as_of=as_of)
    found = journeys.by_payment(connection, payments=payments, as_of=as_of)
    more = {row["payment_id"]: row for row in records(found)}
    return tuple(
        Journey(said[each]["confirmation_code"], said[each], more[each])
        for each in payments
        if each in said and each in more
    )


def form(connection: sa.Connection, office: str, org: str, day: dt.date) -> Form:
    """Return the form of a day, as the page of form 01-XN counts it."""
    # Asked by office: the row of the office itself is apart from those below it.
    rows = form_01xn.by_agent(connection, date=day, by=agents.By.OFFICE, office=office, org=org)
    sent = journeys.sendings(connection, date=day, office=office, org=org)
    figures = [row for row in records(rows) if row["key"] == office]
    return Form(figures[0] if figures else {}, records(sent), form_01xn.due_at(day))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values, None where nothing is known."""
    rows = frame.astype(object).to_dict("records")
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in rows
    ]
