"""Standbys: which database answers a question, where copies of the store are read as well.

A copy of PostgreSQL (a streaming standby) answers questions; whatever writes goes to the primary.
One thread a database asks it once a second how far it is. A standby is left out

- while it does not answer, or has just failed;
- while it is further behind the primary than `MOST_BEHIND_SECONDS`;
- until it has what this process has written, the last import that any process has made, and what
  this process has shown already: no page goes back in time.

While the primary does not answer, the standby that is furthest answers, however far that is.
"""

from __future__ import annotations

import collections
import contextlib
import dataclasses
import datetime as dt
import logging
import random
import threading
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import psycopg2
import sqlalchemy as sa

from data import engine as engines
from data import problems
from data.connections import addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

_log = logging.getLogger(__name__)

VARIABLE: Final = "BHXH_READ_URL"
MOST_BEHIND_SECONDS: Final = 10.0
_EVERY_SECONDS: Final = 1.0
# While a copy is waited for, and to be sure that the primary is gone.
_SOON_SECONDS: Final = 0.05
_AGAIN_SECONDS: Final = 0.25
_TRIES: Final = 2
# What has not reported for so long does not answer: a report takes at most as long as its limits.
_SILENT_SECONDS: Final = 4.0
_LIMIT_SECONDS: Final = 2.0
_CONNECT_SECONDS: Final = "2"
# So long a standby whose transaction has failed is left out.
_LEFT_OUT_SECONDS: Final = 2.0
# How many reports of the primary are remembered.
_REMEMBERED: Final = 600

# A session of the reports: the dashboard's login, as a reader.
_OPENING: Final = "SET ROLE bhxh_reader; SET search_path = bhxh, pg_temp"
# Positions in the log of writes, as numbers: what is on its disk, what was written by whoever has
# committed, and the last import that changed anything. A commit is on the disk before it is
# reported, unless the server is set up otherwise; what is in memory alone may stay there for long.
_OF_PRIMARY: Final = """
SELECT
    CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_flush_lsn() - '0/0'::pg_lsn END,
    CASE
        WHEN NOT pg_is_in_recovery() AND current_setting('synchronous_commit') = 'off'
            THEN pg_current_wal_insert_lsn() - '0/0'::pg_lsn
        WHEN NOT pg_is_in_recovery() THEN pg_current_wal_flush_lsn() - '0/0'::pg_lsn
    END,
    (SELECT max(run_id) FROM import_runs WHERE changed)
"""
# A standby that was promoted is as far as itself.
_OF_STANDBY: Final = """
SELECT
    CASE
        WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() - '0/0'::pg_lsn
        ELSE pg_current_wal_insert_lsn() - '0/0'::pg_lsn
    END,
    CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp() ELSE clock_timestamp() END,
    (SELECT max(run_id) FROM import_runs WHERE changed)
"""
_LOOK: Final = """
SELECT
    pg_is_in_recovery(),
    EXISTS (SELECT FROM pg_stat_wal_receiver WHERE pid IS NOT NULL),
    pg_last_xact_replay_timestamp()
"""
_FAULTS: Final = (psycopg2.Error, problems.Problem)


class Look(NamedTuple):
    """What a standby says of itself, for `doctor`."""

    is_standby: bool
    is_following: bool
    replayed_at: dt.datetime | None


def look(url: sa.URL) -> Look:
    """Return what a standby says of itself; raises what the driver does."""
    with contextlib.closing(engines.connect(url)) as connection:
        cursor = connection.cursor()
        cursor.execute(_LOOK)
        return Look(*cursor.fetchone())


def read(text: str) -> list[sa.URL]:
    """Return the addresses of the standbys in a setting, each host's own.

    Raises:
        problems.Problem: it is no address of a PostgreSQL.
    """
    url = engines.read_url(text, VARIABLE)
    given = addresses.arguments(url)
    hosts = str(given.get("host") or "").split(",")
    ports = str(given.get("port") or "").split(",")
    ports = ports * len(hosts) if len(ports) == 1 else ports
    rest = {name: value for name, value in url.query.items() if name not in {"host", "port"}}
    return [
        sa.URL.create(
            url.drivername,
            username=given.get("user"),
            password=given.get("password"),
            database=given.get("dbname"),
            query={**rest, **_named("host", host), **_named("port", port)},
        )
        for host, port in zip(hosts, ports, strict=True)
    ]


def _named(name: str, value: str) -> dict[str, str]:
    return {name: value} if value else {}


