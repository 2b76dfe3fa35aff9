"""The dashboard's login changes no log, no payment and no rule, in any role that it may take."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

import psycopg2
import pytest

from data import engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class
    from support import databases, desks

# The login itself, and every role that it may take.
ROLES: Final = ("none", *engine.OF_WEB)
# What is added and never changed, a column of each, and one of its policies.
TABLES: Final = {
    "access_log": ("purpose", "append"),
    "export_log": ("kind", "append"),
    "user_changes": ("changed_by", "append"),
    "sessions": ("login", "go_on"),
    "exception_notes": ("note", "append"),
    "snapshots": ("content", "append"),
    "snapshot_links": ("sha256", "append"),
    "import_runs": ("finished_at", "load"),
    "changes": ("earlier", "load"),
    "payments": ("amount", "load"),
}
VERBS: Final = (
    "UPDATE bhxh.{table} SET {column} = {column}",
    "DELETE FROM bhxh.{table}",
    "TRUNCATE bhxh.{table}",
    "DROP TABLE bhxh.{table} CASCADE",
    "ALTER TABLE bhxh.{table} DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE bhxh.{table} NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE bhxh.{table} DROP COLUMN {column} CASCADE",
    "ALTER TABLE bhxh.{table} OWNER TO bhxh_reader",
    "CREATE POLICY everything ON bhxh.{table} USING (true)",
    "ALTER POLICY {policy} ON bhxh.{table} TO PUBLIC",
    "DROP POLICY {policy} ON bhxh.{table}",
    "CREATE TRIGGER t BEFORE INSERT ON bhxh.{table} EXECUTE FUNCTION suppress_redundant_updates()",
)
# What would make it more than it is.
OTHERS: Final = (
    "SET LOCAL ROLE bhxh_owner",
    "SET LOCAL ROLE bhxh_loader",
    "SET SESSION AUTHORIZATION bhxh_owner",
    "SET SESSION AUTHORIZATION bhxh_importer",
    "ALTER ROLE bhxh_web SUPERUSER",
    "ALTER ROLE bhxh_reader BYPASSRLS",
    "ALTER ROLE bhxh_migrator PASSWORD 'x'",
    "DROP ROLE bhxh_owner",
    "CREATE ROLE other",
    "GRANT bhxh_owner TO bhxh_web",
    "GRANT bhxh_loader TO bhxh_reader",
    "REVOKE bhxh_owner FROM bhxh_migrator",
    "CREATE TABLE bhxh.copied (a text)",
    "CREATE TEMPORARY TABLE copied (a text)",
    "CREATE FUNCTION bhxh.f() RETURNS int SECURITY DEFINER RETURN 1",
    "ALTER FUNCTION bhxh.remove_sample() OWNER TO bhxh_reader",
    "ALTER FUNCTION bhxh.my_offices() RESET ALL",
    "ALTER DEFAULT PRIVILEGES FOR ROLE bhxh_owner GRANT SELECT ON TABLES TO PUBLIC",
    "DROP SCHEMA bhxh CASCADE",
    "SELECT bhxh.remove_sample()",
    "SELECT bhxh.set_indexes_aside('payments')",
    "SELECT bhxh.build_indexes_aside('payments')",
    "SELECT count(*) FROM bhxh.indexes_aside",
    "INSERT INTO bhxh.indexes_aside VALUES ('a', 'payments', 'DROP TABLE bhxh.users')",
)


@pytest.fixture(scope="module")
def connection(
    made: databases.Databases, example_name: str
) -> Iterator[psycopg2.extensions.connection]:
    """A connection of the dashboard's login to the worked example."""
    web, _, _ = made.three_urls(example_name)
    with contextlib.closing(engine.connect(web)) as opened:
        yield opened


@pytest.fixture
def cursor(connection: psycopg2.extensions.connection) -> Iterator[Cursor]:
    """A transaction whose scope is the whole city, and which is undone."""
    with connection.cursor() as given:
        given.execute("SELECT set_config('app.offices', '{00100,00101,00110}', true)")
        yield given
    connection.rollback()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", VERBS)
def test_what_is_kept_is_changed_in_no_role(
    verb: str, table: str, role: str, cursor: Cursor
) -> None:
    column, policy = TABLES[table]
    cursor.execute(f"SET LOCAL ROLE {role}")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(verb.format(table=table, column=column, policy=policy))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("statement", OTHERS)
def test_it_cannot_become_more_than_it_is(statement: str, role: str, cursor: Cursor) -> None:
    cursor.execute(f"SET LOCAL ROLE {role}")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(statement)


@pytest.mark.parametrize("role", engine.OF_WEB)
@pytest.mark.parametrize("table", TABLES)
def test_it_gives_nobody_a_right(
    table: str, role: str, connection: psycopg2.extensions.connection, cursor: Cursor
) -> None:
    """Somebody who has a right and may not pass it on gets a warning, and nothing happens."""
    rights = f"SELECT relacl::text FROM pg_class WHERE oid = 'bhxh.{table}'::regclass"
    # The login itself may not look a table up.
    cursor.execute(f"SET LOCAL ROLE {role}")
    cursor.execute(rights)
    before = cursor.fetchone()
    for grant in (
        f"GRANT ALL ON bhxh.{table} TO bhxh_reader",
        f"GRANT SELECT ON bhxh.{table} TO PUBLIC",
    ):
        with contextlib.suppress(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("SAVEPOINT before")
            cursor.execute(grant)
        cursor.execute("ROLLBACK TO before" if refused(connection) else "RELEASE before")
    cursor.execute(rights)
    assert cursor.fetchone() == before


def refused(connection: psycopg2.extensions.connection) -> bool:
    return bool(
        connection.get_transaction_status() == psycopg2.extensions.TRANSACTION_STATUS_INERROR
    )


@pytest.mark.parametrize("role", ["bhxh_gatekeeper", "bhxh_registrar"])
def test_a_session_that_has_ended_stays_ended(role: str, desk: desks.Desk) -> None:
    """It is the one of these tables that is written: whoever may end a session, ends it once."""
    desk.execute("INSERT INTO users (login, full_name, role) VALUES ('l@e.vn', 'L', 'city')")
    desk.execute("""
        INSERT INTO sessions (token_sha256, login, expires_at, ended_at, ended_by)
        VALUES (sha256('x'), 'l@e.vn', now() + INTERVAL '1 hour', now(), 'l@e.vn')
    """)
    access = engine.Access(engine.Role(role))
    with desk.store.engine.execution_options(access=access).begin() as connection:
        done = connection.exec_driver_sql("UPDATE sessions SET ended_at = NULL, ended_by = NULL")
        assert done.rowcount == 0
    assert desk.column("SELECT count(*) FROM sessions WHERE ended_at IS NOT NULL") == [1]
