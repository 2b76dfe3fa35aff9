"""The database decides who sees what: every table, in every role, with every kind of scope."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import psycopg2
import pytest
import sqlalchemy as sa

from data import engine, health, problems
from data.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support import databases

    from data import store as stores

EVERYTHING = Scope.everything()
BA_DINH = Scope.of(["00101"])
SOC_SON = Scope.of(["00110"])
NOBODY = Scope.of([])


def count(store: stores.Store, scope: Scope, table: str, where: str = "true") -> int:
    """Count the rows that a reader of a scope sees."""
    with store.reading(scope) as connection:
        return int(connection.scalar(sa.text(f"SELECT count(*) FROM {table} WHERE {where}")) or 0)


@contextlib.contextmanager
def bare(made: databases.Databases, name: str) -> Iterator[psycopg2.extensions.cursor]:
    """Give a cursor of the store's login that has set neither role nor scope."""
    with (
        contextlib.closing(engine.connect(made.url(name))) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("SET search_path = bhxh")
        yield cursor


@pytest.mark.parametrize("table", ["payments", "confirmations", "remittances", "dispatches"])
def test_the_offices_together_are_the_city(table: str, example: stores.Store) -> None:
    parts = [count(example, scope, table) for scope in (BA_DINH, SOC_SON)]
    assert all(parts)
    assert sum(parts) == count(example, EVERYTHING, table)


def test_a_scope_of_an_unknown_or_hostile_office_sees_no_row(example: stores.Store) -> None:
    for code in ("", "99999", "00101' OR true --", "{00101}", "*", "00101,00110", "\\", '"'):
        assert count(example, Scope.of([code]), "payments") == 0


def test_without_a_scope_nothing_can_be_asked(example: stores.Store) -> None:
    access = engine.Access(engine.Role.READER)
    with (
        pytest.raises(RuntimeError, match="needs a scope"),
        example.engine.execution_options(access=access).begin(),
    ):
        pass


def test_without_an_access_no_transaction_begins(example: stores.Store) -> None:
    with pytest.raises(RuntimeError, match="needs an access"), example.engine.begin():
        pass


def test_a_connection_that_commits_by_itself_is_refused(example: stores.Store) -> None:
    access = engine.Access(engine.Role.READER, EVERYTHING)
    options = {"access": access, "isolation_level": "AUTOCOMMIT"}
    with (
        pytest.raises(RuntimeError, match="AUTOCOMMIT"),
        example.engine.execution_options(**options).begin(),
    ):
        pass


def test_the_login_by_itself_may_read_nothing(made: databases.Databases, example_name: str) -> None:
    with bare(made, example_name) as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute("SELECT count(*) FROM bhxh.payments")


def test_a_reader_without_a_scope_gets_an_error_and_no_rows(
    made: databases.Databases, example_name: str
) -> None:
    with bare(made, example_name) as cursor:
        cursor.execute("SET LOCAL ROLE bhxh_reader")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("SELECT count(*) FROM payments")


def test_the_empty_scope_that_a_finished_transaction_leaves_behind_is_no_scope(
    made: databases.Databases, example_name: str
) -> None:
    with bare(made, example_name) as cursor:
        cursor.execute("SELECT set_config('app.offices', '{00101}', true)")
        cursor.connection.commit()
        cursor.execute("SET search_path = bhxh; SET LOCAL ROLE bhxh_reader")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("SELECT count(*) FROM payments")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments SET amount = 1",
        "DELETE FROM payments",
        "INSERT INTO offices (office_code, office_name) VALUES ('1', 'x')",
        "CREATE TEMPORARY TABLE copied AS SELECT * FROM payments",
        "CREATE TABLE copied AS SELECT * FROM payments",
        "TRUNCATE payments",
    ],
)
def test_a_reader_changes_and_copies_nothing(statement: str, example: stores.Store) -> None:
    with pytest.raises(sa.exc.DBAPIError), example.reading(EVERYTHING) as connection:
        connection.execute(sa.text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT participant_name FROM participants",
        "SELECT social_insurance_no FROM participants",
        "SELECT national_id FROM participants",
        "SELECT date_of_birth FROM participants",
        "SELECT * FROM participants",
        "SELECT earlier FROM participant_changes",
        "SELECT purpose FROM access_log",
        "SELECT found FROM search_log",
    ],
)
def test_a_reader_cannot_reach_personal_data(statement: str, example: stores.Store) -> None:
    with (
        pytest.raises(problems.Problem, match="refuses"),
        example.reading(EVERYTHING) as connection,
    ):
        connection.execute(sa.text(statement))


