"""The store: it is opened here, gives transactions, and reports its failures as problems."""

from __future__ import annotations

import contextlib
import functools
import logging
import threading
import time
from typing import TYPE_CHECKING, TypeVar, cast

import psycopg2
import sqlalchemy as sa

from data import embedded, migrate, problems
from data import engine as engines
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pydantic
    from sqlalchemy.engine.interfaces import DBAPIConnection

    from data import scope as scopes
    from data import settings as all_settings

T = TypeVar("T")

_log = logging.getLogger(__name__)
_RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0)
_QUERY_CANCELED = "57014"
_INSUFFICIENT_PRIVILEGE = "42501"
_LOCK_NOT_AVAILABLE = "55P03"
_LOADING = engines.Access(engines.Role.LOADER, timeout_seconds=0)


class Store:
    """A store of payments and confirmations. Every transaction runs in one role and scope.

    `engine` has the dashboard's login. Those of the loader and the owner are opened when they are
    first needed; where none is given, the dashboard's login is tried.
    """

    def __init__(
        self,
        engine: sa.Engine,
        *,
        loader: Callable[[], sa.Engine] | None = None,
        owner: Callable[[], sa.Engine] | None = None,
    ) -> None:
        self.engine = engine
        self._makers = {engines.Role.LOADER: loader, engines.Role.OWNER: owner}
        self._others: dict[engines.Role, sa.Engine] = {}
        self._lock = threading.Lock()

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
        with self._transaction(engines.Access(engines.Role.READER, scope)) as connection:
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
        with self._transaction(access) as connection:
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
        with self._transaction(engines.Access(engines.Role.AUDITOR, scope)) as connection:
            yield connection

    @contextlib.contextmanager
    def admitting(self) -> Iterator[sa.Connection]:
        """Give a transaction that sees the users, and no data."""
        with self._transaction(engines.Access(engines.Role.GATEKEEPER)) as connection:
            yield connection

    @contextlib.contextmanager
    def keeping(self, login: str) -> Iterator[sa.Connection]:
        """Give a transaction that sees and changes what one user has saved, and no data."""
        access = engines.Access(engines.Role.GATEKEEPER, login=login)
        with self._transaction(access) as connection:
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
            except Down:
                time.sleep(pause)
        with self.reading(scope) as connection:
            return question(connection)

    def close(self) -> None:
        """Close the connections of all logins."""
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
    def _transaction(
        self, access: engines.Access, engine: sa.Engine | None = None
    ) -> Iterator[sa.Connection]:
        try:
            with (engine or self.engine).execution_options(access=access).begin() as connection:
                yield connection
        except sa.exc.TimeoutError as error:
            _log.warning("no connection within %s s", engines.POOL_TIMEOUT_SECONDS)
            raise problems.Failed(
                N_("The store is busy"), N_("Many questions are being asked; try again shortly.")
            ) from error
        except (sa.exc.DBAPIError, psycopg2.Error) as error:
            problem = _problem(error)
            if problem is None:
                raise
            _log.warning("the store failed: %s", getattr(error, "orig", error))
            raise problem from error


class Down(problems.Failed):
    """The store does not answer, for now."""

    def __init__(self) -> None:
        super().__init__(
            N_("The store does not answer"),
            N_("The database is down or restarting; the page comes back by itself."),
        )


def open_store(settings: all_settings.Settings) -> Store:
    """Open the store of `settings`: by its URL, or the embedded one, which is made if necessary.

    Raises:
        problems.Problem: the store is down, cannot be started, or has another version.
    """
    external = connect_external(settings)
    if external is None:
        return _open_embedded(settings.home or embedded.default_home())
    _require_version(external)
    return external


def connect_external(settings: all_settings.Settings) -> Store | None:
    """Return the store of BHXH_STORE_URL, whatever its version; None where none is named."""
    if settings.store_url is None:
        return None
    others = {
        engines.Role.LOADER: settings.loader_url, engines.Role.OWNER: settings.owner_url
    }  # fmt: skip
    makers = {
        role: functools.partial(_external, url, engines.VARIABLES[role]) if url else None
        for role, url in others.items()
    }
    return Store(
        _external(settings.store_url, engines.STORE_URL),
        loader=makers[engines.Role.LOADER],
        owner=makers[engines.Role.OWNER],
    )


