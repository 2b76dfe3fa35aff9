"""The parts of one organisation: its course, its offices, who has overdue money, its transfers."""

import streamlit as st

from dashboard.components import course, filters, links, tables
from dashboard.organizations import organization
from dashboard.text import _, formats, ngettext, organization_terms


def pace(shown: organization.Organization, parts: organization.Parts) -> None:
    """Draw how handing over has gone; a week leads to its payments on the lag page."""
    way = links.Way(
        {"from": "first_day", "to": "last_day"}, to="remittance-lag", given=shown.params
    )
    course.show(parts.pace, way)


def offices(shown: organization.Organization, parts: organization.Parts) -> None:
    """Show the offices where it works; a row leads to its part of the lag page."""
    title = _("Offices where it works, the most money at risk first")
    st.header(title, anchor=False)
    st.caption(tables.hint(_("Choose a row to see what it is made of.")))
    tables.show(
        parts.offices,
        organization_terms.OFFICES,
        key="organization_offices",
        alt=title,
        leads=links.Way(
            {"office": "key"}, to="remittance-lag", given={**shown.params, "by": "office"}
        ),
    )


def listed(shown: organization.Organization, parts: organization.Parts) -> None:
    """Let the user choose one of the long lists, and show a page of it."""
    labels = {
        organization.COLLECTORS: _("Collectors with overdue money"),
        organization.REMITTANCES: _("Remittances"),
    }
    st.session_state["pick_list"] = parts.shown
    st.segmented_control(
        _("List"),
        options=organization.LISTS,
        key="pick_list",
        format_func=labels.__getitem__,
        on_change=_choose,
        label_visibility="collapsed",
    )
    if parts.shown == organization.REMITTANCES:
        _remittances(shown, parts, labels[organization.REMITTANCES])
    else:
        _collectors(shown, parts, labels[organization.COLLECTORS])


def _choose() -> None:
    # A click on what is chosen already takes the choice away.
    chosen = st.session_state["pick_list"]
    filters.write(kind=None if chosen == organization.COLLECTORS else chosen, sort=None)


def _collectors(shown: organization.Organization, parts: organization.Parts, title: str) -> None:
    if not parts.rows:
        st.info(_("No collector has overdue money."), icon=":material/check_circle:")
        return
    tables.show_page(
        parts.listed,
        organization_terms.COLLECTORS,
        parts.page,
        parts.rows,
        whole=parts.whole,
        sortable=organization.SORTABLE[organization.COLLECTORS],
        key="organization_collectors",
        alt=title,
        leads=links.Way(
            {"collector": "key"},
            to="remittance-lag",
            given={**shown.params, "status": "overdue"},
        ),
    )
    if len(parts.listed) == parts.rows:
        total = int(parts.listed["overdue_amount"].sum())
        tables.check(total, int(shown.figures["overdue_amount"]))


def _remittances(shown: organization.Organization, parts: organization.Parts, title: str) -> None:
    days = {
        "start": formats.day(shown.evening.start),
        "as_of": formats.day(shown.evening.as_of),
    }
    if not parts.rows:
        sentence = _("No remittance came in from {start} to {as_of}.")
        st.info(sentence.format(**days), icon=":material/event_busy:")
        return
    st.markdown(_moved(parts, days))
    tables.show_page(
        parts.listed,
        organization_terms.REMITTANCES,
        parts.page,
        parts.rows,
        whole=parts.whole,
        sortable=organization.SORTABLE[organization.REMITTANCES],
        key="organization_remittances",
        alt=title,
        leads=links.Way({"code": "remittance_id"}, to="lookup"),
    )


def _moved(parts: organization.Parts, days: dict[str, str]) -> str:
    """Return what the remittances came to and how many differ from what they cover."""
    total = parts.remitted
    differing = int(total["differing"])
    sentences = [
        ngettext(
            "{n} remittance from {start} to {as_of}: **{amount}**, for payments of {covered}.",
            "{n} remittances from {start} to {as_of}: **{amount}**, for payments of {covered}.",
            parts.rows,
        ),
        ngettext(
            "{differing} differs from what it is for.",
            "{differing} differ from what they are for.",
            differing,
        )
        if differing
        else _("None differs from what it is for."),
    ]
    return " ".join(sentences).format(
        n=formats.count(parts.rows),
        amount=formats.money(total["amount"]),
        covered=formats.money(total["covered_amount"]),
        differing=formats.count(differing),
        **days,
    )
