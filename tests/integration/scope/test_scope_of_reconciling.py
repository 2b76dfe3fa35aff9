"""Who sees and who adds what is to be reconciled: repeated payments, notes about differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from support import databases, desks, imports, open_to_all

from data import engine, problems
from data.sample import marker
from data.scope import Scope

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from data import store as stores


EVERYTHING = Scope.everything()
BA_DINH = Scope.of(["00101"])
SOC_SON = Scope.of(["00110"])
NOBODY = Scope.of([])
NOTE = """
    INSERT INTO exception_notes (noted_by, kind, subject, office_code, note)
    VALUES ('lan', 'overdue', 'P1', '{office}', 'Đã gọi')
"""
OFFICES = "SELECT DISTINCT office_code FROM {table} ORDER BY office_code"
SAMPLE = """
    INSERT INTO about (is_sample, sample_payments, sample_days, sample_seed, sample_today,
        sample_until, made_at)
    VALUES (true, 1, 1, 1, '2026-09-03', '2026-09-03', '2026-09-03') RETURNING is_sample
"""
# Tables that say whose office a row is.
WITH_OFFICE = """
    SELECT DISTINCT table_name FROM information_schema.columns
    WHERE table_schema = 'bhxh' AND column_name = 'office_code'
"""
# What may be read of each table, as PostgreSQL writes it down. The gatekeeper reads no column with
# what somebody has handed in.
READ = """
    SELECT tablename, qual FROM pg_policies
    WHERE schemaname = 'bhxh' AND cmd = 'SELECT' AND roles <> ARRAY['bhxh_gatekeeper']::name[]
