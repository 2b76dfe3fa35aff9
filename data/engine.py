"""Connections to the store: every transaction runs in a role and a scope.

The role, the scope, the time limits and whether it may write are set at the start of each
transaction and end with it, so that no connection in the pool keeps the rights of a user.
"""

import contextlib
import dataclasses
import datetime as dt
import enum
import functools
import os
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import psycopg2
import sqlalchemy as sa
from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class
from sqlalchemy.engine.interfaces import DBAPIConnection

from data import local_time, problems
from data import scope as scopes
from data.connections import addresses, database_errors, timing, watchdog
from data.problems import N_

READ_TIMEOUT_SECONDS = 15
# A file may take longer than a page: meanwhile the screen can be used.
EXPORT_TIMEOUT_SECONDS = 120
# A file is read as of its first query, whatever is written meanwhile. The planner is to return all
# rows quickly, not the first ones, and to sort the rows of a day in memory.
_EXPORT = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "SET LOCAL cursor_tuple_fraction = 1",
    "SET LOCAL work_mem = '64MB'",
)
LOCK_TIMEOUT_SECONDS = 5
# A query that finds all connections in use waits for one; then the store is reported as busy. A
# page takes two: of eight, some of twenty people who click without a pause found none.
POOL_SIZE = 16
POOL_TIMEOUT_SECONDS = 3
# After a rush the connections that nobody takes are given back: others need them, the import among
# them. The last one that was returned is taken first, so that the rest lie idle; the server ends
# those.
IDLE_SECONDS: Final = 60
# How long a server may take to let somebody in, each of several hosts, and to say that it lives.
CONNECT_SECONDS: Final = 5
PING_SECONDS: Final = 3.0
# A machine that is gone is noticed within half a minute, where it does not say so itself. What does
# not apply to a socket of this machine is passed over.
_PATIENCE: Final[dict[str, Any]] = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
    "fallback_application_name": "bhxh-monitor",
}
# Up to so many rows are read faster by their keys than by scanning the tables.
_FEW: Final = 200_000


def _moment(text: Any, _cursor: object) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


# The server writes moments in ISO 8601, which Python reads more quickly than the driver does.
psycopg2.extensions.register_type(
    psycopg2.extensions.new_type(psycopg2.extensions.PYDATETIMETZ.values, "MOMENT", _moment)
)


class Role(enum.StrEnum):
    """The database roles that a store's logins may take; `data/roles.sql` makes them."""

    OWNER = "bhxh_owner"
    LOADER = "bhxh_loader"
    READER = "bhxh_reader"
    REVEALER = "bhxh_revealer"
    APPENDER = "bhxh_appender"
    GATEKEEPER = "bhxh_gatekeeper"
    AUDITOR = "bhxh_auditor"
    REGISTRAR = "bhxh_registrar"


_SCOPED = frozenset({Role.READER, Role.REVEALER, Role.APPENDER, Role.AUDITOR})
_READING = frozenset({Role.READER, Role.AUDITOR})

# Whose login may take a role: people's roles are the dashboard's. One login may be all three.
OF_WEB: Final = tuple(role for role in Role if role not in {Role.OWNER, Role.LOADER})
OF_LOADER: Final = (Role.LOADER, Role.READER)
OF_OWNER: Final = (Role.OWNER, Role.LOADER, Role.READER)
STORE_URL: Final = "BHXH_STORE_URL"
# The setting that names the login for what the dashboard may not do.
VARIABLES: Final = {Role.LOADER: "BHXH_LOADER_URL", Role.OWNER: "BHXH_OWNER_URL"}


@dataclasses.dataclass(frozen=True)
class Access:
    """How one transaction runs. Roles that read or add for a user need a scope.

    `login` is who the transaction is for, where a table has rows of single users.
    """

    role: Role
    scope: scopes.Scope | None = None
    timeout_seconds: int = READ_TIMEOUT_SECONDS
    is_export: bool = False
    login: str | None = None

    @property
    def read_only(self) -> bool:
        """Whether the transaction is read-only; in other roles, grants say what may be written."""
        return self.role in _READING


class MayNot(problems.Problem):
    """The login may not take the role of the loader or the owner; another one is to be named."""

    def __init__(self, role: Role) -> None:
        super().__init__(
            N_("The login may not do this"),
            N_(
                "The database login that was tried may not take the role {role}: set {variable} to"
                " the login that may (docs/deployment.md)."
            ),
            role=role.value,
            variable=VARIABLES[role],
        )


def read_url(text: str, variable: str = STORE_URL) -> sa.URL:
    """Read the address of a database in a setting: SQLAlchemy's or libpq's.

    Raises:
        problems.Problem: it is no complete address, or one of another kind of database.
    """
    return addresses.read(text, variable)


def shown_url(text: str, variable: str = STORE_URL) -> str:
    """Return the address of a database as it may be shown: without its password."""
    return addresses.shown(read_url(text, variable))


def create(url: sa.URL, *, connect: Callable[[], DBAPIConnection] | None = None) -> sa.Engine:
    """Return an engine for `url`; `connect` makes its connections where the server may move."""
    engine = sa.create_engine(
        url,
        creator=connect or functools.partial(connect_for_pool, url),
        hide_parameters=True,
        max_overflow=0,
        poolclass=timing.Pool,
        pool_pre_ping=True,
        pool_size=POOL_SIZE,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        pool_use_lifo=True,
    )
    sa.event.listen(engine, "begin", _begin)
    timing.watch(engine)
    sa.event.listen(engine, "handle_error", _failed)
    # A connection that lies in the pool is asked whether it lives before it is given out.
    sa.event.listen(engine, "checkin", _lies)
    sa.event.listen(engine, "checkout", _given)
    return engine


