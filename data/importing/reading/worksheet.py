"""Owns the streaming of worksheets: their rows of raw cells, in bounded memory.

openpyxl opens the workbook, its shared texts and its formats. Its own walk through a sheet is not
used: it keeps something of every row, rounds times across midnight, believes absurd row numbers,
and does not tell a formula that was never calculated from an empty cell.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple
from xml.etree import ElementTree as ET

from openpyxl.reader import excel
from openpyxl.styles import numbers, stylesheet
from openpyxl.utils import cell as places
from openpyxl.xml import constants

from data.importing.reading import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element


# What a spreadsheet has at most.
_MOST_ROWS: Final = 1_048_576
_MOST_COLUMNS: Final = 16_384
# So much of a sheet may pass without a cell or a row: a text has 32,767 letters.
_LONGEST_SILENCE: Final = 1 << 22

_DATA, _ROW, _CELL, _VALUE, _FORMULA, _INLINE, _TEXT, _RUN = (
    f"{{{constants.SHEET_MAIN_NS}}}{tag}"
    for tag in ("sheetData", "row", "c", "v", "f", "is", "t", "r")
)


class UnboundedError(Exception):
    """The sheet has rows, columns or texts that no spreadsheet has; `row` is about where."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(f"row {row}")


class Cell(NamedTuple):
    """One cell: its column from 1, its value, its style, and whether it lacks its result."""

    column: int
    value: object
    style: int
    uncalculated: bool


class Worksheet:
    """One sheet of an open workbook: its title, the first day it counts from, its rows."""

    def __init__(self, book: excel.ExcelReader, title: str, part: str) -> None:
        self._book = book
        self._part = part
        self._looks: dict[int, cells.Look] = {}
        self.title = title
        self.epoch: dt.datetime = book.wb.epoch

    def look(self, cell: Cell) -> cells.Look:
        """Return what the number format of `cell` shows."""
        if cell.style not in self._looks:
            self._looks[cell.style] = cells.look(self._number_format(cell.style))
        return self._looks[cell.style]

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the rows that the sheet holds, by number and ascending, with their cells.

        Raises `UnboundedError`, and for a damaged sheet what its parts raise.
        """
        last = 0
        with self._book.archive.open(self._part) as packed:
            for element in _row_elements(_Metered(packed)):
                number = int(element.get("r", last + 1))
                if not last < number <= _MOST_ROWS:
                    raise UnboundedError(last + 1)
                last = number
                yield number, list(_cells(element, self._book.shared_strings))

    def _number_format(self, style: int) -> str | None:
        # Only a cell of openpyxl's own making would tell it openly.
        styles: Any = self._book.wb
        known: int = styles._cell_styles[style].numFmtId  # noqa: SLF001
        if known < numbers.BUILTIN_FORMATS_MAX_SIZE:
            return numbers.BUILTIN_FORMATS.get(known)
        return str(styles._number_formats[known - numbers.BUILTIN_FORMATS_MAX_SIZE])  # noqa: SLF001


def visible(file: IO[bytes]) -> list[Worksheet]:
    """Return the sheets of a workbook that its users see.

    The steps of openpyxl's own opening without those that read what is of no use here: it would
    go through each sheet that does not state its size, unmetered. Raises what openpyxl raises.
    """
    book = excel.ExcelReader(file, read_only=True, data_only=True, keep_links=False)
    book.read_manifest()
    book.read_strings()
    book.read_workbook()
    stylesheet.apply_stylesheet(book.archive, book.wb)
    return [
        Worksheet(book, sheet.name, place.target)
        for sheet, place in book.parser.find_sheets()
        if sheet.state == "visible" and "chartsheet" not in place.Type
    ]


class _Metered:
    """A file that refuses to be read on when no cell and no row begins or ends for too long."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.row = 1
        self.silence = 0

    def read(self, size: int = -1) -> bytes:
        self.silence += size
        if self.silence > _LONGEST_SILENCE:
            raise UnboundedError(self.row)
        return self._file.read(size)


def _row_elements(source: _Metered) -> Iterator[Element]:
    """Yield each row element of the sheet; it is gone when the next one is asked for."""
    data: Element | None = None
    columns = 0
    for event, element in ET.iterparse(source, ("start", "end")):  # noqa: S314 - metered
        tag = element.tag
        if tag in {_CELL, _ROW}:
            source.silence = 0
        if event == "start":
            columns = columns + 1 if tag == _CELL else columns
            if columns > _MOST_COLUMNS:
                raise UnboundedError(source.row)
            data = element if tag == _DATA else data
        elif tag == _ROW and data is not None:
            yield element
            data.clear()
            columns = 0
            source.row += 1
        elif tag == _DATA:
            return


def _cells(row: Element, shared: Sequence[str]) -> Iterator[Cell]:
    column = 0
    for element in row.iterfind(_CELL):
        place = element.get("r")
        column = _column(place.rstrip("0123456789")) if place else column + 1
        value = _value(element, shared)
        # An empty text is a result as well.
        calculated = value is not None or element.get("t") == "str"
        uncalculated = not calculated and element.find(_FORMULA) is not None
        yield Cell(column, value, int(element.get("s", 0)), uncalculated)


@functools.lru_cache(maxsize=_MOST_COLUMNS)
def _column(letters: str) -> int:
    return int(places.column_index_from_string(letters))


def _value(element: Element, shared: Sequence[str]) -> object:
    """Return what a cell holds: text, a number, a truth value, a date, or nothing."""
    kind = element.get("t", "n")
    if kind == "inlineStr":
        return "".join(_inline(element))
    content = element.findtext(_VALUE)
    if not content or kind in {"str", "e"}:
        return content or None
    match kind:
        case "n":
            return float(content) if set(content) & set(".eE") else int(content)
        case "s":
            return shared[int(content)]
        case "b":
            return bool(int(content))
        case "d":
            # With a time it may be the midnight of a day; without one it is a date as it stands.
            timed = "T" in content
            return dt.datetime.fromisoformat(content.removesuffix("Z")) if timed else content
    raise ValueError(f"no cells are of the type {kind}")


def _inline(element: Element) -> Iterator[str]:
    """Yield the pieces of a text that stands in its cell, without how it is pronounced."""
    for text in element.iterfind(_INLINE):
        for piece in text:
            if piece.tag in {_TEXT, _RUN}:
                yield (piece.text if piece.tag == _TEXT else piece.findtext(_TEXT)) or ""
