"""Rows of the sheets of an `.xlsx` workbook, in bounded memory.

Programs write rows in few shapes. Rows in those that were seen are taken many at once (`shapes`),
others by a pattern of any cell; whatever is written otherwise is parsed, with the same outcome.
"""

import functools
import itertools
import operator
import re
from collections.abc import Iterable, Iterator
from typing import IO, Final, NamedTuple
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from openpyxl.utils import cell as places

from data.importing.reading import archives, package, shapes

# What a spreadsheet has at most.
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
# So much of a sheet may pass without a cell or a row: a text has 32,767 letters.
LONGEST_SILENCE: Final = 1 << 22
_BLOCK: Final = 1 << 16

_CELL: Final = re.compile(
    r'<c(?: r="([A-Z]{1,3})[0-9]+")?(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?(?: ?/>|>'
    r"(<f(?: [^<>]*)?(?:/>|>[^<>]*</f>))?"
    r"(?:<v>([^<&]*)</v>|<v/>"
    r'|<is><t(?: xml:space="preserve")?>([^<&]*)</t></is>)?</c>)|(.)',
    re.DOTALL,
)
_ROW: Final = re.compile(r'\s*<row((?: [A-Za-z0-9:]+="[^"<>&]*")*) ?(/)?>')
_NUMBER: Final = re.compile(r' r="([^"]*)"')
# Comments, sections, instructions, control characters: the parser knows about them.
_ROOT: Final = re.compile(
    rb'\s*(?:<\?xml version="1\.0"(?: encoding="(?:utf|UTF)-8")?[^<>]*\?>)?\s*(<worksheet[^<>]*>)'
)
_CONTROLS: Final = bytes({*range(32)} - {*b"\t\n"})
_BEGIN: Final = b"<sheetData>"
_END: Final = b"</sheetData>"
_ROW_END: Final = b"</row>"
_IS_ODD: Final = operator.itemgetter(6)


class _UnusualError(Exception):
    """The sheet is written in a way that only the parser takes."""


class Row(NamedTuple):
    """One row: its number, its cells, and whether a filter or a user hides it."""

    number: int
    cells: list[shapes.Cell]
    hidden: bool


def rows(book: package.Package, part: str) -> Iterator[Row | shapes.Block]:
    """Yield the rows of a sheet that have cells, by number and ascending, some of them in blocks.

    Raises `archives.UnboundedError`, and for a damaged sheet what archives and parsers raise.
    """
    last = 0
    for written in _written(book, part):
        if isinstance(written, shapes.Block):
            numbers = written.numbers
            if not all(map(operator.lt, [last, *numbers], [*numbers, MOST_ROWS + 1])):
                raise archives.UnboundedError(last + 1)
            last = numbers[-1]
            yield written
            continue
        stated, cells, hidden = written
        number = last + 1 if stated is None else int(stated)
        if not last < number <= MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise archives.UnboundedError(last + 1)
        last = number
        if cells:
            yield Row(number, cells, hidden)


@functools.lru_cache(maxsize=MOST_COLUMNS)
def column(letters: str) -> int:
    """Return the place of a column, from 0."""
    return int(places.column_index_from_string(letters)) - 1


_Written = tuple[str | None, list[shapes.Cell], bool]


def _written(book: package.Package, part: str) -> Iterator[_Written | shapes.Block]:
    """Yield the rows as they are written, with the number that they state."""
    count = 0
    try:
        with book.open(part) as file:
            for row in _matched(file):
                count += len(row.numbers) if isinstance(row, shapes.Block) else 1
                yield row
    except (_UnusualError, UnicodeDecodeError, ET.ParseError):
        with book.open(part) as file:
            elements = _elements(Metered(file))
            yield from map(_parsed, itertools.islice(elements, count, None))


