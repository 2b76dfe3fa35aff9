"""Checks of the money and the differences of an office."""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from dashboard import screens
from dashboard.figures import asking, checks, lag, office_checks, office_profile, older_debt
from dashboard.figures import evening as figures_evening
from dashboard.figures.checks import Lead, Line, State
from dashboard.text import _, exception_terms, formats, ngettext
from queries import agents, frames
from queries.exceptions import counts
from queries.lag import remittance_lag

# These have checks of their own.
_CHECKED: Final = ("overdue", "unrecorded", "form_missing", "form_late", "form_mismatched")
_SUMS: Final = (
    "payments", "amount", "remitted_amount", "outstanding_amount", "overdue_payments",
    "overdue_amount", "exposure_vnd_days",
)  # fmt: skip


@dataclass(frozen=True)
class Money:
    """What the store has of an office, and all below it, at the end of a day.

    `asked` is the office as further queries take it, of that time or of today.
    `organizations` has a row per organisation, the most money at risk first; `kinds` one per kind
    of difference; `older` is what is overdue from before the period.
    """

    facts: office_profile.Facts
    evening: figures_evening.Evening
    organizations: pd.DataFrame
    kinds: pd.DataFrame
    asked: agents.Office = None
    older: older_debt.Debt | None = None

    @cached_property
    def totals(self) -> dict[str, int]:
        """The sums of the organisations' rows."""
        return frames.totals(self.organizations, dict.fromkeys(_SUMS))

    @property
    def overdue(self) -> pd.DataFrame:
        """The organisations with overdue payments, the worst first."""
        return self.organizations[self.organizations["overdue_payments"] > 0]

    @property
    def others(self) -> pd.DataFrame:
        """The kinds with cases, without those that have a check of their own."""
        checked = self.kinds["kind"].isin(_CHECKED)
        return self.kinds[~checked & (self.kinds["cases"] > 0)]

    @property
    def params(self) -> dict[str, screens.Value]:
        """The office and its period as addresses have them."""
        return {**self.evening.params, "office": self.facts.code}

    def kind(self, name: str) -> dict[str, Any]:
        """Return the row of a kind."""
        return dict(self.kinds.set_index("kind").loc[name])


def ask(
    connection: sa.Connection,
    office: str,
    asked: agents.Office,
    evening: figures_evening.Evening,
    find: asking.Find,
) -> Money:
    """Query the money and the differences of an office at the end of a day."""
    question = evening.question(office=asked)
    rows = find(connection, remittance_lag.by_agent, question, by=agents.By.ORG)
    return Money(
        facts=office_profile.ask(connection, office),
        evening=evening,
        organizations=lag.ranked(rows),
        kinds=find(connection, counts.by_kind, question),
        asked=asked,
        older=older_debt.ask(connection, question, find),
    )


def of_money(money: Money, *, known: bool) -> list[Line]:
    """Return the checks of money and differences at the end of a day.

    Args:
        money: what the store has.
        known: whether the data of the day have come; otherwise no check is certainly good.
    """
    overdue = older_debt.told(_overdue(money), money.older, {**money.params, "by": "org"})
    lines = [overdue, _unrecorded(money), _others(money)]
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
    leads = (
        Lead(_("Recording"), "recording", {**money.params, "status": "unrecorded"}),
        Lead(_("Payments without code"), "exceptions", {**money.params, "kind": "unrecorded"}),
    )
    if not cases:
        sentence = _("Every payment has its confirmation code.")
        return Line(checks.make(State.GOOD, sentence), leads)
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
    return Line(checks.make(State.BAD, sentence, words=words), leads)


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
        max(1, len(named) - checks.NAMED),
    )
    return checks.listed(named, more)


def _owing(money: Money) -> list[str]:
    """Return the organisations with overdue money, with the amount, the worst first."""
    owing = zip(money.overdue["name"], money.overdue["overdue_amount"], strict=True)
    return [f"{name} ({formats.money(amount)})" for name, amount in owing]
