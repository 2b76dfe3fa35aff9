"""The sentences of the page of weekly and monthly reports, and why there are no figures."""

import streamlit as st

from dashboard.components import check_list, elements, tables
from dashboard.figures import checks, periodic, periodic_checks
from dashboard.periodic import report, selection
from dashboard.text import _, formats


def state(shown: report.Shown) -> None:
    """Show why there are no figures."""
    period = shown.asked.period
    if shown.state is report.State.EMPTY_STORE:
        tables.empty_store()
        return
    words = {
        "start": formats.day(period.start),
        "end": formats.day(period.end),
        "day": formats.day(shown.asked.first_day),
    }
    if shown.state is report.State.NOT_BEGUN:
        sentence = _("From {start} to {end}: no day of it is over yet. Choose the one before.")
        st.info(sentence.format(**words), icon=":material/event_upcoming:")
    else:
        sentence = _("From {start} to {end}: the store has no data of it; they begin on {day}.")
        st.info(sentence.format(**words), icon=":material/cloud_off:")


def show(figures: periodic.Figures, place: str) -> None:
    """Show the title of the period, what it is not compared with, and the sentences."""
    reach = periodic_checks.reach(figures.asked.period)
    lines = periodic_checks.of(figures)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        title = f"**{reach}** · {formats.plain(place)}."
        st.markdown(f"{title} {checks.headline(lines)}", width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            selection.paper(figures.asked.period, figures.asked.office)
            with st.popover(_("Copy the summary"), icon=":material/content_copy:", type="tertiary"):
                said = [line.check for line in lines]
                elements.copyable(checks.bulletin_text(f"{reach} · {place}", said))
    if why := periodic_checks.comparison(figures):
        st.caption(f":material/info: {why}")
    check_list.show(lines)
