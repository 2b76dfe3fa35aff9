"""Reader of `.xlsx` and `.xlsm` workbooks: their sheets, and the rows of each as text."""

import contextlib
import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from data.importing import sets
from data.importing.reading import archives, cells, package, tables, worksheet

_REPEATED: Final = 1 << 14


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
        lines = []
        with archives.refused(self._source):
            for row in worksheet.rows(self._book, self._part):
                if row.number > rows:
                    break
                lines.append(self._line(row, {}))
        return lines

    def lines(self, kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
        """Yield all rows; `kinds` says how dates are written in the cells of a place."""
        with archives.refused(self._source):
            for row in worksheet.rows(self._book, self._part):
                yield self._line(row, kinds)

    def _line(self, row: worksheet.Row, kinds: Mapping[int, sets.Kind]) -> tables.Line:
        texts: list[str] = []
        marks: dict[int, tables.Mark] = {}
        shared = self._book.shared
        place = -1
        for letters, style, kind, formula, value, inline, _ in row.cells:
            place = worksheet.column(letters) if letters else place + 1
            mark = None
            if kind == "s" and value:
                text = shared[int(value)]
            elif kind == "inlineStr":
                text = inline
            elif value:
                expected = kinds.get(place, sets.Kind.TEXT)
                text, mark = self._text(kind, value, style, expected)
            else:
                # An empty text is a result as well.
                text = ""
                mark = tables.Mark.UNCALCULATED if formula and kind != "str" else None
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


def _number(value: str) -> float:
    return float(value) if set(value) & set(".eE") else int(value)


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
