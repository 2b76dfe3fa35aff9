"""Worksheets of a workbook: their rows of raw cells, in bounded memory, and the text of a cell.

openpyxl opens the workbook, its shared texts and its formats. Its own walk through a sheet is not
used: it keeps something of every row, rounds times across midnight, believes absurd row numbers,
and treats a formula that was never calculated like an empty cell. The text of a cell is the
one that a CSV file would have held.
"""

import datetime as dt
import decimal
import enum
import functools
import re
from collections.abc import Iterator, Sequence
from typing import IO, Any, Final, NamedTuple
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from openpyxl.reader import excel
from openpyxl.styles import numbers, stylesheet
from openpyxl.utils import cell as places
from openpyxl.utils import datetime as serials
from openpyxl.xml import constants

from data.importing import sets

# What a spreadsheet has at most.
_MOST_ROWS: Final = 1_048_576
_MOST_COLUMNS: Final = 16_384
# So much of a sheet may pass without a cell or a row: a text has 32,767 letters.
_LONGEST_SILENCE: Final = 1 << 22

_DATA, _ROW, _CELL, _VALUE, _FORMULA, _INLINE, _TEXT, _RUN = (
    f"{{{constants.SHEET_MAIN_NS}}}{tag}"
    for tag in ("sheetData", "row", "c", "v", "f", "is", "t", "r")
)

# Doubles carry a date of our times to within 10 µs: what is nearer to midnight is midnight.
_TICKS_A_DAY: Final = 864_000_000
_TICKS_A_MILLISECOND: Final = 10
_LAST_MILLISECOND: Final = 86_399_999
# Below it, spreadsheets count the 29 February 1900, which never was.
_FIRST_OF_MARCH_1900: Final = 60
_MIDNIGHT: Final = dt.time()
_TRUE: Final = {"1", "true"}
# Literals, escapes, fillers, colours and languages of a number format: no letters of a pattern.
_NO_PATTERN: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


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


class Row(NamedTuple):
    """One row: its number, its cells, and whether a filter or a user hides it."""

    number: int
    cells: list[Cell]
    hidden: bool


class Worksheet:
    """One sheet of an open workbook: its title, the first day it counts from, its rows."""

    def __init__(
        self, book: excel.ExcelReader, title: str, part: str, *, hidden: bool = False
    ) -> None:
        self._book = book
        self._part = part
        self._shown: dict[int, Shown] = {}
        self.title = title
        self.hidden = hidden
        self.epoch: dt.datetime = book.wb.epoch

    def text(self, cell: Cell, kind: sets.Kind) -> tuple[str, bool]:
        """Return the text of a cell in a column of `kind`, and whether it was a plain number."""
        if cell.style not in self._shown:
            self._shown[cell.style] = shown_as(self._number_format(cell.style))
        return cell_text(cell.value, kind, self._shown[cell.style], self.epoch)

    def rows(self) -> Iterator[Row]:
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
                hidden = element.get("hidden") in _TRUE
                yield Row(number, list(_cells(element, self._book.shared_strings)), hidden)

    def _number_format(self, style: int) -> str | None:
        # openpyxl gives it openly for cells of its own only.
        styles: Any = self._book.wb
        known: int = styles._cell_styles[style].numFmtId  # noqa: SLF001
        if known < numbers.BUILTIN_FORMATS_MAX_SIZE:
            return numbers.BUILTIN_FORMATS.get(known)
        return str(styles._number_formats[known - numbers.BUILTIN_FORMATS_MAX_SIZE])  # noqa: SLF001


def sheets(file: IO[bytes]) -> list[Worksheet]:
    """Return the sheets of a workbook, also those that its users do not see.

    The steps of openpyxl's own opening without those that read what is of no use here: it would
    go through each sheet that does not state its size, unmetered. Raises what openpyxl raises.
    """
    book = excel.ExcelReader(file, read_only=True, data_only=True, keep_links=False)
    book.read_manifest()
    book.read_strings()
    book.read_workbook()
    stylesheet.apply_stylesheet(book.archive, book.wb)
    return [
        Worksheet(book, sheet.name, place.target, hidden=sheet.state != "visible")
        for sheet, place in book.parser.find_sheets()
        if "chartsheet" not in place.Type
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
    """Yield each row element of the sheet; it is emptied before the next one."""
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


class Shown(enum.Enum):
    """What a number format shows a number as."""

    NUMBER = "number"
    DAY = "day"
    TIME = "time"


@functools.lru_cache(maxsize=1024)
def shown_as(number_format: str | None) -> Shown:
    """Return what `number_format` shows a number as; lengths of time are numbers."""
    if not numbers.is_date_format(number_format) or numbers.is_timedelta_format(number_format):
        return Shown.NUMBER
    pattern = _NO_PATTERN.sub("", (number_format or "").split(";")[0]).lower()
    return Shown.TIME if "h" in pattern or "s" in pattern else Shown.DAY


def cell_text(value: object, kind: sets.Kind, shown: Shown, epoch: dt.datetime) -> tuple[str, bool]:
    """Return the text of a cell, and whether it was a plain number.

    `shown` is what its number format shows, `epoch` the workbook's first day. Numbers are exact
    and without exponent, truth values `yes` and `no`, dates ISO 8601.
    """
    if isinstance(value, str):
        return value, False
    if isinstance(value, bool):
        return ("yes" if value else "no"), False
    if isinstance(value, int | float):
        dated = "" if shown is Shown.NUMBER else _dated(value, kind, shown, epoch)
        return dated or number(value), not dated
    if isinstance(value, dt.datetime):
        return _written(value, kind, Shown.TIME), False
    # A date or a time of day that the workbook holds as such; an empty cell.
    return ("" if value is None else str(value)), False


def number(value: float) -> str:
    """Return the shortest text that is exactly `value`, without exponent."""
    if isinstance(value, int):
        return str(value)
    return format(decimal.Decimal(repr(value)), "f").removesuffix(".0")


def moment(serial: float, epoch: dt.datetime) -> dt.datetime | None:
    """Return the time that `serial` counts from `epoch`, to the millisecond; None if out of range.

    A time in the last half millisecond of a day stays in its day.
    """
    try:
        days, ticks = divmod(round(serial * _TICKS_A_DAY), _TICKS_A_DAY)
        milliseconds = min(round(ticks / _TICKS_A_MILLISECOND), _LAST_MILLISECOND)
        if days < _FIRST_OF_MARCH_1900 and epoch == serials.WINDOWS_EPOCH:
            days += 1
        return epoch + dt.timedelta(days=days, milliseconds=milliseconds)
    except (OverflowError, ValueError):
        return None


def _dated(serial: float, kind: sets.Kind, shown: Shown, epoch: dt.datetime) -> str:
    """Return the date or time that `serial` is shown as, or nothing if it is none."""
    when = moment(serial, epoch)
    if when is None or serial < 0:
        return ""
    # Less than a day is a time of day: of which day, the cell does not say.
    return when.time().isoformat() if serial < 1 else _written(when, kind, shown)


def _written(when: dt.datetime, kind: sets.Kind, shown: Shown) -> str:
    """Return `when` as a column of `kind` reads it: a midnight that is not shown is no time."""
    if when.time() != _MIDNIGHT or (shown is Shown.TIME and kind is sets.Kind.MOMENT):
        return when.isoformat()
    # Spreadsheets make the first of the month out of a month that is typed in.
    if kind is sets.Kind.MONTH and when.day == 1:
        return when.strftime("%Y-%m")
    return when.date().isoformat()
