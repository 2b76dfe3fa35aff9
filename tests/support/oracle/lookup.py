"""What is found under a confirmation code.

A second reading of the rules, sharing nothing with the product: naive on purpose, so that it can
be checked by reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support.oracle import calendar, form, payments

if TYPE_CHECKING:
    import datetime as dt

    from support.builders.rows import Payment, Store
    from support.oracle.form import Entry

    Found = dict[str, Any]


NOTHING: dict[str, Any] = {
    "found": False,
    "confirmation_code": None,
    "office_code": None,
    "org_code": None,
    "collector_code": None,
    "recorded_at": None,
    "amount": None,
    "payments": [],
}


def lookup(store: Store, codes: list[str], today: dt.date) -> list[Found]:
    """Return one object a code, in the order in which they were asked for."""
    return [_one(store, query, today) for query in codes]


def _one(store: Store, query: str, today: dt.date) -> Found:
    entries = [
        (payment, code)
        for payment in sorted(store.payments, key=lambda row: row.payment_id)
        for code in store.confirmations
        if code.payment_id == payment.payment_id
        and form.spelled(code.confirmation_code) == form.spelled(query)
    ]
    return {"query": query} | (_household(store, entries, today) if entries else NOTHING)


def _household(store: Store, entries: list[Entry], today: dt.date) -> Found:
    """Return a code with all its payments; the first of them speaks for the collector."""
    payment, code = entries[0]
    return {
        "found": True,
        "confirmation_code": code.confirmation_code,
        "office_code": payment.office_code,
        "org_code": payment.org_code,
        "collector_code": payment.collector_code,
        "recorded_at": calendar.local_time(min(c.recorded_at for _, c in entries)),
        "amount": payments.money(p for p, _ in entries),
        "payments": [_payment(store, entry, today) for entry in entries],
    }


def _payment(store: Store, entry: Entry, today: dt.date) -> Found:
    payment, code = entry
    covering = payments.remittance(store, payment, today)
    counted = payments.remittance_lag(store, payment, today)
    void = payment.voided_at if payments.voided(payment, today) else None
    return {
        "payment_id": payment.payment_id,
        "receipt_no": payment.receipt_no,
        "product": payment.product,
        "amount": payment.amount,
        "months": payment.months,
        "paid_at": calendar.local_time(payment.paid_at),
        "notified_by": code.notified_by,
        "remittance_id": covering.remittance_id if covering else None,
        "remitted_at": calendar.local_time(covering.remitted_at) if covering else None,
        "remittance_lag_days": None if void else len(counted),
        "remittance_lag_counted": [] if void else [day.isoformat() for day in counted],
        "recording_lag_minutes": payments.recording_minutes(payment, code),
        "voided_at": calendar.local_time(void) if void else None,
        "status": status(store, payment, today),
    }


def status(store: Store, payment: Payment, today: dt.date) -> str:
    """Return the one word for a payment by the end of a day: voided goes before all others."""
    if payments.voided(payment, today):
        return "voided"
    if payments.remittance(store, payment, today):
        return "remitted"
    age = len(payments.remittance_lag(store, payment, today))
    return "overdue" if age > payments.deadline(store, payment) else "outstanding"
