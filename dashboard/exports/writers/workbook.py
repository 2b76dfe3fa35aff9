"""XlsxWriter, extended: temporary files are closed, bytes are always the same, cells are quick.

It uses private methods of XlsxWriter 3.2 and 3.3; the tests of the files would notice others.
"""

import functools
import pathlib
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from xlsxwriter import format as formats
from xlsxwriter import packager, utility, worksheet

_BLANK: Final = worksheet.CellBlankTuple
_NUMBER: Final = worksheet.CellNumberTuple
_TEXT: Final = worksheet.CellStringTuple
_TRUTH: Final = worksheet.CellBooleanTuple


class _Letters(dict[int, str]):
    """The columns of a sheet, by their letters: looked up a million times."""

    def __missing__(self, column: int) -> str:
        self[column] = letters = utility.xl_col_to_name(column)
        return str(letters)


_LETTERS: Final = _Letters()
# Without any of these a text is written as it is: most are.
_ESCAPED: Final = re.compile("[&<>_\x00-\x1f\ufffe\uffff]")

# What a cell holds: a text, a number, a truth value, or nothing.
Value = str | float | Decimal | None

# The first and the last column of the sheet that a column of a table takes.
Span = tuple[int, int]


class Rows(worksheet.Worksheet):  # type: ignore[misc]
    """A sheet whose rows are written in a third of the time.

    A text goes in as a text: the library takes one between <r> and </r> for markup.
    """

    previous_row: int

    def put(self, row: int, cells: Sequence[tuple[int, Value, formats.Format]]) -> None:
        """Write some cells of a row, the current one or a later one: columns, values, looks."""
        if row > self.previous_row:
            self._write_single_row(row)
        for column in (cells[0][0], cells[-1][0]):
            self._check_dimensions(row, column)
        kept = self.table[row]
        for column, value, look in cells:
            if value is None:
                kept[column] = _BLANK(look)
            elif value is True or value is False:
                kept[column] = _TRUTH(value, look)
            else:
                kept[column] = (_TEXT if isinstance(value, str) else _NUMBER)(value, look)

    def _write_single_row(self, current_row_num: int = 0) -> None:
        row = self.previous_row
        cells = self.table.get(row)
        if not cells:
            super()._write_single_row(current_row_num)
            return
        self.previous_row = current_row_num
        self._write_row(row, None, self.row_info.get(row))
        self.fh.write("".join([self._element(row, each, cells[each]) for each in sorted(cells)]))
        self._xml_end_tag("row")
        self.table.clear()

    def _element(self, row: int, column: int, cell: Any) -> str:
        kind = cell.__class__
        if kind is _NUMBER:
            value = f"><v>{cell.number:.16G}</v></c>"
        elif kind is _TEXT:
            text = cell.string
            if _ESCAPED.search(text):
                text = self._escape_control_characters(self._escape_data(text))
            value = f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        elif kind is _BLANK:
            value = "/>"
        elif kind is _TRUTH:
            value = f' t="b"><v>{cell.boolean:d}</v></c>'
        else:
            raise TypeError(f"Rows hold texts, numbers and truth values, and no {kind.__name__}")
        style = cell.format._get_xf_index()  # noqa: SLF001 - as the library itself asks
        return f'<c r="{_LETTERS[column]}{row + 1}" s="{style}"{value}'


class _Packager(packager.Packager):  # type: ignore[misc]
    """Takes nothing into the archive of who may read the temporary files."""

    def _create_package(self) -> list[Any]:
        files: list[Any] = super()._create_package()
        for name, *_ in files:
            pathlib.Path(name).chmod(0o600)
        return files


class Workbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook whose rows leave the memory as they are written, sheet by sheet."""

    def add_rows(self, name: str) -> Rows:
        """Return a new sheet; every cell of it has a look."""
        rows: Rows = self.add_worksheet(name, worksheet_class=Rows)
        return rows

    def abandon(self) -> None:
        """Close the temporary files, which stay open where writing was given up."""
        for each in self.worksheets():
            each._opt_close()  # noqa: SLF001 - nothing public closes them without making a file

    def _get_packager(self) -> _Packager:
        return _Packager()


def fitted(wanted: Sequence[float], widths: Sequence[float]) -> list[Span]:
    """Return for each wanted width neighbouring columns, so that as little as possible is missing.

    Every one gets a column at least; there must be as many.
    """

    @functools.cache
    def best(place: int, start: int) -> tuple[float, tuple[Span, ...]]:
        if place == len(wanted):
            return 0.0, ()
        found = []
        for end in range(start, len(widths) - (len(wanted) - place - 1)):
            missing = max(0.0, wanted[place] - sum(widths[start : end + 1]))
            further, spans = best(place + 1, end + 1)
            found.append((missing + further, ((start, end), *spans)))
        return min(found)

    return list(best(0, 0)[1])


def parted(widths: Sequence[float], parts: int) -> list[Span]:
    """Return neighbouring columns for parts of about the same width, all columns together."""
    spans, start, whole = [], 0, sum(widths)
    for part in range(1, parts + 1):
        end = start
        most = len(widths) - (parts - part) - 1
        while end < most and sum(widths[: end + 1]) + widths[end + 1] / 2 <= whole * part / parts:
            end += 1
        end = most if part == parts else end
        spans.append((start, end))
        start = end + 1
    return spans