"""


@pytest.fixture(scope="module")
def desk(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[desks.Desk]:
    """A desk with a receipt that two offices share, and a note of either."""
    with desks.fresh(made, tmp_path_factory.mktemp("runs")) as opened:
        opened.masters()
        shared = {"receipt_no": "BL1"}
        elsewhere = shared | {"payment_id": "P2", "office_code": "00110"}
        opened.hand_in(payments=[shared, elsewhere])
        for office in ("00101", "00110"):
            write(opened.store, engine.Role.APPENDER, Scope.of([office]), note_of(office))
        yield opened


def note_of(office: str) -> str:
    return NOTE.format(office=office)


def write(store: stores.Store, role: engine.Role, scope: Scope | None, statement: str) -> None:
    """Let a role do something in a transaction of its own."""
    with store._transaction(engine.Access(role, scope)) as connection:
        connection.execute(sa.text(statement))


def seen(store: stores.Store, role: engine.Role, scope: Scope, table: str) -> list[str]:
    """Return the offices of whose rows a role in a scope sees any."""
    with store._transaction(engine.Access(role, scope)) as connection:
        return list(connection.scalars(sa.text(OFFICES.format(table=table))))


@pytest.mark.parametrize(
    ("role", "table"),
    [
        (engine.Role.READER, "repeats"),
        (engine.Role.REVEALER, "repeats"),
        (engine.Role.READER, "exception_notes"),
        (engine.Role.APPENDER, "exception_notes"),
    ],
)
def test_each_office_sees_its_own_rows_and_the_city_all(
    role: engine.Role, table: str, desk: desks.Desk
) -> None:
    assert seen(desk.store, role, BA_DINH, table) == ["00101"]
    assert seen(desk.store, role, SOC_SON, table) == ["00110"]
    assert seen(desk.store, role, EVERYTHING, table) == ["00101", "00110"]
    assert seen(desk.store, role, NOBODY, table) == []


@pytest.mark.parametrize("role", [engine.Role.READER, engine.Role.APPENDER])
def test_nobody_reads_notes_without_a_scope(role: engine.Role, desk: desks.Desk) -> None:
    with pytest.raises(RuntimeError, match="needs a scope"):
        write(desk.store, role, None, "SELECT FROM exception_notes")


def test_an_appender_adds_within_his_scope(desk: desks.Desk) -> None:
    before = desk.column("SELECT count(*) FROM exception_notes")[0]
    for scope in (BA_DINH, Scope.of(["00110", "00101"]), EVERYTHING):
        write(desk.store, engine.Role.APPENDER, scope, note_of("00101"))
    assert desk.column("SELECT count(*) FROM exception_notes") == [before + 3]


@pytest.mark.parametrize(
    ("role", "scope", "office"),
    [
        (engine.Role.APPENDER, BA_DINH, "00110"),
        (engine.Role.APPENDER, NOBODY, "00101"),
        (engine.Role.APPENDER, EVERYTHING, "99999"),
        (engine.Role.READER, EVERYTHING, "00101"),
        (engine.Role.REVEALER, EVERYTHING, "00101"),
        (engine.Role.LOADER, None, "00101"),
        (engine.Role.LOADER, EVERYTHING, "00101"),
    ],
)
def test_nobody_else_adds_and_nobody_elsewhere(
    role: engine.Role, scope: Scope | None, office: str, desk: desks.Desk
) -> None:
    before = desk.ask("SELECT * FROM exception_notes")
    with pytest.raises((problems.Problem, sa.exc.DBAPIError)):
        write(desk.store, role, scope, note_of(office))
    assert desk.ask("SELECT * FROM exception_notes") == before


@pytest.mark.parametrize("role", list(engine.Role))
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exception_notes SET note = ''",
        "UPDATE exception_notes SET owner = NULL WHERE note_id = 1",
        "DELETE FROM exception_notes",
    ],
)
def test_no_role_changes_or_deletes_a_note(
    role: engine.Role, statement: str, desk: desks.Desk
) -> None:
    """The owner of the table may say the words, but forced policies show it no row to change."""
    before = desk.ask("SELECT * FROM exception_notes ORDER BY note_id")
    if role is engine.Role.OWNER:
        write(desk.store, role, EVERYTHING, statement)
    else:
        with pytest.raises((problems.Problem, sa.exc.DBAPIError)):
            write(desk.store, role, EVERYTHING, statement)
    assert desk.ask("SELECT * FROM exception_notes ORDER BY note_id") == before
    assert before


@pytest.mark.parametrize("role", [engine.Role.READER, engine.Role.REVEALER, engine.Role.APPENDER])
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO repeats VALUES ('receipt', 'A', 'B', '00101', '2026-01-01', '2026-01-01')",
        "UPDATE repeats SET other_voided_day = '2026-01-01'",
        "DELETE FROM repeats",
        "UPDATE remittances SET covered_amount = 0",
    ],
)
def test_only_the_import_writes_what_it_keeps(
    role: engine.Role, statement: str, desk: desks.Desk
) -> None:
    before = desk.dump()
    with pytest.raises((problems.Problem, sa.exc.DBAPIError)):
        write(desk.store, role, EVERYTHING, statement)
    assert desk.dump() == before


def test_the_import_deletes_no_fact(desk: desks.Desk) -> None:
    for table in ("payments", "participants", "remittances", "remittance_lines", "confirmations"):
        with pytest.raises(problems.Problem, match="refuses"):
            write(desk.store, engine.Role.LOADER, None, f"DELETE FROM {table}")
    assert len(desk.column("SELECT payment_id FROM payments")) == 2


def test_every_table_that_names_an_office_is_limited_by_it(desk: desks.Desk) -> None:
    """Read from the catalogs, so that a table added later cannot be forgotten."""
    policies: dict[str, list[str]] = {}
    for table, condition in desk.ask(READ):
        policies.setdefault(table, []).append(condition)
    names = set(desk.column(WITH_OFFICE)) - set(open_to_all.TABLES) - {"masked_participants"}
    assert {"repeats", "exception_notes", "remittances", "payments"} <= names
    unlimited = {
        name for name in names if any("my_offices" not in each for each in policies.get(name, []))
    }
    assert unlimited == set()


def test_a_sample_that_own_data_replace_takes_its_pairs_and_notes_along(
    made: databases.Databases, tmp_path: pathlib.Path
) -> None:
    """They are about payments that are there no longer; only the access log stays."""
    with desks.fresh(made, tmp_path) as desk:
        desk.take(imports.EXAMPLE / "import")
        desk.hand_in(payments=[{"payment_id": f"Q{n}", "receipt_no": "BL"} for n in range(3)])
        write(desk.store, engine.Role.APPENDER, BA_DINH, note_of("00101"))
        desk.ask(SAMPLE)
        assert desk.column("SELECT count(*) FROM repeats") == [4]
        with desk.store.loading() as connection:
            assert marker.remove(engine.cursor(connection))
        assert desk.column("SELECT count(*) FROM repeats") == [0]
        assert desk.column("SELECT count(*) FROM exception_notes") == [0]
