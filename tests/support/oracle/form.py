"""The figures of form 01-XN: what was recorded on a day, its adjustments, its dispatch.

A second reading of the rules, sharing nothing with the product: naive on purpose, so that it can
be checked by reading.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from support.builders import rows
from support.oracle import calendar
from support.oracle import payments as oracle_payments

if TYPE_CHECKING:
    from support.builders.rows import Confirmation, Dispatch, Payment, Store

    Entry = tuple[Payment, Confirmation]


EIGHT = dt.time(8, 0, 0, tzinfo=rows.HANOI)


def form_01xn(
    store: Store,
    date: dt.date,
    by: Literal["office", "org", "code"],
    office: str | None = None,
    org: str | None = None,
) -> list[dict[str, str]]:
    """Return a day's form, one row an office, an organisation or a payment."""
    payments = oracle_payments.in_scope(store, office, org)
    recorded = recorded_on(store, date, payments)
    adjusted = adjusted_on(store, date, payments)
    if by == "code":
        return _code_rows(recorded, adjusted)
    keys = {getattr(payment, f"{by}_code") for payment, _ in recorded + adjusted}
    return [
        _group_row(store, date, key, by=by, recorded=recorded, adjusted=adjusted)
        for key in sorted(keys)
    ]


def recorded_on(store: Store, date: dt.date, payments: list[Payment]) -> list[Entry]:
    """Return what the day's form lists: codes issued that day, unless voided by its end."""
    return [
        (payment, code)
        for payment, code in _with_codes(store, payments)
        if calendar.local_day(code.recorded_at) == date
        and not oracle_payments.voided(payment, date)
    ]


def adjusted_on(store: Store, date: dt.date, payments: list[Payment]) -> list[Entry]:
    """Return what a void of this day takes back from an earlier day's form."""
    return [
        (payment, code)
        for payment, code in _with_codes(store, payments)
        if payment.voided_at is not None
        and calendar.local_day(payment.voided_at) == date
        and calendar.local_day(code.recorded_at) < date
    ]


def _with_codes(store: Store, payments: list[Payment]) -> list[Entry]:
    pairs = [(p, oracle_payments.confirmation(store, p, as_of=None)) for p in payments]
    return [(payment, code) for payment, code in pairs if code]


def _of(key: str, by: str, entries: list[Entry]) -> list[Entry]:
    return [entry for entry in entries if getattr(entry[0], f"{by}_code") == key]


def _group_row(
    store: Store,
    date: dt.date,
    key: str,
    *,
    by: Literal["office", "org"],
    recorded: list[Entry],
    adjusted: list[Entry],
) -> dict[str, str]:
    recorded = _of(key, by, recorded)
    adjusted = _of(key, by, adjusted)
    amount = oracle_payments.money(payment for payment, _ in recorded)
    taken_back = oracle_payments.money(payment for payment, _ in adjusted)
    return oracle_payments.row(
        key=key,
        name=oracle_payments.name_of(store, by, key),
        codes=distinct_codes(recorded),
        payments=len(recorded),
        amount=amount,
        late_recorded=len([p for p, _ in recorded if oracle_payments.paid_day(p) < date]),
        adjustments=len(adjusted),
        adjustment_amount=-taken_back,
        net_amount=amount - taken_back,
        **_dispatch_counts(store, date, recorded),
    )


def distinct_codes(entries: list[Entry]) -> int:
    """Return the number of codes; letters and digits make a code, whatever their case."""
    return len({spelled(code.confirmation_code) for _, code in entries})


def spelled(code: str) -> str:
    """Return what two spellings of one code have in common."""
    return "".join(letter for letter in code.casefold() if letter.isalnum())


def _dispatch_counts(store: Store, date: dt.date, recorded: list[Entry]) -> dict[str, int]:
    """Return how the sendings went that were due: to each office's organisations with codes."""
    counts = dict.fromkeys(
        ("dispatched_on_time", "dispatched_late", "not_dispatched", "mismatched"), 0
    )
    for office, org in sorted({(p.office_code, p.org_code) for p, _ in recorded}):
        listed = [entry for entry in recorded if _pair(entry) == (office, org)]
        sendings = sent(store, date, office, org)
        if not sendings:
            counts["not_dispatched"] += 1
            continue
        on_time = sendings[0].sent_at <= due(date)
        counts["dispatched_on_time" if on_time else "dispatched_late"] += 1
        counts["mismatched"] += (sendings[-1].codes, sendings[-1].amount) != totals(listed)
    return counts


def _pair(entry: Entry) -> tuple[str, str]:
    return entry[0].office_code, entry[0].org_code


def totals(entries: list[Entry]) -> tuple[int, int]:
    """Return what a correct sending states: the codes, and the amount before adjustments."""
    return distinct_codes(entries), oracle_payments.money(payment for payment, _ in entries)


def sent(store: Store, date: dt.date, office: str, org: str) -> list[Dispatch]:
    """Return the sendings of a form, the earliest first."""
    sendings = [
        row
        for row in store.dispatches
        if (row.report_date, row.office_code, row.org_code) == (date, office, org)
    ]
    return sorted(sendings, key=lambda row: row.sent_at)


def due(date: dt.date) -> dt.datetime:
    """Return the last moment in time: eight on the next morning, whatever day that is."""
    return dt.datetime.combine(date + calendar.ONE_DAY, EIGHT)


def _code_rows(recorded: list[Entry], adjusted: list[Entry]) -> list[dict[str, str]]:
    negative = [(replace(p, amount=-p.amount), code) for p, code in adjusted]
    entries = sorted(recorded + negative, key=lambda e: (e[1].confirmation_code, e[0].payment_id))
    return [
        oracle_payments.row(
            confirmation_code=code.confirmation_code,
            payment_id=payment.payment_id,
            office_code=payment.office_code,
            org_code=payment.org_code,
            collector_code=payment.collector_code,
            product=payment.product,
            months=payment.months,
            amount=payment.amount,
            paid_at=calendar.local_time(payment.paid_at),
            recorded_at=calendar.local_time(code.recorded_at),
        )
        for payment, code in entries
    ]
