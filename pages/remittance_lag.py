"""Remittance lag: who has not handed over what, how old it is, down to the payments."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import (
    access,
    filters,
    lag_ages,
    lag_charts,
    lag_list,
    lag_pace,
    lag_period,
    lag_ranking,
    lag_words,
    offers,
    pickers,
    places,
    succession,
)
from dashboard.text import _
from queries import lagging_payments


def main() -> None:
    """Show the period that the address asks for."""
    st.title(_("Remittance lag"), anchor=False)
    known = access.ask(functools.partial(places.read, collector=filters.asked_collector()))
    chosen = filters.read(
        "from", "to", "as_of", "by", "office", "offices", "org", "collector", "product", "status",
        "bucket",
        offices=known.offices, organizations=known.organizations, collectors=known.collectors,
        statuses=lagging_payments.LISTS, buckets=lag_ages.BUCKETS,
    )  # fmt: skip
    chosen = succession.read(chosen, known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pickers.period(chosen)
        pickers.grouping(chosen)
        succession.pick(chosen, known)
        pickers.organization(chosen, known.organizations)
        pickers.product(chosen)
        offers.lag(chosen, known)
    pickers.notices(chosen)
    period = lag_period.ask(chosen)
    pickers.trail(chosen, known.offices, known.organizations, known.collectors)
    succession.remark(chosen, known)
    where = lag_period.scope_name(period, known)
    if period.state is lag_period.State.FILLED:
        _filled(period, where, known)
    else:
        lag_words.state(period, where)


def _filled(period: lag_period.LagPeriod, where: str, known: places.Places) -> None:
    lag_words.summary(period, where)
    lag_words.with_those_below(period, known)
    lag_words.figures(period)
    lag_list.statuses(period.chosen)
    if period.listing is None or period.curve is not None:
        lag_ages.bar(period.buckets)
    if period.ranking is not None:
        lag_ranking.show(period.ranking)
        lag_words.without_those_below(period, known)
    if period.listing is not None:
        lag_list.show(period.listing, period.figures, period.buckets, known)
    lag_ages.table(period.buckets, period.figures)
    if period.curve is not None and period.pace is not None:
        lag_charts.curve(period.curve, period.figures)
        lag_pace.show(period.pace)
    lag_words.foot(period, where)


main()
