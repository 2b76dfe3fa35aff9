"""Which lines below a heading are rows of data, and which are none."""

from __future__ import annotations

import itertools
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import sheets

from data.importing import sets
from data.importing.reading import choosing, rows, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


HEADING = ["STT", "payment_id", "office_code", "org_code", "collector_code", "product", "amount",
           "paid_at", "months"]  # fmt: skip
FULL = ["1", "Q01", "00101", "BI0001", "NVT001", "BI", "972000", "2026-08-20T09:00", "12"]
SHORT = ["2", "Q02", "00101"]
NOTHING: list[str] = []
SIGNED = ["", "", "", "", "", "", "Hà Nội, ngày 20/8/2026"]
TOTAL = ["Tổng cộng", "", "", "", "", "", "972000"]


def below(*given: Sequence[str], heading: Sequence[str] = HEADING) -> tables.Table:
    """Return the table of the rows below a heading in row 1."""
    book = choosing.book([sheets.Sheet([heading, *given])], sheets.source("payments.csv"))
    (table,) = book.tables
    return table


def judged(*given: Sequence[str]) -> tuple[list[int], int]:
    """Return the numbers of the rows of data, and how many others were skipped."""
    table = below(*given)
    return [row[0] for row in table.rows], table.seen.skipped


def test_rows_come_with_the_cells_of_the_known_columns() -> None:
    assert list(below(FULL).rows) == [(2, "", "", *FULL[1:])]


def test_a_row_in_which_every_known_column_is_blank_is_none() -> None:
    assert judged(["7"], FULL, ["8", " ", "\u00a0"], FULL, ["9"]) == ([3, 5], 3)


def test_rows_in_which_nothing_stands_are_not_counted() -> None:
    assert judged(NOTHING, FULL, ["", " "], FULL, NOTHING) == ([3, 5], 0)


@pytest.mark.parametrize(
    "again",
    [
        HEADING,
        [cell.upper() for cell in HEADING],
        ["", "Mã khoản thu", "Mã đơn vị", "Mã tổ chức", "NHÂN VIÊN THU", "Loại hình",
         "Số tiền (đồng)", "Ngày nộp tiền:", ""],
    ],
    ids=["as it is", "upper", "other words"],
)  # fmt: skip
def test_a_repeated_heading_is_no_row(again: Sequence[str]) -> None:
    assert judged(FULL, again, FULL) == ([2, 4], 1)


def test_the_second_row_of_a_repeated_heading_is_no_row() -> None:
    groups = ["Mã khoản thu", "Mã đơn vị", "Mã TCDVT", "Mã NVT", "Loại hình", "Thu tiền", ""]
    names = ["", "", "", "", "", "Số tiền", "Ngày nộp tiền"]
    table = below(names, FULL[1:8], groups, names, FULL[1:8], heading=groups)
    assert ([row[0] for row in table.rows], table.seen.skipped) == ([3, 6], 2)


@pytest.mark.parametrize(
    "numbers", ["A B 1 2 3 4 5 6 7", "(1) (2) (3) (4) (5) (6) (7) (8) (9)", "1 2 3", "A . 1 2 3"]
)
def test_column_numbers_directly_below_a_heading_are_no_row(numbers: str) -> None:
    row = [cell.strip(".") for cell in numbers.split(" ")]
    assert judged(row, FULL, HEADING, row, FULL) == ([3, 6], 3)


def test_column_numbers_elsewhere_are_a_row() -> None:
    row = [str(number) for number in range(1, 10)]
    assert judged(FULL, row) == ([2, 3], 0)
    assert judged(NOTHING, row) == ([3], 0)


FOOTERS = {
    "a total": [TOTAL],
    "a total and signatures": [TOTAL, SIGNED, ["", "Người lập"]],
    "a blank row, then a place and a day": [NOTHING, SIGNED, ["", "", "Trưởng phòng"]],
    "blank rows between": [TOTAL, NOTHING, NOTHING, ["", "Người lập", "Kế toán"], NOTHING],
    "a total in a known column": [["", "Cộng: 1 khoản", "", "", "", "", "972000"]],
    "a total of a page": [["", "", "CỘNG TRANG", "", "", "", "972000"], ["", "", "x"]],
    "a blank row with a number": [["99"], ["", "Người lập"]],
}


@pytest.mark.parametrize("footer", FOOTERS.values(), ids=FOOTERS)
def test_a_footer_is_no_row(footer: Sequence[Sequence[str]]) -> None:
    filled = sum(any(row) for row in footer)
    assert judged(FULL, FULL, *footer) == ([2, 3], filled)


def test_a_short_row_directly_below_the_data_is_a_row() -> None:
    assert judged(FULL, SHORT) == ([2, 3], 0)
    assert judged(FULL, SHORT, TOTAL, SIGNED) == ([2, 3], 2)


def test_a_short_row_amid_the_data_is_a_row_whatever_stands_above_it() -> None:
    found, skipped = judged(FULL, NOTHING, SHORT, FULL, TOTAL, SHORT, FULL, TOTAL)
    assert (sorted(found), skipped) == ([2, 4, 5, 6, 7, 8], 1)


def test_a_row_of_half_the_required_columns_is_a_row_even_in_a_footer() -> None:
    """Of seven, four are more than half."""
    half = ["", "Q02", "00101", "BI0001", "NVT001"]
    assert judged(FULL, NOTHING, half, SIGNED) == ([2, 4], 1)


