"""Owns the tables of one organisation: its offices, who has overdue money, what it transferred."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import access, cache
from dashboard.components import filters, links, tables
from dashboard.figures import evening as figures_evening
from dashboard.figures import lag
from dashboard.organizations import organization as state
from dashboard.text import _, formats, ngettext, organization_terms
from queries import agents
from queries.lag import remittance_lag

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

    from dashboard.organizations.organization import Organization, Parts


def offices(organization: Organization, parts: Parts) -> None:
    """Show the offices where it works; a row leads to its part of the lag page."""
    title = _("Offices where it works, the most money at risk first")
    st.subheader(title, anchor=False)
    st.caption(_("Choose a row to see what it is made of."))
    tables.show(
        parts.offices,
        organization_terms.OFFICES,
        key="organization_offices",
        alt=title,
        leads=links.Way(
            {"office": "key"}, to="remittance-lag", given={**organization.params, "by": "office"}
        ),
    )


def listed(organization: Organization, parts: Parts) -> None:
    """Let the user choose one of the long lists, and show a page of it."""
    labels = {
        state.COLLECTORS: _("Collectors with overdue money"),
        state.REMITTANCES: _("Remittances"),
    }
    st.session_state["pick_list"] = parts.shown
    st.segmented_control(
        _("List"),
        options=state.LISTS,
        key="pick_list",
        format_func=labels.__getitem__,
        on_change=_choose,
        label_visibility="collapsed",
    )
    if parts.shown == state.REMITTANCES:
        _remittances(organization, parts, labels[state.REMITTANCES])
    else:
        _collectors(organization, parts, labels[state.COLLECTORS])


def _choose() -> None:
    # A click on what is chosen already takes the choice away.
    chosen = st.session_state["pick_list"]
    filters.write(kind=None if chosen == state.COLLECTORS else chosen, sort=None)


def _collectors(organization: Organization, parts: Parts, title: str) -> None:
    if not parts.rows:
        st.info(_("No collector has overdue money."), icon=":material/check_circle:")
        return
    tables.show_page(
        parts.listed,
        organization_terms.COLLECTORS,
        parts.page,
        parts.rows,
        sortable=state.SORTABLE[state.COLLECTORS],
        key="organization_collectors",
        alt=title,
        leads=links.Way(
            {"collector": "key"},
            to="remittance-lag",
            given={**organization.params, "status": "overdue"},
        ),
    )
    if len(parts.listed) == parts.rows:
        found = int(parts.listed["overdue_amount"].sum())
        tables.check(found, int(organization.figures["overdue_amount"]))


def _remittances(organization: Organization, parts: Parts, title: str) -> None:
    days = {
        "start": formats.day(organization.evening.start),
        "as_of": formats.day(organization.evening.as_of),
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
        sortable=state.SORTABLE[state.REMITTANCES],
        key="organization_remittances",
        alt=title,
        leads=links.Way({"code": "remittance_id"}, to="lookup"),
    )


def _moved(parts: Parts, days: dict[str, str]) -> str:
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


def show(chosen: filters.Filters) -> None:
    """Rank the organisations; a row opens one of them."""
    evening = filters.evening_of(chosen, chosen.as_of)
    rows = access.ask(functools.partial(_ask, evening=evening))
    days = {"start": formats.day(evening.start), "as_of": formats.day(evening.as_of)}
    if rows.empty:
        sentence = _("Nothing was collected from {start} to {as_of}.")
        st.info(sentence.format(**days), icon=":material/event_busy:")
        return
    st.markdown(_sentence(rows, days))
    st.caption(_("The most money at risk first. Choose a row to open the organisation."))
    tables.show(
        rows,
        organization_terms.RANKED,
        key="organizations",
        alt=_("Collection organisations, the most money at risk first"),
        leads=links.Way({"org": "key"}),
    )


def _ask(connection: sa.Connection, evening: figures_evening.Evening) -> pd.DataFrame:
    rows = cache.find(connection, remittance_lag.by_agent, **evening.asked, by=agents.By.ORG)
    return lag.ranked(rows)


def _sentence(rows: pd.DataFrame, days: dict[str, str]) -> str:
    late = rows[rows["overdue_payments"] > 0]
    if late.empty:
        sentence = ngettext(
            "**As of the end of {as_of}** (collected from {start}): nothing is overdue with the "
            "{n} organisation.",
            "**As of the end of {as_of}** (collected from {start}): nothing is overdue with any of "
            "the {n} organisations.",
            len(rows),
        )
        return sentence.format(n=formats.count(len(rows)), **days)
    sentence = ngettext(
        "**As of the end of {as_of}** (collected from {start}): overdue **{amount}** with {late} "
        "of {n} organisation.",
        "**As of the end of {as_of}** (collected from {start}): overdue **{amount}** with {late} "
        "of {n} organisations.",
        len(rows),
    )
    return sentence.format(
        amount=formats.money(late["overdue_amount"].sum()),
        late=formats.count(len(late)),
        n=formats.count(len(rows)),
        **days,
    )
