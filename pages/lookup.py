"""Lookup: what became of the payments behind confirmation codes, step by step."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import (
    access,
    lookup_case,
    lookup_codes,
    lookup_tables,
    lookup_timeline,
    lookup_words,
    pickers,
    places,
)
from dashboard.text import _


def main() -> None:
    """Show the codes that the address asks for."""
    st.title(_("Look up confirmation codes"), anchor=False)
    asked = lookup_codes.read()
    pickers.codes(asked)
    lookup_words.notices(asked)
    known = access.ask(places.read)
    case = access.ask(
        functools.partial(lookup_case.ask, asked=asked, payment=st.query_params.get("payment"))
    )
    if case.state is lookup_case.State.FOUND:
        _found(case, known)
    else:
        lookup_words.state(case)


def _found(case: lookup_case.Case, known: places.Places) -> None:
    if case.is_list:
        lookup_words.summary(case)
        lookup_tables.found(case, known)
    if case.told:
        lookup_words.head(case, known)
        lookup_timeline.show(case, known.organizations)
        lookup_tables.household(case, known)
        lookup_tables.remittances(case, known)
    lookup_words.foot(case)


main()
