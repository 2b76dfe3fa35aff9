"""The workbook of rows that an import did not take: to be corrected and imported as it is.

Each sheet of it is one of those that the rows came from, under its own headings, with the reason
in a last column that the import passes over. What is not corrected is to be refused once more, for
the same reason: a number stays a number, a date a date, a text a text, whatever it looks like.
"""

import contextlib
import dataclasses
import datetime as dt
import itertools
import re
import tempfile
from collections.abc import Generator, Iterator, Sequence
from typing import IO, Final

from xlsxwriter import exceptions
from xlsxwriter import format as formats

from dashboard.exports.writers import formula_safe, workbook
from dashboard.text import _, ngettext
from data.importing import sets
from data.importing.checking import cleaning, staging
from data.importing.reading import files, headings, tables
from data.problems import N_

MOST_ROWS: Final = 10_000

# What a sheet has at most, and a cell in units of UTF-16.
_MOST_COLUMNS: Final = 16_384
_MOST_LETTERS: Final = 32_767
_WIDTH: Final = 18
_WIDTH_OF_REASON: Final = 60
_FIRST_DAY: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - as workbooks count
# Below it, spreadsheets count the 29 February 1900, which never was.
_FIRST_SERIAL: Final = 61
_ERROR: Final = "#N/A"
_FORMATS: Final = {
    "text": "@", "number": "General", "day": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm:ss",
    "time": "hh:mm:ss",
}  # fmt: skip
# What a workbook's date is as text; in columns of days and moments nothing else marks it.
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?")
_DATED_KINDS: Final = {sets.Kind.DAY, sets.Kind.MOMENT}
_REASON: Final = N_("Reason for rejection")


@dataclasses.dataclass(frozen=True)
class Chosen:
    """Rows of one sheet that go into the workbook, by their numbers, and why each was refused."""

    file: staging.StagedFile
    reasons: dict[int, list[str]]


def write(chosen: Sequence[Chosen], rows: int, to: IO[bytes]) -> None:
    """Write the workbook; `rows` is how many were refused in all.

    Raises:
        problems.Problem: a file cannot be read once more.
        OSError: there is no room.
    """
    with tempfile.TemporaryDirectory() as folder:
        book = workbook.Workbook(to, {"constant_memory": True, "use_zip64": True, "tmpdir": folder})
        looks = {name: book.add_format({"num_format": each}) for name, each in _FORMATS.items()}
        looks["heading"] = book.add_format({"num_format": "@", "bold": True})
        names: set[str] = set()
        try:
            for of_source in _by_source(chosen):
                with contextlib.closing(_tables(of_source)) as opened:
                    for each, table in opened:
                        sheet = book.add_rows(_name(table.set, names))
                        _Sheet(sheet, looks, table, each, rows).write()
            book.close()
        except exceptions.FileCreateError as error:
            raise OSError(*error.args[0].args) from error
        finally:
            book.abandon()


def _by_source(chosen: Sequence[Chosen]) -> Iterator[list[Chosen]]:
    ordered = sorted(chosen, key=lambda each: each.file.number)
    for _source, group in itertools.groupby(ordered, lambda each: each.file.source):
        yield list(group)


def _tables(chosen: Sequence[Chosen]) -> Generator[tuple[Chosen, tables.Table], None, None]:
    """Open one file once more, and yield the tables of it that rows were chosen of."""
    with files.opened(chosen[0].file.source) as book:
        for each in chosen:
            yield each, book.tables[each.file.place_in_file]


def _name(of: sets.Set, taken: set[str]) -> str:
    """Return the name of a set for a sheet: `payments`, `payments (2)`."""
    numbered = (f"{of.name} ({number})" for number in itertools.count(2))
    name = next(each for each in itertools.chain([of.name], numbered) if each not in taken)
    taken.add(name)
    return name


