"""What is due this morning: for the city, or for one office."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    access,
    filters,
    office_morning,
    overview_calendar,
    overview_chart,
    overview_day,
    overview_figures,
    overview_transfers,
    overview_words,
    pickers,
    places,
    succession,
)
from dashboard.text import _


def main() -> None:
    """Show the morning that the address asks for."""
    known = access.ask(places.read)
    chosen = filters.read(
        "date", "office", "offices", "status",
        offices=known.offices, statuses=[overview_figures.TRANSFERS],
    )  # fmt: skip
    chosen = succession.read(chosen, known)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title(_("Overview"), anchor=False)
        pickers.day(chosen)
        succession.pick(chosen, known)
    pickers.notices(chosen)
    if office := chosen.office or access.own_office():
        succession.remark(chosen, known, office)
        office_morning.show(chosen, known)
    elif chosen.status == overview_figures.TRANSFERS:
        overview_transfers.show(chosen, known)
    else:
        _city(chosen)


def _city(chosen: filters.Filters) -> None:
    morning = overview_day.ask(chosen)
    if morning.state is not overview_day.State.FILLED:
        overview_words.state(morning)
        return
    overview_words.checks(morning)
    overview_figures.show(morning)
    overview_chart.show(morning)
    overview_calendar.show(morning)


main()
