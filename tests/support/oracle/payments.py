"""What is known of one payment on a day, and which payments a question is about.

A second reading of the rules, sharing nothing with the product: naive on purpose, so that it can
be checked by reading.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from support.builders import rows
from support.oracle import calendar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from support.builders.rows import Confirmation, Payment, Remittance, Store


Level = Literal["office", "org", "collector"]
DEADLINE_IF_NOTHING_IS_CONFIGURED = 3
A_MINUTE = dt.timedelta(minutes=1)


def offices_below(store: Store, office: str) -> set[str]:
    """Return an office and all that answer to it, directly or through another office.

    Offices that it succeeded are not among them.
    """
    found = {office}
    for _ in store.offices:
        found |= {row.office_code for row in store.offices if row.parent_code in found}
    return found


def in_scope(
    store: Store, office: str | None, org: str | None, product: str | None = None
) -> list[Payment]:
    """Return the payments that the filters leave; their own columns count, not the collector's."""
    offices = offices_below(store, office) if office else None
    return [
        payment
        for payment in store.payments
        if (offices is None or payment.office_code in offices)
        and org in (None, payment.org_code)
        and product in (None, payment.product)
    ]


def due_in_period(
    payments: list[Payment], start: dt.date, end: dt.date, as_of: dt.date
) -> list[Payment]:
    """Return what was paid in the period, up to the as-of day, and not voided by then."""
    return [
        payment
        for payment in payments
        if start <= paid_day(payment) <= end
        and paid_day(payment) <= as_of
        and not voided(payment, as_of)
    ]


def paid_day(payment: Payment) -> dt.date:
    """Return the local day of a payment."""
    return calendar.local_day(payment.paid_at)


def voided(payment: Payment, as_of: dt.date) -> bool:
    """Tell whether a payment had been voided by the end of a day."""
    return payment.voided_at is not None and calendar.local_day(payment.voided_at) <= as_of


def remittance(store: Store, payment: Payment, as_of: dt.date) -> Remittance | None:
    """Return the transfer that had covered a payment by the end of a day."""
    for line in store.remittance_lines:
        for row in store.remittances:
            if (
                line.payment_id == payment.payment_id
                and row.remittance_id == line.remittance_id
                and calendar.local_day(row.remitted_at) <= as_of
            ):
                return row
    return None


def remittance_lag(store: Store, payment: Payment, as_of: dt.date) -> list[dt.date]:
    """Return the working days from payment to remittance, or to the as-of day without one."""
    covering = remittance(store, payment, as_of)
    until = calendar.local_day(covering.remitted_at) if covering else as_of
    return calendar.days_counted(store, paid_day(payment), until)


def deadline(store: Store, payment: Payment) -> int:
    """Return the working days a payment may take.

    The latest policy that held on the day of the payment: of its organisation if that has any,
    else of all, else three days.
    """
    for owner in (payment.org_code, None):
        held = [
            (policy.valid_from, int(policy.value))
            for policy in store.policies
            if policy.name == "remittance.deadline_working_days"
            and policy.org_code == owner
            and policy.valid_from <= paid_day(payment)
        ]
        if held:
            return max(held)[1]
    return DEADLINE_IF_NOTHING_IS_CONFIGURED


def confirmation(store: Store, payment: Payment, as_of: dt.date | None) -> Confirmation | None:
    """Return the code of a payment, if it had been issued by the end of the day."""
    for row in store.confirmations:
        known = as_of is None or calendar.local_day(row.recorded_at) <= as_of
        if row.payment_id == payment.payment_id and known:
            return row
    return None


def recording_minutes(payment: Payment, code: Confirmation) -> int | None:
    """Return the whole minutes from payment to code; a code before its payment took none.

    Of a payment of which only the day is known nobody knows them.
    """
    if isinstance(payment.paid_at, rows.Day):
        return None
    return max(0, (code.recorded_at - payment.paid_at) // A_MINUTE)


def by_group(payments: Iterable[Payment], by: Level) -> dict[str, list[Payment]]:
    """Return the payments of each office, organisation or collector, sorted by its code."""
    groups: dict[str, list[Payment]] = {}
    for payment in payments:
        groups.setdefault(getattr(payment, f"{by}_code"), []).append(payment)
    return dict(sorted(groups.items()))


def name_of(store: Store, by: Level, key: str) -> str:
    """Return the name of an office, organisation or collector."""
    names = {
        "office": {row.office_code: row.office_name for row in store.offices},
        "org": {row.org_code: row.org_name for row in store.organizations},
        "collector": {row.collector_code: row.collector_name for row in store.collectors},
    }
    return names[by][key]


def money(payments: Iterable[Payment]) -> int:
    """Return the sum of the payments' own amounts."""
    return sum(payment.amount for payment in payments)


def row(**cells: str | int | None) -> dict[str, str]:
    """Return a report's row as its CSV holds it: unknown is empty."""
    return {column: "" if cell is None else str(cell) for column, cell in cells.items()}


def rate(share: Fraction) -> str:
    """Return a rate with four decimals, a half rounded up."""
    ten_thousandths = (share * 20_000 + 1) // 2
    return f"{ten_thousandths // 10_000}.{ten_thousandths % 10_000:04d}"