class _Sheet:
    """One sheet of the workbook while it is written."""

    def __init__(
        self,
        sheet: workbook.Rows,
        looks: dict[str, formats.Format],
        table: tables.Table,
        chosen: Chosen,
        rows: int,
    ) -> None:
        self._sheet = sheet
        self._looks = looks
        self._table = table
        self._reasons = chosen.reasons
        self._rows = rows
        # A list that was corrected once has the reasons of then: they go, the new ones come.
        self._kept = [
            place
            for place, cell in enumerate(table.heading_cells[: _MOST_COLUMNS - 1])
            if not headings.is_reason(cell)
        ]

        # Of a csv a date is a text: only workbooks have others.
        self._dated = [
            place
            for place in self._kept
            if not chosen.file.source.format.startswith(".csv") and self._is_dated(place)
        ]

    def write(self) -> None:
        """Write the heading and the rows."""
        width = len(self._kept)
        self._sheet.freeze_panes(1, 0)
        # Also in cells that are empty now: a code that is typed in keeps its zeros.
        self._sheet.set_column(0, max(width - 1, 0), _WIDTH, self._looks["text"])
        self._sheet.set_column(width, width, _WIDTH_OF_REASON, self._looks["text"])
        heading = [self._table.heading_cells[place].strip() for place in self._kept]
        self._put(0, [(cell, "heading") for cell in (*heading, self._title())])
        last = max(self._reasons)
        row = 1
        for line in self._table.lines:
            if line.number > last:
                break
            if reasons := self._reasons.get(line.number):
                self._put(row, self._cells(line, "; ".join(reasons)))
                row += 1
        self._sheet.autofilter(0, 0, max(row - 1, 0), width)

    def _is_dated(self, place: int) -> bool:
        name = headings.column(self._table.set, self._table.heading_cells[place])
        return name is not None and self._table.set.column(name).kind in _DATED_KINDS

    def _cell(self, line: tables.Line, place: int) -> tuple[workbook.Value, str]:
        value, look = _cell(line, place)
        is_date = place in self._dated and look == "text" and _DATE.fullmatch(str(value))
        return _dated(str(value)) if is_date else (value, look)

    def _title(self) -> str:
        """Return the heading of the reasons; where rows are missing, it says so in a bracket."""
        title = _(_REASON)
        if self._rows <= MOST_ROWS:
            return title
        more = ngettext(
            "the first {most} of {n} row", "the first {most} of {n} rows", self._rows
        ).format(most=MOST_ROWS, n=self._rows)
        return f"{title} ({more})"

    def _cells(self, line: tables.Line, reason: str) -> list[tuple[workbook.Value, str]]:
        """Return the cells of a row, the reason below its heading.

        What stands beyond the heading of a text comes behind it, and is once more beyond it.
        """
        heading = self._table.heading_cells
        end = min(len(line.cells), _MOST_COLUMNS - 1)
        is_bounded = headings.is_bounded(self._table.of, heading)
        beyond = range(len(heading), end) if is_bounded else ()
        return [
            *(self._cell(line, place) for place in self._kept),
            (reason, "text"),
            *(_cell(line, place) for place in beyond),
        ]

    def _put(self, row: int, cells: Sequence[tuple[workbook.Value, str]]) -> None:
        filled = [
            (column, _fitting(value), self._looks[look])
            for column, (value, look) in enumerate(cells)
            if value != ""
        ]
        self._sheet.put(row, filled)


def _fitting(value: workbook.Value) -> workbook.Value:
    """Return what a cell can hold; what is escaped in a text is written as what it stands for.

    Else it would be escaped twice, and be another text when it is read.
    """
    if not isinstance(value, str):
        return value
    return formula_safe.shortened(cleaning.unescaped(value), _MOST_LETTERS)


def _cell(line: tables.Line, place: int) -> tuple[workbook.Value, str]:
    """Return what a cell held, and how it is to look: as text, number, day, moment or time."""
    value = line.cells[place] if place < len(line.cells) else ""
    mark = line.marks.get(place)
    if mark is tables.Mark.UNCALCULATED:
        return _ERROR, "text"
    if mark is tables.Mark.NUMBER:
        with contextlib.suppress(ValueError):
            return float(value), "number"
    if mark is tables.Mark.DATE:
        return _dated(value)
    if mark is tables.Mark.TRUTH:
        return value == "yes", "number"
    return value, "text"


def _dated(value: str) -> tuple[workbook.Value, str]:
    """Return the number that workbooks keep for a date, a time or a month in ISO 8601."""
    whole = value
    if ":" in value and "-" not in value:
        whole = f"{_FIRST_DAY:%Y-%m-%d}T{value}"
    elif value.count("-") == 1:
        whole = f"{value}-01"
    with contextlib.suppress(ValueError):
        serial = _serial(dt.datetime.fromisoformat(whole))
        look = "moment" if "T" in value else "day"
        if 0 <= serial < 1:
            return serial, "time"
        if serial >= _FIRST_SERIAL:
            return serial, look
    return value, "text"


def _serial(moment: dt.datetime) -> float:
    return (moment.replace(tzinfo=None) - _FIRST_DAY) / dt.timedelta(days=1)
