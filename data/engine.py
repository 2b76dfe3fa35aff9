"""Connections to the store: every transaction runs in a role and a scope.

The role, the scope, the time limits and whether it may write are set at the start of each
transaction and end with it, so that no connection in the pool keeps the rights of a user.
"""

import contextlib
import dataclasses
import datetime as dt
import enum
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import psycopg2
import sqlalchemy as sa
from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class
from sqlalchemy.engine.interfaces import DBAPIConnection

from data import local_time, problems
from data import scope as scopes
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
# A query that finds all connections in use waits for one, longer than a page may take; then the
# store is reported as busy.
POOL_SIZE = 8
POOL_TIMEOUT_SECONDS = 20
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
    """Read the address of a database in a setting, with or without the driver's name.

    Raises:
        problems.Problem: it is no address, or one of another kind of database.
    """
    try:
        url = sa.make_url(text)
    except sa.exc.ArgumentError as error:
        raise problems.Problem(
            N_("A setting cannot be read"),
            N_("{variable} is not a database URL: postgresql://USER:PASSWORD@HOST/DATABASE."),
            variable=variable,
        ) from error
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise problems.Problem(
            N_("The store must be PostgreSQL"),
            N_("{variable} names another kind of database; give a postgresql:// address."),
            variable=variable,
        )
    return url.set(drivername="postgresql+psycopg2")


def shown_url(text: str, variable: str = STORE_URL) -> str:
    """Return the address of a database as it may be shown: without its password."""
    return read_url(text, variable).render_as_string(hide_password=True)


def create(url: sa.URL, *, connect: Callable[[], DBAPIConnection] | None = None) -> sa.Engine:
    """Return an engine for `url`; `connect` makes its connections where the server may move."""
    engine = sa.create_engine(
        url,
        **({"creator": connect} if connect else {}),
        hide_parameters=True,
        max_overflow=0,
        pool_pre_ping=True,
        pool_size=POOL_SIZE,
        pool_timeout=POOL_TIMEOUT_SECONDS,
    )
    sa.event.listen(engine, "begin", _begin)
    return engine


def connect(url: sa.URL) -> psycopg2.extensions.connection:
    """Return a connection of the driver, from the URL's parts: as text it would lose spaces."""
    values: dict[str, Any] = url.translate_connect_args(database="dbname", username="user")
    values |= url.query
    connection: psycopg2.extensions.connection = psycopg2.connect(**values)
    return connection


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