def connect(url: sa.URL) -> watchdog.Connection:
    """Return a connection of the driver, from the URL's parts: as text it would lose spaces.

    What the address says of limits counts more than ours. Its statements have none.

    Raises:
        psycopg2.OperationalError: the server is not there, does not answer in time, or refuses.
    """
    values = _patience() | addresses.arguments(url)
    made = psycopg2.connect(connection_factory=watchdog.Connection, **values)
    return cast("watchdog.Connection", made)


def connect_for_pool(url: sa.URL) -> DBAPIConnection:
    """Return a connection whose statements have the limit of a page; raises as `connect` does."""
    connection = connect(url)
    connection.limit_seconds = _limit(READ_TIMEOUT_SECONDS)
    with connection, connection.cursor() as driver:
        driver.execute("SET idle_session_timeout = %s", (f"{IDLE_SECONDS}s",))
    return cast("DBAPIConnection", connection)


def own_session(engine: sa.Engine) -> psycopg2.extensions.connection:
    """Return a connection of an engine that is none of its pool any more; each statement commits.

    It may lie idle for as long as its owner likes: locks may be held by it.

    Raises:
        psycopg2.Error, sa.exc.SQLAlchemyError: the database gives none.
    """
    pooled = engine.raw_connection()
    session = pooled.driver_connection
    pooled.detach()
    if not isinstance(session, psycopg2.extensions.connection):
        raise psycopg2.InterfaceError
    session.autocommit = True
    with session.cursor() as driver:
        driver.execute("SET idle_session_timeout = 0")
    return session


def _patience() -> dict[str, Any]:
    """Return our limits; one of libpq's own variable counts more."""
    is_given = bool(os.environ.get("PGCONNECT_TIMEOUT"))
    return {
        name: value
        for name, value in _PATIENCE.items()
        if not (is_given and name == "connect_timeout")
    }


def _limit(seconds: int) -> float | None:
    """Return how long to wait for a statement that the server gives so many seconds; 0: any."""
    return seconds + watchdog.GRACE_SECONDS if seconds else None


def _lies(driver: Any, _record: object) -> None:
    # A connection that is lost is not kept.
    if driver is not None:
        driver.limit_seconds = PING_SECONDS


def _failed(error: sa.engine.ExceptionContext) -> None:
    # The pool keeps none of its connections then.
    if database_errors.is_of_the_driver(error.original_exception):
        error.is_disconnect = True


def _given(driver: Any, _record: object, _proxy: object) -> None:
    driver.limit_seconds = _limit(READ_TIMEOUT_SECONDS)


def cursor(connection: sa.Connection, name: str | None = None) -> Cursor:
    """Return the driver's cursor in the transaction of `connection`; with a name it streams."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("The connection has been closed")
    return cast("Cursor", driver.cursor(name) if name else driver.cursor())


def _begin(connection: sa.Connection) -> None:
    """Set role, scope and limits in the first statements of a transaction."""
    options = connection.get_execution_options()
    access = options.get("access")
    if not isinstance(access, Access):
        raise RuntimeError("A transaction needs an access: role and scope")  # noqa: TRY004
    if options.get("isolation_level") == "AUTOCOMMIT":
        raise RuntimeError("AUTOCOMMIT would run without the scope")
    if access.scope is None and access.role in _SCOPED:
        raise RuntimeError(f"{access.role} needs a scope")
    with cursor(connection) as driver:
        cast("watchdog.Connection", driver.connection).limit_seconds = _limit(
            access.timeout_seconds
        )
        try:
            driver.execute(*_opening(access))
        except psycopg2.errors.InsufficientPrivilege as error:
            if access.role in VARIABLES:
                raise MayNot(access.role) from error
            raise


def _opening(access: Access) -> tuple[str, dict[str, object]]:
    """Return the statements that open a transaction, sent in one round trip."""
    statements = [
        *(_EXPORT if access.is_export else ()),
        f"SET LOCAL ROLE {access.role}",
        "SET LOCAL search_path = bhxh, pg_temp",
        f"SET LOCAL timezone = '{local_time.NAME}'",
        f"SET LOCAL statement_timeout = '{access.timeout_seconds}s'",
        f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT_SECONDS}s'",
    ]
    if access.read_only:
        statements.append("SET TRANSACTION READ ONLY")
    values: dict[str, object] = {}
    if access.scope is not None:
        statements.append(_scope_statement(access.scope))
        values["offices"] = list(access.scope.offices or ())
    if access.login is not None:
        statements.append("SELECT set_config('app.login', %(login)s, true)")
        values["login"] = access.login
    return "; ".join(statements), values


def _scope_statement(scope: scopes.Scope) -> str:
    """Return the statement that sets the offices of the transaction: those given, or all stored."""
    if scope.offices is None:
        listed = "(SELECT coalesce(array_agg(office_code), '{}')::text FROM offices)"
    else:
        listed = "(%(offices)s::text[])::text"
    return f"SELECT set_config('app.offices', {listed}, true)"


def change_access(connection: sa.Connection, access: Access) -> None:
    """Take another role and scope in a running transaction of an administrator, until its end."""
    with cursor(connection) as driver:
        driver.execute(*_opening(access))


@contextlib.contextmanager
def looking_up(cursor: Cursor, rows: int) -> Iterator[None]:
    """Have the planner join so many rows by their keys, one by one, unless they are many.

    The time then depends on these rows, and not on the tables' size or the planner's estimates.
    """
    if rows > _FEW:
        yield
        return
    cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
    yield
    cursor.execute("SET LOCAL enable_hashjoin TO DEFAULT; SET LOCAL enable_mergejoin TO DEFAULT")
