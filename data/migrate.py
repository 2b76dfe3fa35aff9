"""Owns the versions of the store: prepares roles and schema, runs the migrations, checks them."""

from __future__ import annotations

import contextlib
import importlib.resources
import pathlib
from typing import TYPE_CHECKING

import sqlalchemy as sa

from data import engine as engines
from data import problems
from data.problems import N_

if TYPE_CHECKING:
    import alembic.config

# The version that this program works with; known without loading alembic, which only changes it.
HEAD = "0012"

_SCRIPTS = pathlib.Path(__file__).parent / "migrations"
_OWNER = engines.Access(engines.Role.OWNER, timeout_seconds=0)


def roles_sql() -> str:
    """Return the statements that an administrator runs once on a database."""
    return importlib.resources.files("data").joinpath("roles.sql").read_text(encoding="utf-8")


def prepare(administrator: sa.URL, login: str) -> None:
    """Create roles, schema and privileges for `login`, as an administrator of the server."""
    with contextlib.closing(engines.connect(administrator)) as connection, connection:
        cursor = connection.cursor()
        # Roles belong to the whole server: two databases must not make them at once.
        cursor.execute("SELECT pg_advisory_xact_lock(3964)")
        cursor.execute("SELECT set_config('bhxh.login', %s, true)", (login,))
        cursor.execute(roles_sql())


def is_prepared(engine: sa.Engine) -> bool:
    """Say whether roles and schema stand and the login may own them."""
    # A plain transaction without role: the roles are what is asked for.
    with contextlib.closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(
            "SELECT count(*) = cardinality(%(roles)s) AND to_regnamespace('bhxh') IS NOT NULL"
            " FROM pg_roles"
            " WHERE rolname = ANY (%(roles)s) AND pg_has_role(session_user, oid, 'SET')",
            {"roles": list(engines.Role)},
        )
        row = cursor.fetchone()
        connection.rollback()
    return bool(row and row[0])


def upgrade(engine: sa.Engine) -> None:
    """Bring the schema to the version of this program, in one transaction.

    Raises:
        problems.Problem: roles and schema have not been prepared.
    """
    if not is_prepared(engine):
        raise problems.Problem(
            N_("The database is not prepared"),
            N_(
                "Let an administrator of the server run the file data/roles.sql on it once,"
                " as docs/deployment.md says, then try again."
            ),
        )
    import alembic.command

    with engine.execution_options(access=_OWNER).begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(3965)"))
        config = scripts()
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "head")


def scripts() -> alembic.config.Config:
    """Return alembic's settings: where the migrations are, and nothing of the environment."""
    import alembic.config

    config = alembic.config.Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config
