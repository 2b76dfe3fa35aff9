"""Another program's database as the source of an import: its file, and the answers as sheets."""

from __future__ import annotations

import datetime as dt
import sqlite3
import tracemalloc
from typing import TYPE_CHECKING, Any, Final

import pytest

from data import problems
from data.importing.reading import choosing, database

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE: Final = "COLLECTION_STORE"
QUERY: Final = "SELECT id AS org_code, name AS org_name FROM firms ORDER BY id"


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the file of a database of two organisations, whose address a variable holds."""
    path = tmp_path / "collection.sqlite"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE firms (id text, name text, changed timestamp)")
        made.execute("INSERT INTO firms VALUES ('TC01', 'Tổ chức Ẩn', '2026-08-20 09:00:00')")
        made.execute("INSERT INTO firms VALUES ('TC02', NULL, '2026-08-21 09:00:00')")
    made.close()
    monkeypatch.setenv(VARIABLE, f"sqlite:///{path}")
    return path


def written(folder: Path, **queries: str) -> Path:
    """Write a source file with a query a set."""
    path = folder / "collection.toml"
    parts = [f'[source]\nurl_env = "{VARIABLE}"\n']
    parts += [f'[set.{name}]\nquery = """{query}"""\n' for name, query in queries.items()]
    path.write_text("".join(parts), "utf-8")
    return path


def rows(source: database.Database) -> list[Any]:
    with database.opened(source) as sheets:
        book = choosing.book(sheets, source)
        return [(table.set.name, *row) for table in book.tables for row in table.rows]


@pytest.mark.usefixtures("address")
def test_the_answer_to_a_query_is_a_table_of_its_set(tmp_path: Path) -> None:
    source = database.described(written(tmp_path, organizations=QUERY))
    assert rows(source) == [
        ("organizations", 2, "", "", "TC01", "Tổ chức Ẩn"),
        ("organizations", 3, "", "", "TC02", ""),
    ]


@pytest.mark.usefixtures("address")
def test_columns_may_bear_the_vietnamese_headings(tmp_path: Path) -> None:
    query = 'SELECT id AS "Mã tổ chức", name AS "Tên tổ chức" FROM firms WHERE name IS NOT NULL'
    source = database.described(written(tmp_path, organizations=query))
    assert rows(source) == [("organizations", 2, "", "", "TC01", "Tổ chức Ẩn")]


@pytest.mark.usefixtures("address")
def test_a_set_whose_columns_lack_is_refused(tmp_path: Path) -> None:
    source = database.described(written(tmp_path, organizations="SELECT id AS org_code FROM firms"))
    with database.opened(source) as sheets:
        (refusal,) = choosing.book(sheets, source).refusals
    assert "org_name" in str(refusal.problem.values)


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (database.FIRST_MOMENT, ["TC01", "TC02"]),
        # 09:30 in Hanoi.
        (dt.datetime(2026, 8, 20, 2, 30, tzinfo=dt.UTC), ["TC02"]),
    ],
)
def test_since_is_bound_in_local_time(
    tmp_path: Path, since: dt.datetime, expected: list[str]
) -> None:
    query = "SELECT id AS org_code, id AS org_name FROM firms WHERE changed >= :since ORDER BY id"
    source = database.described(written(tmp_path, organizations=query))
    assert [row[4] for row in rows(source.since({"organizations": since}))] == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("972000", "972000"),
        ("972000.0", "972000"),
        ("'00101'", "00101"),
        ("NULL", ""),
        ("9007199254740993", "9007199254740993"),
        ("1e300", "1" + "0" * 300),
        ("CAST('Tổ chức' AS blob)", "Tổ chức"),
        ("x'00FF'", "\x01"),
        ("'TC' || char(0) || '1'", "TC\x011"),
    ],
)
@pytest.mark.usefixtures("address")
def test_values_are_exact(tmp_path: Path, value: str, text: str) -> None:
    query = f"SELECT 'TC01' AS org_code, {value} AS org_name"
    assert rows(database.described(written(tmp_path, organizations=query)))[0][5] == text


def test_an_answer_is_read_in_bounded_memory(tmp_path: Path, address: Path) -> None:
    with sqlite3.connect(address) as made:
        numbers = ((f"T{n}", "x" * 100) for n in range(10_000))
        made.executemany("INSERT INTO firms (id, name) VALUES (?, ?)", numbers)
    made.close()
    source = database.described(written(tmp_path, organizations=QUERY))
    with database.opened(source) as sheets:
        (table,) = choosing.book(sheets, source).tables
        tracemalloc.start()
        count = sum(1 for _ in table.rows)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 10_002
    assert peak < 2_000_000


BAD_FILES: Final = {
    "no TOML": "[source",
    "no source": '[set.payments]\nquery = "SELECT 1"\n',
    "no set": '[source]\nurl_env = "X"\n',
    "a set that does not exist": '[source]\nurl_env = "X"\n[set.bills]\nquery = "SELECT 1"\n',
    "no query": '[source]\nurl_env = "X"\n[set.payments]\n',
    "a setting of ours": '[source]\nurl_env = "BHXH_STORE_URL"\n[set.payments]\nquery = "x"\n',
    "an address": '[source]\nurl = "sqlite://"\n[set.payments]\nquery = "SELECT 1"\n',
    "no length": '[source]\nurl_env = "X"\noverlap = "long"\n[set.payments]\nquery = "x"\n',
    "a variable that is not set": '[source]\nurl_env = "NONE_SUCH"\n[set.payments]\nquery = "x"\n',
}


@pytest.mark.parametrize("text", BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_source_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "collection.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(problems.Problem):
        database.described(path)


@pytest.mark.parametrize(
    ("written_as", "length"),
    [
        ('"2 days"', dt.timedelta(days=2)),
        ('"90 minutes"', dt.timedelta(minutes=90)),
        ('"1 hour"', dt.timedelta(hours=1)),
        ('"PT30M"', dt.timedelta(minutes=30)),
        ("3600", dt.timedelta(hours=1)),
    ],
)
@pytest.mark.usefixtures("address")
def test_the_overlap_is_a_length_of_time(
    tmp_path: Path, written_as: str, length: dt.timedelta
) -> None:
    path = written(tmp_path, organizations=QUERY)
    overlap = f'url_env = "{VARIABLE}"\noverlap = {written_as}'
    path.write_text(path.read_text("utf-8").replace(f'url_env = "{VARIABLE}"', overlap), "utf-8")
    assert database.described(path).overlap == length


@pytest.mark.parametrize(
    "address", ["nonsense", "oracle+oracledb://host/x", "mssql+pyodbc://host/x", "sqlite:////no/x"]
)
def test_an_address_that_cannot_be_used_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv(VARIABLE, address)
    with pytest.raises(problems.Problem):
        rows(database.described(written(tmp_path, organizations=QUERY)))


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize("query", ["SELECT nothing FROM nowhere", "SELECT :other AS org_code", ";"])
def test_a_query_that_fails_names_its_set_and_shows_no_address(tmp_path: Path, query: str) -> None:
    source = database.described(written(tmp_path, organizations=query))
    with pytest.raises(problems.Problem) as refused:
        rows(source)
    assert refused.value.values["set"] == "organizations"
    assert "sqlite://" not in str(refused.value.values)
