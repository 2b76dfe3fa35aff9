"""The differences to reconcile: which payments, transfers and forms are cases of each kind.

A second reading of the rules, sharing nothing with the product: naive on purpose, so that it can
be checked by reading.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from support.oracle import calendar, cases, reconciling
from support.oracle import form as oracle_form
from support.oracle import payments as oracle_payments
from support.oracle.cases import moments, of_payment, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.builders.rows import Dispatch, Payment
    from support.oracle.cases import Asked, Row


# How bad a kind is: money or data are missing, records contradict one another, late or not noted.
_MISSING = ("overdue", "unrecorded", "remittance_differs", "voided_after_remittance")
_SEVERITIES = dict.fromkeys(_MISSING, 3) | {
    "form_without_data": 3,
    "charged_twice": 3,
    "code_after_remittance": 1,
    "form_missing": 1,
    "form_late": 1,
    "not_informed": 1,
}


def by_kind(asked: Asked) -> dict[str, tuple[int, int, int | None, int]]:
    """Return the number of cases of each kind, their money, the greatest age, and the weight."""
    return {kind: _summed(listed(asked, kind)) for kind in _CASES}


def _summed(rows: list[Row]) -> tuple[int, int, int | None, int]:
    amount, weight = (sum(int(row[name]) for row in rows) for name in ("amount", "weight"))
    ages = [int(row["age_days"]) for row in rows]
    return len(rows), amount, max(ages, default=None), weight


def listed(asked: Asked, kind: str) -> list[Row]:
    """Return the cases of one kind, the heaviest first, each with the cells that it has."""
    rows = [{"kind": kind} | row | _weight(kind, row) for row in _CASES[kind](asked)]
    rows = [{column: cell for column, cell in row.items() if cell} for row in rows]
    return sorted(rows, key=lambda row: (-int(row["weight"]), row["subject"]))


def _weight(kind: str, row: Row) -> Row:
    days = int(row["age_days"]) + 1
    return {"weight": str(_SEVERITIES.get(kind, 2) * int(row["amount"]) * days)}


def _overdue(asked: Asked) -> Iterator[Row]:
    for known in standing(asked):
        age = len(oracle_payments.remittance_lag(asked.store, known.payment, asked.as_of))
        allowed = oracle_payments.deadline(asked.store, known.payment)
        if not known.remittance and age > allowed:
            yield of_payment(asked, known, lag_days=age, deadline_days=allowed)


def _unrecorded(asked: Asked) -> Iterator[Row]:
    return (of_payment(asked, known) for known in standing(asked) if not known.code)


def _not_informed(asked: Asked) -> Iterator[Row]:
    for known in standing(asked):
        if known.code and not known.code.notified_by:
            yield of_payment(asked, known)


def _remitted_by_other(asked: Asked) -> Iterator[Row]:
    for known in standing(asked):
        if known.remittance and known.remittance.org_code != known.payment.org_code:
            yield of_payment(asked, known, other=known.remittance.org_code)


def _code_before_payment(asked: Asked) -> Iterator[Row]:
    for known in standing(asked):
        paid_at = known.payment.paid_at
        if known.code and calendar.is_before(known.code.recorded_at, paid_at):
            yield of_payment(asked, known) | moments(known.code.recorded_at, paid_at)


def _code_after_remittance(asked: Asked) -> Iterator[Row]:
    for known in standing(asked):
        if known.code and known.remittance:
            recorded_at, remitted_at = known.code.recorded_at, known.remittance.remitted_at
            if calendar.is_before(remitted_at, recorded_at):
                yield of_payment(asked, known) | moments(recorded_at, remitted_at)


def _remitted_before_payment(asked: Asked) -> Iterator[Row]:
    for known in standing(asked):
        paid_at, transfer = known.payment.paid_at, known.remittance
        if transfer and calendar.is_before(transfer.remitted_at, paid_at):
            yield of_payment(asked, known) | moments(transfer.remitted_at, paid_at)


def _voided_after_remittance(asked: Asked) -> Iterator[Row]:
    for known in cases.payments(asked):
        if known.voided_at and known.remittance:
            found = moments(known.voided_at, known.remittance.remitted_at)
            yield of_payment(asked, known) | found


def _remittance_differs(asked: Asked) -> Iterator[Row]:
    amounts = {payment.payment_id: payment.amount for payment in asked.store.payments}
    for row in asked.store.remittances:
        covered = sum(
            amounts[line.payment_id]
            for line in asked.store.remittance_lines
            if line.remittance_id == row.remittance_id
        )
        day = calendar.local_day(row.remitted_at)
        is_asked = row.office_code in asked.offices() and asked.org in (None, row.org_code)
        if is_asked and asked.is_in_period(day) and covered != row.amount:
            yield cases.at(asked, day, row.office_code, row.org_code) | oracle_payments.row(
                subject=row.remittance_id,
                remittance_id=row.remittance_id,
                amount=abs(row.amount - covered),
                expected_amount=covered,
                found_amount=row.amount,
            )


def _forms(asked: Asked) -> Iterator[tuple[Row, dt.datetime, list[Dispatch]]]:
    """Return the forms that were due, when, and how they had been sent, the first sending first."""
    payments = oracle_payments.in_scope(asked.store, asked.office, asked.org)
    for days in range((asked.end - asked.start).days + 1):
        date = asked.start + dt.timedelta(days)
        entries = oracle_form.recorded_on(asked.store, date, payments)
        for office, org in sorted({(p.office_code, p.org_code) for p, _ in entries}):
            own = [e for e in entries if (e[0].office_code, e[0].org_code) == (office, org)]
            codes, amount = oracle_form.totals(own)
            form = cases.at(asked, date, office, org) | oracle_payments.row(
                subject=f"{office}/{org}/{date}",
                amount=amount,
                expected_amount=amount,
                expected_codes=codes,
            )
            sent = oracle_form.sent(asked.store, date, office, org)
            if asked.is_known(oracle_form.due(date)):
                yield form, oracle_form.due(date), [d for d in sent if asked.is_known(d.sent_at)]


def _sent(last: Dispatch) -> Row:
    return oracle_payments.row(found_codes=last.codes, found_amount=last.amount)


def _form_missing(asked: Asked) -> Iterator[Row]:
    return (form | moments(None, due) for form, due, sent in _forms(asked) if not sent)


def _form_late(asked: Asked) -> Iterator[Row]:
    for form, due, sent in _forms(asked):
        if sent and sent[0].sent_at > due:
            yield form | _sent(sent[-1]) | moments(sent[0].sent_at, due)


def _form_mismatched(asked: Asked) -> Iterator[Row]:
    for form, due, sent in _forms(asked):
        if sent and [str(sent[-1].codes), str(sent[-1].amount)] != [
            form["expected_codes"],
            form["expected_amount"],
        ]:
            money = abs(int(form["amount"]) - sent[-1].amount)
            found = _sent(sent[-1]) | moments(sent[-1].sent_at, due)
            yield form | oracle_payments.row(amount=money) | found


def _form_without_data(asked: Asked) -> Iterator[Row]:
    with_codes = {form["subject"] for form, _, _ in _forms(asked)}
    keys = {(d.report_date, d.office_code, d.org_code) for d in asked.store.dispatches}
    for date, office, org in sorted(keys):
        subject, due = f"{office}/{org}/{date}", oracle_form.due(date)
        is_asked = office in asked.offices() and asked.org in (None, org)
        if subject in with_codes or not (is_asked and asked.start <= date <= asked.end):
            continue
        sent = oracle_form.sent(asked.store, date, office, org)
        known = [d for d in sent if asked.is_known(d.sent_at)]
        if asked.is_known(due) and known and (known[-1].codes or known[-1].amount):
            last = known[-1]
            yield (
                cases.at(asked, date, office, org)
                | oracle_payments.row(subject=subject, amount=last.amount)
                | _sent(last)
                | moments(last.sent_at, due)
            )


def _office_not_valid(asked: Asked) -> Iterator[Row]:
    offices = {row.office_code: row for row in asked.store.offices}
    for known in standing(asked):
        office = offices[known.payment.office_code]
        days = [oracle_payments.paid_day(known.payment)]
        days += [calendar.local_day(known.code.recorded_at)] if known.code else []
        first, last = office.valid_from or dt.date.min, office.valid_to or dt.date.max
        if not all(first <= day <= last for day in days):
            yield of_payment(asked, known)


def _charged_twice(asked: Asked) -> Iterator[Row]:
    return _repeated(asked, "charge")


def _receipt_twice(asked: Asked) -> Iterator[Row]:
    return _repeated(asked, "receipt")


def _repeated(asked: Asked, kind: reconciling.Kind) -> Iterator[Row]:
    """Return the payments of which a pair is kept whose other side stood at the end of the day."""
    pairs = reconciling.repeats(asked.store)
    payments = {payment.payment_id: payment for payment in asked.store.payments}
    for known in standing(asked):
        others = [pair[2] for pair in pairs if pair[:2] == (kind, known.payment.payment_id)]
        left = [other for other in others if _stood(asked, payments[other])]
        if left:
            office = payments[min(left)].office_code
            name = oracle_payments.name_of(asked.store, "office", office)
            yield of_payment(asked, known, other=min(left), other_office_name=name)


def repeats_one(asked: Asked, kind: reconciling.Kind, payment: Payment) -> bool:
    """Tell whether any payment that this one repeats stood at the end of the day."""
    return any(
        reconciling.repeating(kind, payment, other) and _stood(asked, other)
        for other in asked.store.payments
    )


def _stood(asked: Asked, payment: Payment) -> bool:
    return asked.is_known(payment.paid_at) and not oracle_payments.voided(payment, asked.as_of)


_CASES: dict[str, Callable[[Asked], Iterator[Row]]] = {
    "overdue": _overdue,
    "unrecorded": _unrecorded,
    "remittance_differs": _remittance_differs,
    "remitted_by_other": _remitted_by_other,
    "code_before_payment": _code_before_payment,
    "code_after_remittance": _code_after_remittance,
    "remitted_before_payment": _remitted_before_payment,
    "voided_after_remittance": _voided_after_remittance,
    "form_missing": _form_missing,
    "form_late": _form_late,
    "form_mismatched": _form_mismatched,
    "form_without_data": _form_without_data,
    "charged_twice": _charged_twice,
    "receipt_twice": _receipt_twice,
    "office_not_valid": _office_not_valid,
    "not_informed": _not_informed,
}
