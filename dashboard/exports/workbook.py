"""Owns where XlsxWriter is helped: its files closed, its bytes always the same, its cells quick.

It leans on private methods of XlsxWriter 3.2 and 3.3; the tests of the files would notice others.
"""

from __future__ import annotations

import pathlib
from typing import Any, Final

import xlsxwriter
from xlsxwriter import packager, utility, worksheet

_NUMBER: Final = worksheet.CellNumberTuple
_TEXT: Final = worksheet.CellStringTuple
# The columns of a sheet, by their letters: looked up a million times.
_LETTERS: Final = [utility.xl_col_to_name(column) for column in range(256)]


class _Rows(worksheet.Worksheet):  # type: ignore[misc]
    """A sheet whose cells are written in half the time.

    A text goes in as a text: the library takes one between <r> and </r> for markup.
    """

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = cell.__class__
        if kind is _NUMBER:
            value = f"><v>{cell.number:.16G}</v></c>"
        elif kind is _TEXT:
            text = self._escape_control_characters(self._escape_data(cell.string))
            value = f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        else:
            super()._write_cell(row, col, cell)
            return
        style = cell.format._get_xf_index()  # noqa: SLF001 - as the library itself asks
        self.fh.write(f'<c r="{_LETTERS[col]}{row + 1}" s="{style}"{value}')


class _Packager(packager.Packager):  # type: ignore[misc]
    """Takes nothing into the archive of who may read the temporary files."""

    def _create_package(self) -> list[Any]:
        files: list[Any] = super()._create_package()
        for name, *_ in files:
            pathlib.Path(name).chmod(0o600)
        return files


class Workbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook of one sheet, whose rows leave the memory as they are written."""

    def add_rows(self, name: str) -> worksheet.Worksheet:
        """Return a new sheet; every cell of it has a look."""
        return self.add_worksheet(name, worksheet_class=_Rows)

    def abandon(self) -> None:
        """Close the temporary files, which stay open where writing was given up."""
        for each in self.worksheets():
            each._opt_close()  # noqa: SLF001 - nothing public closes them without making a file

    def _get_packager(self) -> _Packager:
        return _Packager()
