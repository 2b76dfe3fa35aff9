"""Owns what is checked of an office's money and records, each check a sentence in either state."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

from dashboard import checks, formats, office_checks, overview_lines
from dashboard.checks import State
from dashboard.overview_lines import Lead, Line
from dashboard.text import _, exception_terms, ngettext

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.office_money import Money


def of_money(money: Money, *, known: bool) -> list[Line]:
    """Return the checks of what is to be looked after at the end of a day.

    Args:
        money: what the store has.
        known: whether the data of the day have come; where not, nothing is in order for certain.
    """
    lines = [_overdue(money), _unrecorded(money), _others(money)]
    return lines if known else [_uncertain(line) for line in lines]


def _uncertain(line: Line) -> Line:
    check = line.check
    if check.state is not State.GOOD:
        return line
    remark = _("As far as data have come.")
    uncertain = dataclasses.replace(
        check,
        state=State.UNKNOWN,
        sentence=f"{check.sentence} {remark}",
        plain=f"{check.plain} {remark}",
    )
    return Line(uncertain, line.leads)


def _overdue(money: Money) -> Line:
    payments = money.totals["overdue_payments"]
    as_of = formats.day(money.evening.as_of)
    params = {**money.params, "by": "org"}
    if not payments:
        sentence = _("No money is overdue at the end of {as_of}.")
        lead = Lead(_("Remittance lag"), "remittance-lag", params)
        return Line(checks.make(State.GOOD, sentence, words={"as_of": as_of}), (lead,))
    sentence = ngettext(
        "**Overdue: {amount}** of {n} payment at the end of {as_of}, with {organizations}.",
        "**Overdue: {amount}** of {n} payments at the end of {as_of}, with {organizations}.",
        payments,
    )
    amount = formats.money(money.totals["overdue_amount"])
    check = checks.make(
        State.BAD,
        sentence,
        words={"amount": amount, "n": formats.count(payments), "as_of": as_of},
        names={"organizations": office_checks.organizations(_owing(money))},
    )
    return Line(check, (Lead(_("Overdue"), "remittance-lag", {**params, "status": "overdue"}),))


def _unrecorded(money: Money) -> Line:
    row = money.kind("unrecorded")
    cases = int(row["cases"])
    params = {**money.params, "kind": "unrecorded"}
    lead = Lead(_("Payments without code"), "exceptions", params)
    if not cases:
        sentence = _("Every payment has its confirmation code.")
        return Line(checks.make(State.GOOD, sentence), (lead,))
    sentence = ngettext(
        "**{n} payment without confirmation code**: {amount}, taken on {since}.",
        "**{n} payments without confirmation code**: {amount}, the oldest taken on {since}.",
        cases,
    )
    words = {
        "n": formats.count(cases),
        "amount": formats.money(row["amount"]),
        "since": formats.day(money.evening.as_of - dt.timedelta(int(row["oldest_days"]))),
    }
    return Line(checks.make(State.BAD, sentence, words=words), (lead,))


def _others(money: Money) -> Line:
    """Return the check of all kinds of difference that no other sentence is about."""
    cases = int(money.others["cases"].sum())
    lead = Lead(_("Differences"), "exceptions", money.params)
    if not cases:
        sentence = _("There is no other difference to reconcile.")
        return Line(checks.make(State.GOOD, sentence), (lead,))
    sentence = ngettext(
        "**{n} other difference to reconcile**: {kinds}.",
        "**{n} other differences to reconcile**: {kinds}.",
        cases,
    )
    words = {"n": formats.count(cases), "kinds": _kinds(money.others)}
    return Line(checks.make(State.BAD, sentence, words=words), (lead,))


def _kinds(others: pd.DataFrame) -> str:
    """Name the kinds with the most cases."""
    most = others.sort_values("cases", ascending=False, kind="stable")
    named = [
        f"{_(exception_terms.KINDS[kind].label)} ({formats.count(number)})"
        for kind, number in zip(most["kind"], most["cases"], strict=True)
    ]
    more = ngettext(
        "{names} and {n} other kind",
        "{names} and {n} other kinds",
        max(1, len(named) - overview_lines.NAMED),
    )
    return overview_lines.listed(named, more)


def _owing(money: Money) -> list[str]:
    """Return who has overdue money, with the amount, the worst first."""
    owing = zip(money.overdue["name"], money.overdue["overdue_amount"], strict=True)
    return [f"{name} ({formats.money(amount)})" for name, amount in owing]
