"""How the rows of CSV files are read."""

from __future__ import annotations

import csv as standard
import gzip
import io
import time
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import reading

from data import problems
from data.importing.reading import csv, tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


HEADINGS = "remittance_id,payment_id"


def read(path: Path) -> tuple[tuple[str, ...], list[tables.Row], tuple[str, ...]]:
    """Return the columns, the rows and the unknown headings of the file at `path`."""
    with reading.opened(path) as table:
        return table.columns, list(table.rows), table.unknown


def written(
    folder: Path, content: Any, name: str = "remittance_lines.csv", encoding: str = "utf-8"
) -> Path:
    path = folder / name
    data = content if isinstance(content, bytes) else content.encode(encoding)
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def rows_of(folder: Path, content: Any, **options: str) -> list[tables.Row]:
    return read(written(folder, content, **options))[1]


def test_rows_come_with_their_number_and_their_cells(tmp_path: Path) -> None:
    assert rows_of(tmp_path, f"{HEADINGS}\nR1,P01\nR1,P02\n") == [
        (2, "", "", "R1", "P01"),
        (3, "", "", "R1", "P02"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_any_end_of_line_is_taken(tmp_path: Path, end: str) -> None:
    content = end.join([HEADINGS, "R1,P01", "R2,P02"])
    assert rows_of(tmp_path, content) == [(2, "", "", "R1", "P01"), (3, "", "", "R2", "P02")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-with-mark", "utf-16-be-with-mark"]
)
@pytest.mark.parametrize("name", ["organizations.csv", "organizations.csv.gz"])
def test_separators_and_encodings_are_found(
    tmp_path: Path, separator: str, encoding: str, name: str
) -> None:
    text = f"Mã tổ chức{separator}Tên tổ chức\nTC01{separator}Tổ chức Ẩn Ý\n"
    codec = encoding.removesuffix("-with-mark")
    data = ("\ufeff" * (codec != encoding) + text).encode(codec)
    assert read(written(tmp_path, data, name=name)) == (
        ("org_code", "org_name"),
        [(2, "", "", "TC01", "Tổ chức Ẩn Ý")],
        (),
    )


def test_the_separator_is_the_headings_one_whatever_the_values_hold(tmp_path: Path) -> None:
    content = '"org_code";"org_name"\nTC01;a,b,c,d,e\nTC02;f\tg\n'
    assert rows_of(tmp_path, content, name="organizations.csv") == [
        (2, "", "", "TC01", "a,b,c,d,e"),
        (3, "", "", "TC02", "f\tg"),
    ]


def test_a_heading_may_be_quoted_and_hold_separators(tmp_path: Path) -> None:
    content = '"Ghi chú; khác, nữa","remittance_id","payment_id"\nx,R1,P01\n'
    assert read(written(tmp_path, content)) == (
        ("remittance_id", "payment_id"),
        [(2, "", "", "R1", "P01")],
        ("Ghi chú; khác, nữa",),
    )


def test_a_heading_may_hold_a_line_break(tmp_path: Path) -> None:
    content = '"Mã\nchuyển tiền";"Mã\r\nkhoản thu"\nR1;P01\n'
    assert rows_of(tmp_path, content) == [(2, "", "", "R1", "P01")]


def test_columns_come_in_file_order_without_the_unknown_ones(tmp_path: Path) -> None:
    content = "STT,payment_id,Ghi chú,remittance_id\n1,P01,x,R1\n"
    assert read(written(tmp_path, content)) == (
        ("payment_id", "remittance_id"),
        [(2, "", "", "P01", "R1")],
        ("STT", "Ghi chú"),
    )


def test_a_value_with_line_breaks_is_one_row(tmp_path: Path) -> None:
    content = 'org_code,org_name\nTC01,"Dòng một\nDòng hai\r\nDòng ba"\nTC02,x\n'
    assert rows_of(tmp_path, content, name="organizations.csv") == [
        (2, "", "", "TC01", "Dòng một\nDòng hai\r\nDòng ba"),
        (3, "", "", "TC02", "x"),
    ]


def test_empty_rows_count_and_are_not_delivered(tmp_path: Path) -> None:
    content = f"{HEADINGS}\n\nR1,P01\n,\n  , \n\t\nR2,P02\n\n"
    assert [row[0] for row in rows_of(tmp_path, content)] == [3, 7]


def test_empty_rows_before_the_headings_count(tmp_path: Path) -> None:
    assert rows_of(tmp_path, f"\n,,\n{HEADINGS}\nR1,P01\n") == [(4, "", "", "R1", "P01")]


def test_values_are_delivered_as_they_are(tmp_path: Path) -> None:
    content = 'org_code,org_name\n TC01 ,"Công ty ""Ẩn"" "\n'
    assert rows_of(tmp_path, content, name="organizations.csv") == [
        (2, "", "", " TC01 ", 'Công ty "Ẩn" ')
    ]


def test_letters_that_python_takes_for_line_ends_are_values(tmp_path: Path) -> None:
    value = "a\u2028b\u0085c\x0bd\x1ce"
    content = f"org_code,org_name\nTC01,{value}\n"
    assert rows_of(tmp_path, content, name="organizations.csv") == [(2, "", "", "TC01", value)]


def test_missing_cells_are_empty(tmp_path: Path) -> None:
    content = "code,remittance_id,payment_id\nx,R1\n"
    assert rows_of(tmp_path, content) == [(2, "", "", "R1", "")]


@pytest.mark.parametrize("name", ["remittance_lines.csv", "remittance_lines.csv.gz"])
def test_a_cell_under_no_heading_marks_the_row(tmp_path: Path, name: str) -> None:
    content = f"{HEADINGS}\nR1,P01,lost\nR2,P02,\nR3,P03, ,\nR4,P04,,lost\n"
    assert [row[2] for row in rows_of(tmp_path, content, name=name)] == [
        tables.TOO_MANY_CELLS, "", "", tables.TOO_MANY_CELLS,
    ]  # fmt: skip


def test_empty_headings_at_the_end_are_no_columns(tmp_path: Path) -> None:
    content = f"{HEADINGS},,\nR1,P01,,\nR2,P02,,lost\n"
    assert [row[2] for row in rows_of(tmp_path, content)] == ["", tables.TOO_MANY_CELLS]


def test_a_file_with_headings_alone_has_no_rows(tmp_path: Path) -> None:
    assert rows_of(tmp_path, HEADINGS) == []


def test_a_long_value_is_taken(tmp_path: Path) -> None:
    name = "x" * 100_000
    content = f"org_code,org_name\nTC01,{name}\n"
    assert rows_of(tmp_path, content, name="organizations.csv") == [(2, "", "", "TC01", name)]


def test_two_files_may_be_open_at_once(tmp_path: Path) -> None:
    one = written(tmp_path, f"{HEADINGS}\nR1,P01\n")
    two = written(tmp_path, "org_code,org_name\nTC01,x\n", name="organizations.csv")
    with reading.opened(one) as left, reading.opened(two) as right:
        assert (next(left.rows)[3:], next(right.rows)[3:]) == (("R1", "P01"), ("TC01", "x"))


def test_a_problem_of_the_caller_passes_through_unchanged(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADINGS}\nR1,P01\n")
    with pytest.raises(OSError, match="disk full"), reading.opened(path):
        raise OSError("disk full")


@pytest.mark.parametrize("name", ["remittance_lines.csv", "remittance_lines.csv.gz"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, name: str) -> None:
    content = HEADINGS + "".join(f"\nR{number},P{number:09}" for number in range(15_000))
    path = written(tmp_path, content, name=name)
    del content
    with reading.opened(path) as table:
        tracemalloc.start()
        count = sum(1 for _ in table.rows)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (count, peak < 2 * csv.LONGEST_LINE) == (15_000, True)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("said", "separator"), [("sep=;", ";"), ('"sep=,"', ","), ("SEP=\t", "\t"), ("sep=|", "|")]
)
def test_a_first_line_may_say_what_separates_the_cells(
    tmp_path: Path, mark: str, end: str, said: str, separator: str
) -> None:
    """Spreadsheets do not show that line, nor do they count it."""
    content = end.join([mark + said, HEADINGS.replace(",", separator), f"R1{separator}P1", ""])
    assert rows_of(tmp_path, content) == [(2, "", "", "R1", "P1")]


def test_a_separator_is_found_below_titles_that_hold_others(tmp_path: Path) -> None:
    title = "Danh sách; ngày 20/8/2026; trang 1\n"
    assert rows_of(tmp_path, f"{title * 3}{HEADINGS}\nR1,P1\n") == [(5, "", "", "R1", "P1")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(("end", "is_cut_off"), [("", True), ("\n", False), ("\r\n", False)])
def test_a_last_line_without_an_end_is_noticed(
    tmp_path: Path, encoding: str, end: str, is_cut_off: bool
) -> None:
    path = written(tmp_path, f"{HEADINGS}\nR1,P1\nR2,P2{end}", encoding=encoding)
    with reading.opened(path) as table:
        assert len(list(table.rows)) == 2
        assert table.of.is_cut_off is is_cut_off


def test_a_heading_is_not_looked_for_in_endless_rows(tmp_path: Path) -> None:
    """Its thousand first cells are enough."""
    path = written(tmp_path, ("x," * 300_000 + "\n") * 3 + f"{HEADINGS}\nR1,P1\n")
    began = time.process_time()
    assert [row[3:] for row in read(path)[1]] == [("R1", "P1")]
    assert time.process_time() - began < 5


def walked(rows: Iterable[list[str]]) -> tuple[list[tuple[int, list[str]]], bool]:
    """Return the numbers and cells of the rows with something in them, and whether all are."""
    found: list[tuple[int, list[str]]] = []
    try:
        found.extend((number, row) for number, row in enumerate(rows, 1) if "".join(row).strip())
    except (standard.Error, problems.Problem):
        return found, False
    return found, True


@settings(max_examples=300, deadline=None)
@given(text=st.text('ab,"\n\r é\u2028\x85', max_size=60), at_once=st.integers(1, 9))
def test_rows_are_those_of_the_standard_reader_however_the_text_is_cut(
    tmp_path_factory: pytest.TempPathFactory, text: str, at_once: int
) -> None:
    content = f"{HEADINGS}\n{text}"
    lines = io.StringIO(content, newline="\n")
    path = written(tmp_path_factory.mktemp("cut"), content)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(csv, "_PIECE", at_once)
        patched.setattr(csv, "_ROWS", at_once)
        with csv.opened(tables.Source(path, ".csv")) as (sheet,):
            rows = (list(line.cells) for line in sheet.lines({}))
            assert walked(rows) == walked(standard.reader(lines, strict=True))


def test_a_row_is_cut_behind_the_places_of_headings_and_keeps_that_there_is_more(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, f"{HEADINGS}\nR1,P01{',' * 5000}x\nR1,P02{',' * 5000}\n")
    with csv.opened(tables.Source(path, ".csv")) as (sheet,):
        _, more, none = sheet.lines({})
    assert (len(more.cells), more.cells[-1]) == (tables.WIDEST + 1, "x")
    assert len(none.cells) == tables.WIDEST
