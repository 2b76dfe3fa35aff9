"""The plans from which generated stores are made: what was paid, and what became of it.

A plan is small and free of codes, so that plans can be drawn independently and still make rows
that refer to each other rightly and import without a reject.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from support.builders import rows
from support.builders.rows import (
    Collector,
    Confirmation,
    Office,
    Organization,
    Payment,
    Remittance,
    RemittanceLine,
)

OFFICES = (
    Office("00101", "BHXH quận Ba Đình", "00100", rows.day("2016-01-01")),
    Office("00100", "BHXH thành phố Hà Nội"),
    Office("00110", "BHXH huyện Sóc Sơn", "00100"),
    Office("00111", "Tổ thu Đa Phúc", "00110", rows.day("2018-12-28"), rows.day("2026-08-24")),
    Office("00120", "BHXH cơ sở Hòa Bình", successor_code="00110"),
)
ORGANIZATIONS = (
    Organization("BI0001", "Tổ chức thu số Một"),
    Organization("IS0002", "Công ty Bảo hiểm số Hai"),
    Organization("bi-3", "Bưu điện số Ba"),
)
COLLECTORS = (
    Collector("NVT9", "Đỗ Thị Hưởng", "BI0001", "00101"),
    Collector("NVT10", "Nguyễn Văn Ước", "BI0001", "00110"),
    Collector("nvt-1", "Trần Đức Bình", "IS0002", "00101"),
    Collector("A_7", "Lê Thúy Hòa", "bi-3", "00111"),
)


@dataclass(frozen=True)
class Recording:
    """How a payment gets its code: the seconds that took, and how the participant is told."""

    seconds: int = 120
    notified_by: str | None = "sms"


@dataclass(frozen=True)
class Remitting:
    """How a payment is remitted: days later, and perhaps by another agent than took it."""

    days: int
    moment: dt.time
    agent: tuple[int, int] | None = None
    money_too_much: int = 0


@dataclass(frozen=True)
class PaidFor:
    """What may repeat another payment: a receipt, the numbers of a participant, the first month."""

    receipt: str | None = "own"
    person: tuple[str | None, str | None] = (None, None)
    period: str | None = "2026-09"


@dataclass(frozen=True)
class Plan:
    """One payment and what became of it.

    An agent is the positions of office, organisation and collector among the masters; a void is
    the event that it follows and the seconds from that. Copies bring shares to exact tenths.
    """

    day: int
    moment: dt.time
    agent: tuple[int, int, int]
    product: str
    amount: int
    months: int | None
    prefix: str
    household: Literal["none", "previous", "previous, own moment"]
    recording: Recording | None
    remitting: Remitting | None
    void: tuple[str, int] | None
    copies: int = 1
    paid_for: PaidFor = PaidFor()


def _moment(anchor: dt.date, days: int, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(anchor + dt.timedelta(days), time, rows.HANOI)


def taken(anchor: dt.date, plans: list[Plan]) -> tuple[list[Payment], list[Confirmation]]:
    """Return the payments and their codes; a household keeps its first payment's agent and code."""
    payments: list[Payment] = []
    codes: list[Confirmation | None] = []
    for number, plan in enumerate(plans, start=1):
        payment = _payment(anchor, number, plan)
        code = _code(payment, number, plan)
        if codes and codes[-1] and plan.household != "none":
            payment = _moved(payment, payments[-1])
            code = _joined(code, codes[-1], payment, plan)
        payments.append(replace(payment, voided_at=_voided_at(anchor, payment, code, plan)))
        codes.append(code)
    return payments, [code for code in codes if code]


def _payment(anchor: dt.date, number: int, plan: Plan) -> Payment:
    office, org, collector = plan.agent
    insurance_no, national_id = plan.paid_for.person
    own = plan.paid_for.receipt == "own"
    return Payment(
        payment_id=f"{plan.prefix}{number}",
        office_code=OFFICES[office].office_code,
        org_code=ORGANIZATIONS[org].org_code,
        collector_code=COLLECTORS[collector].collector_code,
        product=plan.product,
        amount=plan.amount,
        paid_at=_moment(anchor, plan.day, plan.moment),
        receipt_no=f"BL{number}" if own else plan.paid_for.receipt,
        months=plan.months,
        period_from=plan.paid_for.period,
        social_insurance_no=insurance_no,
        national_id=national_id,
    )


def _code(payment: Payment, number: int, plan: Plan) -> Confirmation | None:
    if plan.recording is None:
        return None
    recorded_at = payment.paid_at + dt.timedelta(seconds=plan.recording.seconds)
    text = f"{plan.prefix}{number}"
    return Confirmation(text, payment.payment_id, recorded_at, plan.recording.notified_by)


def _moved(payment: Payment, to: Payment) -> Payment:
    return replace(
        payment,
        office_code=to.office_code,
        org_code=to.org_code,
        collector_code=to.collector_code,
    )


def _joined(
    own: Confirmation | None, previous: Confirmation, payment: Payment, plan: Plan
) -> Confirmation:
    at = own.recorded_at if own and "own" in plan.household else previous.recorded_at
    told = own.notified_by if own else None
    return Confirmation(previous.confirmation_code, payment.payment_id, at, told)


def _remitted_at(anchor: dt.date, plan: Plan) -> dt.datetime | None:
    if plan.remitting is None:
        return None
    return _moment(anchor, plan.day + plan.remitting.days, plan.remitting.moment)


def _voided_at(
    anchor: dt.date, payment: Payment, code: Confirmation | None, plan: Plan
) -> dt.datetime | None:
    """Return when a payment was voided, counted from the event to which the plan ties that."""
    if plan.void is None:
        return None
    event, seconds = plan.void
    events = {
        "paid": payment.paid_at,
        "recorded": code.recorded_at if code else None,
        "remitted": _remitted_at(anchor, plan),
    }
    voided_at = (events[event] or payment.paid_at) + dt.timedelta(seconds=seconds)
    return max(payment.paid_at, voided_at)


def remitted(
    anchor: dt.date, plans: list[Plan], payments: list[Payment]
) -> tuple[list[Remittance], list[RemittanceLine]]:
    """Return the transfers; what one organisation hands one office at one moment is one of them."""
    covered: dict[tuple[str, str, dt.datetime], list[Payment]] = {}
    amounts: dict[tuple[str, str, dt.datetime], int] = {}
    for plan, payment in zip(plans, payments, strict=True):
        moment = _remitted_at(anchor, plan)
        if plan.remitting and moment:
            key = (*_remitting_agent(plan.remitting, payment), moment)
            covered.setdefault(key, []).append(payment)
            amounts[key] = amounts.get(key, plan.remitting.money_too_much) + payment.amount
    remittances = []
    lines = []
    for number, ((office, org, moment), members) in enumerate(covered.items(), start=1):
        amount = amounts[office, org, moment]
        remittances.append(Remittance(f"R{number}", org, office, moment, amount))
        # A reversal covers no payments.
        lines += [RemittanceLine(f"R{number}", p.payment_id) for p in members if amount >= 0]
    return remittances, lines


def _remitting_agent(remitting: Remitting, payment: Payment) -> tuple[str, str]:
    """Return the office that got the money and the organisation that handed it over."""
    if remitting.agent is None:
        return payment.office_code, payment.org_code
    office, org = remitting.agent
    return OFFICES[office].office_code, ORGANIZATIONS[org].org_code
