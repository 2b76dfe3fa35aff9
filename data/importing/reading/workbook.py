"""Reader of `.xlsx` and `.xlsm` workbooks: their sheets, and the rows of each as text."""

import contextlib
import datetime as dt
import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeVar

from data.importing import sets
from data.importing.reading import archives, cells, package, shapes, tables, worksheet

_REPEATED: Final = 1 << 14
# The types of cells whose text stands elsewhere, and in themselves.
_SHARED, _INLINE = "s", "inlineStr"

_Mark = tables.Mark | None
_Any = TypeVar("_Any")


class _Sheet:
    """One sheet of a workbook as lines of text."""

    is_cut_off = False
    is_text = False

    def __init__(self, book: package.Package, place: package.Place, source: tables.Source) -> None:
        self._book = book
        self._part = place.part
        self._source = source
        # Most columns repeat themselves.
        self._text = functools.lru_cache(maxsize=_REPEATED)(self._text_of)
        self.title = place.title
        self.hidden = place.hidden

    def head(self, rows: int) -> list[tables.Line]:
        """Return what stands in the first rows, as texts."""
        return [*itertools.takewhile(lambda line: line.number <= rows, self.lines({}))]

    def lines(self, kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
        """Yield all rows; `kinds` says how dates are written in the cells of a place."""
        with archives.refused(self._source):
            for row in worksheet.rows(self._book, self._part):
                if isinstance(row, shapes.Block):
                    yield from self._lines(row, kinds)
                else:
                    yield self._line(row, kinds)

    def _lines(self, block: shapes.Block, kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
        """Return the lines of many rows."""
        texts: dict[int, Sequence[str]] = {}
        marks: dict[int, Sequence[_Mark]] = {}
        for shape, values in block.values:
            at = min(worksheet.column(shape.letters), tables.WIDEST)
            found, of_found = self._column(shape, values, kinds.get(at, sets.Kind.TEXT))
            # Of each row one shape has something, as a cell is written in one way.
            if any(found):
                texts[at] = _either(texts[at], found) if at in texts else found
            if of_found:
                marks[at] = _either(marks[at], of_found) if at in marks else of_found
        nothing = ("",) * len(block.numbers)
        width = max([*texts, *marks], default=-1) + 1
        rows = zip(*(texts.get(at, nothing) for at in range(width)), strict=True)
        marked = zip(*marks.values(), strict=True) if marks else itertools.repeat(())
        named = map(functools.partial(_named, tuple(marks)), marked)
        return map(tables.Line, block.numbers, rows, named, block.hidden)

    def _column(
        self, shape: shapes.Shape, values: Sequence[str | None], kind: sets.Kind
    ) -> tuple[Sequence[str], Sequence[_Mark]]:
        """Return texts and marks of values of one shape; no marks where none has one."""
        if shape.kind == _INLINE and shape.has_text:
            return [value or "" for value in values], ()
        if shape.kind == _SHARED and shape.has_value:
            shared = self._book.shared
            filled = [*filter(None, values)]
            if len(filled) == len(values):
                return [*map(shared.__getitem__, map(int, filled))], ()
            return [shared[int(value)] if value else "" for value in values], ()
        known: dict[str | None, cells.Text] = {
            value: self._cell(shape.cell(value), kind) for value in {*values} if value is not None
        }
        known[None] = "", None
        marks = [known[value][1] for value in values]
        return [known[value][0] for value in values], marks if any(marks) else ()

    def _line(self, row: worksheet.Row, kinds: Mapping[int, sets.Kind]) -> tables.Line:
        texts: list[str] = []
        marks: dict[int, tables.Mark] = {}
        place = -1
        for cell in row.cells:
            place = worksheet.column(cell[0]) if cell[0] else place + 1
            text, mark = self._cell(cell, kinds.get(place, sets.Kind.TEXT))
            if not text and not mark:
                continue
            # No heading stands so far out; that there is something is all that matters.
            at = min(place, tables.WIDEST)
            if at >= len(texts):
                texts.extend([""] * (at + 1 - len(texts)))
            texts[at] = text
            if mark:
                marks[at] = mark
        return tables.Line(row.number, texts, marks, row.hidden)

    def _cell(self, cell: shapes.Cell, expected: sets.Kind) -> cells.Text:
        """Return text and mark of a cell in a column of the `expected` kind."""
        _, style, kind, formula, value, inline, _ = cell
        if kind == _INLINE:
            return inline, None
        if kind == _SHARED and value:
            return self._book.shared[int(value)], None
        if value:
            return self._text(kind, value, style, expected)
        # An empty text is a result as well.
        return "", tables.Mark.UNCALCULATED if formula and kind != "str" else None

    def _text_of(self, kind: str, value: str, style: str, expected: sets.Kind) -> cells.Text:
        """Return the text of a value that is no shared one, in a column of the `expected` kind."""
        is_dated = self._book.is_dated[int(style)] if style else False
        match kind or "n":
            case "str" | "e":
                return value, None
            case "n":
                return cells.text(_number(value), expected, self._book.epoch, is_dated=is_dated)
            case "b":
                return cells.text(bool(int(value)), expected, self._book.epoch)
            case "d":
                return cells.text(_date(value), expected, self._book.epoch)
        raise ValueError(f"no cells are of the type {kind}")


def _either(one: Sequence[_Any], other: Sequence[_Any]) -> Sequence[_Any]:
    return [first or second for first, second in zip(one, other, strict=True)]


@functools.lru_cache(maxsize=1024)
def _named(places: tuple[int, ...], marks: tuple[_Mark, ...]) -> Mapping[int, tables.Mark]:
    """Return the marks of a row by their places; most rows have those of others."""
    return {place: mark for place, mark in sorted(zip(places, marks, strict=False)) if mark}


def _number(value: str) -> float:
    is_whole = value.isdecimal() or not ("." in value or "e" in value or "E" in value)
    return int(value) if is_whole else float(value)


def _date(value: str) -> dt.datetime | dt.date | str:
    """Return a date that the workbook holds as such; a time of day stays as it stands."""
    if "T" in value:
        return dt.datetime.fromisoformat(value.removesuffix("Z"))
    return value if ":" in value else dt.date.fromisoformat(value)


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
            book = package.Package(stack.enter_context(source.path.open("rb")))
        yield [_Sheet(book, place, source) for place in book.sheets]
