"""Reader of `.ods` workbooks: the rows of their sheets as text, in bounded memory.

The sheets stand one after the other in one part, which is walked through once for their names and
once for each. Dates, times and truth values stand there as such, whatever they are shown as.
"""

import contextlib
import datetime as dt
import itertools
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from xml.parsers import expat

from data.importing import sets
from data.importing.reading import archives, cells, tables, worksheet

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_ENCRYPTED: Final = b"encryption-data"
_OFFICE, _TABLE, _TEXT, _DRAW, _CALCEXT = (
    "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}",
    "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}",
    "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}",
    "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}",
    "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}",
)
_SHEET, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_CELLS: Final = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_GROUPS: Final = {
    f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group")
}
_ROWS_REPEATED, _COLUMNS_REPEATED, _FORMULA, _VISIBILITY = (
    f"{_TABLE}{name}"
    for name in ("number-rows-repeated", "number-columns-repeated", "formula", "visibility")
)
_TYPE, _STRING, _RESULT = f"{_OFFICE}value-type", f"{_OFFICE}string-value", f"{_CALCEXT}value-type"
_PARAGRAPHS: Final = {f"{_TEXT}p", f"{_TEXT}h"}
_BLANKS, _TAB, _BREAK, _COUNT = (f"{_TEXT}{name}" for name in ("s", "tab", "line-break", "c"))
# A note, or a picture with a text, is not what the cell holds.
_BESIDE: Final = {f"{_OFFICE}annotation", f"{_DRAW}frame"}
# How the part begins where it is written as all programs do.
_ROOT: Final = re.compile(
    rb'\s*(?:<\?xml version="1\.0" encoding="(?:utf|UTF)-8"[^<>]*\?>)?\s*'
    rb"(<office:document-content[^<>]*>)"
)
_ROOT_END: Final = b"</office:document-content>"
_ROW_END: Final = b"</table:table-row>"
_BLOCK: Final = 1 << 16
_ERROR: Final = re.compile(r"#(N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!)")
_OTHER_ERROR: Final = "#VALUE!"
_DURATION: Final = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d*)?S")
_ONE_DAY: Final = dt.timedelta(days=1)
# office:document-content, office:body, office:spreadsheet, table:table
_SHEET_DEPTH: Final = 4
_ANY_DAY: Final = cells.WINDOWS_EPOCH
_MOST_BLANKS: Final = 32_767

# A value of a cell, and whether it lacks its result.
_Value = tuple[object, bool]


