"""One collection organisation on one screen: what it owes, how soon it hands over and records."""

from __future__ import annotations

import streamlit as st

from dashboard import access, directory
from dashboard.components import difference_kinds, filters, pickers, predecessors
from dashboard.components import tables as components_tables
from dashboard.downloads import offers
from dashboard.offices import morning
from dashboard.organizations import organization as organization_organization
from dashboard.organizations import recorded_payments, summary
from dashboard.organizations import tables as organization_tables
from dashboard.text import _


def main() -> None:
    """Show the organisation that the address asks for, or the list of all of them."""
    st.title(_("Collection organisation"), anchor=False)
    known = access.ask(directory.read)
    chosen = filters.read(
        "org", "as_of", "kind", "offices", "status", organizations=known.organizations,
        kinds=organization_organization.LISTS, statuses=recorded_payments.LISTS,
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pickers.organization(chosen, known.organizations)
        pickers.evening(chosen)
        predecessors.switch(chosen, known)
    pickers.notices(chosen)
    morning.remark(known.offices)
    if not known.organizations:
        components_tables.empty_store()
    elif chosen.org is None:
        organization_tables.show(chosen)
    else:
        _organization(chosen, chosen.org, known)


def _organization(chosen: filters.Filters, code: str, known: directory.Directory) -> None:
    name = known.organizations[code]
    offers.organization(chosen, code, known)
    organization = organization_organization.ask(code, chosen)
    if organization.has_payments:
        summary.summary(organization, name)
        summary.figures(organization)
        recorded_payments.statuses(chosen)
    else:
        summary.nothing(organization, name)
    if organization.payments is not None:
        recorded_payments.show(organization.payments, organization.recorded, known)
    if organization.parts is not None:
        _parts(organization, organization.parts)


def _parts(
    organization: organization_organization.Organization, parts: organization_organization.Parts
) -> None:
    if organization.has_payments:
        organization_tables.offices(organization, parts)
    difference_kinds.show(parts.kinds, organization.params, "organization_differences")
    organization_tables.listed(organization, parts)


main()