def _external(url: pydantic.SecretStr, variable: str) -> sa.Engine:
    return engines.create(engines.read_url(url.get_secret_value(), variable))


def is_behind(settings: all_settings.Settings) -> bool:
    """Return whether an embedded store has to be made or brought up to date by its owner's login.

    It is asked by the dashboard's login, which starts the server if necessary.

    Raises:
        problems.Problem: the server cannot be started, or does not answer.
    """
    if settings.store_url is not None:
        return False
    store = _embedded(settings.home or embedded.default_home())
    try:
        return not _is_separate(store) or migrate.version(store.engine) != migrate.HEAD
    except (sa.exc.DBAPIError, psycopg2.Error) as error:
        _log.warning("the store failed: %s", error)
        raise Down from error
    finally:
        store.close()


def open_home(home: Path) -> Store:
    """Open the embedded store of a home, whatever the settings say; it is brought up to date.

    Raises:
        problems.Problem: its server cannot be started, or its version is not known.
    """
    return _open_embedded(home)


def _open_embedded(home: Path) -> Store:
    """Start or join the embedded server and bring its schema up to date."""
    store = _embedded(home)
    try:
        _bring_up_to_date(store, embedded.ensure_running(home))
    except (sa.exc.OperationalError, psycopg2.OperationalError) as error:
        _log.warning("the store failed: %s", error)
        raise Down from error
    return store


def _embedded(home: Path) -> Store:
    """Return the store of a home, whatever its version; its server runs."""
    server = embedded.ensure_running(home)

    def engine(url: Callable[[embedded.Server], sa.URL]) -> sa.Engine:
        def connect() -> DBAPIConnection:
            try:
                return _connect(url(server))
            except psycopg2.OperationalError:
                # The server died or moved: the next use starts it again.
                return _connect(url(embedded.ensure_running(home)))

        return engines.create(url(server), connect=connect)

    return Store(
        engine(lambda server: server.url),
        loader=lambda: engine(lambda server: server.loader_url),
        owner=lambda: engine(lambda server: server.owner_url),
    )


def _connect(url: sa.URL) -> DBAPIConnection:
    return cast("DBAPIConnection", engines.connect(url))


def _is_separate(store: Store) -> bool:
    """Return whether the dashboard's login may take its own roles, and no others."""
    return migrate.is_prepared(store.engine) and not migrate.may_take_any(
        store.engine, engines.VARIABLES
    )


def _bring_up_to_date(store: Store, server: embedded.Server) -> None:
    if migrate.version(store.engine) in migrate.DEVELOPMENT:
        migrate.drop_development_sample(server.superuser_url)
    if not _is_separate(store):
        embedded.complete_logins(server)
        names = (server.url.username, server.loader_url.username, server.owner_url.username)
        migrate.prepare(server.superuser_url, migrate.Logins(*map(str, names)))
    if migrate.version(store.engine) != migrate.HEAD:
        migrate.upgrade(store.owner_engine)
        _require_version(store)


def _require_version(store: Store) -> None:
    try:
        version = migrate.version(store.engine)
    except (sa.exc.DBAPIError, psycopg2.Error) as error:
        _log.warning("the store failed: %s", error)
        raise Down from error
    if version != migrate.HEAD:
        migrate.require_known(version)
        raise problems.Problem(
            N_("The store has another version"),
            N_("It has version {version}, this program needs {wanted}: run bhxh-monitor migrate."),
            version=version or "-",
            wanted=migrate.HEAD,
        )


def _problem(error: sa.exc.DBAPIError | psycopg2.Error) -> problems.Problem | None:
    """Return the problem for an error of the driver; None for a fault of this program."""
    cause = getattr(error, "orig", error)
    code = getattr(cause, "pgcode", None)
    if code == _QUERY_CANCELED:
        return problems.Failed(
            N_("The question took too long"), N_("Ask for a shorter period or a single office.")
        )
    if code == _INSUFFICIENT_PRIVILEGE:
        return problems.Failed(
            N_("The store refuses"),
            N_("The database role may not do this; see bhxh-monitor doctor."),
        )
    if code == _LOCK_NOT_AVAILABLE:
        return problems.Failed(
            N_("The store is busy"), N_("Data are being written into it; try again in a minute.")
        )
    if isinstance(cause, psycopg2.OperationalError | psycopg2.InterfaceError):
        return Down()
    return None
