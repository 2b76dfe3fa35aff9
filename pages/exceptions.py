"""Differences to reconcile: every kind, its money, its rows, and who looks after it."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import (
    access,
    exception_case,
    exception_case_notes,
    exception_case_words,
    exception_list,
    exception_tables,
    exception_words,
    filters,
    offers,
    pickers,
    places,
    succession,
)
from dashboard.text import _


def main() -> None:
    """Show the differences that the address asks for."""
    st.title(_("Differences to reconcile"), anchor=False)
    known = access.ask(places.read)
    kinds = exception_words.names()
    chosen = filters.read(
        "from", "to", "as_of", "office", "offices", "org", "kind", "case",
        offices=known.offices, organizations=known.organizations, kinds=kinds,
    )  # fmt: skip
    chosen = succession.read(chosen, known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pickers.period(chosen, _("Period from"))
        succession.pick(chosen, known)
        pickers.organization(chosen, known.organizations)
        pickers.kind(chosen, kinds)
        offers.differences(chosen, known)
    pickers.notices(chosen)
    exception_words.trail(chosen)
    succession.remark(chosen, known)
    if chosen.kind and chosen.case:
        _case(chosen, chosen.kind, chosen.case, known)
    else:
        _differences(chosen, exception_list.scope_name(chosen, known))


def _differences(chosen: filters.Filters, where: str) -> None:
    found = access.ask(functools.partial(exception_list.ask, chosen=chosen))
    if found.state is not exception_list.State.FILLED:
        exception_words.state(found, where)
    else:
        exception_words.summary(found, where)
    if not chosen.kind and found.state in exception_list.COUNTED:
        exception_tables.kinds(found)
    if found.state is exception_list.State.FILLED:
        exception_tables.cases(found)
        exception_words.foot(found, where)


def _case(chosen: filters.Filters, kind: str, subject: str, known: places.Places) -> None:
    case = access.ask(
        functools.partial(exception_case.ask, chosen=chosen, kind=kind, subject=subject)
    )
    if case.row is None:
        exception_case_words.missing(case)
    else:
        exception_case_words.head(case, known)
        exception_case_words.ways(case)
    exception_case_notes.show(case)
    exception_case_notes.form(case)


main()
