"""Differences to reconcile: every kind, its money, its rows, and who looks after it."""

import functools

import streamlit as st

from dashboard import access, directory
from dashboard.components import filters, pickers, predecessors
from dashboard.downloads import offers
from dashboard.exceptions import case, listing, notes
from dashboard.text import _, exception_terms


def main() -> None:
    """Show the differences that the address asks for."""
    st.title(_("Differences to reconcile"), anchor=False)
    known = access.ask(directory.read)
    kinds = exception_terms.labels()
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
    listing.trail(chosen)
    predecessors.remark(chosen, known)
    if chosen.kind and chosen.case:
        _case(chosen, chosen.kind, chosen.case, known)
    else:
        _differences(chosen, predecessors.scope_name(chosen, known))


def _differences(chosen: filters.Filters, place: str) -> None:
    result = access.ask(functools.partial(listing.ask, chosen=chosen))
    if result.state is not listing.State.FILLED:
        listing.no_cases(result, place)
    else:
        listing.summary(result, place)
    if not chosen.kind and result.state in listing.COUNTED:
        listing.kinds(result)
    if result.state is listing.State.FILLED:
        listing.cases(result)
        listing.totals_line(result, place)


def _case(chosen: filters.Filters, kind: str, subject: str, known: directory.Directory) -> None:
    result = access.ask(functools.partial(case.ask, chosen=chosen, kind=kind, subject=subject))
    case.show(result, known)
    notes.show(result)
    notes.form(result)


main()
