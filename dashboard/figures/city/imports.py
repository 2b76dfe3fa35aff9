"""The check of the last import: whether somebody has to look at it. It is there only then."""

from collections.abc import Iterator
from typing import Final

from dashboard.figures import checks
from dashboard.figures.checks import Lead, Line, State
from dashboard.figures.city.morning import Overview
from dashboard.text import _
from data.problems import N_

# By exit status.
_SENTENCES: Final = {
    1: N_("**The last import** (number {run}) is not all in: rows or files were not taken."),
    2: N_("**The last import** (number {run}) brought nothing: all of it was refused."),
}


def last(morning: Overview) -> Iterator[Line]:
    """Yield the line of the last import if it ended with something that wants attention."""
    if morning.last_import is None:
        return
    run, status = morning.last_import
    if status in _SENTENCES:
        check = checks.make(State.BAD, _(_SENTENCES[status]), words={"run": str(run)})
        yield Line(
            check, (Lead(_("Import {number}").format(number=run), "data", {"run": str(run)}),)
        )
