"""One collection organisation on one screen: what it owes, how soon it hands over and records."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import (
    access,
    difference_table,
    filters,
    office_scope,
    organization_list,
    organization_state,
    organization_tables,
    organization_words,
    pickers,
    places,
    tables,
)
from dashboard.text import _


def main() -> None:
    """Show the organisation that the address asks for, or the list of all of them."""
    st.title(_("Collection organisation"), anchor=False)
    known = access.ask(places.read)
    chosen = filters.read(
        "org", "as_of", "kind",
        organizations=known.organizations, kinds=organization_state.LISTS,
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pickers.organization(chosen, known.organizations)
        pickers.evening(chosen)
    pickers.notices(chosen)
    office_scope.remark(known.offices)
    if not known.organizations:
        tables.empty_store()
    elif chosen.org is None:
        organization_list.show(chosen)
    else:
        _organization(chosen, chosen.org, known.organizations[chosen.org])


def _organization(chosen: filters.Filters, code: str, name: str) -> None:
    organization = access.ask(functools.partial(organization_state.ask, code=code, chosen=chosen))
    if organization.has_payments:
        organization_words.summary(organization, name)
        organization_words.figures(organization)
        organization_tables.offices(organization)
    else:
        organization_words.nothing(organization, name)
    difference_table.show(organization.kinds, organization.params, "organization_differences")
    organization_tables.listed(organization)


main()
