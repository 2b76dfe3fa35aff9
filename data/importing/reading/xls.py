"""Reader of `.xls` workbooks, from Excel 2 to 2003; used in a child process (`in_child`)."""

import contextlib
import datetime as dt
import functools
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import xlrd

from data.importing import sets
from data.importing.reading import archives, cells, tables

_ENCRYPTED: Final = "encrypted"
_NUMBERS: Final = {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}


class _Sheet:
    """One sheet of an old workbook as lines of text."""

    is_cut_off = False
    is_text = False

    def __init__(self, book: xlrd.Book, index: int) -> None:
        self._book = book
        self._index = index
        self._epoch: dt.datetime = cells.MAC_EPOCH if book.datemode else cells.WINDOWS_EPOCH
        self._is_dated = functools.lru_cache(self._is_dated_style)
        self.title: str = book.sheet_names()[index]
        self.hidden: bool = bool(book._sheet_visibility[index])  # noqa: SLF001 - before it is loaded

    def head(self, rows: int) -> list[tables.Line]:
        """Return what stands in the first rows, as texts."""
        sheet = self._book.sheet_by_index(self._index)
        return [self._line(sheet, row, {}) for row in range(min(rows, sheet.nrows))]

    def lines(self, kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
        """Yield all rows; `kinds` says how dates are written in the cells of a place."""
        sheet = self._book.sheet_by_index(self._index)
        for row in range(sheet.nrows):
            yield self._line(sheet, row, kinds)

    def _line(
        self, sheet: xlrd.sheet.Sheet, row: int, kinds: Mapping[int, sets.Kind]
    ) -> tables.Line:
        texts: list[str] = []
        marks: dict[int, tables.Mark] = {}
        values, types = sheet.row_values(row), sheet.row_types(row)
        for place, (value, kind) in enumerate(zip(values, types, strict=True)):
            expected = kinds.get(place, sets.Kind.TEXT)
            is_dated = kind in _NUMBERS and self._is_dated(sheet.cell_xf_index(row, place))
            text, mark = cells.text(_value(kind, value), expected, self._epoch, is_dated=is_dated)
            texts.append(text)
            if mark:
                marks[place] = mark
        info = sheet.rowinfo_map.get(row)
        return tables.Line(row + 1, texts, marks, bool(info and info.hidden))

    def _is_dated_style(self, style: int) -> bool:
        key = self._book.xf_list[style].format_key
        return cells.is_date_format(self._book.format_map[key].format_str)


def _value(kind: int, value: str | float) -> object:
    """Return the value of a cell of a kind: a number, a truth value, the text of an error."""
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(int(value), "#N/A")
    return value


@contextlib.contextmanager
def opened(source: tables.Source) -> Iterator[Sequence[tables.Sheet]]:
    """Open an old workbook as its sheets.

    Raises:
        problems.Problem: it is protected. For a damaged one, anything is raised.
    """
    try:
        # What it has to say of the file goes nowhere; the formats tell dates and hidden rows.
        book = xlrd.open_workbook(
            str(source.path), logfile=io.StringIO(), on_demand=True, formatting_info=True,
            ragged_rows=True, ignore_workbook_corruption=True,
        )  # fmt: skip
    except xlrd.XLRDError as error:
        if _ENCRYPTED in str(error):
            raise archives.protected(source) from error
        raise
    with book:
        yield [_Sheet(book, index) for index in range(book.nsheets)]
