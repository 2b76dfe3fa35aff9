"""Owns the banner of a feed that has fallen silent: every page then shows older figures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from dashboard import clock, formats, links
from dashboard.text import _, ngettext

if TYPE_CHECKING:
    from queries import about


def banner(standing: about.Standing) -> None:
    """Say since when nothing has come, where that is too long; otherwise nothing."""
    now = clock.machine()
    if standing.imported_at is None or not standing.is_silent(now):
        return
    hours = (now - standing.imported_at) // dt.timedelta(hours=1)
    sentence = ngettext(
        "**No data are coming in.** The last import ended at {moment}, {n} hour ago: what has "
        "happened since is missing here.",
        "**No data are coming in.** The last import ended at {moment}, {n} hours ago: what has "
        "happened since is missing here.",
        hours,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(
            sentence.format(moment=formats.moment(standing.imported_at), n=formats.count(hours)),
            icon=":material/cloud_off:",
        )
        links.link("data", _("Imports"), icon=":material/database:")
