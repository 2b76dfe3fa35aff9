"""The switch between a city supervisor and a director, for trying out without sign-in."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboard import directory
from dashboard.auth import preview
from dashboard.components import filters
from dashboard.text import _

_PICKED: Final = "pick_trial_office"
_CITY: Final = ""


def switch(known: directory.Directory, today: dt.date) -> None:
    """Show the switch between the views of the city and of the director of an office.

    Args:
        known: every office.
        today: whose directors are meant; offices that have ended have none.
    """
    directors = {
        code: _("Director of {office}").format(office=name)
        for code, name in _directed(known, today).items()
    }
    labels = {_CITY: _("City supervisor")} | directors
    st.session_state[_PICKED] = preview.office() or _CITY
    st.selectbox(
        _("Looked at as"),
        options=list(labels),
        key=_PICKED,
        format_func=labels.__getitem__,
        help=_(
            "There is no sign-in: whoever can open the dashboard can see what the city or the "
            "director of an office sees."
        ),
        on_change=_switch,
    )


def _switch() -> None:
    preview.choose(st.session_state[_PICKED])
    # What the other one had chosen may be out of this one's sight.
    filters.write(office=None, case=None, collector=None)


def _directed(known: directory.Directory, today: dt.date) -> Mapping[str, str]:
    """Return the names of the offices with a director: those that stand and have none below."""
    return {
        code: name
        for code, name in known.offices.items()
        if code not in known.upper and known.last_days.get(code, today) >= today
    }
