"""Imports from another program's database: rows, rejects, statuses, and from when it is asked."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import openpyxl
import psycopg2
import pytest
from support import commands

if TYPE_CHECKING:
    import pathlib

    from support import databases

VARIABLE: Final = "COLLECTION_STORE"
MASTERS: Final = """
    CREATE TABLE offices (code text, name text);
    CREATE TABLE firms (code text, name text);
    CREATE TABLE agents (code text, name text, firm text, office text);
    CREATE TABLE receipts (
        id text, office text, firm text, agent text, kind text, amount numeric(18, 2),
        paid timestamp, changed timestamp
    );
    INSERT INTO offices VALUES ('00101', 'BHXH quận Ba Đình');
    INSERT INTO firms VALUES ('BI0001', 'Tổ chức thu số Một');
    INSERT INTO agents VALUES ('NVT001', 'Nhân viên Một', 'BI0001', '00101');
    INSERT INTO receipts VALUES
        ('P1', '00101', 'BI0001', 'NVT001', 'BI', 972000, '2026-08-21 09:00:00',
         '2026-08-21 09:00:00'),
        ('P2', '00101', 'BI0001', 'NVT001', 'BI', 680400, '2026-08-21 10:00:00',
         '2026-08-21 10:00:00');
"""
QUERIES: Final = {
    "offices": "SELECT code AS office_code, name AS office_name FROM offices",
    "organizations": "SELECT code AS org_code, name AS org_name FROM firms",
    "collectors": 'SELECT code AS "Mã nhân viên thu", name AS "Tên nhân viên thu",'
    " firm AS org_code, office AS office_code FROM agents",
    "payments": "SELECT id AS payment_id, office AS office_code, firm AS org_code,"
    " agent AS collector_code, kind AS product, amount, paid AS paid_at FROM receipts"
    " WHERE changed >= :since",
}
IN: Final = ("report", "remittance-lag", "--from", "2026-08-01", "--to", "2026-08-31",
             "--as-of", "2026-08-31", "--by", "org", "--format", "csv")  # fmt: skip

Execute = Callable[[str], None]


@pytest.fixture
def sqlite(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Execute:
    """Give the function that changes a database of SQLite, whose address the variable holds."""
    path = tmp_path / "collection.sqlite"
    monkeypatch.setenv(VARIABLE, f"sqlite:///{path}")

    def execute(script: str) -> None:
        connection = sqlite3.connect(path)
        connection.executescript(script)
        connection.commit()
        connection.close()

    execute(MASTERS)
    return execute


@pytest.fixture
def postgresql(made: databases.Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Execute]:
    """Give the function that changes a database of PostgreSQL, whose address it holds as well."""
    with made.fresh() as name:
        url = made.superuser_url(name).set(drivername="postgresql")
        url = url.update_query_dict({"options": "-csearch_path=collection"})
        address = url.render_as_string(hide_password=False)
        monkeypatch.setenv(VARIABLE, address)

        def execute(script: str) -> None:
            connection = psycopg2.connect(address)
            with connection, connection.cursor() as cursor:
                cursor.execute(script)
            connection.close()

        execute(f"CREATE SCHEMA collection; {MASTERS}")
        yield execute


def source(folder: pathlib.Path, queries: dict[str, str] = QUERIES) -> str:
    path = folder / "collection.toml"
    sections = [f'[set.{name}]\nquery = """{query}"""' for name, query in queries.items()]
    head = f'[source]\nurl_env = "{VARIABLE}"\noverlap = "0 minutes"'
    path.write_text("\n".join([head, *sections]), "utf-8")
    return str(path)


def counted(command: commands.Command) -> tuple[int, int]:
    """Return how many payments the store has, and their sum."""
    rows = list(csv.DictReader(command(*IN).stdout.splitlines()))
    return sum(int(row["payments"]) for row in rows), sum(int(row["amount"]) for row in rows)


def rejects(folder: pathlib.Path) -> list[list[str]]:
    with (folder / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_the_rows_of_a_database_are_in_and_the_same_again_change_nothing(
    request: pytest.FixtureRequest,
    fresh_command: commands.Command,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    other: str,
) -> None:
    request.getfixturevalue(other)
    monkeypatch.chdir(tmp_path)
    assert fresh_command("import", "--source", source(tmp_path)).exit_code == 0
    assert counted(fresh_command) == (2, 1652400)
    again = fresh_command("import", "--source", source(tmp_path))
    assert (again.exit_code, counted(fresh_command)) == (0, (2, 1652400))


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_a_rejected_row_is_named_by_its_key_and_asked_for_until_it_is_in(
    request: pytest.FixtureRequest,
    fresh_command: commands.Command,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    other: str,
) -> None:
    execute: Execute = request.getfixturevalue(other)
    monkeypatch.chdir(tmp_path)
    execute("UPDATE receipts SET kind = 'unheard of' WHERE id = 'P2'")
    assert fresh_command("import", "--source", source(tmp_path)).exit_code == 1
    assert counted(fresh_command) == (1, 972000)
    ((_file, row, column, value, _reason),) = rejects(tmp_path)
    assert (row, column, value) == ("P2", "product", "unheard of")
    sheet = openpyxl.load_workbook(tmp_path / "rejects.xlsx")["payments"]
    assert [cell.value for cell in sheet[2]][:2] == ["P2", "00101"]
    # It was not changed since: it comes again all the same.
    assert fresh_command("import", "--source", source(tmp_path)).exit_code == 1
    execute("UPDATE receipts SET kind = 'BI' WHERE id = 'P2'")
    assert fresh_command("import", "--source", source(tmp_path)).exit_code == 0
    assert counted(fresh_command) == (2, 1652400)


def test_only_what_changed_since_the_last_good_run_is_asked_for(
    fresh_command: commands.Command,
    sqlite: Execute,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert fresh_command("import", "--source", source(tmp_path)).exit_code == 0
    # Neither is new to the query: it was changed long before the last run.
    sqlite("UPDATE receipts SET amount = 1 WHERE id = 'P1'")
    fresh_command("import", "--source", source(tmp_path))
    assert counted(fresh_command) == (2, 1652400)
    sqlite("UPDATE receipts SET changed = '2199-01-01 00:00:00' WHERE id = 'P1'")
    fresh_command("import", "--source", source(tmp_path))
    assert counted(fresh_command) == (2, 680401)
    # Another query begins anew.
    sqlite("UPDATE receipts SET amount = 2 WHERE id = 'P2'")
    changed = {**QUERIES, "payments": QUERIES["payments"] + " ORDER BY id"}
    fresh_command("import", "--source", source(tmp_path, changed))
    assert counted(fresh_command) == (2, 3)


def test_a_dry_run_does_not_count_as_a_run(
    fresh_command: commands.Command,
    sqlite: Execute,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert fresh_command("import", "--dry-run", "--source", source(tmp_path)).exit_code == 0
    assert counted(fresh_command) == (0, 0)
    sqlite("DELETE FROM receipts WHERE id = 'P2'")
    assert fresh_command("import", "--source", source(tmp_path)).exit_code == 0
    assert counted(fresh_command) == (1, 972000)


def test_a_query_cannot_change_its_database(
    fresh_command: commands.Command,
    postgresql: Execute,
    tmp_path: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    thief = {"organizations": "DELETE FROM firms RETURNING code AS org_code, name AS org_name"}
    assert fresh_command("import", "--source", source(tmp_path, thief)).exit_code == 2
    # Raises where the row is gone.
    postgresql("DO $$ BEGIN ASSERT (SELECT count(*) FROM firms) = 1; END $$")


@pytest.mark.parametrize(
    "words", [[], ["some.csv", "--source", "a.toml"], ["--source", "a.toml", "--archive", "done"]]
)
def test_a_run_has_one_origin(fresh_command: commands.Command, words: list[str]) -> None:
    assert fresh_command("import", *words).exit_code == 2
