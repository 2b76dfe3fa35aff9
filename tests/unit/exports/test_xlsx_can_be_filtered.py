"""A paper as an Excel file, for whoever counts on: filters, and sheets of records alone."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import openpyxl
from support.papers import samples

from dashboard.exports import paper
from dashboard.exports.writers import xlsx

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


def opened(document: paper.Paper) -> Workbook:
    kept = io.BytesIO()
    xlsx.write(document, kept)
    return openpyxl.load_workbook(kept)


def test_the_head_of_the_paper_filters_its_rows_and_not_its_sums() -> None:
    first, _records = opened(samples.document()).worksheets
    # Head, words of the group, three rows; a sum and the total stand below.
    assert first.auto_filter.ref == "A10:J14"
    assert [first.cell(row, 1).value for row in (10, 12, 14, 16)] == ["STT", 1, 3, "Tổng cộng"]


def test_a_second_sheet_has_one_head_and_the_records_as_values_without_sums() -> None:
    table = paper.Table(None, samples.TEN, samples.whole(3), groups="Đơn vị")
    _first, records = opened(samples.document(table)).worksheets
    head, *rows = records.iter_rows(values_only=True)
    assert head == (*(column.label for column in samples.TEN), "Đơn vị")
    assert [row[0] for row in rows] == [1, 2, 3]
    assert rows[1][6:] == (
        194_400, dt.datetime(2026, 9, 3), dt.datetime(2026, 9, 15, 8, 2), 0.02,  # noqa: DTZ001
        "Bảo hiểm xã hội cơ sở Cầu Giấy",
    )  # fmt: skip
    assert not records.merged_cells.ranges
    assert (records.auto_filter.ref, records.freeze_panes) == ("A1:K4", "A2")


def test_what_is_unknown_is_empty_among_records_and_each_table_has_a_sheet() -> None:
    known, unknown = samples.row("A", 0, 5), samples.row("B", None, "> 48")
    book = opened(samples.document(
        samples.table(samples.whole(1)), samples.table([known, unknown], samples.THREE)
    ))  # fmt: skip
    assert book.sheetnames == ["Mẫu 01-XN", "Số liệu", "Số liệu 2"]
    assert list(book.worksheets[2].iter_rows(min_row=2, values_only=True)) == [
        ("A", 0, 5), ("B", None, "> 48"),
    ]  # fmt: skip


def test_a_table_that_ends_its_page_has_what_follows_on_another_one() -> None:
    summary = paper.Table("Tổng hợp", samples.THREE, [samples.row("A", 1, 2)], is_overview=True)
    book = opened(samples.document(summary, samples.table(samples.whole(3))))
    first = book.worksheets[0]
    (page,) = first.row_breaks.brk
    titles = [first.cell(row, 1).value for row in range(page.id - 1, page.id + 2)]
    assert titles == ["Tổ chức dịch vụ thu", "A", "STT"]
