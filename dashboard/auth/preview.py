"""Preview without sign-in: the office whose director's view is shown.

It is an aid of one person alone at a machine, and never widens what that person may see.
"""

from typing import Final

import streamlit as st

# Not the widget's own: that one is forgotten on a page that does not draw it.
_OFFICE: Final = "trial_office"


def office() -> str | None:
    """Return the office whose director's view is shown; None for the city."""
    picked = st.session_state.get(_OFFICE)
    return str(picked) if picked else None


def choose(office: str) -> None:
    """Show the view of the director of an office, or with "" that of the city."""
    st.session_state[_OFFICE] = office
