"""Owns the two forms of the lookup: one for words that may be passed on, one for persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import lookup_codes, lookup_people
from dashboard.text import _

if TYPE_CHECKING:
    from dashboard.lookup_codes import Asked

# A longer list scrolls.
_CODES_IN_SIGHT: Final = 6


def show(asked: Asked) -> None:
    """Let the user paste words, or look for a participant."""
    words, person = st.columns([3, 2], gap="medium")
    with words:
        _codes(asked)
    with person:
        _person()


def _codes(asked: Asked) -> None:
    st.session_state[lookup_codes.KEY] = "\n".join(asked.typed)
    with st.form("codes", border=False, enter_to_submit=False):
        st.text_area(
            _("Confirmation codes, receipts, payments, remittances, bank references"),
            key=lookup_codes.KEY,
            height="content" if len(asked.lines) <= _CODES_IN_SIGHT else 200,
            placeholder=_("One code, or a pasted list"),
            help=_(
                "Codes alone: they go into the address of the page. No names, no numbers of "
                "persons."
            ),
        )
        st.form_submit_button(
            _("Look up"),
            key="look_up",
            icon=":material/search:",
            on_click=_follow,
        )


def _person() -> None:
    with st.form("person", border=False, enter_to_submit=False):
        st.text_input(
            _("Find by participant"),
            key=lookup_people.KEY,
            autocomplete="off",
            placeholder=_("Name from its beginning, or the whole number"),
            help=_(
                "The name with or without diacritics, at least two words or five letters; or the "
                "whole social insurance or identity number. What is typed here stays out of the "
                "address of the page; each search is noted in the access log."
            ),
        )
        st.form_submit_button(
            _("Find"),
            key="find_person",
            icon=":material/person_search:",
            on_click=lookup_people.follow,
        )


def _follow() -> None:
    lookup_people.forget()
    lookup_codes.follow()
