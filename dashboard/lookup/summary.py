"""Owns what the lookup says of payments: whose code it is, how far they are, what to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components import tables
from dashboard.lookup import counter_steps
from dashboard.lookup.journey import Status
from dashboard.text import _, formats, glossary, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard import directory
    from dashboard.lookup.case import Case
    from dashboard.lookup.journey import Journey, Remittance


# More lines than this are no longer copied one by one.
_COPIED: Final = 12

_BADGES: Final[dict[Status, tuple[str, counter_steps.Colour]]] = {
    Status.REMITTED: (":material/check_circle:", "green"),
    Status.LATE: (":material/schedule:", "orange"),
    Status.OUTSTANDING: (":material/hourglass_empty:", "blue"),
    Status.OVERDUE: (":material/error:", "red"),
    Status.VOIDED: (":material/block:", "gray"),
}


def head(case: Case, known: directory.Directory) -> None:
    """Say whose the payments are that are told, with the code itself to copy."""
    if len(case.keys) > 1:
        # Each card has its own code.
        return
    household = case.household or case.told
    first = household[0]
    office, org = first.more["office_code"], first.more["org_code"]
    collectors = dict.fromkeys(counter_steps.collector(each.more) for each in household)
    sentence = _("{payments}, **{amount}** in all, taken at {office} by {org}; {collectors}.")
    st.subheader(
        _("Confirmation code") if first.code else _("Payment without a confirmation code"),
        anchor=False,
    )
    tables.copyable(first.code or first.payment)
    st.markdown(
        sentence.format(
            payments=payments(len(household)),
            amount=formats.money(_sum(household)),
            office=place(known.offices, office),
            org=place(known.organizations, org),
            collectors=_("collector: {name}").format(name=", ".join(collectors)),
        )
    )


def badge(status: Status, number: int | None = None) -> None:
    """Show how far a payment has come, or how many have come so far."""
    term = glossary.STATUSES[status]
    icon, colour = _BADGES[status]
    counted = "" if number is None else f": {formats.count(number)}"
    st.badge(
        f"{_(term.label)}{counted}",
        icon=icon,
        color="gray" if number == 0 else colour,
        help=_(term.help),
    )


def copies(case: Case) -> None:
    """Give the codes and the sums of what was found to copy."""
    shown = case.journeys if case.is_list else (case.household or case.told)
    lines = []
    if shown:
        amount = case.amount if case.is_list else _sum(shown)
        lines.append("\n".join(dict.fromkeys(each.code or each.payment for each in shown)))
        lines.append(_line(case, case.payments if case.is_list else len(shown), amount))
    lines += [_of_remittance(each) for each in case.remittances.all if each.is_named]
    if lines:
        with st.expander(_("Copy the codes and the sum"), icon=":material/content_copy:"):
            for line in lines[:_COPIED]:
                tables.copyable(line)


def foot(case: Case) -> None:
    """Say as of which day this is, and how fresh the data is."""
    words = _("As of {today}. Data up to {day}, loaded at {moment}.")
    st.caption(
        words.format(
            today=formats.day(case.now.date()),
            day=formats.day(case.latest["latest_recorded_day"]),
            moment=formats.moment(case.latest["imported_at"]),
        )
    )


def place(names: Mapping[str, str], code: str) -> str:
    """Return the name of an office or organisation with its code, for Markdown."""
    return formats.plain(f"{names.get(code, '')} ({code})".strip())


def payments(number: int) -> str:
    """Return a number of payments."""
    return ngettext("{n} payment", "{n} payments", number).format(n=formats.count(number))


def _line(case: Case, number: int, amount: int) -> str:
    return _("{payments}, {amount}, as of {today}").format(
        payments=payments(number),
        amount=formats.money(amount),
        today=formats.day(case.now.date()),
    )


def _of_remittance(remittance: Remittance) -> str:
    total = remittance.total
    words = _(
        "Remittance {id}, bank reference {reference}: {amount}; {payments}, {sum}; difference "
        "{difference}"
    )
    return words.format(
        id=remittance.remittance_id,
        reference=formats.words(total["bank_ref"]),
        amount=formats.money(total["remittance_amount"]),
        payments=payments(total["covered_payments"] or total["payments"]),
        sum=formats.money(total["covered_amount"]),
        difference=formats.money(total["difference"]),
    )


def _sum(journeys: Sequence[Journey]) -> int:
    return sum(each.more["amount"] for each in journeys)
