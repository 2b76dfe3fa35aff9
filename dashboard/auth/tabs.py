"""Tabs: which session opened each of Streamlit's sessions, which keep what a page has shown.

A browser that has lost its connection names Streamlit's session to get it back. Only the session
that opened it may; for anybody else a new one begins.
"""

import collections
import hashlib
import logging
import re
import threading
from typing import Final

# Streamlit keeps fewer that are not connected.
_MOST: Final = 10_000

# What Streamlit makes its ids of, and the modules of it that name them in warnings.
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WRITERS: Final = (
    "streamlit.runtime.websocket_session_manager", "streamlit.runtime.runtime",
    "streamlit.runtime.app_session",
)  # fmt: skip

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


class WithoutIds(logging.Filter):
    """Filter of Streamlit's log: whoever reads it cannot ask for a page of somebody else."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Write every session's id as `…`."""
        record.msg = _ID.sub("…", record.getMessage())
        record.args = ()
        return True


def hide_ids() -> None:
    """Keep the ids of Streamlit's sessions out of the log, for the modules that write them."""
    for name in _WRITERS:
        logger = logging.getLogger(name)
        if not any(isinstance(each, WithoutIds) for each in logger.filters):
            logger.addFilter(WithoutIds())


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
