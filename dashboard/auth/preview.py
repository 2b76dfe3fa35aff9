"""The office as whose director the dashboard is looked at where nobody signs in."""

from __future__ import annotations

from typing import Final

import streamlit as st

# Not the widget's own: that one is forgotten on a page that does not draw it.
_OFFICE: Final = "trial_office"


def office() -> str | None:
    """Return the office as whose director the dashboard is looked at; None for the city."""
    picked = st.session_state.get(_OFFICE)
    return str(picked) if picked else None


def choose(office: str) -> None:
    """Look at the dashboard as the director of an office, or with "" as the city."""
    st.session_state[_OFFICE] = office
