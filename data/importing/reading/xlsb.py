"""Reader of `.xlsb` workbooks; used in a child process (`in_child`).

calamine reads the values. It holds a sheet whole, from its first cell to its last, and gives errors
as empty cells, so that its records are walked through before: for their extent, the errors and the
rows that are hidden. A formula always has a value there.
"""

import contextlib
import dataclasses
import datetime as dt
import itertools
import posixpath
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Final
from xml.etree import ElementTree as ET

import python_calamine

from data.importing import sets
from data.importing.reading import archives, cells, package, tables, worksheet

_BOOK: Final = "xl/workbook.bin"
_ROW, _ERROR, _FORMULA_ERROR = 0, 3, 11
_CELLS: Final = {*range(1, 12), 62}
_BOOK_PROPERTIES, _SHEET = 153, 156
_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#N/A",
}  # fmt: skip
# Which bit of the flags of a row says that it is hidden.
_HIDDEN_AT, _HIDDEN = 11, 0x10
# Two bytes of the kind of a record, four of its length; the last of each is smaller than this.
_HEAD: Final = 6
_MORE: Final = 0x80
_BLOCK: Final = 1 << 16
_LARGEST_RECORD: Final = 1 << 22
# A sheet is held whole: some 1.5 GB at most.
_MOST_CELLS: Final = 40_000_000
_SECONDS_A_DAY: Final = 86_400

_Record = tuple[int, bytes]


@dataclasses.dataclass
class _Told:
    """What the records of a sheet tell beside the values of its cells; places count from 0."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = dataclasses.field(default_factory=dict)
    hidden: set[int] = dataclasses.field(default_factory=set)


class _Sheet:
    """One sheet of a binary workbook as lines of text."""

    is_cut_off = False
    is_text = False

    def __init__(
        self, book: python_calamine.CalamineWorkbook, place: package.Place, told: _Told,
        epoch: dt.datetime,
    ) -> None:  # fmt: skip
        self._book = book
        self._told = told
        self._epoch = epoch
        self._sheet: python_calamine.CalamineSheet | None = None
        self.title = place.title
        self.hidden = place.hidden

    def head(self, rows: int) -> list[tables.Line]:
        """Return what stands in the first rows, as texts."""
        return [*itertools.takewhile(lambda line: line.number <= rows, self.lines({}))]

    def lines(self, kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
        """Yield all rows; `kinds` says how dates are written in the cells of a place."""
        if self._sheet is None:
            self._sheet = self._book.get_sheet_by_name(self.title)
        # Rows come from the first one, their cells from the first column with something in it.
        first = self._sheet.start[1] if self._sheet.start else 0
        with_errors = {row for row, _ in self._told.errors}
        for row, values in enumerate(self._sheet.iter_rows()):
            if row in with_errors or values.count("") < len(values):
                yield self._line(row, [*[""] * first, *values], kinds)

    def _line(
        self, row: int, values: Sequence[object], kinds: Mapping[int, sets.Kind]
    ) -> tables.Line:
        texts: list[str] = []
        marks: dict[int, tables.Mark] = {}
        for place, value in enumerate(values):
            text, mark = self._text(value, kinds.get(place, sets.Kind.TEXT))
            texts.append(text or self._told.errors.get((row, place), ""))
            if mark:
                marks[place] = mark
        return tables.Line(row + 1, texts, marks, row in self._told.hidden)

    def _text(self, value: object, kind: sets.Kind) -> cells.Text:
        if isinstance(value, dt.timedelta):
            value = value.total_seconds() / _SECONDS_A_DAY
        return cells.text(value, kind, self._epoch)


@contextlib.contextmanager
def opened(source: tables.Source) -> Iterator[Sequence[tables.Sheet]]:
    """Open a binary workbook as its sheets.

    Raises:
        problems.Problem: it is protected or too large. For a damaged one, anything is raised.
    """
    archives.check(source)
    with zipfile.ZipFile(source.path) as archive:
        epoch, places = _book(archive)
        told = [_told(archive, place, source) for place in places]
    with python_calamine.CalamineWorkbook.from_path(source.path) as book:
        yield [_Sheet(book, *each, epoch) for each in zip(places, told, strict=True)]


def _book(archive: zipfile.ZipFile) -> tuple[dt.datetime, list[package.Place]]:
    """Return the first day that the workbook counts from, and its worksheets."""
    related = {
        each.get("Id", ""): (each.get("Type", "").rpartition("/")[2], each.get("Target", ""))
        for each in ET.fromstring(archive.read("xl/_rels/workbook.bin.rels"))  # noqa: S314 - bounded
    }
    epoch, places = cells.WINDOWS_EPOCH, []
    with archive.open(_BOOK) as file:
        for kind, data in _records(file):
            if kind == _BOOK_PROPERTIES and data[0] & 1:
                epoch = cells.MAC_EPOCH
            elif kind == _SHEET:
                identity, rest = _wide(data[8:])
                title, _ = _wide(rest)
                what, target = related[identity]
                if what == "worksheet":
                    part = posixpath.normpath(posixpath.join("/xl", target))[1:]
                    places.append(package.Place(title, part, data[0] != 0))
    return epoch, places


def _told(archive: zipfile.ZipFile, place: package.Place, source: tables.Source) -> _Told:
    """Walk through the records of a sheet.

    Raises:
        problems.Problem: it reaches further than can be held.
    """
    told = _Told()
    row = 0
    with archive.open(place.part) as file:
        for kind, data in _records(file):
            if kind == _ROW:
                (row,) = struct.unpack_from("<I", data)
                if data[_HIDDEN_AT] & _HIDDEN:
                    told.hidden.add(row)
            elif kind in _CELLS:
                (column,) = struct.unpack_from("<I", data)
                told.rows, told.columns = max(told.rows, row + 1), max(told.columns, column + 1)
                if told.rows * told.columns > _MOST_CELLS or row >= worksheet.MOST_ROWS:
                    raise archives.unbounded(source, min(row + 1, worksheet.MOST_ROWS))
                if kind in {_ERROR, _FORMULA_ERROR}:
                    told.errors[row, column] = _ERRORS.get(data[8], "#N/A")
    return told


def _records(file: IO[bytes]) -> Iterator[_Record]:
    """Yield kind and data of each record."""
    buffer, start = b"", 0
    while True:
        if len(buffer) - start < _HEAD and (block := file.read(_BLOCK)):
            buffer, start = buffer[start:] + block, 0
        if start >= len(buffer):
            return
        kind, start = _varying(buffer, start, 2)
        length, start = _varying(buffer, start, 4)
        if length > _LARGEST_RECORD:
            raise ValueError(f"a record of {length} bytes")
        while len(buffer) - start < length:
            block = file.read(max(_BLOCK, length))
            if not block:
                raise EOFError("a record is cut off")
            buffer, start = buffer[start:] + block, 0
        yield kind, buffer[start : start + length]
        start += length


def _varying(data: bytes, start: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where it ends."""
    number = 0
    for place in range(most):
        byte = data[start + place]
        number |= (byte & 0x7F) << (7 * place)
        if byte < _MORE:
            break
    return number, start + place + 1


def _wide(data: bytes) -> tuple[str, bytes]:
    """Return a text with its length in front, and what follows it."""
    (length,) = struct.unpack_from("<I", data)
    end = 4 + 2 * length
    return data[4:end].decode("utf-16-le"), data[end:]
