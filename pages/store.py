"""The data themselves: how fresh they are, what was imported, what was refused."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import access, filters, pickers, store_state, store_words, tables
from dashboard.text import _


def main() -> None:
    """Show the feeds and imports, or the import that the address asks for."""
    st.title(_("Data"), anchor=False)
    chosen = filters.read("date", "run")
    pickers.notices(chosen)
    if chosen.run is None:
        pickers.day(chosen)
    state = access.ask(functools.partial(store_state.ask, chosen=chosen))
    if state.is_empty:
        tables.empty_store()
    elif chosen.run is None:
        store_words.summary(state)
        store_words.figures(state)
        store_words.feeds(state)
        store_words.imports(state)
    elif state.run is None:
        store_words.no_run(chosen.run)
    else:
        store_words.one_run(state.run)


main()
