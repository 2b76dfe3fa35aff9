"""The functions with the owner's rights do what an import needs, and refuse everything else."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

import psycopg2
import pytest
import sqlalchemy as sa
from support import access_log, imports

from data import engine, health
from data.sample import marker
from data.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class
    from support import databases, desks

    from data import store as stores

INDEXES: Final = """
    SELECT indexdef FROM pg_indexes WHERE schemaname = 'bhxh' AND tablename = 'payments' ORDER BY 1
"""
A_SAMPLE: Final = """
    INSERT INTO about (is_sample, sample_payments, sample_days, sample_seed, sample_today,
        sample_until, made_at)
    VALUES (true, 10, 10, 1, '2026-08-22', '2026-08-22 00:00+07', now())
"""


@pytest.fixture
def cursor(made: databases.Databases, full_desk: desks.Desk) -> Iterator[Cursor]:
    """A transaction of the loader, on the worked example."""
    _, loader, _ = made.three_urls(full_desk.name())
    with (
        contextlib.closing(engine.connect(loader)) as connection,
        connection.cursor() as given,
    ):
        given.execute("SET LOCAL ROLE bhxh_loader; SET LOCAL search_path = bhxh, pg_temp")
        yield given


def column(cursor: Cursor, question: str) -> list[object]:
    cursor.execute(question)
    return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize(
    "table",
    [
        "access_log", "export_log", "user_changes", "users", "sessions", "snapshots",
        "exception_notes", "schema_version", "indexes_aside", "masked_participants",
        "payments_by_org", "nothing", "", "pg_class", "bhxh.payments", "Payments",
        "payments; DROP TABLE users", "payments'", None,
    ],
)  # fmt: skip
def test_only_tables_that_an_import_fills_lose_their_indexes(
    table: str | None, cursor: Cursor
) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute("SELECT set_indexes_aside(%s)", (table,))


def test_a_table_of_the_loaders_own_is_none_of_them(cursor: Cursor) -> None:
    cursor.execute("CREATE TEMPORARY TABLE mine (a text); CREATE INDEX ON mine (a)")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute("SELECT set_indexes_aside('mine')")


def test_what_keeps_rows_apart_stays_and_the_rest_comes_back_as_it_was(cursor: Cursor) -> None:
    before = column(cursor, INDEXES)
    unique = [each for each in before if " UNIQUE " in str(each)]
    cursor.execute("SELECT set_indexes_aside('payments')")
    assert column(cursor, INDEXES) == unique != before
    cursor.execute("SELECT build_indexes_aside('confirmations')")
    assert column(cursor, INDEXES) == unique
    cursor.execute("SELECT build_indexes_aside('payments')")
    assert column(cursor, INDEXES) == before
    cursor.execute("SELECT build_indexes_aside('payments')")
    assert column(cursor, INDEXES) == before


def test_the_loader_does_not_say_what_is_built(cursor: Cursor, full_desk: desks.Desk) -> None:
    cursor.execute("""
        CREATE TEMPORARY TABLE indexes_aside (index_name name, table_name name, definition text);
        INSERT INTO pg_temp.indexes_aside VALUES ('a', 'payments', 'DROP TABLE bhxh.users CASCADE');
        SET LOCAL search_path = pg_temp, bhxh;
        SELECT bhxh.build_indexes_aside('payments')
    """)
    cursor.connection.commit()
    assert full_desk.column("SELECT to_regclass('bhxh.users') IS NOT NULL") == [True]


@pytest.mark.parametrize(
    "verb",
    [
        "INSERT INTO indexes_aside VALUES ('a', 'b', 'c')",
        "UPDATE indexes_aside SET definition = ''",
        "DELETE FROM indexes_aside",
        "SELECT FROM indexes_aside",
    ],
)
def test_the_loader_does_not_touch_what_is_set_aside(verb: str, cursor: Cursor) -> None:
    cursor.execute("SELECT set_indexes_aside('payments')")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(verb)


def test_real_data_are_never_removed(cursor: Cursor, full_desk: desks.Desk) -> None:
    before = full_desk.everything()
    cursor.execute("""
        CREATE TEMPORARY TABLE about (is_sample boolean);
        INSERT INTO pg_temp.about VALUES (true);
        SET LOCAL search_path = pg_temp, bhxh;
        SELECT bhxh.remove_sample()
    """)
    assert cursor.fetchone() == (False,)
    cursor.connection.commit()
    assert full_desk.everything() == before


def test_of_a_sample_the_logs_the_users_and_their_sessions_stay(
    made: databases.Databases, cursor: Cursor, full_desk: desks.Desk
) -> None:
    access_log.fill(made, full_desk)
    for statement in (
        A_SAMPLE,
        "INSERT INTO users (login, full_name, role) VALUES ('l@e.vn', 'L', 'city')",
        "INSERT INTO user_offices VALUES ('l@e.vn', '00101')",
        """
        INSERT INTO user_changes
            (changed_by, login, full_name, role, office_codes, is_disabled)
        VALUES ('l@e.vn', 'l@e.vn', 'L', 'city', '{}', false)
        """,
        """
        INSERT INTO sessions (token_sha256, login, expires_at)
        VALUES (sha256('x'), 'l@e.vn', now() + INTERVAL '1 hour')
        """,
        """
        INSERT INTO export_log (who, kind, ending, asked, in_full, office_codes)
        VALUES ('l@e.vn', 'form-01-xn', 'pdf', '{}', false, '{00101}')
        """,
    ):
        full_desk.execute(statement)
    before = {name: rows for name, rows in full_desk.everything().items() if rows}
    cursor.execute("SELECT remove_sample()")
    assert cursor.fetchone() == (True,)
    cursor.connection.commit()
    after = {name: rows for name, rows in full_desk.everything().items() if rows}
    assert set(after) == {
        "access_log", "export_log", "sessions", "user_changes", "user_offices", "users",
    }  # fmt: skip
    assert after == {name: before[name] for name in after}


@pytest.mark.parametrize(
    ("statement", "hole"),
    [
        (
            "CREATE FUNCTION bhxh.remove_sample(a text) RETURNS int SECURITY DEFINER RETURN 1",
            "function with the rights of its owner: remove_sample",
        ),
        ("ALTER FUNCTION bhxh.remove_sample() RESET ALL", "not as it was made: remove_sample"),
        (
            "ALTER FUNCTION bhxh.set_indexes_aside SET search_path = public, bhxh",
            "not as it was made: set_indexes_aside",
        ),
        (
            "GRANT EXECUTE ON FUNCTION bhxh.remove_sample() TO bhxh_reader",
            "others than the loader may call: remove_sample",
        ),
    ],
)
def test_a_function_that_is_not_as_it_was_made_is_a_hole(
    statement: str, hole: str, empty_store: stores.Store
) -> None:
    owner = engine.Access(engine.Role.OWNER)
    with empty_store.engine.execution_options(access=owner).begin() as connection:
        connection.execute(sa.text(statement))
    with empty_store.reading(Scope.everything()) as connection:
        assert any(hole in each for each in health.holes(connection))


def test_an_import_that_replaces_a_sample_says_so(full_desk: desks.Desk) -> None:
    full_desk.execute(A_SAMPLE)
    removed: list[bool] = []

    def first(cursor: Cursor) -> None:
        removed.append(marker.remove(cursor))

    imports.load(full_desk.store, imports.EXAMPLE / "import", first=first)
    imports.load(full_desk.store, imports.EXAMPLE / "import", first=first)
    assert removed == [True, False]
    assert full_desk.column("SELECT count(*) FROM payments") == [14]
