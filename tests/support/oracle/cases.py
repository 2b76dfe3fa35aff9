"""What is asked about differences, and what is known on the evening that is meant.

A second reading of the rules, sharing nothing with the product: naive on purpose, so that it can
be checked by reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from support.oracle import calendar
from support.oracle import payments as oracle_payments

if TYPE_CHECKING:
    import datetime as dt

    from support.builders.rows import Confirmation, Payment, Remittance, Store

    Row = dict[str, str]


@dataclass(frozen=True)
class Asked:
    """A store, and what is asked of it."""

    store: Store
    start: dt.date
    end: dt.date
    as_of: dt.date
    office: str | None = None
    org: str | None = None

    def is_in_period(self, day: dt.date) -> bool:
        """Tell whether a day lies in the period and is not yet to come."""
        return self.start <= day <= self.end and day <= self.as_of

    def is_known(self, moment: dt.datetime) -> bool:
        """Tell whether something had happened by the end of the as-of day."""
        return calendar.local_day(moment) <= self.as_of

    def offices(self) -> set[str]:
        """Return the offices that are asked about."""
        if self.office:
            return oracle_payments.offices_below(self.store, self.office)
        return {row.office_code for row in self.store.offices}


@dataclass(frozen=True)
class Known:
    """A payment, and what was known of it at the end of the as-of day."""

    payment: Payment
    voided_at: dt.datetime | None
    code: Confirmation | None
    remittance: Remittance | None


def payments(asked: Asked) -> list[Known]:
    """Return the payments of the period that are asked about."""
    return [
        Known(
            payment,
            payment.voided_at if oracle_payments.voided(payment, asked.as_of) else None,
            oracle_payments.confirmation(asked.store, payment, asked.as_of),
            oracle_payments.remittance(asked.store, payment, asked.as_of),
        )
        for payment in oracle_payments.in_scope(asked.store, asked.office, asked.org)
        if asked.is_in_period(oracle_payments.paid_day(payment))
    ]


def standing(asked: Asked) -> list[Known]:
    """Return those of them that had not been voided by the end of the as-of day."""
    return [known for known in payments(asked) if not known.voided_at]


def of_payment(asked: Asked, known: Known, **cells: str | int | None) -> Row:
    """Return the row of a payment, and what else there is to say of it."""
    payment = known.payment
    day = oracle_payments.paid_day(payment)
    return at(asked, day, payment.office_code, payment.org_code) | oracle_payments.row(
        subject=payment.payment_id,
        payment_id=payment.payment_id,
        collector_code=payment.collector_code,
        amount=payment.amount,
        confirmation_code=known.code.confirmation_code if known.code else None,
        remittance_id=known.remittance.remittance_id if known.remittance else None,
        **cells,
    )


def at(asked: Asked, day: dt.date, office: str, org: str) -> Row:
    """Return what a row says of its day and its place."""
    return oracle_payments.row(
        day=day.isoformat(),
        age_days=(asked.as_of - day).days,
        office_code=office,
        office_name=oracle_payments.name_of(asked.store, "office", office),
        org_code=org,
        org_name=oracle_payments.name_of(asked.store, "org", org),
    )


def moments(moment: dt.datetime | None, other: dt.datetime | None) -> Row:
    """Return the two moments that are at odds."""
    return oracle_payments.row(
        moment=calendar.local_time(moment) if moment else None,
        other_moment=calendar.local_time(other) if other else None,
    )
