"""Whether anything is done by the clock at all."""

from typing import Final

from data import problems, scope, settings, store
from data.problems import N_
from queries.store import about

_EVERYTHING: Final = scope.Scope.everything()


def reason(opened: store.Store) -> problems.Problem | None:
    """Return why nothing is done by itself: the day is invented, or the data are; else None.

    Raises:
        problems.Problem: the store is down.
    """
    title = N_("Nothing is done by the clock")
    if settings.read().today is not None:
        return problems.Problem(title, N_("BHXH_TODAY is set, which is for demonstrations."))
    if opened.ask(_EVERYTHING, about.is_sample):
        return problems.Problem(title, N_("The store holds a sample: its forms are nobody's."))
    return None
