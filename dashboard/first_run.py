"""The first start: an empty embedded store is filled with the sample.

The start of the process decides it once; pages wait for that, and show how far the filling is. It
is filled by a process of its own: this one, which serves people, writes no payments.
"""

import logging
import threading
from typing import Final

from dashboard import current_store, workers
from data import problems
from data.sample import marker

_log = logging.getLogger(__name__)

PAYMENTS: Final = 180_000
DAYS: Final = 120
SEED: Final = 3964

_LONGEST_WAIT_SECONDS: Final = 30


class _State:
    """Whether the decision was made, and how many payments are in."""

    def __init__(self) -> None:
        self.decided = threading.Event()
        # Without a start of this module, as under a test of one page, there is nothing to wait for.
        self.decided.set()
        self.filled: int | None = None

    def advance(self, payments: int) -> None:
        self.filled = (self.filled or 0) + payments


_state: Final = _State()


def announce() -> None:
    """Announce that `prepare` is about to run; from here on pages wait for its decision."""
    _state.decided.clear()


def prepare() -> None:
    """Open the store, and fill it where it is an embedded one that holds nothing yet.

    Raises:
        problems.Problem: the store cannot be opened.
    """
    try:
        opened = current_store.current()
        if marker.is_wanted(opened):
            _state.filled = 0
    finally:
        _state.decided.set()
    if _state.filled is not None:
        _fill()


def share_filled() -> float | None:
    """Return the share of the sample that is in, from 0 to 1; None where none is being made."""
    _state.decided.wait(_LONGEST_WAIT_SECONDS)
    filled = _state.filled
    return None if filled is None else min(1.0, filled / PAYMENTS)


def _fill() -> None:
    try:
        workers.fill(PAYMENTS, DAYS, SEED, _state.advance)
    except problems.Problem as problem:
        # The store stays as it is, and the pages say what it holds.
        _log.warning("no sample: %s", problem)
    finally:
        _state.filled = None
