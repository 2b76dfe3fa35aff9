"""Owns the list of checks of the city's morning, and why there is none."""

from __future__ import annotations

import streamlit as st

from dashboard import formats, overview_checks, overview_forms, overview_lines, tables
from dashboard.overview_day import Overview, State
from dashboard.text import _


def state(morning: Overview) -> None:
    """Say why there is nothing to show."""
    if morning.state is State.EMPTY_STORE:
        tables.empty_store()
    else:
        words = _("The day {day} has not come yet.").format(day=formats.day(morning.day))
        st.info(words, icon=":material/event_upcoming:")


def checks(morning: Overview) -> None:
    """Say what is to be seen to, each check in one sentence that leads to its rows."""
    others = [*overview_checks.of_money(morning), overview_checks.of_data(morning)]
    lines = [overview_forms.of(morning, morning.forms), *others]
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.markdown(overview_lines.headline(lines), width="content")
        overview_lines.bulletin(_title(morning), lines, {"date": morning.day})
    overview_forms.show(morning)
    overview_lines.show(others)


def _title(morning: Overview) -> str:
    return _("Collection services, the morning after {day}, as of {hour} on {today}:").format(
        day=formats.day(morning.day),
        hour=f"{morning.now:%H:%M}",
        today=formats.day(morning.now.date()),
    )
