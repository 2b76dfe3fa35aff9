"""The switch between a city supervisor and a director, for trying out without sign-in."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.auth import preview
from dashboard.components import filters
from dashboard.text import _

_PICKED: Final = "pick_trial_office"
_CITY: Final = ""


def switch(offices: pd.DataFrame, today: dt.date) -> None:
    """Show the switch between the views of the city and of the director of an office.

    Args:
        offices: every office, as `queries.directory.offices` gives them.
        today: whose directors are meant; offices that have ended have none.
    """
    directors = {
        code: _("Director of {office}").format(office=name)
        for code, name in _directed(offices, today).items()
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


def _directed(offices: pd.DataFrame, today: dt.date) -> Mapping[str, str]:
    """Return the names of the offices with a director: those that stand and have none below."""
    parents = set(offices["parent_code"].dropna())
    return {
        row["office_code"]: row["office_name"]
        for row in offices.to_dict("records")
        if row["office_code"] not in parents and (row["valid_to"] or today) >= today
    }
