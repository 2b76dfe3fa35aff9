"""Lookup: what became of payments, step by step, by their codes, numbers or participants."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import (
    access,
    lookup_case,
    lookup_codes,
    lookup_findings,
    lookup_forms,
    lookup_history,
    lookup_people,
    lookup_remittance_words,
    lookup_reveal,
    lookup_tables,
    lookup_timeline,
    lookup_words,
    places,
)
from dashboard.text import _


def main() -> None:
    """Show what the address asks for, and whom the form for participants asks for."""
    st.title(_("Look up confirmation codes"), anchor=False)
    asked = lookup_codes.read()
    lookup_forms.show(asked)
    lookup_findings.notices(asked)
    known = access.ask(places.read)
    is_told = lookup_people.show(known)
    case = access.ask(
        functools.partial(lookup_case.ask, asked=asked, payment=st.query_params.get("payment"))
    )
    lookup_reveal.keep([each.payment for each in case.told])
    lookup_codes.admit(asked, case.found)
    lookup_findings.stray(case)
    if case.state is lookup_case.State.FOUND:
        _found(case, known)
    elif asked.codes or not is_told:
        lookup_findings.state(case)


def _found(case: lookup_case.Case, known: places.Places) -> None:
    if case.is_list:
        lookup_findings.summary(case)
    lookup_findings.ways(case)
    lookup_findings.missing(case)
    if case.is_list:
        lookup_tables.found(case, known)
    if case.told:
        lookup_words.head(case, known)
        lookup_timeline.show(case, known.organizations)
        lookup_tables.household(case, known)
    lookup_remittance_words.show(case.remittances, known)
    lookup_history.show(case, known)
    lookup_words.copies(case)
    lookup_words.foot(case)


main()