def test_a_file_without_a_full_row_has_its_footer_as_well() -> None:
    assert judged(SHORT, TOTAL, SIGNED) == ([2], 2)


@pytest.mark.parametrize("row", [["R1", ""], ["", "P1"]])
def test_half_of_two_required_columns_is_enough(row: Sequence[str]) -> None:
    heading = ["remittance_id", "payment_id"]
    given = [sheets.Sheet([heading, ["R1", "P0"], [], row])]
    (table,) = choosing.book(given, sheets.source("remittance_lines.csv")).tables
    assert [row[0] for row in table.rows] == [2, 4]


@pytest.mark.parametrize(
    "cell", ["Cộng", "TỔNG CỘNG", "Tổng cộng:", "Cộng trang 1", "tong cong", "Tổng số", "Total",
             "- Cộng (đồng)", "Tô\u0309ng cô\u0323ng", "Tổng: 2 khoản", "Tổng số tiền",
             "Tổng số: 2 khoản", "Tổng thu trong ngày", "Tong so tien", "Grand total",
             "Total (VND)"],
)  # fmt: skip
def test_words_of_totals(cell: str) -> None:
    assert rows.is_total(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "Công ty",
        "Cong ty An",
        "Tổng công ty",
        "Cộngtác",
        "5",
        "Tổng Thị An",
        "Totalenergies",
    ],
)
def test_words_that_are_no_totals(cell: str) -> None:
    assert not rows.is_total(cell)


def test_a_value_under_a_heading_of_another_set_is_noticed_once() -> None:
    heading = [*HEADING, "remitted_at", "Mã chuyển tiền", "Điện thoại"]
    table = below([*FULL, "", "x", "y"], [*FULL, " ", "x"], heading=heading)
    assert len(list(table.rows)) == 2
    assert table.seen.filled == ("Mã chuyển tiền",)
    assert table.unknown == ("STT", "remitted_at", "Mã chuyển tiền", "Điện thoại")


def test_what_stands_in_a_footer_is_no_value_of_another_set() -> None:
    table = below(FULL, NOTHING, ["", "", "Kế toán", *[""] * 6, "ký tên"],
                  heading=[*HEADING, "sent_at"])  # fmt: skip
    assert len(list(table.rows)) == 1
    assert (table.seen.filled, table.seen.skipped) == ((), 1)


def test_a_formula_without_its_result_is_not_blank() -> None:
    """It stands in a required column, so that the row is full as well."""

    class Marked(sheets.Sheet):
        def lines(self, kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
            for line in super().lines(kinds):
                yield line._replace(marks={1: tables.Mark.UNCALCULATED, 6: tables.Mark.NUMBER})

    given = Marked([HEADING, ["1", "", *FULL[2:]], [""], ["", ""]])
    (table,) = choosing.book([given], sheets.source("payments.csv")).tables
    assert next(table.rows)[:3] == (
        2,
        "payment_id:uncalculated,amount:number",
        "",
    )


def test_memory_does_not_grow_with_what_may_be_a_footer() -> None:
    """More than a footer has are rows: they are delivered, and refused one by one."""

    class Endless(sheets.Sheet):
        def lines(self, kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
            yield from super().lines(kinds)
            for number in range(4, 6000):
                yield tables.Line(number, ["", f"ghi chú {number}"])

    given = Endless([HEADING, FULL, [], ["", "ghi chú"]])
    (table,) = choosing.book([given], sheets.source("payments.csv")).tables
    tracemalloc.start()
    count = sum(1 for _ in table.rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count > 4900, peak < 1 << 20) == (True, True)


CELLS = st.sampled_from(["", " ", "Q01", "payment_id", "Mã đơn vị", "Tổng cộng", "3"])
ODD = st.lists(CELLS, max_size=len(HEADING) + 2)
MARKS = st.dictionaries(st.integers(0, 9), st.sampled_from(tables.Mark), max_size=2)
LINES = st.lists(
    st.tuples(st.one_of(st.just(FULL), st.just([*FULL, "x"]), ODD), MARKS, st.booleans()),
    max_size=30,
)


def one_by_one(_below: rows._Below, _lines: Sequence[tables.Line]) -> None:
    """Never take lines together."""


@settings(max_examples=300, deadline=None)
@given(LINES, st.lists(st.sampled_from([1, 1, 1, 2]), min_size=30, max_size=30), st.booleans())
def test_rows_taken_together_are_those_taken_one_by_one(
    lines: list[tuple[list[str], dict[int, tables.Mark], bool]], steps: list[int], is_text: bool
) -> None:
    found = []
    for of_full in (rows._Below._of_full, one_by_one):
        sheet = sheets.Sheet([[*HEADING, "thừa", "remitted_at"], FULL])
        sheet.is_text = is_text
        numbers = itertools.accumulate(steps, initial=3)
        sheet.add(tables.Line(number, *line) for number, line in zip(numbers, lines, strict=False))
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(rows, "_AT_ONCE", 5)
            patched.setattr(rows._Below, "_of_full", of_full)
            (table,) = choosing.book([sheet], sheets.source("payments.csv")).tables
            found.append((list(table.rows), table.seen))
    assert found[0] == found[1]
