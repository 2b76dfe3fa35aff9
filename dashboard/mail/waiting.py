"""Mails that wait for long, as every page tells it to administrators: asked once a minute."""

import datetime as dt
import threading
import time
import weakref
from typing import Final

from dashboard import clock
from dashboard.mail import standing
from dashboard.text import _, formats, mail_terms, ngettext
from data import settings, store
from data.mailing import mails

SECONDS: Final = 60.0
# A server may be restarted; what waits longer is told.
LONG: Final = dt.timedelta(minutes=15)

_of_stores: Final[weakref.WeakKeyDictionary[store.Store, tuple[float, mails.State]]] = (
    weakref.WeakKeyDictionary()
)
_lock: Final = threading.Lock()


def sentences(opened: store.Store) -> list[str]:
    """Return what waits for long in words, with the reason; nothing where nothing does.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    if standing.of_settings(settings.read()) is not None:
        return []
    state = _state(opened)
    if state.since is None or clock.machine() - state.since < LONG:
        return []
    words = ngettext(
        "{n} mail has not been sent, since {since}. {why}",
        "{n} mails have not been sent, the oldest since {since}. {why}",
        state.waiting,
    )
    why = _(mail_terms.REASONS[state.reason]) if state.reason in mail_terms.REASONS else ""
    told = words.format(n=formats.count(state.waiting), since=formats.moment(state.since), why=why)
    return [told.strip()]


def _state(opened: store.Store) -> mails.State:
    with _lock:
        known = _of_stores.get(opened)
    if known is not None and time.monotonic() - known[0] < SECONDS:
        return known[1]
    with opened.registering() as connection:
        state = mails.state(connection)
    with _lock:
        _of_stores[opened] = time.monotonic(), state
    return state
