"""One office on one screen: what it is, its day, its money, what it has to look after."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import (
    access,
    difference_table,
    evenings,
    filters,
    offers,
    office_list,
    office_list_words,
    office_money,
    office_morning,
    office_rows,
    office_scope,
    office_words,
    overview_figures,
    overview_transfers,
    pickers,
    places,
    succession,
    tables,
)
from dashboard.text import _


def main() -> None:
    """Show the office that the address asks for, or the list of all of them."""
    st.title(_("Office"), anchor=False)
    known = access.ask(places.read)
    chosen = filters.read(
        "date", "office", "offices", "status",
        offices=known.offices, statuses=[overview_figures.TRANSFERS],
    )  # fmt: skip
    chosen = succession.read(chosen, known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pickers.day(chosen)
        succession.pick(chosen, known)
    pickers.notices(chosen)
    office = chosen.office or access.own_office()
    if not known.offices or (office and office not in known.offices):
        tables.empty_store()
    elif office is None:
        asked = functools.partial(office_list.ask, chosen=chosen, successors=known.successors)
        offices = access.ask(asked)
        office_list_words.show(offices, known.offices)
    elif not office_scope.may_see(office):
        office_scope.refuse(known.offices[office])
    elif chosen.status == overview_figures.TRANSFERS:
        overview_transfers.show(chosen, known, office)
    else:
        offers.office_day(chosen, office, known)
        _office(chosen, office, known)


def _office(chosen: filters.Filters, office: str, known: places.Places) -> None:
    evening = evenings.of(chosen, chosen.date)
    asked = functools.partial(office_money.ask, office=office, chosen=chosen, evening=evening)
    money = access.ask(asked)
    office_words.head(money.facts, chosen.date)
    succession.remark(chosen, known, office)
    office_morning.show_checks(chosen.date, money)
    office_rows.ways(chosen.date, money)
    office_rows.month(chosen.date, money)
    office_rows.organizations(money)
    difference_table.show(money.kinds, money.params, "office_differences")


main()
