"""Calls among the processes of a store: one of them has what another is asked for.

They are notifications of the database: no process has to know where another one is, and nothing is
written. A call that nobody hears is lost, so that whoever calls waits for an answer, and not long.
"""

import contextlib
import json
import logging
import select
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

import psycopg2
import sqlalchemy as sa

from data import engine as engines
from data import problems

_log = logging.getLogger(__name__)

_CHANNEL: Final = "bhxh_calls"
_CALL: Final = sa.text("SELECT pg_notify(:channel, :words)")
_LISTEN: Final = f"LISTEN {_CHANNEL}"
# A server that has become a standby gives no notifications: the session belongs to the primary.
_IS_STANDBY: Final = "SELECT pg_is_in_recovery()"
_LOOK_SECONDS: Final = 30.0
_AGAIN_SECONDS: Final = 2.0

_FAULTS: Final = (psycopg2.Error, sa.exc.SQLAlchemyError, problems.Problem)


def call(connection: sa.Connection, words: Mapping[str, str]) -> None:
    """Call all processes of the store, this one too, when the transaction is committed."""
    connection.execute(_CALL, {"channel": _CHANNEL, "words": json.dumps(words)})


class Listener:
    """A thread that hears the calls for as long as the process lives, whatever the database does.

    `engine` gives the primary's, or None while there is none; `heard` is given the words of each
    call, one after the other.
    """

    def __init__(
        self, engine: Callable[[], sa.Engine | None], heard: Callable[[dict[str, Any]], None]
    ) -> None:
        self._engine, self._heard = engine, heard
        self._is_over = threading.Event()
        self._waker, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="calls", daemon=True)
        # Whether calls are heard now.
        self.listens = threading.Event()

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End the session."""
        self._is_over.set()
        self._waker.send(b".")
        self._thread.join(_AGAIN_SECONDS)

    def _run(self) -> None:
        while not self._is_over.is_set():
            try:
                self._listen()
            except _FAULTS as error:
                # Pages say what is wrong with the store.
                _log.debug("calls are not heard: %s", type(error).__name__)
            self.listens.clear()
            self._is_over.wait(_AGAIN_SECONDS)

    def _listen(self) -> None:
        engine = self._engine()
        if engine is None:
            return
        with (
            contextlib.closing(engines.own_session(engine)) as session,
            session.cursor() as cursor,
        ):
            cursor.execute(_LISTEN)
            self.listens.set()
            while not self._is_over.is_set():
                select.select([session.fileno(), self._woken.fileno()], [], [], _LOOK_SECONDS)
                cursor.execute(_IS_STANDBY)
                if cursor.fetchone() == (True,):
                    return
                while session.notifies:
                    self._hear(session.notifies.pop(0).payload)

    def _hear(self, payload: str) -> None:
        try:
            self._heard(json.loads(payload))
        except (*_FAULTS, ValueError, TypeError, KeyError) as error:
            _log.warning("a call of another process was not answered: %s", type(error).__name__)
