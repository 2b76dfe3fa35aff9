"""Tabs: which session opened each of Streamlit's sessions, which keep what a page has shown.

A browser that has lost its connection names Streamlit's session to get it back. Only the session
that opened it may; for anybody else a new one begins.
"""

import collections
import hashlib
import threading
from typing import Final

# Streamlit keeps fewer that are not connected.
_MOST: Final = 10_000

_opened: Final[collections.OrderedDict[str, bytes]] = collections.OrderedDict()
_lock: Final = threading.Lock()


def opened(tab: str, token: str) -> None:
    """Note that a session runs a page in one of Streamlit's sessions."""
    with _lock:
        _opened[tab] = _hashed(token)
        _opened.move_to_end(tab)
        while len(_opened) > _MOST:
            _opened.popitem(last=False)


def may_resume(tab: str, token: str) -> bool:
    """Return whether a session has opened one of Streamlit's sessions itself."""
    with _lock:
        return _opened.get(tab) == _hashed(token)


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