class _Session:
    """A connection of the reports to one database, made again when it is lost."""

    def __init__(self, url: sa.URL) -> None:
        self._url = url.update_query_dict({"connect_timeout": _CONNECT_SECONDS, **url.query})
        self._connection: Any = None

    def ask(self, question: str) -> tuple[Any, ...]:
        """Return the one row of a question; raises one of `_FAULTS` where there is no answer."""
        try:
            if self._connection is None:
                self._connection = engines.connect(self._url)
                self._connection.limit_seconds = _LIMIT_SECONDS
                self._connection.autocommit = True
                self._execute(_OPENING)
            return tuple(self._execute(question).fetchone())
        except _FAULTS:
            self.close()
            raise

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg2.Error):
                self._connection.close()
            self._connection = None

    def _execute(self, statement: str) -> Any:
        cursor = self._connection.cursor()
        cursor.execute(statement)
        return cursor


class Standby:
    """One standby: how far it is, and since when that is known."""

    def __init__(self, url: sa.URL) -> None:
        # Others answer in its place: it is not waited for as the only one would be.
        self.url = url.update_query_dict({"connect_timeout": _CONNECT_SECONDS, **url.query})
        self.engine = engines.create(self.url)
        self.position = -1
        self.version = 0
        self.replayed_at: dt.datetime | None = None
        self.seen = -_SILENT_SECONDS
        self.left_out_until = 0.0

    def answers(self, now: float) -> bool:
        """Return whether it has answered lately, and not failed since."""
        return now - self.seen < _SILENT_SECONDS and now >= self.left_out_until


@dataclasses.dataclass(frozen=True)
class _Report:
    """What the primary said of itself at a moment, by this machine's clocks."""

    monotonic: float
    at: dt.datetime
    position: int


