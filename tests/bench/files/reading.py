"""Measures files that are large or bad: how long they take to be read, or to be refused."""

from __future__ import annotations

import contextlib
import csv
import functools
import pathlib
import tempfile
import time
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import python_calamine
import xlsxwriter
from bench import table
from bench.files import importing

from data import problems
from data.importing.reading import files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench import stores

_ROWS: Final = 100_000
_BAD: Final = 1_000_000
_BLANK: Final = 100_000_000
_TURNS: Final = 3
_PART: Final = 1_000_000


def workbook(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Read a workbook of 100,000 payments; calamine and openpyxl read it in turn, unchecked."""
    rows = _payments(shelf, _ROWS)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "payments.xlsx"
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet("payments")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        ways = (_ours, _by_calamine, _by_openpyxl)
        ours, *theirs = table.in_turn(*(functools.partial(way, path) for way in ways), turns=_TURNS)
    what = f"reading of {_ROWS:,} rows of an xlsx"
    yield table.at_most(what, table.ms(ours), ours, 2, "s")
    for name, seconds in zip(("python-calamine", "openpyxl"), theirs, strict=True):
        yield table.compared(f"{what} ÷ {name}", ours, seconds)


def blank_lines(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Read a csv of 100 M blank lines behind a few payments, or have it refused."""
    rows = _payments(shelf, 10)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "payments.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
            for _ in range(_BLANK // _PART):
                file.write("\n" * _PART)
        begun = time.perf_counter()
        with contextlib.suppress(problems.Problem):
            _ours(path)
        seconds = time.perf_counter() - begun
    what = f"reading of {_BLANK:,} blank lines of a csv"
    yield table.at_most(what, table.ms(seconds), seconds, 15, "s")


def bad_rows(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Import a million payments of which every amount is no amount."""
    heading, *rows = _payments(shelf, _ROWS)
    amount = heading.index("amount")
    with shelf.empty("bad") as place, tempfile.TemporaryDirectory() as folder:
        place.store.close()
        with (pathlib.Path(folder) / "payments.csv").open(
            "w", encoding="utf-8", newline=""
        ) as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(heading)
            for part in range(_BAD // len(rows)):
                for row in rows:
                    row[amount] = "x"
                    writer.writerow([f"{row[0]}-{part}", *row[1:]])
        before = _bytes(place)
        begun = time.perf_counter()
        importing.imported(place, pathlib.Path(folder), statuses=(1, 2))
        seconds, grown = time.perf_counter() - begun, (_bytes(place) - before) / 1e6
    yield table.at_most(f"import of {_BAD:,} bad rows", table.ms(seconds), seconds, 60, "s")
    yield table.Line(f"import of {_BAD:,} bad rows: the store has grown by", f"{grown:.0f} MB")


def _payments(shelf: stores.Shelf, most: int) -> list[list[str]]:
    """Return the heading and the first rows of the payments that are imported elsewhere."""
    folder = importing.made(shelf)
    with (folder / "payments.csv").open(encoding="utf-8", newline="") as file:
        return [row for row, _ in zip(csv.reader(file), range(most + 1), strict=False)]


def _ours(path: pathlib.Path) -> None:
    (source,) = files.find([path]).sources
    with files.opened(source) as book:
        for each in book.tables:
            for _batch in each.batches():
                pass


def _by_calamine(path: pathlib.Path) -> None:
    for _row in python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
        pass


def _by_openpyxl(path: pathlib.Path) -> None:
    for _row in (
        openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
    ):
        pass


def _bytes(place: stores.Place) -> int:
    with place.administrator() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        row: Any = cursor.fetchone()
        return int(row[0])
