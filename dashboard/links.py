"""Owns the ways between the pages: links, and what choosing a row of a table opens.

The language goes along everywhere. What stays on the page at hand is written into its address by
`filters.write`: Streamlit does not change the address for a link to the page itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import filters, screens, text

_NEXT: Final = "next_page"
_SHOWN: Final = "page_shown"
_LEFT: Final = "page_left"

Value = str | dt.date | None


@dataclass(frozen=True)
class Way:
    """Where a row leads: to another page, or to the page at hand where none is named.

    `columns` gives for parameters of the address the columns that have their values; `given` are
    parameters that are the same for every row.
    """

    columns: Mapping[str, str]
    to: str | None = None
    given: Mapping[str, Value] = field(default_factory=dict)

    def follow(self, row: Mapping[str, object]) -> None:
        """Go where a row leads, for use in callbacks."""
        params = {param: _text(row[column]) for param, column in self.columns.items()}
        if self.to is None:
            filters.write(**{**self.given, **params})
        else:
            # A callback cannot change the page: the frame does, before anything is shown.
            st.session_state[_NEXT] = self.to, address({**self.given, **params})


def link(to: str, label: str, /, *, icon: str | None = None, **params: Value) -> None:
    """Show a link to another page; `label` is Markdown."""
    st.page_link(screens.at(to).script, label=label, icon=icon, query_params=address(params))


def address(params: Mapping[str, Value]) -> dict[str, str]:
    """Return the parameters of an address in the language at hand, days in full."""
    # Asked of the address: a callback runs before the frame has set the language.
    asked = st.query_params.get("lang")
    language = {"lang": asked} if text.is_known(asked) and asked != text.DEFAULT else {}
    return {name: written for name, value in params.items() if (written := _text(value))} | language


def is_leaving() -> bool:
    """Return whether a callback has chosen another page to which `leave` is still to go."""
    return _NEXT in st.session_state


def leave() -> None:
    """Go to the page that a callback has chosen, if one has."""
    if chosen := st.session_state.pop(_NEXT, None):
        to, params = chosen
        st.session_state[_LEFT] = st.session_state.get(_SHOWN), params, st.query_params.to_dict()
        st.switch_page(screens.at(to).script, query_params=params)


def arrive(page: str) -> None:
    """Show a page as it was left to whoever comes back to it.

    On the way to another page the browser notes that page's parameters under this one as well: the
    entry is rewritten.

    Args:
        page: the address of the page at hand.
    """
    before = st.session_state.get(_SHOWN)
    st.session_state[_SHOWN] = page
    *entry, left = st.session_state.get(_LEFT, ("", {}, {}))
    if before != page and entry == [page, st.query_params.to_dict()]:
        st.query_params.from_dict(left)


def _text(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
