"""What a store holds as of one moment: counted, hashed, and the same wherever it is restored."""

import contextlib
from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from data import engine as engines
from data import scope
from data.backup import archive

# Whoever is signed in signs in again after a restore: a session that has ended must not come back.
# Unlogged tables are left out, too: what a crash of the server may take is nobody's record.
LEFT_OUT: Final = ("sessions",)

# Values are written as texts, the same on every server.
_WRITTEN_ALIKE: Final = (
    "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'iso_8601';"
    " SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1;"
    " SET LOCAL row_security = off; SET LOCAL search_path = bhxh, pg_temp"
)
_TABLES: Final = sa.text("""
    SELECT CAST(relname AS text) FROM pg_class
    WHERE relnamespace = to_regnamespace('bhxh') AND relkind = 'r' AND relpersistence = 'p'
    ORDER BY relname
""")
_ABOUT: Final = sa.text("""
    SELECT
        clock_timestamp() AS taken_at,
        (SELECT version_num FROM schema_version) AS schema,
        CAST(current_setting('server_version_num') AS integer) AS postgresql,
        (SELECT CAST(system_identifier AS text) FROM pg_control_system())
            || '/' || current_database() AS store,
        (SELECT max(run_id) FROM import_runs WHERE changed) AS data_version,
        coalesce((SELECT max(snapshot_id) FROM snapshot_links), 0) AS last_snapshot,
        coalesce(
            (SELECT encode(sha256, 'hex') FROM snapshot_links ORDER BY snapshot_id DESC LIMIT 1), ''
        ) AS last_sha256
""")
_IS_SEEN: Final = sa.text("""
    SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user
""")
_HOLDS_A_SAMPLE: Final = sa.text("SELECT EXISTS (SELECT FROM bhxh.about WHERE is_sample)")
_IS_MADE: Final = sa.text("SELECT to_regclass('bhxh.schema_version') IS NOT NULL")
# What people or imports have brought; the calendar and the mark of a sample are the program's own.
_BROUGHT: Final = ("offices", "payments", "import_runs")
_OF_PEOPLE: Final = ("users", "access_log", "snapshots", "exception_notes")


@contextlib.contextmanager
def moment(url: sa.URL) -> Iterator[sa.Connection]:
    """Give a transaction of an administrator that sees all of a database as of one moment."""
    engine = sa.create_engine(
        url,
        creator=lambda: engines.connect(url),
        poolclass=sa.NullPool,
        isolation_level="REPEATABLE READ",
        hide_parameters=True,
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(_WRITTEN_ALIKE)
        yield connection


def sees_all(connection: sa.Connection) -> bool:
    """Return whether this login sees past the policies of tables."""
    return bool(connection.scalar(_IS_SEEN))


def is_made(connection: sa.Connection) -> bool:
    """Return whether the database has the tables of a store."""
    return bool(connection.scalar(_IS_MADE))


def holds_data(connection: sa.Connection) -> bool:
    """Return whether a store holds what nobody could make anew: not a sample, and not nothing."""
    if not is_made(connection):
        return False
    asked = _OF_PEOPLE if connection.scalar(_HOLDS_A_SAMPLE) else (*_BROUGHT, *_OF_PEOPLE)
    return any(
        connection.exec_driver_sql(f"SELECT EXISTS (SELECT FROM bhxh.{table})").scalar_one()
        for table in asked
    )


def described(connection: sa.Connection, program: str) -> archive.Manifest:
    """Return what the store of a moment holds; of the dump nothing is known yet."""
    row = connection.execute(_ABOUT).one()
    return archive.Manifest(
        **row._mapping,  # noqa: SLF001 - the published name
        program=program,
        tables=tables(connection),
        reports="",
        is_verified=False,
    )


def tables(connection: sa.Connection) -> dict[str, archive.Table]:
    """Return each table's number of rows, and a sum over their hashes that no order changes."""
    names = [name for name in connection.scalars(_TABLES) if name not in LEFT_OUT]
    return {name: _hashed(connection, name) for name in names}


def _hashed(connection: sa.Connection, table: str) -> archive.Table:
    # 60 bits of each row's hash: md5 is the same in every version, and nobody is to be fooled here.
    row = connection.exec_driver_sql(f"""
        SELECT count(*), coalesce(sum(
            CAST(CAST('x' || left(md5(CAST(whole_row AS text)), 15) AS bit(60)) AS bigint)
        ), 0)
        FROM bhxh."{table}" AS whole_row
    """).one()
    return archive.Table(int(row[0]), str(row[1]))


def differing(first: archive.Manifest, second: dict[str, archive.Table]) -> list[str]:
    """Return the tables whose rows differ between a manifest and a store."""
    names = first.tables.keys() | second.keys()
    return sorted(name for name in names if first.tables.get(name) != second.get(name))


@contextlib.contextmanager
def as_reader(connection: sa.Connection) -> Iterator[sa.Connection]:
    """Let a moment's transaction ask as the dashboard asks for the whole city."""
    access = engines.Access(engines.Role.READER, scope.Scope.everything(), timeout_seconds=0)
    connection.exec_driver_sql("SET LOCAL row_security = on")
    engines.change_access(connection, access)
    yield connection
    connection.exec_driver_sql("SET LOCAL ROLE NONE")
    connection.exec_driver_sql(_WRITTEN_ALIKE)
