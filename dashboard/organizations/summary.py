"""The sentences and figures of one organisation: what it owes, how soon it remits and records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard.components import links, tables
from dashboard.figures.checks import Lead
from dashboard.text import _, formats, lag_terms, ngettext, organization_terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.organizations import organization


_OWED: Final = (
    "outstanding_amount", "overdue_amount", "exposure_vnd_days", "oldest_outstanding_days",
)  # fmt: skip
_SPEED: Final = ("on_time_rate", "median_lag", "p90_lag")


def summary(shown: organization.Organization, name: str) -> None:
    """Show in one paragraph what the organisation collected and what it owes."""
    figures = shown.figures
    values = {
        "name": formats.plain(name),
        "start": formats.day(shown.evening.start),
        "as_of": formats.day(shown.evening.as_of),
        "amount": formats.money(figures["amount"]),
        "payments": _payments(int(figures["payments"])),
        "outstanding": formats.money(figures["outstanding_amount"]),
        "overdue": formats.money(figures["overdue_amount"]),
        "overdue_payments": _payments(int(figures["overdue_payments"])),
        "days": formats.count(figures["oldest_outstanding_days"]),
    }
    sentences = [
        _(
            "**{name}, as of the end of {as_of}** (collected from {start}): {amount} of "
            "{payments}; outstanding **{outstanding}**."
        )
    ]
    if figures["overdue_payments"]:
        sentences.append(
            _(
                "Overdue: **{overdue}** of {overdue_payments}; the oldest outstanding money is "
                "{days} working days old."
            )
        )
    else:
        sentences.append(_("Nothing is overdue."))
    st.markdown(" ".join(sentences).format(**values))


def nothing(shown: organization.Organization, name: str) -> None:
    """Show that the organisation collected nothing in the period."""
    sentence = _(
        "Nothing was collected from {start} to {end} ({place}); the last payment in the store is "
        "of {latest}."
    )
    st.info(
        sentence.format(
            start=formats.day(shown.evening.start),
            end=formats.day(shown.evening.as_of),
            place=formats.plain(name),
            latest=formats.day(shown.latest_day),
        ),
        icon=":material/event_busy:",
    )


def figures(shown: organization.Organization) -> None:
    """Show what it owes, how soon it remits and records, each with links to its rows."""
    owed = {name: lag_terms.LAG[name] for name in _OWED}
    lag = {**shown.params, "by": "office"}
    overdue = Lead(_("Overdue"), "remittance-lag", {**lag, "status": "overdue"})
    in_time = Lead(_("Not yet due"), "remittance-lag", {**lag, "status": "outstanding"})
    _title(_("Owed"), overdue, in_time)
    tables.cards(owed, shown.figures)
    speed = {name: lag_terms.LAG[name] for name in _SPEED}
    deadline = {"deadline_days": organization_terms.DEADLINE}
    _title(_("Time to remittance"), Lead(_("Remittance lag"), "remittance-lag", lag))
    tables.cards(speed | deadline, shown.figures | shown.deadline)
    _deadline(shown.deadline)
    unrecorded = {**shown.params, "kind": "unrecorded"}
    _title(
        _("Recording"),
        Lead(_("Recording and codes"), "recording", {**shown.params, "by": "office"}),
        Lead(_("Payments without code"), "exceptions", unrecorded),
    )
    tables.cards(organization_terms.RECORDING, shown.recorded)


def _title(title: str, *leads: Lead) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.header(title, anchor=False, width="content")
        for lead in leads:
            links.link(lead.to, lead.label, icon=":material/arrow_forward:", **lead.params)


def _deadline(deadline: Mapping[str, Any]) -> None:
    """Show whose deadline it is and since when it holds."""
    days, since = deadline["deadline_days"], deadline["valid_from"]
    if since is None:
        sentence = ngettext(
            "Deadline: {n} working day, as no other is in the store.",
            "Deadline: {n} working days, as no other is in the store.",
            int(days),
        )
    elif deadline["own"]:
        sentence = ngettext(
            "Deadline: {n} working day, the organisation's own, from {since}.",
            "Deadline: {n} working days, the organisation's own, from {since}.",
            int(days),
        )
    else:
        sentence = ngettext(
            "Deadline: {n} working day, for all organisations, from {since}.",
            "Deadline: {n} working days, for all organisations, from {since}.",
            int(days),
        )
    st.caption(sentence.format(n=formats.count(days), since=formats.day(since)))


def _payments(number: int) -> str:
    return ngettext("{n} payment", "{n} payments", number).format(n=formats.count(number))