def _matched(file: IO[bytes]) -> Iterator[_Written | shapes.Block]:
    """Yield rows by their pattern.

    Raises `_UnusualError`, and what decoding and parsing raise, where only the parser can go on.
    """
    root, block = _opening(file)
    pattern = shapes.Pattern()
    while True:
        body, end, _ = block.partition(_END)
        if b"<!" in body or b"<?" in body or len(body) != len(body.translate(None, _CONTROLS)):
            raise _UnusualError
        cut = len(body) if end else max(body.rfind(_ROW_END), -len(_ROW_END)) + len(_ROW_END)
        pieces = body[:cut].decode().split("</row>")
        if several := pattern.block(pieces[:-1]) if not pieces[-1].strip() else None:
            yield several
        else:
            yield from _learned(pattern, _rows_of(pieces, root))
        if end:
            return
        block = _joined(body[cut:], file)


def _opening(file: IO[bytes]) -> tuple[str, bytes]:
    """Return the root's tag, and what follows the beginning of the rows."""
    head = file.read(_BLOCK)
    found = _ROOT.match(head)
    before, begin, after = head.partition(_BEGIN)
    if not found or not begin or b"<!" in before:
        raise _UnusualError
    return found[1].decode(), after


def _joined(rest: bytes, file: IO[bytes]) -> bytes:
    """Return what is left of the last block, and the next one."""
    block = file.read(_BLOCK)
    if not block or len(rest) > LONGEST_SILENCE:
        raise _UnusualError
    return rest + block


def _learned(pattern: shapes.Pattern, rows: Iterable[_Written]) -> Iterator[_Written]:
    """Yield rows that a pattern does not take, and have it know them."""
    seen: list[list[shapes.Cell]] = []
    for row in rows:
        seen.append(row[1])
        yield row
    pattern.learn(seen)


def _rows_of(pieces: Iterable[str], root: str) -> Iterator[_Written]:
    """Yield the rows of pieces of which each ends with one."""
    for piece in pieces:
        position = 0
        while found := _ROW.match(piece, position):
            cells = [] if found[2] else _CELL.findall(piece, found.end())
            if any(map(_IS_ODD, cells)):
                break
            number = _NUMBER.search(found[1])
            yield (number[1] if number else None), cells, bool(shapes.HIDDEN.search(found[1]))
            position = found.end() if found[2] else len(piece)
        if piece[position:].strip():
            rows = piece[position:]
            xml = f"{root}<sheetData>{rows}</row></sheetData></worksheet>"
            yield from map(_parsed, ET.fromstring(xml)[0])  # noqa: S314 - of a bounded text


class Metered:
    """A file that refuses to be read on when no cell and no row begins or ends for too long."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.row = 1
        self.silence = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, unless that goes on for too long."""
        self.silence += size
        if self.silence > LONGEST_SILENCE:
            raise archives.UnboundedError(self.row)
        return self._file.read(size)


def _elements(source: Metered) -> Iterator[Element]:
    """Yield each row element of the sheet; it is emptied before the next one."""
    data: Element | None = None
    columns = 0
    for event, element in ET.iterparse(source, ("start", "end")):  # noqa: S314 - metered
        tag = package.local(element.tag)
        if tag in {"c", "row"}:
            source.silence = 0
        if event == "start":
            columns = columns + 1 if tag == "c" else columns
            if columns > MOST_COLUMNS:
                raise archives.UnboundedError(source.row)
            data = element if tag == "sheetData" else data
        elif tag == "row" and data is not None:
            yield element
            data.clear()
            columns = 0
            source.row += 1
        elif tag == "sheetData":
            return


def _parsed(row: Element) -> _Written:
    """Return what stands in the element of a row."""
    hidden = row.get("hidden") in package.TRUE
    cells = [_cell(each) for each in row if package.local(each.tag) == "c"]
    return row.get("r"), cells, hidden


def _cell(element: Element) -> shapes.Cell:
    formula = value = inline = ""
    for part in element:
        match package.local(part.tag):
            case "f":
                formula = "f"
            case "v":
                value = part.text or ""
            case "is":
                inline = "".join(package.texts(part))
    letters = element.get("r", "").rstrip("0123456789")
    return letters, element.get("s", ""), element.get("t", ""), formula, value, inline, ""
