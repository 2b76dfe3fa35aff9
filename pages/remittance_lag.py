"""Remittance lag: who has not handed over what, how old it is, down to the payments."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import access, directory
from dashboard.components import filters, pickers, predecessors
from dashboard.downloads import offers
from dashboard.lag import breakdown, speed, summary
from dashboard.lag import payments as lag_payments
from dashboard.lag import period as lag_period
from dashboard.text import _
from queries.lag import payments as payment_lists


def main() -> None:
    """Show the period that the address asks for."""
    st.title(_("Remittance lag"), anchor=False)
    known = access.ask(functools.partial(directory.read, collector=filters.requested_collector()))
    chosen = filters.read(
        "from", "to", "as_of", "by", "office", "offices", "org", "collector", "product", "status",
        "bucket",
        offices=known.offices, organizations=known.organizations, collectors=known.collectors,
        statuses=payment_lists.LISTS, buckets=breakdown.BUCKETS,
    )  # fmt: skip
    chosen = predecessors.read(chosen, known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pickers.period(chosen)
        pickers.grouping(chosen)
        predecessors.pick(chosen, known)
        pickers.organization(chosen, known.organizations)
        pickers.product(chosen)
        offers.lag(chosen, known)
    pickers.notices(chosen)
    period = lag_period.ask(chosen)
    pickers.trail(chosen, known.offices, known.organizations, known.collectors)
    predecessors.remark(chosen, known)
    where = lag_period.scope_name(period, known)
    if period.state is lag_period.State.FILLED:
        _filled(period, where, known)
    else:
        summary.state(period, where)


def _filled(period: lag_period.LagPeriod, where: str, known: directory.Directory) -> None:
    summary.summary(period, where)
    summary.with_those_below(period, known)
    summary.figures(period)
    lag_payments.statuses(period.chosen)
    if period.listing is None or period.curve is not None:
        breakdown.bar(period.buckets)
    if period.ranking is not None:
        breakdown.show(period.ranking)
        summary.without_those_below(period, known)
    if period.listing is not None:
        lag_payments.show(period.listing, period.figures, period.buckets, known)
    breakdown.table(period.buckets, period.figures)
    if period.curve is not None and period.pace is not None:
        speed.curve(period.curve, period.figures)
        speed.show(period.pace)
    summary.foot(period, where)


main()
