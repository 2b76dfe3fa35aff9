"""The data themselves: how fresh they are, what was imported, what was refused."""

import functools

from dashboard import access
from dashboard.comparing import menu
from dashboard.components import filter_bar, filters, pickers, tables
from dashboard.imports import handing_in, summary
from dashboard.imports import state as import_state
from dashboard.text import _, formats


def main() -> None:
    """Show the feeds and imports, or the import that the address asks for."""
    filter_bar.title(_("Data"))
    chosen = filters.read("date", "run")
    if chosen.run is None:
        with filter_bar.show([formats.day(chosen.date)]).row:
            pickers.day(chosen)
            menu.show_days("date", chosen.date)
    pickers.notices(chosen)
    if chosen.run is None:
        handing_in.show()
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
