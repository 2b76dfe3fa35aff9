"""Limits for statements towards the database: a connection that does not answer is given up.

A database whose processes are stopped, or whose machine is gone, keeps its connections: nothing
ends a wait for it. One thread a process looks at what waits, and shuts the sockets of connections
that are over their limit: the driver then reports a lost connection to who waits.
"""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
import time
from typing import TYPE_CHECKING, Any, Final

import psycopg2
import psycopg2.extensions

if TYPE_CHECKING:
    from collections.abc import Iterator

# Beyond the limit that the server itself keeps, which ends a statement with a sentence of its own.
GRACE_SECONDS: Final = 1.0
# Without anything that waits, until something does.
_LONG_SECONDS: Final = 3600.0


class Hung(psycopg2.OperationalError):
    """The database did not answer within the limit; the connection is closed."""


class _Watch:
    """What waits for an answer, and until when."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._deadlines: dict[int, tuple[float, Connection]] = {}
        self._numbers = itertools.count()
        self._wakes = 0.0
        self._thread: threading.Thread | None = None

    def begin(self, connection: Connection, seconds: float) -> int:
        """Note that a connection waits, and return the number of the wait."""
        ends = time.monotonic() + seconds
        number = next(self._numbers)
        with self._changed:
            self._deadlines[number] = ends, connection
            # Also in a process made by fork, which has no threads.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._look, name="watchdog", daemon=True)
                self._thread.start()
            elif ends < self._wakes:
                self._changed.notify()
        return number

    def end(self, number: int) -> bool:
        """Note that a wait is over, and return whether it was ended from here."""
        with self._changed:
            return self._deadlines.pop(number, None) is None

    def _look(self) -> None:
        while True:
            with self._changed:
                now = time.monotonic()
                ends = (each for each, _connection in self._deadlines.values())
                self._wakes = min(ends, default=now + _LONG_SECONDS)
                self._changed.wait(max(0.0, self._wakes - now))
                self._end_what_is_over()

    def _end_what_is_over(self) -> None:
        now = time.monotonic()
        for number, (ends, connection) in list(self._deadlines.items()):
            if ends <= now:
                # Under the lock: the connection is still the one that waits.
                del self._deadlines[number]
                _shut(connection)


_watch: Final = _Watch()


def _shut(connection: Connection) -> None:
    """Shut the socket of a connection down; whoever waits for it then hears that it is lost."""
    with contextlib.suppress(OSError, psycopg2.Error):
        number = connection.fileno()
        with socket.fromfd(number, socket.AF_INET, socket.SOCK_STREAM) as shared:
            shared.shutdown(socket.SHUT_RDWR)


class Connection(psycopg2.extensions.connection):
    """A connection whose statements have a limit; None: they may take as long as they do."""

    limit_seconds: float | None = None

    def cursor(self, name: str | None = None, **options: Any) -> Any:  # type: ignore[override]
        """Return a cursor whose statements have the limit of this connection."""
        kind = Cursor if name is None else Streaming
        return super().cursor(name, **{"cursor_factory": kind, **options})

    def commit(self) -> None:
        """Commit within the limit."""
        with limited(self):
            super().commit()

    def rollback(self) -> None:
        """Roll back within the limit."""
        with limited(self):
            super().rollback()


class Cursor(psycopg2.extensions.cursor):
    """A cursor of such a connection; it has all rows once a statement has run."""

    def execute(self, *args: Any, **options: Any) -> None:
        """Execute a statement within the limit."""
        with limited(self.connection):
            super().execute(*args, **options)

    def executemany(self, *args: Any, **options: Any) -> None:
        """Execute a statement for many rows, all within the limit."""
        with limited(self.connection):
            super().executemany(*args, **options)

    def copy_expert(self, *args: Any, **options: Any) -> None:
        """Copy rows within the limit."""
        with limited(self.connection):
            super().copy_expert(*args, **options)


class Streaming(Cursor):
    """A cursor with a name, which has its rows sent piece by piece, each within the limit."""

    def fetchone(self) -> Any:
        """Return the next row."""
        with limited(self.connection):
            return super().fetchone()

    def fetchmany(self, *args: Any, **options: Any) -> Any:
        """Return the next rows."""
        with limited(self.connection):
            return super().fetchmany(*args, **options)

    def fetchall(self) -> Any:
        """Return all rows that are left."""
        with limited(self.connection):
            return super().fetchall()

    def __iter__(self) -> Any:
        while rows := self.fetchmany(self.itersize):
            yield from rows

    def close(self) -> None:
        """Close the cursor here and on the server."""
        with limited(self.connection):
            super().close()


@contextlib.contextmanager
def limited(connection: Any) -> Iterator[None]:
    """Give what happens inside the limit of a connection.

    Raises:
        Hung: the database did not answer within it.
    """
    seconds = getattr(connection, "limit_seconds", None)
    if seconds is None:
        yield
        return
    number = _watch.begin(connection, seconds)
    try:
        yield
    except psycopg2.Error as error:
        if _watch.end(number):
            raise Hung(f"no answer within {seconds:g} s") from error
        raise
    except BaseException:
        _watch.end(number)
        raise
    if _watch.end(number):
        raise Hung(f"no answer within {seconds:g} s")