class _Sheet:
    """One sheet as lines of text."""

    is_cut_off = False
    is_text = False

    def __init__(self, file: "_File", index: int, title: str, *, hidden: bool) -> None:
        self._file = file
        self._index = index
        self.title = title
        self.hidden = hidden

    def head(self, rows: int) -> list[tables.Line]:
        """Return what stands in the first rows, as texts."""
        return [*itertools.takewhile(lambda line: line.number <= rows, self.lines({}))]

    def lines(self, kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
        """Yield all rows; `kinds` says how dates are written in the cells of a place."""
        number = 1
        with archives.refused(self._file.source):
            for element in self._file.rows(self._index):
                count = max(int(element.get(_ROWS_REPEATED, 1)), 1)
                values = _values(element, number)
                if values:
                    # Nobody repeats what is filled beyond the end of a sheet.
                    if number + count - 1 > worksheet.MOST_ROWS:
                        raise archives.UnboundedError(number)
                    line = self._line(values, kinds, hidden=_is_hidden(element))
                    for each in range(number, number + count):
                        yield line._replace(number=each)
                number += count

    def _line(
        self, values: Sequence[_Value], kinds: Mapping[int, sets.Kind], *, hidden: bool
    ) -> tables.Line:
        texts: list[str] = []
        marks: dict[int, tables.Mark] = {}
        for place, (value, is_uncalculated) in enumerate(values):
            kind = kinds.get(place, sets.Kind.TEXT)
            text, mark = cells.text(value, kind, self._file.epoch)
            texts.append(text)
            if is_uncalculated:
                mark = tables.Mark.UNCALCULATED
            if mark:
                marks[place] = mark
        return tables.Line(0, texts, marks, hidden)


class _File:
    """The content of one file."""

    def __init__(self, archive: zipfile.ZipFile, source: tables.Source) -> None:
        self.source = source
        self.epoch = cells.WINDOWS_EPOCH
        self._archive = archive
        self._open: list[str] = []
        self._shown: dict[str, bool] = {}
        self._style = ""
        self._found: list[_Sheet] = []
        # Where each sheet begins and ends in the part, in bytes.
        self._places: list[tuple[int, int]] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end

    def sheets(self) -> list[_Sheet]:
        """Return the sheets, which a first walk finds."""
        with self._archive.open(_CONTENT) as file:
            self._parser.ParseFile(file)
        return self._found

    def rows(self, index: int) -> Iterator[Element]:
        """Yield the elements of the rows of one sheet; each holds until the next one."""
        count = 0
        try:
            for element in self._in_blocks(*self._places[index]):
                count += 1
                yield element
        except ET.ParseError:
            yield from itertools.islice(self._one_by_one(index), count, None)

    def _in_blocks(self, begin: int, end: int) -> Iterator[Element]:
        """Yield rows by parsing many of them at once, between two places of the part.

        Raises `ParseError` where a block is not whole in itself, for groups and what is odd.
        """
        with self._archive.open(_CONTENT) as file:
            root = _ROOT.match(file.read(_BLOCK))
            if not root:
                raise ET.ParseError
            file.seek(begin)
            left = end - begin
            _, _, block = file.read(min(_BLOCK, left)).partition(b">")
            left -= min(_BLOCK, left)
            while True:
                cut = block.rfind(_ROW_END) + len(_ROW_END) if left else len(block)
                if cut >= len(_ROW_END) or not left:
                    yield from _rows_in(ET.fromstring(root[1] + block[:cut] + _ROOT_END))  # noqa: S314
                    block = block[cut:]
                if not left:
                    return
                if len(block) > worksheet.LONGEST_SILENCE:
                    raise ET.ParseError
                block += file.read(min(_BLOCK, left))
                left -= min(_BLOCK, left)

    def _one_by_one(self, index: int) -> Iterator[Element]:
        """Yield rows by parsing the part from its beginning; each is emptied before the next."""
        above: list[Element] = []
        sheet = -1
        with self._archive.open(_CONTENT) as packed:
            source = worksheet.Metered(packed)
            for event, element in ET.iterparse(source, ("start", "end")):  # noqa: S314 - metered
                name = element.tag
                if name == _ROW or name in _CELLS or name.endswith("}style"):
                    source.silence = 0
                if event == "start":
                    above.append(element)
                    sheet += name == _SHEET and len(above) == _SHEET_DEPTH
                    continue
                above.pop()
                if name == _ROW:
                    source.row += 1
                    if sheet == index and not any(each.tag == _ROW for each in above):
                        yield element
                if above and (name == _ROW or len(above) < _SHEET_DEPTH):
                    above[-1].clear()
                if name == _SHEET and len(above) < _SHEET_DEPTH and sheet == index:
                    return

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        match name:
            case "style:style":
                self._style = attributes.get("style:name", "")
            case "style:table-properties":
                self._shown[self._style] = attributes.get("table:display") != "false"
            case "table:null-date":
                day = attributes.get("table:date-value", "1899-12-30")[:10]
                self.epoch = dt.datetime.fromisoformat(day)
            case "table:table" if len(self._open) == _SHEET_DEPTH:
                self._places.append((self._parser.CurrentByteIndex, 0))
                is_shown = self._shown.get(attributes.get("table:style-name", ""), True)
                title = attributes.get("table:name", "")
                self._found.append(_Sheet(self, len(self._found), title, hidden=not is_shown))

    def _end(self, name: str) -> None:
        if name == "table:table" and len(self._open) == _SHEET_DEPTH:
            begin, _ = self._places[-1]
            self._places[-1] = begin, self._parser.CurrentByteIndex
        self._open.pop()


def _rows_in(element: Element) -> Iterator[Element]:
    """Yield the rows of a sheet or of a group of rows."""
    for part in element:
        if part.tag == _ROW:
            yield part
        elif part.tag in _GROUPS:
            yield from _rows_in(part)


@contextlib.contextmanager
def opened(source: tables.Source) -> Iterator[Sequence[tables.Sheet]]:
    """Open a workbook as its sheets, the hidden ones as well.

    Raises:
        problems.Problem: protected, damaged or too large; the lines of a sheet raise it where that
            shows later.
    """
    archives.check(source)
    with contextlib.ExitStack() as stack:
        with archives.refused(source):
            archive = stack.enter_context(zipfile.ZipFile(source.path))
            names = archive.namelist()
            if _MANIFEST in names and _ENCRYPTED in archive.read(_MANIFEST):
                raise archives.protected(source)
            sheets = _File(archive, source).sheets()
        yield sheets


def _is_hidden(element: Element) -> bool:
    return element.get(_VISIBILITY, "visible") != "visible"


def _values(row: Element, number: int) -> list[_Value]:
    """Return the values of the cells of a row, without empty ones at its end.

    Raises `UnboundedError` where it is longer than a row can be.
    """
    values: list[_Value] = []
    place = blank = 0
    for element in row:
        if element.tag not in _CELLS:
            continue
        count = max(int(element.get(_COLUMNS_REPEATED, 1)), 1)
        value = _value(element)
        if value[0] is None and not value[1]:
            blank += count
            continue
        place += blank + count
        if place > worksheet.MOST_COLUMNS:
            raise archives.UnboundedError(number)
        # No heading stands so far out; that there is something is all that matters.
        values.extend([(None, False)] * min(blank, tables.WIDEST - len(values)))
        values.extend([value] * min(count, tables.WIDEST + 1 - len(values)))
        blank = 0
    return values


def _value(element: Element) -> _Value:
    """Return the value of a cell, and whether it is a formula without one."""
    kind = element.get(_TYPE, "")
    text = "\n".join(_paragraphs(element)) if len(element) else ""
    is_formula = _FORMULA in element.attrib
    if element.get(_RESULT) == "error" or (is_formula and _ERROR.fullmatch(text)):
        return (text if _ERROR.fullmatch(text) else _OTHER_ERROR), False
    if not kind:
        return text or None, is_formula and not text
    if kind == "string":
        # An empty text is a result as well.
        text = element.get(_STRING) or text
        return (text if text or is_formula else None), False
    attribute, read = _TYPES[kind]
    return read(element.attrib[attribute]), False


def _number(text: str) -> float:
    return float(text) if set(text) & set(".eE") else int(text)


def _date(text: str) -> dt.datetime:
    """Return a date; a fraction of a second is cut to microseconds."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    return dt.datetime.fromisoformat(whole).replace(microsecond=int(f"{fraction[:6]:0<6}"))


def _time(text: str) -> dt.time | float | str:
    """Return a time of day; more than that is a length of time, in days."""
    found = _DURATION.fullmatch(text)
    if not found:
        return text
    hours, minutes, seconds = map(int, found.groups())
    length = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return length / _ONE_DAY if length >= _ONE_DAY else (_ANY_DAY + length).time()


def _is_true(text: str) -> bool:
    return text == "true"


# By type of value: the attribute that holds it, and how it is read.
_TYPES: Final[dict[str, tuple[str, Callable[[str], object]]]] = {
    "float": (f"{_OFFICE}value", _number),
    "percentage": (f"{_OFFICE}value", _number),
    "currency": (f"{_OFFICE}value", _number),
    "date": (f"{_OFFICE}date-value", _date),
    "time": (f"{_OFFICE}time-value", _time),
    "boolean": (f"{_OFFICE}boolean-value", _is_true),
}


def _paragraphs(element: Element) -> Iterator[str]:
    """Yield the paragraphs of a cell."""
    for part in element:
        if part.tag in _PARAGRAPHS:
            yield "".join(_pieces(part)) if len(part) else part.text or ""


def _pieces(element: Element) -> Iterator[str]:
    """Yield the pieces of a paragraph, with the white space that stands there as elements."""
    yield element.text or ""
    for part in element:
        if part.tag == _BLANKS:
            yield " " * min(int(part.get(_COUNT, 1)), _MOST_BLANKS)
        elif part.tag == _TAB:
            yield "\t"
        elif part.tag == _BREAK:
            yield "\n"
        elif part.tag not in _BESIDE:
            yield from _pieces(part)
        yield part.tail or ""
