"""Every report as every kind of file: what is read back is what the paper says."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest
from support.papers import reports

from dashboard.exports import files

if TYPE_CHECKING:
    from data import store as stores


PERIOD: Final = reports.PERIOD
REPORTS: Final = (
    ("remittance-lag", PERIOD | {"by": "org"}),
    ("recording-lag", PERIOD | {"by": "collector"}),
    ("exceptions", PERIOD),
    ("exceptions", PERIOD | {"kind": "form_mismatched"}),
    ("office-day", {"date": "2026-08-21", "office": "00101"}),
    ("week", {"date": "2026-08-27"}),
)


def written(store: stores.Store, kind: str, given: dict[str, str], ending: str) -> io.BytesIO:
    document = reports.drawn(reports.found(store, kind, given))
    file = io.BytesIO()
    files.write(document, ending, file)
    file.seek(0)
    return file


@pytest.mark.parametrize(("kind", "given"), REPORTS)
def test_a_csv_has_the_lines_of_the_main_table(
    example: stores.Store, kind: str, given: dict[str, str]
) -> None:
    taken = reports.taken(example, kind, **given)
    text = written(example, kind, given, "csv").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    lines = taken.tables[0]
    begin = 2 if taken.document.tables[0].title else 1
    body = rows[begin : begin + len(lines)]
    assert rows[begin - 1][:-1] == [each.label for each in taken.document.tables[0].columns]
    for row, line in zip(body, lines, strict=True):
        figures = [
            (place, str(cell)) for place, cell in enumerate(line.cells) if isinstance(cell, int)
        ]
        assert [(place, row[place]) for place, _ in figures] == figures


@pytest.mark.parametrize(("kind", "given"), REPORTS)
def test_an_excel_file_has_every_figure_as_a_number(
    example: stores.Store, kind: str, given: dict[str, str]
) -> None:
    taken = reports.taken(example, kind, **given)
    sheet = openpyxl.load_workbook(written(example, kind, given, "xlsx")).worksheets[0]
    there = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    figures = {
        cell for table in taken.tables for line in table for cell in line.cells
        if isinstance(cell, int)
    }  # fmt: skip
    assert figures <= there
    assert figures


@pytest.mark.parametrize(("kind", "given"), REPORTS)
def test_a_pdf_of_a_small_report_is_made(
    example: stores.Store, kind: str, given: dict[str, str]
) -> None:
    assert written(example, kind, given, "pdf").getvalue().startswith(b"%PDF-")
