"""One collection organisation on one screen: what it owes, how soon it hands over and records."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    access,
    difference_table,
    filters,
    offers,
    office_scope,
    organization_list,
    organization_state,
    organization_tables,
    organization_words,
    pickers,
    places,
    recorded_list,
    succession,
    tables,
)
from dashboard.text import _


def main() -> None:
    """Show the organisation that the address asks for, or the list of all of them."""
    st.title(_("Collection organisation"), anchor=False)
    known = access.ask(places.read)
    chosen = filters.read(
        "org", "as_of", "kind", "offices", "status", organizations=known.organizations,
        kinds=organization_state.LISTS, statuses=recorded_list.LISTS,
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pickers.organization(chosen, known.organizations)
        pickers.evening(chosen)
        succession.switch(chosen, known)
    pickers.notices(chosen)
    office_scope.remark(known.offices)
    if not known.organizations:
        tables.empty_store()
    elif chosen.org is None:
        organization_list.show(chosen)
    else:
        _organization(chosen, chosen.org, known)


def _organization(chosen: filters.Filters, code: str, known: places.Places) -> None:
    name = known.organizations[code]
    offers.organization(chosen, code, known)
    organization = organization_state.ask(code, chosen)
    if organization.has_payments:
        organization_words.summary(organization, name)
        organization_words.figures(organization)
        recorded_list.statuses(chosen)
    else:
        organization_words.nothing(organization, name)
    if organization.payments is not None:
        recorded_list.show(organization.payments, organization.recorded, known)
    if organization.parts is not None:
        _parts(organization, organization.parts)


def _parts(organization: organization_state.Organization, parts: organization_state.Parts) -> None:
    if organization.has_payments:
        organization_tables.offices(organization, parts)
    difference_table.show(parts.kinds, organization.params, "organization_differences")
    organization_tables.listed(organization, parts)


main()
