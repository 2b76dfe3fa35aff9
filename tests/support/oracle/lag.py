"""The figures of remittance lag and recording lag, by the rules of counting.

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
    from support.oracle.payments import Level


MEDIAN = Fraction(1, 2)
P90 = Fraction(9, 10)


def remittance_lag(
    store: Store,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    by: Level,
    *,
    office: str | None = None,
    org: str | None = None,
    product: str | None = None,
) -> list[dict[str, str]]:
    """Return how soon the money of a period was remitted, one row an agent or office."""
    payments = oracle_payments.in_scope(store, office, org, product)
    payments = oracle_payments.due_in_period(payments, start, end, as_of)
    return [
        _remittance_row(store, by, key, group, as_of)
        for key, group in oracle_payments.by_group(payments, by).items()
    ]


def _remittance_row(
    store: Store, by: Level, key: str, payments: list[Payment], as_of: dt.date
) -> dict[str, str]:
    days = {p.payment_id: len(oracle_payments.remittance_lag(store, p, as_of)) for p in payments}
    beyond = {
        p.payment_id: days[p.payment_id] - oracle_payments.deadline(store, p) for p in payments
    }
    remitted = [p for p in payments if oracle_payments.remittance(store, p, as_of)]
    outstanding = [p for p in payments if p not in remitted]
    overdue = [p for p in outstanding if beyond[p.payment_id] > 0]
    on_time = [p for p in remitted if beyond[p.payment_id] <= 0]
    lags = [days[p.payment_id] for p in remitted]
    ages = [days[p.payment_id] for p in outstanding]
    return oracle_payments.row(
        key=key,
        name=oracle_payments.name_of(store, by, key),
        payments=len(payments),
        amount=oracle_payments.money(payments),
        remitted_payments=len(remitted),
        remitted_amount=oracle_payments.money(remitted),
        outstanding_payments=len(outstanding),
        outstanding_amount=oracle_payments.money(outstanding),
        overdue_payments=len(overdue),
        overdue_amount=oracle_payments.money(overdue),
        on_time_rate=_on_time_rate(len(on_time), len(remitted) + len(overdue)),
        median_lag_days=unremitted_quantile(lags, ages, MEDIAN),
        p90_lag_days=unremitted_quantile(lags, ages, P90),
        oldest_outstanding_days=max(ages, default=None),
        exposure_vnd_days=sum(p.amount * beyond[p.payment_id] for p in overdue),
    )


def _on_time_rate(on_time: int, judged: int) -> str | None:
    """Return the share in time among what was remitted or is overdue; unknown if there is none."""
    return oracle_payments.rate(Fraction(on_time, judged)) if judged else None


def unremitted_quantile(lags: list[int], ages: list[int], q: Fraction) -> int | None:
    """Return the Kaplan-Meier quantile of remittances at `lags`, censored at `ages`.

    The smallest lag at which the share still unremitted is down to 1 - q. A payment outstanding
    for so many days is still at risk on the last of them. None: the curve stays above.
    """
    unremitted = Fraction(1)
    for lag in sorted(set(lags)):
        at_risk = len([one for one in lags + ages if one >= lag])
        unremitted *= 1 - Fraction(lags.count(lag), at_risk)
        if unremitted <= 1 - q:
            return lag
    return None


def recording_lag(
    store: Store,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    by: Level,
    *,
    office: str | None = None,
    org: str | None = None,
    product: str | None = None,
) -> list[dict[str, str]]:
    """Return how soon the payments of a period got their codes, one row an agent or office."""
    payments = oracle_payments.in_scope(store, office, org, product)
    payments = oracle_payments.due_in_period(payments, start, end, as_of)
    return [
        _recording_row(store, by, key, group, as_of)
        for key, group in oracle_payments.by_group(payments, by).items()
    ]


def _recording_row(
    store: Store, by: Level, key: str, payments: list[Payment], as_of: dt.date
) -> dict[str, str]:
    pairs = [(p, oracle_payments.confirmation(store, p, as_of)) for p in payments]
    recorded = [(p, code) for p, code in pairs if code]
    unrecorded = [p for p, code in pairs if not code]
    same_day = [
        p
        for p, code in recorded
        if calendar.local_day(code.recorded_at) == oracle_payments.paid_day(p)
    ]
    known = [oracle_payments.recording_minutes(p, code) for p, code in recorded]
    minutes = sorted(each for each in known if each is not None)
    ranked = len(minutes) + len(unrecorded)
    return oracle_payments.row(
        key=key,
        name=oracle_payments.name_of(store, by, key),
        payments=len(payments),
        recorded=len(recorded),
        informed=len([code for _, code in recorded if code.notified_by]),
        unrecorded=len(unrecorded),
        unrecorded_amount=oracle_payments.money(unrecorded),
        same_day_rate=oracle_payments.rate(Fraction(len(same_day), len(payments))),
        median_minutes=nearest_rank(minutes, ranked, MEDIAN),
        p90_minutes=nearest_rank(minutes, ranked, P90),
    )


def nearest_rank(minutes: list[int], payments: int, q: Fraction) -> int | None:
    """Return the nearest-rank quantile; payments without a code stand behind all that have one."""
    rank = -(-q * payments // 1)
    return minutes[int(rank) - 1] if 1 <= rank <= len(minutes) else None


def recorded_payments(
    store: Store,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    *,
    office: str | None = None,
    org: str | None = None,
    product: str | None = None,
) -> dict[str, tuple[str, int | None]]:
    """Return by payment when its code was issued, and after how many minutes."""
    payments = oracle_payments.in_scope(store, office, org, product)
    payments = oracle_payments.due_in_period(payments, start, end, as_of)
    return {
        p.payment_id: _recorded(p, oracle_payments.confirmation(store, p, as_of)) for p in payments
    }


def _recorded(payment: Payment, code: Confirmation | None) -> tuple[str, int | None]:
    if code is None:
        return "unrecorded", None
    same = calendar.local_day(code.recorded_at) == oracle_payments.paid_day(payment)
    minutes = oracle_payments.recording_minutes(payment, code)
    return "same_day" if same else "other_day", minutes
