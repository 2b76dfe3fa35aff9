"""A paper as an Excel file: every value is read back as what it was."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import itertools
import pathlib
import subprocess
import sys
import tracemalloc
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from support.papers import samples

from dashboard.exports import paper
from dashboard.exports.writers import sheet, xlsx
from data import problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.cell import Cell, MergedCell


FIRST = 11
DIGEST = """
import hashlib, io, os, sys
from dashboard.exports.writers import xlsx
from support.papers import samples
os.umask(int(sys.argv[1], 8))
kept = io.BytesIO()
xlsx.write(samples.document(), kept)
print(hashlib.sha256(kept.getvalue()).hexdigest())
"""


def written(document: paper.Paper) -> bytes:
    kept = io.BytesIO()
    xlsx.write(document, kept)
    return kept.getvalue()


def cells(*lines: paper.Line) -> list[tuple[Any, ...]]:
    made = written(samples.document(samples.table(lines)))
    read = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    return list(read.iter_rows(min_row=FIRST, max_row=FIRST + len(lines) - 1))


def cell(value: paper.Value, kind: paper.Kind) -> Cell | MergedCell:
    columns = (paper.Column("A", kind, 20), paper.Column("B", paper.Kind.TEXT, 60))
    table = samples.table([samples.row(value, "")], columns)
    read = openpyxl.load_workbook(io.BytesIO(written(samples.document(table))))
    return read.worksheets[0].cell(FIRST, 1)


def test_a_row_is_read_back_as_it_was() -> None:
    (row,) = cells(samples.ten(7))
    assert [each.value for each in row] == [
        7, "XN00000007", "Nguyễn Thị Hòa 7", "Bưu điện Thành phố Hà Nội", "BHXH tự nguyện", 6,
        680_400, dt.datetime(2026, 9, 8), dt.datetime(2026, 9, 15, 8, 7), 0.07,  # noqa: DTZ001
    ]  # fmt: skip
    assert [each.number_format for each in row] == [
        "#,##0_ ", "@", "General", "General", "General", "#,##0_ ", "#,##0_ ", "dd/mm/yyyy",
        "dd/mm/yyyy hh:mm", "0.00%_ ",
    ]  # fmt: skip


def test_moments_are_in_hanoi_whatever_their_offset() -> None:
    utc = dt.datetime(2026, 8, 31, 17, 30, 5, tzinfo=dt.UTC)
    assert cell(utc, paper.Kind.MOMENT).value == dt.datetime(2026, 9, 1, 0, 30, 5)  # noqa: DTZ001
    assert cell(utc, paper.Kind.DAY).value == dt.datetime(2026, 9, 1)  # noqa: DTZ001
    assert cell(utc, paper.Kind.DAY).number_format == "dd/mm/yyyy"


def test_unknown_differs_from_zero_and_from_nothing() -> None:
    assert cell(None, paper.Kind.MONEY).value == "—"
    assert cell(0, paper.Kind.MONEY).value == 0
    assert cell("", paper.Kind.MONEY).value is None


@pytest.mark.parametrize("value", [0, -1, 1_234_567, -486_000, 999_999_999_999_999])
def test_whole_numbers_are_kept_to_the_last_digit(value: int) -> None:
    assert cell(value, paper.Kind.MONEY).value == value


def test_what_excel_would_round_is_a_text_instead() -> None:
    assert cell(1_000_000_000_000_001, paper.Kind.MONEY).value == "1000000000000001"
    assert cell(-(10**400), paper.Kind.MONEY).value == f"-{10**400}"


def test_codes_are_texts_also_where_they_are_numbers() -> None:
    assert cell("00101", paper.Kind.CODE).value == "00101"
    assert cell(101, paper.Kind.CODE).value == "101"
    assert cell("00101", paper.Kind.MONEY).data_type == "s"


def test_days_that_excel_does_not_know_are_texts() -> None:
    assert cell(dt.date(1899, 12, 31), paper.Kind.DAY).value == "31/12/1899"
    assert cell(dt.date(1900, 3, 1), paper.Kind.DAY).value == dt.datetime(1900, 3, 1)  # noqa: DTZ001


def test_shares_are_numbers_shown_as_percentages() -> None:
    share = cell(Decimal("0.8333"), paper.Kind.RATE)
    assert (share.value, share.number_format) == (0.8333, "0.00%_ ")


def test_the_words_of_a_sum_stand_before_its_figures_also_in_a_later_column() -> None:
    line = paper.Line(
        paper.Style.SUBTOTAL, ("", "Cộng", "", "", "", 6, 97_200, None, "", Decimal(1))
    )
    (row,) = cells(line)
    assert [each.value for each in row] == [
        None, "Cộng", None, None, None, 6, 97_200, "—", None, 1,
    ]  # fmt: skip


def test_long_words_above_rows_take_lines_not_the_next_page() -> None:
    long = "Bảo hiểm xã hội cơ sở " * 20
    first, second = cells(paper.Line(paper.Style.GROUP, (long,)), samples.ten(1))
    assert (first[0].value, first[0].alignment.wrap_text) == (long, True)
    assert second[0].value == 1


def test_a_line_with_a_cell_too_few_is_no_line() -> None:
    with pytest.raises(ValueError, match="2 cells under 10 columns"):
        cells(samples.row(1, 2))


def test_the_same_paper_is_the_same_bytes_in_every_process_whoever_may_read_its_files() -> None:
    folder = pathlib.Path(__file__).parents[3]
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST, mask],
            env={"PYTHONPATH": f"{folder}:{folder / 'tests'}", "TZ": zone},
            capture_output=True, check=True, text=True,
        ).stdout.strip()
        for mask, zone in (("022", "UTC"), ("077", "America/New_York"))
    }  # fmt: skip
    assert digests == {hashlib.sha256(written(samples.document())).hexdigest()}


def test_more_rows_than_a_sheet_has_are_refused_and_leave_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 40)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    endless = (samples.ten(number) for number in itertools.count())
    with pytest.raises(problems.Problem, match="Too long for an Excel file"):
        written(samples.document(samples.table(endless)))
    assert list(tmp_path.iterdir()) == []


def test_the_last_row_of_a_sheet_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    read = openpyxl.load_workbook(io.BytesIO(written(samples.document())))
    rows = read.worksheets[0].max_row
    monkeypatch.setattr(sheet, "MOST_ROWS", rows)
    assert written(samples.document())
    monkeypatch.setattr(sheet, "MOST_ROWS", rows - 1)
    with pytest.raises(problems.Problem):
        written(samples.document())


def test_what_is_below_the_tables_is_asked_for_when_all_lines_have_been_read() -> None:
    seen: list[int] = []

    def lines() -> Iterator[paper.Line]:
        for number in range(3):
            seen.append(number)
            yield samples.ten(number)

    made = written(
        samples.document(
            samples.table(lines()),
            foot=lambda: samples.foot(notes=(("Số dòng", str(len(seen))),)),
        )
    )
    read = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert "Số dòng: 3" in [row[0].value for row in read.iter_rows()]


def test_a_long_table_takes_no_more_memory_than_a_short_one() -> None:
    lines = (samples.ten(number) for number in range(3_000))
    tracemalloc.start()
    size = len(written(samples.document(samples.table(lines))))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 100_000
    assert peak < 3_000_000


# What the library leaves open tries once more when it is swept up, and fails again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_full_disk_is_told_as_such() -> None:
    class Full(io.BytesIO):
        def write(self, _data: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        xlsx.write(samples.document(), Full())
