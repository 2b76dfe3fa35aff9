"""Form 01-XN of a day or a range: what was recorded, whether the forms went out, to the codes."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import (
    access,
    form_choice,
    form_closed,
    form_figures,
    form_period,
    form_pickers,
    form_rows,
    form_sent,
    form_tables,
    form_to_date,
    form_words,
    offers,
    pickers,
    places,
    succession,
)
from dashboard.text import _


def main() -> None:
    """Show the days that the address asks for."""
    st.title(_("Form 01-XN by day"), anchor=False)
    known = access.ask(places.read)
    choice = form_choice.read(known)
    _pickers(choice, known)
    if choice.is_too_long:
        form_words.too_long(choice)
        return
    period = access.ask(functools.partial(form_period.ask, choice=choice))
    pickers.trail(choice.filters, known.offices, known.organizations)
    succession.remark(choice.filters, known)
    where = form_period.scope_name(choice, known)
    if period.state is form_period.State.FILLED:
        _filled(period, where, known)
    else:
        form_words.state(period, where)
        form_sent.sendings(period, known)
    form_closed.show(period)
    form_to_date.show(period)
    if period.state is form_period.State.FILLED:
        form_words.foot(period, where)


def _pickers(choice: form_choice.Choice, known: places.Places) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        form_pickers.days(choice)
        form_pickers.grouping(choice)
        succession.pick(choice.filters, known)
        pickers.organization(choice.filters, known.organizations)
        pickers.product(choice.filters)
        offers.form(choice, known)
    pickers.notices(choice.filters)


def _filled(period: form_period.FormPeriod, where: str, known: places.Places) -> None:
    form_words.summary(period, where)
    form_figures.statuses(period)
    form_figures.metrics(period)
    form_figures.kinds(period)
    form_tables.agents(period, where)
    form_sent.states(period)
    form_sent.sendings(period, known)
    form_rows.payments(period, known)
    form_rows.voids(period, known)
    form_rows.codes(period)
    form_tables.days(period)


main()
