"""Form 01-XN of a day or a range: what was recorded, whether the forms went out, to the codes."""

import functools

import streamlit as st

from dashboard import access, directory
from dashboard.components import pickers, predecessors
from dashboard.downloads import offers
from dashboard.forms import dispatch, figures, period, rows, selection, summary, to_date
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
    shown = access.ask(functools.partial(period.ask, choice=choice))
    pickers.trail(choice.filters, known.offices, known.organizations)
    predecessors.remark(choice.filters, known)
    where = predecessors.scope_name(choice.filters, known, always_place=True)
    if shown.state is period.State.FILLED:
        _filled(shown, where, known)
    else:
        summary.state(shown, where)
        dispatch.sendings(shown, known)
    dispatch.closing(shown)
    to_date.show(shown)
    if shown.state is period.State.FILLED:
        summary.foot(shown, where)


def _pickers(choice: selection.Choice, known: directory.Directory) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        selection.days(choice)
        selection.grouping(choice)
        predecessors.pick(choice.filters, known)
        pickers.organization(choice.filters, known.organizations)
        pickers.product(choice.filters)
        offers.form(choice.filters, known, is_range=choice.is_range)
    pickers.notices(choice.filters)


def _filled(shown: period.FormPeriod, where: str, known: directory.Directory) -> None:
    summary.summary(shown, where)
    figures.statuses(shown)
    figures.metrics(shown)
    figures.kinds(shown)
    figures.agents(shown, where)
    dispatch.states(shown)
    dispatch.sendings(shown, known)
    rows.payments(shown, known)
    rows.voids(shown, known)
    rows.codes(shown)
    figures.days(shown)


main()
