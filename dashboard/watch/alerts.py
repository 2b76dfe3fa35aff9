"""What is missed by the clock, as every page tells it: asked at most once a minute a process."""

import threading
import time
import weakref
from typing import Final

from dashboard.text import watch_terms
from dashboard.watch import registry
from data import scope, settings, store
from queries.store import due_things

SECONDS: Final = 60.0

_Known = tuple[float, tuple[due_things.Missed, ...]]
# It is of no office and of nobody: what one user was told holds for all.
_of_stores: Final[weakref.WeakKeyDictionary[store.Store, _Known]] = weakref.WeakKeyDictionary()
_lock: Final = threading.Lock()


def sentences(opened: store.Store, *, is_administrator: bool) -> list[str]:
    """Return what is missed in words: all of it, or what concerns every user, without reasons.

    Where a day stands in for today nothing is done by the clock, and nothing is missed.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    if settings.read().today is not None:
        return []
    told = []
    for each in _missed(opened):
        kind = registry.named(each.kind)
        if is_administrator or (kind is not None and kind.concerns_everybody):
            label = registry.label(each.kind)
            told.append(watch_terms.missed(each, label, is_detailed=is_administrator))
    return told


def _missed(opened: store.Store) -> tuple[due_things.Missed, ...]:
    with _lock:
        known = _of_stores.get(opened)
    if known is not None and time.monotonic() - known[0] < SECONDS:
        return known[1]
    missed = tuple(opened.ask(scope.Scope.everything(), due_things.missed))
    with _lock:
        _of_stores[opened] = time.monotonic(), missed
    return missed
