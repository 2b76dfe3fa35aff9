"""Versions of the store: prepares roles and schema, runs migrations, refuses unknown versions."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.resources
import pathlib
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from data import engine as engines
from data import problems
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import alembic.config

# The version that this program works with: a constant, as alembic takes long to load.
HEAD: Final = "0013_masks"
# The folder of the migrations.
SCRIPTS: Final = pathlib.Path(__file__).parent / "migrations"
# The versions of the programs before 0.1.0, whose migrations are gone.
DEVELOPMENT: Final = tuple(f"{number:04}" for number in range(1, 13))
_ONLY_A_SAMPLE: Final = """
    SELECT EXISTS (SELECT FROM bhxh.about WHERE is_sample)
        AND NOT EXISTS (SELECT FROM bhxh.users) AND NOT EXISTS (SELECT FROM bhxh.access_log)
"""
OWNER: Final = engines.Access(engines.Role.OWNER, timeout_seconds=0)


def roles_sql() -> str:
    """Return the statements that an administrator runs once on a database."""
    return importlib.resources.files("data").joinpath("roles.sql").read_text(encoding="utf-8")


@dataclasses.dataclass(frozen=True)
class Logins:
    """The names of a store's logins: of the dashboard, of imports, of migrations."""

    web: str
    loader: str
    owner: str


def prepare(administrator: sa.URL, logins: Logins) -> None:
    """Create roles, schema and privileges for logins, as an administrator of the server."""
    with contextlib.closing(engines.connect(administrator)) as connection, connection:
        cursor = connection.cursor()
        # Roles belong to the whole server: two databases must not make them at once.
        cursor.execute("SELECT pg_advisory_xact_lock(3964)")
        cursor.execute(
            "SELECT set_config('bhxh.login', %s, true), set_config('bhxh.loader_login', %s, true),"
            " set_config('bhxh.owner_login', %s, true)",
            (logins.web, logins.loader, logins.owner),
        )
        cursor.execute(roles_sql())


def may_take(engine: sa.Engine, roles: Iterable[engines.Role]) -> bool:
    """Return whether the login may take all of these roles."""
    wanted = list(roles)
    return _takes(engine, wanted) == len(wanted)


def may_take_any(engine: sa.Engine, roles: Iterable[engines.Role]) -> bool:
    """Return whether the login may take one of these roles."""
    return _takes(engine, list(roles)) > 0


def _takes(engine: sa.Engine, roles: Sequence[engines.Role]) -> int:
    return _plain(
        engine,
        "SELECT count(*) FROM pg_roles"
        " WHERE rolname = ANY (%s) AND pg_has_role(session_user, oid, 'SET')",
        roles,
    )


def _is_made(engine: sa.Engine) -> bool:
    """Return whether the schema and all roles exist, whoever may take them."""
    roles = list(engines.Role)
    found = _plain(
        engine,
        "SELECT count(*) FROM pg_roles"
        " WHERE rolname = ANY (%s) AND to_regnamespace('bhxh') IS NOT NULL",
        roles,
    )
    return found == len(roles)


def _plain(engine: sa.Engine, question: str, roles: Sequence[engines.Role]) -> int:
    """Return a number that a plain transaction reads, without a role: none may exist yet."""
    with contextlib.closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(question, (list(roles),))
        row = cursor.fetchone()
        connection.rollback()
    return int(row[0]) if row else 0


def is_prepared(web: sa.Engine) -> bool:
    """Return whether roles and schema exist, and the dashboard's login may take its own."""
    return _is_made(web) and may_take(web, engines.OF_WEB)


def require_prepared(web: sa.Engine) -> None:
    """Require roles and schema, and that the dashboard's login may take its roles.

    Raises:
        problems.Problem: an administrator has to run data/roles.sql, once or once more.
    """
    if not is_prepared(web):
        raise not_prepared()


def not_prepared() -> problems.Problem:
    """Return the problem of a database that no administrator has prepared."""
    return problems.Problem(
        N_("The database is not prepared"),
        N_(
            "Let an administrator of the server run the file data/roles.sql on it once,"
            " as docs/deployment.md says, then try again."
        ),
    )


def version(engine: sa.Engine) -> str | None:
    """Return the version of the schema; None before the first migration."""
    # A plain transaction without role: before the first migration there is none to read as.
    with contextlib.closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(
            "SELECT FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace"
            " WHERE nspname = 'bhxh' AND relname = 'schema_version'"
        )
        if not cursor.rowcount:
            return None
        cursor.execute("SET LOCAL ROLE bhxh_reader")
        cursor.execute("SELECT version_num FROM bhxh.schema_version")
        row = cursor.fetchone()
        connection.rollback()
    return str(row[0]) if row else None


def require_known(version: str | None) -> None:
    """Refuse a version from which no migration leads on: a later one, or one never released.

    Raises:
        problems.Problem: the version is not None and none of the migrations makes it.
    """
    import alembic.script

    known = alembic.script.ScriptDirectory.from_config(_config()).walk_revisions()
    if version is not None and version not in {script.revision for script in known}:
        raise problems.Problem(
            N_("The store has a version that this program does not know"),
            N_(
                "It has version {version}. If a newer program made it, use that one. If it was made"
                " before the first release, set BHXH_HOME or BHXH_STORE_URL to a new store and"
                " import the same files into it again."
            ),
            version=version,
        )


def drop_development_sample(administrator: sa.URL) -> None:
    """Drop the schema of a development version that holds a sample and nothing of a person's.

    The start then makes a new store, and the first run another sample. Imported data, a user, or an
    entry of the access log keep a store as it is, to be refused.
    """
    with contextlib.closing(engines.connect(administrator)) as connection, connection:
        cursor = connection.cursor()
        cursor.execute("SELECT pg_advisory_xact_lock(3965)")
        cursor.execute("SELECT to_regclass('bhxh.users') IS NOT NULL")
        if cursor.fetchone() == (True,):
            cursor.execute(_ONLY_A_SAMPLE)
            if cursor.fetchone() == (True,):
                cursor.execute("DROP SCHEMA bhxh CASCADE")


def upgrade(engine: sa.Engine) -> None:
    """Bring the schema to the version of this program, in one transaction, as the owner's login.

    Raises:
        problems.Problem: roles and schema have not been prepared, the login may not take the
            owner's role, or the version is not known.
    """
    if not _is_made(engine):
        raise not_prepared()
    if not may_take(engine, engines.OF_OWNER):
        raise engines.MayNot(engines.Role.OWNER)
    require_known(version(engine))
    import alembic.command

    with engine.execution_options(access=OWNER).begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(3965)"))
        config = _config()
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "head")


def _config() -> alembic.config.Config:
    """Return alembic's settings: where the migrations are, and nothing of the environment."""
    import alembic.config

    config = alembic.config.Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config
