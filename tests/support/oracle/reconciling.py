"""What a remittance covers, and which payments repeat one another.

A second reading of the rules, sharing nothing with the product: naive on purpose, so that it can
be checked by reading.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from support.builders import rows
from support.oracle import calendar
from support.oracle import payments as oracle_payments

if TYPE_CHECKING:
    from support.builders.rows import Payment, Store

    # Kind, payment, the other one, office, paid day, and the other one's paid and voided day.
    Pair = tuple[str, str, str, str, dt.date, dt.date, dt.date | None]


Kind = Literal["charge", "receipt"]
KINDS: tuple[Kind, ...] = ("charge", "receipt")


def covered(store: Store) -> list[tuple[str, int, int]]:
    """Return each remittance with the number and the money of the payments that it covers."""
    sums = []
    for remittance in store.remittances:
        payments = [
            payment
            for line in store.remittance_lines
            for payment in store.payments
            if line.remittance_id == remittance.remittance_id
            and line.payment_id == payment.payment_id
        ]
        money = oracle_payments.money(payments)
        sums.append((remittance.remittance_id, len(payments), money))
    return sorted(sums)


def repeats(store: Store) -> list[Pair]:
    """Return the pairs of payments that repeat one another, each from both sides."""
    pairs = set()
    for kind in KINDS:
        for payment in store.payments:
            for other in partners(store, kind, payment):
                pairs |= {_pair(kind, payment, other), _pair(kind, other, payment)}
    return sorted(pairs, key=str)


def partners(store: Store, kind: Kind, payment: Payment) -> list[Payment]:
    """Return those before and after a payment that are nearest to it, and that stood longest.

    Of those before it, that stood longest in every month and under every number; and of those after
    it every one that is needed for somebody whom not all are compared with.
    """
    same = [other for other in store.payments if repeating(kind, payment, other)]
    earlier = [other for other in same if order(other) < order(payment)]
    later = [other for other in same if order(other) > order(payment)]
    earlier.sort(key=order, reverse=True)
    later.sort(key=order)
    chosen = [side[0] for side in (earlier, later) if side]
    # The nearest one comes first; of those that stood equally long, max gives it, too.
    if later:
        chosen.append(max(later, key=_stood_until))
    if kind == "receipt":
        return chosen + ([max(earlier, key=_stood_until)] if earlier else [])
    for number in ("social_insurance_no", "national_id"):
        for month in _beginnings(store, payment, number):
            chosen += _longest([o for o in earlier if _meet(number, month, payment, o)])
            if payment.social_insurance_no and number == "national_id":
                chosen += _outlasting([o for o in later if _meet(number, month, payment, o)])
    return chosen


def _meet(number: str, month: int, one: Payment, other: Payment) -> bool:
    """Tell whether two that repeat one another are compared by a number, and count for a month."""
    both_insured = bool(one.social_insurance_no and other.social_insurance_no)
    return both_insured == (number == "social_insurance_no") and month in _months(other)


def _longest(earlier: list[Payment]) -> list[Payment]:
    """Return those that stood longest: one with an insurance number and one without."""
    insured = [other for other in earlier if other.social_insurance_no]
    others = [other for other in earlier if not other.social_insurance_no]
    return [max(group, key=_stood_until) for group in (insured, others) if group]


def _outlasting(later: list[Payment]) -> list[Payment]:
    """Return those that stood longer than all before them."""
    return [
        other
        for place, other in enumerate(later)
        if all(_stood_until(other) > _stood_until(before) for before in later[:place])
    ]


def _beginnings(store: Store, payment: Payment, number: str) -> list[int]:
    """Return the months of a payment in which one of the same number and product begins."""
    begun = {
        min(_months(other))
        for other in store.payments
        if other.product == payment.product
        and getattr(other, number) == getattr(payment, number) is not None
        and _months(other)
    }
    return sorted(begun & _months(payment))


def repeating(kind: Kind, one: Payment, other: Payment) -> bool:
    """Tell whether two payments share a receipt number, or charge somebody twice for a month.

    Each organisation has its own receipt numbers, and begins them anew with the year.
    """
    if one.payment_id == other.payment_id:
        return False
    if kind == "receipt":
        return one.receipt_no is not None and _receipt(one) == _receipt(other)
    return (
        one.product == other.product
        and _same_person(one, other)
        and bool(_months(one) & _months(other))
    )


def _receipt(payment: Payment) -> tuple[str | None, str, int]:
    return payment.receipt_no, payment.org_code, oracle_payments.paid_day(payment).year


def _same_person(one: Payment, other: Payment) -> bool:
    if one.social_insurance_no and other.social_insurance_no:
        return one.social_insurance_no == other.social_insurance_no
    return one.national_id is not None and one.national_id == other.national_id


def _months(payment: Payment) -> set[int]:
    if payment.period_from is None:
        return set()
    year, month = payment.period_from.split("-")
    first = 12 * int(year) + int(month)
    count = 1 if payment.months is None else payment.months
    return {first + later for later in range(count)}


def order(payment: Payment) -> tuple[dt.datetime, bool, str]:
    """Return what the payments are ordered by: their moments, then their keys.

    A day alone comes right after its midnight.
    """
    return payment.paid_at, isinstance(payment.paid_at, rows.Day), payment.payment_id


def voided_day(payment: Payment) -> dt.date | None:
    """Return the local day on which a payment was voided."""
    return calendar.local_day(payment.voided_at) if payment.voided_at else None


def _stood_until(payment: Payment) -> dt.date:
    return voided_day(payment) or dt.date.max


def _pair(kind: Kind, one: Payment, other: Payment) -> Pair:
    return (
        kind,
        one.payment_id,
        other.payment_id,
        one.office_code,
        oracle_payments.paid_day(one),
        oracle_payments.paid_day(other),
        voided_day(other),
    )
