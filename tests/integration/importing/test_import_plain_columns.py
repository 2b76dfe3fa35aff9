"""Columns that are plain are read by casts alone: to the same values and faults as in general."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg2 import extras

from data import engine
from data.importing import run, sets
from data.importing.checking import plain, staging, values

if TYPE_CHECKING:
    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class
    from support import desks

ROWS: Final = 4
PLAIN: Final = {
    sets.Kind.CODE: ("NV1", "00101", "TC-2", "E-1", "a b", "X" * 200),
    sets.Kind.TEXT: ("Nguyễn Văn A", "BL/2026-1", "0012", "(minh họa)", "x" * 200, "n,a"),
    sets.Kind.AMOUNT: ("1", "1263600", "9999999999999", "972000"),
    sets.Kind.COUNT: ("0", "12", "999999999", "007"),
    sets.Kind.SETTING: ("3", "12"),
    sets.Kind.DAY: ("2026-05-14", "0001-01-01", "9999-12-31", "2024-02-29"),
    sets.Kind.BIRTH: ("1986-05-30", "1952", "2026-12-01", "0900-01-01"),
    sets.Kind.MONTH: ("2026-05", "0001-12", "9999-01"),
    sets.Kind.PRODUCT: ("IS", "BI", "AR", "IL"),
    sets.Kind.CHANNEL: ("direct", "sms", "email", "paper", "other"),
    sets.Kind.GENDER: ("M", "F", "X"),
    sets.Kind.YES_NO: ("true", "false"),
    sets.Kind.CONFIRMATION: ("XN1", "xn-0001", "X/1"),
}
MOMENTS: Final = (
    ("2026-05-14T07:01:54", "1996-01-01T00:00:00", "2100-12-31T23:59:59", "2026-11-30T22:43:10"),
    ("2026-05-14 07:01:54", "2026-05-14T00:00:00"),
    ("2026-05-14T07:01", "2099-01-01T23:59"),
    ("2026-05-14 07:01", "2026-05-14T07:01"),
)
ODD: Final = (
    "", "0", "00", "-", "#N/A", "#", "Err:502", "null", "NaN", "n/a", "\\n", "1E+05", "12e-07",
    "x" * 201, " a", "a ", "1.263.600", "-5", "99999999999999", "1000000000", "2026-02-30",
    "2026-5-1", "30/05/1986", "2026-05-00", "00/00/1952", "1899", "2026-13", "05/2026",
    "2026-05-14T24:00:00", "2026-05-14T07:60:00", "2026-05-14T07:00:60", "1995-01-01T00:00:00",
    "2101-01-01T00:00:00", "2026-05-14T07:01:54Z", "2026-05-14", "2026-05-14T07:01:5",
    "42026-05-14T07:01:54", "is", "nam", "1", "yes", "---", "T", "۱۲", "2026-05-14t07:01:54",
    "2026-05-14T07:01:54.000001", "true", "None", "direct ", "x\ny", "a  b", "R'lấp", '="1"',
)  # fmt: skip


def cells_of(kind: sets.Kind) -> st.SearchStrategy[list[str]]:
    """Return cells that are plain, most of the time; some are empty, and some are anything."""
    known = MOMENTS if kind is sets.Kind.MOMENT else (PLAIN[kind],)
    few = st.sampled_from(known).flatmap(lambda those: st.sampled_from((*those, those[0], "")))
    one = st.sampled_from(known).flatmap(
        lambda those: st.lists(st.sampled_from(those), min_size=ROWS, max_size=ROWS)
    )
    any_of = st.one_of(few, few, few, st.sampled_from(ODD), st.text(max_size=12))
    mixed = st.lists(any_of, min_size=ROWS, max_size=ROWS)
    return st.one_of(one, one, mixed).map(lambda texts: [text.replace("\0", "") for text in texts])


def read(
    cursor: Cursor, each: sets.Set, cells: dict[str, list[str]], columns: frozenset[str]
) -> list[tuple[Any, ...]]:
    names = ", ".join(("file_no", "row_no", *cells))
    rows = zip(*cells.values(), strict=True)
    staged = [(1, number, *(cell or None for cell in row)) for number, row in enumerate(rows)]
    cursor.execute("SAVEPOINT once")
    staging.create(cursor)
    extras.execute_values(cursor, f"INSERT INTO stage_{each.name} ({names}) VALUES %s", staged)
    values.read(cursor, each, plain_columns=columns)
    cursor.execute(f"SELECT * FROM read_{each.name} ORDER BY row_no")
    described = [(column.name, column.type_code) for column in cursor.description or ()]
    found = [*cursor.fetchall(), tuple(described)]
    cursor.execute("ROLLBACK TO SAVEPOINT once")
    return found


@pytest.mark.parametrize("each", sets.ALL, ids=lambda each: each.name)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_plain_columns_are_read_as_in_general(
    shared_desk: desks.Desk, each: sets.Set, data: st.DataObject
) -> None:
    cells = {column.name: data.draw(cells_of(column.kind)) for column in each.columns}
    every = frozenset(cells)
    columns = plain.among(each, tuple(cells), tuple(cells.values()), every, is_clean=False)
    with shared_desk.store.loading() as connection, engine.cursor(connection) as cursor:
        run.lock(cursor)
        assert read(cursor, each, cells, columns) == read(cursor, each, cells, frozenset())


@pytest.mark.parametrize(
    ("each", "name"), [(each, column.name) for each in sets.ALL for column in each.columns]
)
def test_what_programs_write_is_plain(each: sets.Set, name: str) -> None:
    column = each.column(name)
    known = MOMENTS if column.kind is sets.Kind.MOMENT else (PLAIN[column.kind],)
    is_read_in_general = column.kind is sets.Kind.SETTING
    for written in known:
        assert plain.is_plain(each, name, written) is not is_read_in_general
