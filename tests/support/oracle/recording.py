"""What the page of recording says beside the report: shares, ages, ways of telling.

A second reading of the rules, sharing nothing with the product: naive on purpose, so that it can
be checked by reading.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from support.oracle import calendar
from support.oracle import payments as oracle_payments

if TYPE_CHECKING:
    import datetime as dt

    from support.builders.rows import Confirmation, Payment, Store


# The first and the last calendar day of each class of age; the last has no end.
AGES = ((0, 0), (1, 1), (2, 7), (8, 30), (31, 10**6))
WITHIN = (5, 15, 60)


class Counted:
    """The payments of a group, each with what is known of its code at the end of a day."""

    def __init__(self, store: Store, payments: list[Payment], as_of: dt.date) -> None:
        self.as_of = as_of
        self.payments = payments
        self.codes: dict[str, Confirmation] = {}
        for payment in payments:
            code = oracle_payments.confirmation(store, payment, as_of)
            if code is not None:
                self.codes[payment.payment_id] = code
        self.waiting = [p for p in payments if p.payment_id not in self.codes]
        self.recorded = [p for p in payments if p.payment_id in self.codes]

    def minutes(self, payment: Payment) -> int | None:
        """Return how long a recorded payment waited, if anybody knows."""
        return oracle_payments.recording_minutes(payment, self.codes[payment.payment_id])

    def lists(self) -> dict[str, list[Payment]]:
        """Return the payments of each list of the page."""
        same_day = [p for p in self.recorded if self._is_same_day(p)]
        told = [p for p in self.recorded if self.codes[p.payment_id].notified_by]
        found = {
            "unrecorded": self.waiting,
            "same_day": same_day,
            "other_day": [p for p in self.recorded if p not in same_day],
            "day_alone": [p for p in self.recorded if self.minutes(p) is None],
            "informed": told,
            "not_informed": [p for p in self.recorded if p not in told],
        }
        for most in WITHIN:
            found[f"within_{most}"] = [p for p in self.recorded if self._is_within(p, most)]
        for way in ("direct", "sms", "email", "paper", "other"):
            found[way] = [p for p in told if self.codes[p.payment_id].notified_by == way]
        return found

    def ages(self) -> list[list[Payment]]:
        """Return what has no code, by classes of age."""
        return [[p for p in self.waiting if first <= self._age(p) <= last] for first, last in AGES]

    def row(self) -> dict[str, str]:
        """Return what a row of the page has and the report has not."""
        lists = self.lists()
        timed = len(self.payments) - len(lists["day_alone"])
        days = [oracle_payments.paid_day(p).isoformat() for p in self.waiting]
        return oracle_payments.row(
            amount=oracle_payments.money(self.payments),
            same_day_payments=len(lists["same_day"]),
            other_day_payments=len(lists["other_day"]),
            other_day_rate=share(len(lists["other_day"]), len(self.payments)),
            unrecorded_rate=share(len(self.waiting), len(self.payments)),
            informed_rate=share(len(lists["informed"]), len(self.recorded)),
            timed=timed,
            day_alone_payments=len(lists["day_alone"]),
            oldest_unrecorded_day=min(days, default=None),
            **{
                name: value
                for most in WITHIN
                for name, value in (
                    (f"within_{most}_payments", len(lists[f"within_{most}"])),
                    (f"within_{most}_rate", share(len(lists[f"within_{most}"]), timed)),
                )
            },
        )

    def _is_same_day(self, payment: Payment) -> bool:
        recorded = calendar.local_day(self.codes[payment.payment_id].recorded_at)
        return recorded == oracle_payments.paid_day(payment)

    def _is_within(self, payment: Payment, most: int) -> bool:
        minutes = self.minutes(payment)
        return minutes is not None and minutes <= most

    def _age(self, payment: Payment) -> int:
        return (self.as_of - oracle_payments.paid_day(payment)).days


def counted(
    store: Store,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    *,
    office: str | None = None,
    org: str | None = None,
    product: str | None = None,
) -> Counted:
    """Return the payments of a period as they were known at the end of a day."""
    payments = oracle_payments.in_scope(store, office, org, product)
    return Counted(store, oracle_payments.due_in_period(payments, start, end, as_of), as_of)


def share(part: int, whole: int) -> str | None:
    """Return a part of a whole; of nothing there is none."""
    return oracle_payments.rate(Fraction(part, whole)) if whole else None
