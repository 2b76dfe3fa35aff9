"""The data themselves: how fresh they are, what was imported, what was refused."""

import functools

import streamlit as st

from dashboard import access
from dashboard.components import filters, pickers, tables
from dashboard.imports import handing_in, summary
from dashboard.imports import state as import_state
from dashboard.text import _


def main() -> None:
    """Show the feeds and imports, or the import that the address asks for."""
    st.title(_("Data"), anchor=False)
    chosen = filters.read("date", "run")
    pickers.notices(chosen)
    if chosen.run is None:
        handing_in.show()
        pickers.day(chosen)
    state = access.ask(functools.partial(import_state.ask, chosen=chosen))
    if state.is_empty:
        tables.empty_store()
    elif chosen.run is None:
        summary.summary(state)
        summary.figures(state)
        summary.feeds(state)
        summary.imports(state)
    elif state.run is None:
        summary.no_run(chosen.run)
    else:
        summary.one_run(state.run)


main()
