"""Form 01-XN of a day or a range: what was recorded, whether the forms went out, to the codes."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import access, directory
from dashboard.components import pickers, predecessors
from dashboard.downloads import offers
from dashboard.forms import dispatch, figures, rows, selection, summary, to_date
from dashboard.forms import period as form_period
from dashboard.text import _


def main() -> None:
    """Show the days that the address asks for."""
    st.title(_("Form 01-XN by day"), anchor=False)
    known = access.ask(directory.read)
    choice = selection.read(known)
    _pickers(choice, known)
    if choice.is_too_long:
        summary.too_long(choice)
        return
    period = access.ask(functools.partial(form_period.ask, choice=choice))
    pickers.trail(choice.filters, known.offices, known.organizations)
    predecessors.remark(choice.filters, known)
    where = form_period.scope_name(choice, known)
    if period.state is form_period.State.FILLED:
        _filled(period, where, known)
    else:
        summary.state(period, where)
        dispatch.sendings(period, known)
    dispatch.show(period)
    to_date.show(period)
    if period.state is form_period.State.FILLED:
        summary.foot(period, where)


def _pickers(choice: selection.Choice, known: directory.Directory) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        selection.days(choice)
        selection.grouping(choice)
        predecessors.pick(choice.filters, known)
        pickers.organization(choice.filters, known.organizations)
        pickers.product(choice.filters)
        offers.form(choice.filters, known, is_range=choice.is_range)
    pickers.notices(choice.filters)


def _filled(period: form_period.FormPeriod, where: str, known: directory.Directory) -> None:
    summary.summary(period, where)
    figures.statuses(period)
    figures.metrics(period)
    figures.kinds(period)
    figures.agents(period, where)
    dispatch.states(period)
    dispatch.sendings(period, known)
    rows.payments(period, known)
    rows.voids(period, known)
    rows.codes(period)
    figures.days(period)


main()
