"""Differences to reconcile: every kind, its money, its rows, and who looks after it."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import access, directory
from dashboard.components import filters, pickers, predecessors
from dashboard.downloads import offers
from dashboard.exceptions import case as exception_case
from dashboard.exceptions import case_view, listing, summary
from dashboard.text import _


def main() -> None:
    """Show the differences that the address asks for."""
    st.title(_("Differences to reconcile"), anchor=False)
    known = access.ask(directory.read)
    kinds = summary.names()
    chosen = filters.read(
        "from", "to", "as_of", "office", "offices", "org", "kind", "case",
        offices=known.offices, organizations=known.organizations, kinds=kinds,
    )  # fmt: skip
    chosen = predecessors.read(chosen, known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pickers.period(chosen, _("Period from"))
        predecessors.pick(chosen, known)
        pickers.organization(chosen, known.organizations)
        pickers.kind(chosen, kinds)
        offers.differences(chosen, known)
    pickers.notices(chosen)
    summary.trail(chosen)
    predecessors.remark(chosen, known)
    if chosen.kind and chosen.case:
        _case(chosen, chosen.kind, chosen.case, known)
    else:
        _differences(chosen, listing.scope_name(chosen, known))


def _differences(chosen: filters.Filters, where: str) -> None:
    found = access.ask(functools.partial(listing.ask, chosen=chosen))
    if found.state is not listing.State.FILLED:
        summary.state(found, where)
    else:
        summary.summary(found, where)
    if not chosen.kind and found.state in listing.COUNTED:
        listing.kinds(found)
    if found.state is listing.State.FILLED:
        listing.cases(found)
        summary.foot(found, where)


def _case(chosen: filters.Filters, kind: str, subject: str, known: directory.Directory) -> None:
    case = access.ask(
        functools.partial(exception_case.ask, chosen=chosen, kind=kind, subject=subject)
    )
    if case.row is None:
        case_view.missing(case)
    else:
        case_view.head(case, known)
        case_view.ways(case)
    exception_case.show(case)
    exception_case.form(case)


main()
