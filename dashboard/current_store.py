"""The store of this process, opened at first use and reopened after a failure."""

import threading
import time
from typing import Final

from dashboard import workers
from data import opening, problems, settings, store

# Sessions that wait for one attempt share its failure instead of repeating it.
_PAUSE_SECONDS: Final = 1.0


class _Holder:
    """Opens the store once, at the first call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._store: store.Store | None = None
        self._failure: tuple[float, problems.Problem] | None = None

    def current(self) -> store.Store:
        with self._lock:
            if self._store is None:
                self._pause()
                self._store = self._opened()
            return self._store

    @property
    def opened(self) -> store.Store | None:
        return self._store

    def close(self) -> None:
        with self._lock:
            if self._store is not None:
                self._store.close()
            self._store = None

    def _pause(self) -> None:
        if self._failure and time.monotonic() - self._failure[0] < _PAUSE_SECONDS:
            raise self._failure[1]

    def _opened(self) -> store.Store:
        try:
            chosen = settings.read()
            if opening.is_behind(chosen):
                # With logins that this process, which serves people, does not use.
                workers.bring_up()
            return opening.open_store(chosen, reads_copies=True)
        except problems.Problem as problem:
            self._failure = time.monotonic(), problem
            raise


_holder: Final = _Holder()


def current() -> store.Store:
    """Return the store of this process.

    Raises:
        problems.Problem: it cannot be opened now; the next call tries again.
    """
    return _holder.current()


def opened() -> store.Store | None:
    """Return the store of this process if it is open; nothing is waited for."""
    return _holder.opened


def close() -> None:
    """Close the store, at the end of the process."""
    _holder.close()
