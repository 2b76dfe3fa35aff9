"""Remittance lag: who has not handed over what, how old it is, down to the payments."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import access, filters, lag_period, lag_words, pickers, places, tables
from dashboard.text import _, lag_terms


def main() -> None:
    """Show the period that the address asks for."""
    st.title(_("Remittance lag"), anchor=False)
    known = access.ask(functools.partial(places.read, collector=filters.asked_collector()))
    chosen = filters.read(
        "from", "to", "as_of", "by", "office", "org", "collector", "product",
        offices=known.offices, organizations=known.organizations, collectors=known.collectors,
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pickers.period(chosen)
        pickers.grouping(chosen)
        pickers.office(chosen, known.offices)
        pickers.organization(chosen, known.organizations)
        pickers.product(chosen)
    pickers.notices(chosen)
    period = access.ask(functools.partial(lag_period.ask, chosen=chosen))
    pickers.trail(chosen, known.offices, known.organizations, known.collectors)
    where = lag_period.scope_name(period, known)
    if period.state is lag_period.State.FILLED:
        _filled(period, where)
    else:
        lag_words.state(period, where)


def _filled(period: lag_period.LagPeriod, where: str) -> None:
    lag_words.summary(period, where)
    lag_words.figures(period)
    lag_words.ageing(period)
    if period.listed is None:
        st.caption(_("The most money at risk first. Choose a row to see what it is made of."))
        tables.show(
            period.ranked,
            lag_period.terms(period),
            key=f"lag_{period.level}",
            alt=_("Remittance by agent, the most money at risk first"),
            choose=(period.level.value, "key"),
        )
    else:
        total = int(period.figures["payments"])
        tables.show(
            period.payments,
            lag_terms.LISTED,
            key="lag_payments",
            alt=_("Payments, the oldest outstanding first"),
            total=total,
        )
        lag_words.check_listed(period)
        with st.expander(_("Copy the confirmation codes"), icon=":material/content_copy:"):
            tables.copyable("\n".join(period.payments["confirmation_code"].dropna().unique()))
    lag_words.foot(period, where)


main()