class Standbys:
    """The standbys of a store, and what is known of its primary."""

    def __init__(self, primary: sa.URL, urls: Sequence[sa.URL]) -> None:
        self._primary_url = primary
        self.all = [Standby(url) for url in urls]
        # Processes begin with different ones; each then stays with its own, for its cache.
        random.shuffle(self.all)
        self._lock = threading.Lock()
        self._wake = {each: threading.Event() for each in (None, *self.all)}
        self._is_closed = False
        self._is_started = False
        self._reports: collections.deque[_Report] = collections.deque(maxlen=_REMEMBERED)
        # The last import that any process has made, or this one has shown.
        self._version = 0
        self._is_lower = False
        self._failures = 0
        # What a standby has to have. Of writes that are not among the known ones, the position is
        # not known yet, and no standby is said to have them; at the start that is all there is.
        self._needed = 0
        self._writes, self._known_writes = 1, 0

    def start(self) -> None:
        """Begin to ask the databases how far they are, once."""
        with self._lock:
            if self._is_started or self._is_closed:
                return
            self._is_started = True
        for each in (None, *self.all):
            name = "primary" if each is None else "standby"
            threading.Thread(target=self._watch, args=(each,), name=name, daemon=True).start()

    def close(self) -> None:
        """End all connections."""
        with self._lock:
            self._is_closed = True
        for event in self._wake.values():
            event.set()
        for each in self.all:
            each.engine.dispose()

    def wrote(self) -> None:
        """Note that something was written: from now on all must have it."""
        if self._is_started:
            with self._lock:
                self._writes += 1
            self._wake[None].set()

    def saw(self, version: int) -> None:
        """Note up to which import somebody has seen the data: from now on all must have it."""
        with self._lock:
            self._version = max(self._version, version)

    def leave_out(self, engine: sa.Engine) -> None:
        """Note that a transaction of a standby has failed."""
        for each in self.all:
            if each.engine is engine:
                each.left_out_until = time.monotonic() + _LEFT_OUT_SECONDS

    def is_standby(self, engine: sa.Engine) -> bool:
        """Return whether an engine is a standby's."""
        return any(each.engine is engine for each in self.all)

    @property
    def primary_is_gone(self) -> bool:
        """Whether the primary does not answer, as far as is known."""
        return self._failures >= _TRIES

    @property
    def is_any_there(self) -> bool:
        """Whether a standby answers."""
        now = time.monotonic()
        return any(each.answers(now) for each in self.all)

    @property
    def as_of(self) -> dt.datetime | None:
        """When what is read now was still the primary's; None while the primary answers."""
        if not self.primary_is_gone:
            return None
        readers = self._furthest()
        return self._moment(readers[0]) if readers else None

    def order(self, primary: sa.Engine) -> list[sa.Engine]:
        """Return the databases that a question may be asked of, the first one first."""
        self.start()
        if self.primary_is_gone:
            return [*(each.engine for each in self._by_position()), primary]
        now = time.monotonic()
        with self._lock:
            fresh = [each for each in self.all if self._is_fresh(each, now)]
            if fresh:
                # Whoever is asked next has to be as far.
                self._needed = max(self._needed, fresh[0].position)
        rest = [each for each in self._by_position() if each not in fresh]
        return [each.engine for each in fresh] + [primary] + [each.engine for each in rest]

    def after_primary(self, primary: sa.Engine) -> list[sa.Engine]:
        """Return the databases for what only the primary knows for sure: it comes first."""
        self.start()
        rest = [each.engine for each in self._by_position()]
        return [*rest, primary] if self.primary_is_gone else [primary, *rest]

    def _is_fresh(self, standby: Standby, now: float) -> bool:
        return (
            standby.answers(now)
            and self._writes == self._known_writes
            and not self._is_awaited(standby)
            and self._behind(standby, now) <= MOST_BEHIND_SECONDS
        )

    def _behind(self, standby: Standby, now: float) -> float:
        """Return for how many seconds a standby has lacked something of the primary."""
        newer = [each for each in self._reports if each.position > standby.position]
        return now - newer[0].monotonic if newer else 0.0

    def _last_report(self, standby: Standby) -> _Report | None:
        """Return the last report of the primary that a standby has all of."""
        return next(
            (each for each in reversed(self._reports) if each.position <= standby.position), None
        )

    def _furthest(self) -> list[Standby]:
        now = time.monotonic()
        there = [each for each in self.all if each.answers(now)]
        return sorted(there, key=lambda each: -each.position)

    def _by_position(self) -> list[Standby]:
        """Return those that answer, the furthest first, and then those that have not been heard of.

        At the start of a process none has, and the primary may be gone.
        """
        now = time.monotonic()
        there = self._furthest()
        silent = [each for each in self.all if each not in there and now >= each.left_out_until]
        return there + silent

    def _moment(self, standby: Standby) -> dt.datetime | None:
        with self._lock:
            known = self._last_report(standby)
        return known.at if known else standby.replayed_at

    def _watch(self, standby: Standby | None) -> None:
        """Ask one database again and again; None is the primary."""
        session = _Session(standby.url if standby else self._primary_url)
        wake = self._wake[standby]
        while not self._is_closed:
            wake.clear()
            if standby is None:
                pause = self._ask_primary(session)
            else:
                pause = self._ask_standby(session, standby)
            wake.wait(pause)
        session.close()

    def _ask_primary(self, session: _Session) -> float:
        writes = self._writes
        try:
            flushed, written, version = session.ask(_OF_PRIMARY)
        except _FAULTS as error:
            return self._primary_failed(type(error).__name__)
        if flushed is None:
            session.close()
            return self._primary_failed("in recovery")
        with self._lock:
            self._note(int(flushed), int(written), version or 0, writes)
        for each in self.all:
            if self._is_awaited(each):
                self._wake[each].set()
        return _EVERY_SECONDS

    def _note(self, flushed: int, written: int, version: int, writes: int) -> None:
        if self._failures >= _TRIES:
            _log.warning("the primary answers again")
        self._failures = 0
        if written < self._needed or (self._reports and flushed < self._reports[-1].position):
            # Another server has taken its place: what the first had more is lost.
            self._needed = 0
            self._reports.clear()
        self._reports.append(_Report(time.monotonic(), dt.datetime.now(dt.UTC), flushed))
        if writes > self._known_writes:
            self._known_writes, self._needed = writes, written
        # Somebody may have seen a new one between the answer and this moment; a lower one twice is
        # that of a server that has taken the place of another.
        if version >= self._version or self._is_lower:
            self._version = version
        self._is_lower = version < self._version

    def _primary_failed(self, reason: str) -> float:
        with self._lock:
            self._failures += 1
        if self._failures == _TRIES:
            _log.warning("the primary does not answer (%s): pages go on from standbys", reason)
        return _AGAIN_SECONDS if self._failures < _TRIES else _EVERY_SECONDS

    def _ask_standby(self, session: _Session, standby: Standby) -> float:
        try:
            position, replayed_at, version = session.ask(_OF_STANDBY)
        except _FAULTS as error:
            if standby.answers(time.monotonic()):
                _log.warning("a standby does not answer (%s)", type(error).__name__)
            standby.seen = -_SILENT_SECONDS
            return _EVERY_SECONDS
        standby.position, standby.version = int(position or 0), version or 0
        standby.replayed_at = replayed_at
        standby.seen = time.monotonic()
        return _SOON_SECONDS if self._is_awaited(standby) else _EVERY_SECONDS

    def _is_awaited(self, standby: Standby) -> bool:
        return standby.position < self._needed or standby.version < self._version
