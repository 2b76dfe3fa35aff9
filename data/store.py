"""The store: it gives transactions, and reports its failures as problems."""

from __future__ import annotations

import contextlib
import logging
import math
import threading
import time
from typing import TYPE_CHECKING, TypeVar

import psycopg2
import sqlalchemy as sa

from data import engine as engines
from data import problems
from data import standbys as all_standbys
from data.connections import database_errors
from data.exporting import places

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from data import scope as scopes

T = TypeVar("T")

_log = logging.getLogger(__name__)
_RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0)
# So long after a wait in vain, nobody waits once more.
_PAUSE_SECONDS = 1.0
# As long as those who find it hanging wait at most.
_PATIENCE_SECONDS = engines.READ_TIMEOUT_SECONDS
# What is said where the store does not answer; whoever hears it may look whether it is back.
Down = database_errors.Down
Hangs = database_errors.Hangs
Busy = database_errors.Busy
Waits = database_errors.Waits
# Roles whose transactions a user expects to see the outcome of, at the next question.
_WRITING = frozenset(engines.Role) - {
    engines.Role.READER, engines.Role.AUDITOR, engines.Role.GATEKEEPER,
}  # fmt: skip
_LOADING = engines.Access(engines.Role.LOADER, timeout_seconds=0)


class Store:
    """A store of payments and confirmations. Every transaction runs in one role and scope.

    `engine` has the dashboard's login. Those of the loader and the owner are opened when they are
    first needed; where none is given, the dashboard's login is tried. Where there are standbys,
    questions are asked of them.
    """

    def __init__(
        self,
        engine: sa.Engine,
        *,
        loader: Callable[[], sa.Engine] | None = None,
        owner: Callable[[], sa.Engine] | None = None,
        standbys: all_standbys.Standbys | None = None,
    ) -> None:
        self.engine = engine
        self.standbys = standbys
        self._makers = {engines.Role.LOADER: loader, engines.Role.OWNER: owner}
        self._others: dict[engines.Role, sa.Engine] = {}
        self._lock = threading.Lock()
        self._hung_until = -math.inf
        self._saw = standbys.saw if standbys else None
        self._on_primary: Store | None = None
        self.places = places.Places(engine)

    @property
    def owner_engine(self) -> sa.Engine:
        """The engine of the login that migrates."""
        return self._engine_of(engines.Role.OWNER)

    @contextlib.contextmanager
    def reading(self, scope: scopes.Scope) -> Iterator[sa.Connection]:
        """Give a read-only transaction that sees the rows of `scope`.

        Raises:
            problems.Problem: the store is down, busy, too slow, or refuses.
        """
        with self._anywhere(engines.Access(engines.Role.READER, scope)) as connection:
            yield connection

    @contextlib.contextmanager
    def exporting(self, scope: scopes.Scope, *, in_full: bool = False) -> Iterator[sa.Connection]:
        """Give a transaction that sees the rows of `scope` as of one moment, for a file.

        With `in_full` it may read personal data, and adds to the access log whose: the entries are
        of the same moment as the rows. Nothing that was read may leave before it is committed.
        """
        access = engines.Access(
            engines.Role.REVEALER if in_full else engines.Role.READER,
            scope,
            engines.EXPORT_TIMEOUT_SECONDS,
            is_export=True,
        )
        run = self._transaction if in_full else self._anywhere
        with run(access) as connection:
            yield connection

    @contextlib.contextmanager
    def revealing(self, scope: scopes.Scope) -> Iterator[sa.Connection]:
        """Give a transaction that may read personal data of `scope`, and logs them.

        Each statement sees what has been committed before it: one statement logs and reads.
        """
        with self._transaction(engines.Access(engines.Role.REVEALER, scope)) as connection:
            yield connection

    @contextlib.contextmanager
    def appending(self, scope: scopes.Scope) -> Iterator[sa.Connection]:
        """Give a transaction that may add rows within `scope`, and change none."""
        with self._transaction(engines.Access(engines.Role.APPENDER, scope)) as connection:
            yield connection

    @contextlib.contextmanager
    def auditing(self, scope: scopes.Scope) -> Iterator[sa.Connection]:
        """Give a read-only transaction that sees the access log of `scope`."""
        access = engines.Access(engines.Role.AUDITOR, scope)
        with self._anywhere(access, primary_first=True) as connection:
            yield connection

    @contextlib.contextmanager
    def admitting(self) -> Iterator[sa.Connection]:
        """Give a transaction that sees the users, and no data."""
        with self._transaction(engines.Access(engines.Role.GATEKEEPER)) as connection:
            yield connection

    @contextlib.contextmanager
    def recognising(self) -> Iterator[sa.Connection]:
        """Give a transaction that reads users and sessions, of a standby without the primary."""
        access = engines.Access(engines.Role.GATEKEEPER)
        with self._anywhere(access, primary_first=True) as connection:
            yield connection

    @contextlib.contextmanager
    def keeping(self, login: str, scope: scopes.Scope | None = None) -> Iterator[sa.Connection]:
        """Give a transaction that sees and changes what one user has saved, and no data.

        With a scope it sees the user's files as well that are of no other offices.
        """
        access = engines.Access(engines.Role.GATEKEEPER, scope, login=login)
        with self._transaction(access) as connection:
            yield connection

    @contextlib.contextmanager
    def watching(self) -> Iterator[sa.Connection]:
        """Give a transaction that takes up what is due by the clock, and sees no data."""
        with self._transaction(engines.Access(engines.Role.GATEKEEPER)) as connection:
            yield connection

    @contextlib.contextmanager
    def registering(self) -> Iterator[sa.Connection]:
        """Give a transaction that keeps the users and ends their sessions, and sees no data."""
        with self._transaction(engines.Access(engines.Role.REGISTRAR)) as connection:
            yield connection

    @contextlib.contextmanager
    def loading(self) -> Iterator[sa.Connection]:
        """Give the transaction of the import, the only writer; it has no time limit.

        Raises:
            engines.MayNot: the login may not import; the sentence names the setting.
        """
        engine = self._engine_of(engines.Role.LOADER)
        with self._transaction(_LOADING, engine) as connection:
            yield connection

    @contextlib.contextmanager
    def migrating(self) -> Iterator[sa.Connection]:
        """Give a transaction that writes as the loader, with the login of migrations."""
        with self._transaction(_LOADING, self.owner_engine) as connection:
            yield connection

    def ask(self, scope: scopes.Scope, question: Callable[[sa.Connection], T]) -> T:
        """Return the result of `question` in one transaction; retry while the store recovers.

        Raises:
            problems.Problem: the store is down, busy, too slow, or refuses.
        """
        for pause in _RETRY_SECONDS:
            try:
                with self.reading(scope) as connection:
                    return question(connection)
            except Hangs:
                raise
            except Down:
                time.sleep(pause)
        with self.reading(scope) as connection:
            return question(connection)

    @contextlib.contextmanager
    def kept(self, login: str) -> Iterator[sa.Connection]:
        """Give a transaction that reads what a user has saved, of a standby without the primary."""
        access = engines.Access(engines.Role.GATEKEEPER, login=login)
        with self._anywhere(access, primary_first=True) as connection:
            yield connection

    def primary(self) -> Store:
        """Return the store as its primary has it: what is to be kept is read there, too."""
        if self.standbys is None:
            return self
        with self._lock:
            if self._on_primary is None:
                self._on_primary = _OnPrimary(self)
            return self._on_primary

    @property
    def is_cut_off(self) -> bool:
        """Whether the primary does not answer, and standbys do."""
        return bool(self.standbys and self.standbys.primary_is_gone and self.standbys.is_any_there)

    @property
    def as_of(self) -> dt.datetime | None:
        """Until when what is read is complete, while the primary is gone; None where unknown."""
        return self.standbys.as_of if self.standbys else None

    @property
    def copies(self) -> list[sa.Engine]:
        """The databases that questions may be asked of, besides the primary."""
        return [each.engine for each in self.standbys.all] if self.standbys else []

    def is_of_copy(self, connection: sa.Connection) -> bool:
        """Return whether a transaction is one of a standby."""
        return connection.engine.pool is not self.engine.pool

    def look_again(self) -> None:
        """Note that another process has written what is about to be looked at."""
        if self.standbys is not None:
            self.standbys.wrote()

    def close(self) -> None:
        """Close the connections of all logins."""
        self.places.close()
        if self.standbys is not None:
            self.standbys.close()
        for engine in (self.engine, *self._others.values()):
            engine.dispose()

    def _engine_of(self, role: engines.Role) -> sa.Engine:
        make = self._makers[role]
        if make is None:
            return self.engine
        with self._lock:
            if role not in self._others:
                self._others[role] = make()
            return self._others[role]

    @contextlib.contextmanager
    def _anywhere(
        self, access: engines.Access, *, primary_first: bool = False
    ) -> Iterator[sa.Connection]:
        """Give a transaction that reads, of the first database that can give one."""
        if self.standbys is None:
            order = [self.engine]
        elif primary_first:
            order = self.standbys.after_primary(self.engine)
        else:
            order = self.standbys.order(self.engine)
        with contextlib.ExitStack() as stack:
            yield self._first(stack, access, order)

    def _first(
        self, stack: contextlib.ExitStack, access: engines.Access, order: list[sa.Engine]
    ) -> sa.Connection:
        for engine in order[:-1]:
            with contextlib.suppress(problems.Failed):
                return stack.enter_context(self._on(access, engine))
        return stack.enter_context(self._on(access, order[-1]))

    @contextlib.contextmanager
    def _transaction(
        self, access: engines.Access, engine: sa.Engine | None = None
    ) -> Iterator[sa.Connection]:
        """Give a transaction of the primary, of what cannot be done without it."""
        if self.standbys is None:
            with self._on(access, engine or self.engine) as connection:
                yield connection
            return
        if self.is_cut_off:
            raise Waits
        try:
            with self._on(access, engine or self.engine) as connection:
                yield connection
        except Down as problem:
            if self.standbys.is_any_there:
                raise Waits from problem
            raise
        if access.role in _WRITING:
            self.standbys.wrote()

    @contextlib.contextmanager
    def _on(self, access: engines.Access, engine: sa.Engine) -> Iterator[sa.Connection]:
        """Give a transaction of one database."""
        if self.standbys is None or not self.standbys.is_standby(engine):
            with self._on_primary_itself(access, engine) as connection:
                yield connection
            return
        options = {"access": access, "saw": self.standbys.saw}
        try:
            with failures(), engine.execution_options(**options).begin() as connection:
                yield connection
        except problems.Failed as problem:
            if isinstance(problem, Down):
                self.standbys.leave_out(engine)
                raise
            if database_errors.is_conflict(problem.__cause__):
                # What it has replayed has taken away what was being read.
                self.standbys.leave_out(engine)
                raise Down from problem
            raise

    @contextlib.contextmanager
    def _on_primary_itself(
        self, access: engines.Access, engine: sa.Engine
    ) -> Iterator[sa.Connection]:
        if time.monotonic() < self._hung_until:
            raise Hangs
        try:
            with (
                failures(is_reading=access.read_only),
                engine.execution_options(access=access, saw=self._saw).begin() as connection,
            ):
                yield connection
        except Hangs:
            self._hung_until = time.monotonic() + _PAUSE_SECONDS
            raise
        except Busy:
            # All connections wait for a server that does not answer: it is not work that they do.
            if time.monotonic() < self._hung_until + _PATIENCE_SECONDS:
                raise Hangs from None
            raise
        self._hung_until = -math.inf


class _OnPrimary(Store):
    """A store of which every question is asked of the primary."""

    def __init__(self, whole: Store) -> None:
        super().__init__(whole.engine)
        self._makers = whole._makers  # noqa: SLF001 - of the same class
        self.places = whole.places


@contextlib.contextmanager
def failures(*, is_reading: bool = False) -> Iterator[None]:
    """Report what the driver or the pool raises inside as a problem.

    Raises:
        problems.Problem: the store is down, busy, too slow, or refuses. What is a fault of the
            program is raised as it is; so is a statement that writes where it meant to read.
    """
    try:
        yield
    except (sa.exc.TimeoutError, sa.exc.DBAPIError, psycopg2.Error) as error:
        problem = database_errors.problem(error)
        if problem is None or (is_reading and database_errors.is_of_writing(error)):
            raise
        said = database_errors.words(error) or "no free connection"
        _log.warning("the store failed (%s): %s", problem.title, said)
        raise problem from error