def test_a_reader_sees_participants_masked_and_of_his_offices(example: stores.Store) -> None:
    with example.reading(SOC_SON) as connection:
        rows = connection.execute(
            sa.text("SELECT * FROM masked_participants ORDER BY payment_id")
        ).all()
    assert len(rows) == 7
    assert rows[0] == ("P08", "00110", "Nguyễn V. A•", "••••••••96", "••••••••08")


def test_the_access_log_can_only_be_added_to(example: stores.Store) -> None:
    for statement in ("UPDATE access_log SET who = ''", "DELETE FROM access_log"):
        with (
            pytest.raises(problems.Problem, match="refuses"),
            example.revealing(EVERYTHING) as connection,
        ):
            connection.execute(sa.text(statement))


def test_a_collector_keeps_his_name_in_every_office_where_he_collected(
    empty_store: stores.Store,
) -> None:
    with empty_store.loading() as connection:
        connection.execute(
            sa.text("""
            INSERT INTO offices (office_code, office_name) VALUES ('00101', 'A'), ('00110', 'B');
            INSERT INTO collectors (
                collector_code, collector_name, org_code, office_code, seen_in
            ) VALUES
                ('N1', 'Moved', 'X', '00101', '{00110}'), ('N2', 'Stayed', 'X', '00101', '{}')
            """)
        )
    assert count(empty_store, SOC_SON, "collectors") == 1
    assert count(empty_store, BA_DINH, "collectors") == 2


def test_names_of_offices_and_organisations_are_open_to_every_reader(
    example: stores.Store,
) -> None:
    assert count(example, NOBODY, "offices") == 3
    assert count(example, NOBODY, "organizations") == 2


def test_the_scope_has_no_hole_in_the_catalogs(example: stores.Store) -> None:
    with example.reading(EVERYTHING) as connection:
        assert health.holes(connection) == []


@pytest.mark.parametrize(
    ("statement", "hole"),
    [
        ("CREATE TABLE bhxh.hole (a text)", "table without forced row security: hole"),
        ("CREATE VIEW bhxh.hole AS SELECT 1", "view with the rights of its owner: hole"),
        (
            "ALTER VIEW bhxh.visible_repeats SET (security_barrier = false)",
            "view with the rights of its owner: visible_repeats",
        ),
        (
            "ALTER POLICY give ON bhxh.repeats USING (true)",
            "view with the rights of its owner: visible_repeats",
        ),
        (
            (
                "DROP VIEW bhxh.visible_repeats; CREATE VIEW bhxh.visible_repeats"
                " WITH (security_barrier = true) AS SELECT other_payment_id FROM bhxh.repeats"
            ),
            "view with the rights of its owner: visible_repeats",
        ),
        ("CREATE MATERIALIZED VIEW bhxh.hole AS SELECT 1", "cannot have policies: hole"),
        (
            "CREATE FUNCTION bhxh.hole() RETURNS int SECURITY DEFINER RETURN 1",
            "function with the rights of its owner: hole",
        ),
        ("GRANT SELECT ON bhxh.offices TO PUBLIC", "granted to everybody: offices"),
        ("GRANT EXECUTE ON FUNCTION bhxh.my_offices TO PUBLIC", "everybody: my_offices()"),
        ("GRANT USAGE ON SCHEMA bhxh TO PUBLIC", "everybody: schema bhxh"),
    ],
)
def test_a_hole_in_the_catalogs_is_found(
    statement: str, hole: str, empty_store: stores.Store
) -> None:
    owner = engine.Access(engine.Role.OWNER)
    with empty_store.engine.execution_options(access=owner).begin() as connection:
        connection.execute(sa.text(statement))
    with empty_store.reading(EVERYTHING) as connection:
        assert any(hole in each for each in health.holes(connection))
