"""Looks at the store that cannot hang whoever waits for them, or fill the process.

One look runs at a time, in a thread of its own; whoever asks meanwhile waits for it, and after two
seconds for nothing. A look that hangs longer is left to itself, and so are two more at most: then
nobody looks until one of them ends.
"""

import asyncio
import contextvars
import logging
import threading
import time
from collections.abc import Callable
from concurrent import futures
from typing import Final, Generic, TypeVar

_log = logging.getLogger(__name__)

SECONDS: Final = 2.0
# Whoever asks as often as they like makes one look a second.
KEPT_SECONDS: Final = 1.0
_LEFT_SECONDS: Final = 30.0
_MOST_LEFT: Final = 3

Found = TypeVar("Found")


class Probe(Generic[Found]):
    """Asks for something again and again, one time after the other."""

    def __init__(self, look: Callable[[], Found], name: str) -> None:
        self._look = look
        self._name = name
        self._lock = threading.Lock()
        self._running: futures.Future[Found | None] | None = None
        self._begun = 0.0
        self._left = 0

    async def ask(self) -> Found | None:
        """Return what was found within the last second, or is found now; None without an answer."""
        running = self._current()
        left = self._begun + SECONDS - time.monotonic()
        if not running.done() and left > 0:
            await asyncio.wait({asyncio.wrap_future(running)}, timeout=left)
        return running.result() if running.done() else None

    def _current(self) -> futures.Future[Found | None]:
        """Return the look that runs, or has just ended; a new one where neither does."""
        with self._lock:
            age = time.monotonic() - self._begun
            most = KEPT_SECONDS if self._running and self._running.done() else _LEFT_SECONDS
            if self._running is None or (age > most and self._left < _MOST_LEFT):
                self._running = futures.Future()
                self._begun = time.monotonic()
                self._left += 1
                context = contextvars.Context()
                threading.Thread(
                    target=context.run, args=(self._run, self._running),
                    name=self._name, daemon=True,
                ).start()  # fmt: skip
            return self._running

    def _run(self, found: futures.Future[Found | None]) -> None:
        try:
            found.set_result(self._look())
        except Exception as error:  # noqa: BLE001 - whoever waits is told of nothing
            _log.warning("the store could not be looked at: %s", error)
            found.set_result(None)
        finally:
            with self._lock:
                self._left -= 1
