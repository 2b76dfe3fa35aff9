"""Places: how many files one user takes at a time, over all processes of a store.

A place is a lock that a session of the database holds. The database frees it when the session
ends, so that a process that is killed keeps nobody waiting. Where the database does not answer, the
places are those of this process alone: no file leaves without an entry in its log either.
"""

import contextlib
import logging
import threading
from typing import Final

import psycopg2
import sqlalchemy as sa
from psycopg2.extensions import connection as Connection  # noqa: N812 - a class

from data import engine as engines

_log = logging.getLogger(__name__)

_CLASS: Final = 3970
_LIMITS: Final = "SET statement_timeout = '5s'"
_TAKE: Final = "SELECT pg_try_advisory_lock(%s, hashtext(%s))"
_GIVE_BACK: Final = "SELECT pg_advisory_unlock(%s, hashtext(%s))"

_FAULTS: Final = (psycopg2.Error, sa.exc.SQLAlchemyError)


class Places:
    """The places that this process has taken, and those that others have."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        # The database is asked by one thread at a time: its session is one.
        self._asking = threading.Lock()
        self._session: Connection | None = None
        self.taken: set[tuple[str, int]] = set()

    def take(self, who: str, most: int) -> int | None:
        """Take one of `most` places of a user, and return its number; None where none is free."""
        for number in range(most):
            with self._lock:
                if (who, number) in self.taken:
                    continue
                self.taken.add((who, number))
            if self._asked(_TAKE, _name(who, number)) is not False:
                return number
            with self._lock:
                self.taken.discard((who, number))
        return None

    def give_back(self, who: str, number: int) -> None:
        """Give a place back, at once in this process and soon in the database."""
        with self._lock:
            self.taken.discard((who, number))
        # Whoever has sent a file does not wait for the database.
        name = _name(who, number)
        threading.Thread(target=self._asked, args=(_GIVE_BACK, name), daemon=True).start()

    def close(self) -> None:
        """End the session, and with it what it holds."""
        with self._asking:
            self._end()

    def _held(self) -> set[str]:
        with self._lock:
            return {_name(who, number) for who, number in self.taken}

    def _asked(self, statement: str, name: str) -> bool | None:
        """Return what the database says; None where it does not answer."""
        with self._asking:
            try:
                with self._connected(name).cursor() as cursor:
                    cursor.execute(statement, (_CLASS, name))
                    row = cursor.fetchone()
            except _FAULTS as error:
                _log.warning(
                    "places cannot be shared with other processes: %s", type(error).__name__
                )
                self._end()
                return None
        return bool(row and row[0])

    def _connected(self, asked: str) -> Connection:
        if self._session is None:
            session = engines.own_session(self._engine)
            with session.cursor() as cursor:
                cursor.execute(_LIMITS)
                # Those that an earlier session held; somebody else may have one meanwhile.
                for name in self._held() - {asked}:
                    cursor.execute(_TAKE, (_CLASS, name))
            self._session = session
        return self._session

    def _end(self) -> None:
        if self._session is not None:
            with contextlib.suppress(psycopg2.Error):
                self._session.close()
            self._session = None


def _name(who: str, number: int) -> str:
    return f"{who} {number}"
