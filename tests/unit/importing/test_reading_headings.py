"""How the headings of a file are recognised."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from data import problems
from data.importing import sets
from data.importing.reading import headings, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


CODES = {sets.Kind.CODE, sets.Kind.CONFIRMATION}


def meaning(known: sets.Set, heading: str) -> str | None:
    return headings.column(known, heading)


def lines(*rows: Sequence[str]) -> list[tables.Line]:
    """Return rows as the first lines of a sheet."""
    return [tables.Line(number, cells) for number, cells in enumerate(rows, 1)]


def layout(known: sets.Set, *rows: Sequence[str]) -> headings.Layout:
    """Return the layout below the heading in `rows`, which is there."""
    heading = headings.find(known, lines(*rows))
    assert heading
    return headings.layout(known, heading, f"{known.name}.csv")


@pytest.mark.parametrize("known", sets.ALL, ids=lambda known: known.name)
@pytest.mark.parametrize(
    "written",
    [
        str,
        str.upper,
        lambda heading: f"  {heading}\u00a0",
        lambda heading: heading.replace(" ", "_"),
        lambda heading: heading.replace(" ", "\r\n"),
        lambda heading: unicodedata.normalize("NFD", heading),
        lambda heading: f"{heading} (đồng)",
        lambda heading: f"{heading}\n(dd/mm/yyyy hh:mm)",
        lambda heading: f"{heading}*",
        lambda heading: f"* {heading}:",
        lambda heading: f"{heading} (*) [VNĐ]:",
        lambda heading: f"\ufeff{heading}\u200b",
    ],
    ids=[
        "as is",
        "upper",
        "spaces",
        "underscores",
        "line breaks",
        "decomposed",
        "unit",
        "pattern",
        "star",
        "star and colon",
        "brackets",
        "unseen letters",
    ],
)
def test_every_heading_means_its_column_however_it_is_written(
    known: sets.Set, written: Callable[[str], str]
) -> None:
    expected = [
        (heading, column.name)
        for column in known.columns
        for heading in (column.name, *column.headings)
    ]
    assert [(each, meaning(known, written(each))) for each, _ in expected] == expected


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Ma xac nhan", "confirmation_code"),
        ("THOI DIEM GHI NHAN", "recorded_at"),
        ("Ngay cap ma", "recorded_at"),
        ("Hình thức thông báo", "notified_by"),
    ],
)
def test_vietnamese_headings_may_lack_their_diacritics(heading: str, name: str) -> None:
    assert meaning(sets.CONFIRMATIONS, heading) == name


@pytest.mark.parametrize("heading", ["Ngày huỷ", "Ngày hủy", "Ngay huy"])
def test_both_places_of_a_tone_mark_are_taken(heading: str) -> None:
    assert meaning(sets.PAYMENTS, heading) == "voided_at"


def test_what_is_alike_without_diacritics_must_be_written_with_them() -> None:
    known = sets.Set(
        "twins",
        ("a",),
        (
            sets.Column("a", sets.Kind.TEXT, ("Mã",)),
            sets.Column("b", sets.Kind.TEXT, ("Má",)),
        ),
    )
    found = layout(known, ["Má", "Ma"])
    assert (found.columns, found.unknown) == (("b",), ("Ma",))


def test_columns_may_stand_in_any_order_among_others() -> None:
    found = layout(sets.ORGANIZATIONS, ["STT", "Tên tổ chức", "", "org_code", " ", ""])
    assert found == headings.Layout(("org_name", "org_code"), (1, 3), ("STT", "C"), 4)


def test_a_column_without_a_heading_goes_by_its_letters() -> None:
    found = layout(sets.ORGANIZATIONS, ["org_code", *[""] * 26, "org_name"])
    assert found.unknown[-2:] == ("Z", "AA")


def test_all_missing_columns_are_named_with_the_row_that_comes_nearest() -> None:
    found = headings.lacking(
        sets.REMITTANCES, lines(["BẢNG KÊ"], ["STT", "Mã chuyển tiền", "Số tiền (đồng)"]), "x.csv"
    )
    assert found.values == {
        "file": "x.csv",
        "columns": "org_code (Mã tổ chức dịch vụ thu), office_code (Mã cơ quan BHXH), "
        "remitted_at (Ngày chuyển tiền)",
        "row": 2,
        "headings": "STT, Mã chuyển tiền, Số tiền (đồng)",
    }


def test_a_row_that_may_be_of_a_person_is_not_shown_as_a_heading() -> None:
    found = headings.lacking(sets.PAYMENTS, lines(["P1", "Đỗ Ước Lệ", "001190012345"]), "x.csv")
    assert "Đỗ" not in str(found)


def test_an_optional_part_of_a_key_may_be_missing() -> None:
    found = layout(sets.POLICIES, ["name", "valid_from", "value"])
    assert found.columns == ("name", "valid_from", "value")


@pytest.mark.parametrize("known", sets.ALL, ids=lambda known: known.name)
def test_there_is_no_heading_where_a_required_column_is_missing(known: sets.Set) -> None:
    required = [column.name for column in known.required]
    for name in required:
        rest = [each for each in required if each != name]
        assert headings.find(known, lines(rest)) is None
        assert f"lacks the columns {name} " in str(headings.lacking(known, lines(rest), "x"))


@pytest.mark.parametrize(
    ("known", "cells", "named"),
    [
        (sets.ORGANIZATIONS, ["org_code", "org_name", "Mã tổ chức"], r"org_code \(A\), Mã tổ"),
        (sets.ORGANIZATIONS, ["org_code", "Tên tổ chức", "org_name"], r"chức \(B\), org_name"),
        (sets.CALENDAR, ["Ngày", "day", "working"], r"Ngày \(A\), day \(B\)"),
        (sets.CALENDAR, ["day", "working", "day"], r"day \(A\), day \(C\)"),
    ],
)
def test_two_columns_for_one_are_both_named(
    known: sets.Set, cells: Sequence[str], named: str
) -> None:
    with pytest.raises(problems.Problem, match=named):
        layout(known, cells)


@pytest.mark.parametrize("known", sets.ALL, ids=lambda known: known.name)
def test_of_a_code_and_its_name_side_by_side_the_code_is_taken(known: sets.Set) -> None:
    """Whichever of the two stands first."""
    for column in known.columns:
        codes = [each for each in column.headings if each.startswith("Mã ")]
        names = [each for each in column.headings if not each.startswith("Mã ")]
        others = [each.name for each in known.required if each is not column]
        for code, name in [(code, name) for code in codes[:1] for name in names]:
            right, left = ([code, name], [name, code]) if column.kind in CODES else ([code], [code])
            assert layout(known, [*right, *others]).positions[0] == 0
            assert layout(known, [*left, *others]).positions[0] == len(left) - 1


def test_a_name_of_a_code_alone_is_taken_for_it() -> None:
    assert layout(sets.REMITTANCE_LINES, ["Khoản thu", "Mã lần nộp"]).columns == (
        "payment_id",
        "remittance_id",
    )


@pytest.mark.parametrize("above", [0, 1, 5, 29])
def test_titles_above_the_heading_are_skipped(above: int) -> None:
    titles = [["DANH SÁCH THU", "", "Mã khoản thu"]] * above
    heading = headings.find(sets.REMITTANCE_LINES, lines(*titles, ["remittance_id", "payment_id"]))
    assert heading
    assert heading.last == above + 1


def test_a_heading_below_the_thirtieth_row_is_none() -> None:
    rows = [*[["x"]] * 30, ["remittance_id", "payment_id"]]
    assert headings.find(sets.REMITTANCE_LINES, lines(*rows)) is None


TWO_ROWS = {
    "merged downwards, beside a group": (
        ["Mã khoản thu", "Mã đơn vị", "Người tham gia", "", "Mã TCDVT", "Mã NVT", "Loại hình",
         "Thu tiền", ""],
        ["", "", "Họ và tên", "Số CCCD", "", "", "", "Số tiền", "Ngày thu tiền"],
    ),
    "one group over code and name": (
        ["Mã khoản thu", "Cơ quan BHXH", "", "Tổ chức dịch vụ thu", "", "Nhân viên thu", "",
         "Loại hình", "Số tiền", "Ngày nộp tiền"],
        ["", "Mã", "Tên", "Mã", "Tên", "Mã", "Tên", "", "(đồng)", "(dd/mm/yyyy)"],
    ),
    "a line that goes on below": (
        ["Mã", "Mã cơ quan", "Mã tổ chức", "Mã nhân viên", "Loại", "Số", "Ngày"],
        ["khoản thu", "BHXH", "dịch vụ thu", "thu", "hình", "tiền", "nộp tiền"],
    ),
    "units alone": (
        ["payment_id", "office_code", "org_code", "collector_code", "product", "amount", "paid_at"],
        ["", "", "", "", "", "(đồng)", "(giờ)"],
    ),
    "the required ones above, a group of others": (
        ["payment_id", "office_code", "org_code", "collector_code", "product", "amount", "paid_at",
         "Người tham gia", ""],
        ["", "", "", "", "", "", "", "Họ tên", "Giới tính"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("upper", "lower"), TWO_ROWS.values(), ids=TWO_ROWS)
def test_a_heading_in_two_merged_rows_is_understood(
    upper: Sequence[str], lower: Sequence[str]
) -> None:
    heading = headings.find(sets.PAYMENTS, lines(["DANH SÁCH"], upper, lower, ["P1"]))
    assert heading
    assert heading.last == 3
    found = headings.layout(sets.PAYMENTS, heading, "x.xlsx").columns
    assert {column.name for column in sets.PAYMENTS.required} <= set(found)


def test_the_cells_of_a_group_are_columns_of_their_own() -> None:
    found = layout(sets.PAYMENTS, *TWO_ROWS["merged downwards, beside a group"])
    assert dict(zip(found.columns, found.positions, strict=True)) == {
        "payment_id": 0, "office_code": 1, "participant_name": 2, "national_id": 3, "org_code": 4,
        "collector_code": 5, "product": 6, "amount": 7, "paid_at": 8,
    }  # fmt: skip


@pytest.mark.parametrize(
    "below", [["P1", "00101"], ["", "Cộng"], ["1", "2"], ["(1)", "(2)", "(3)"], []]
)
def test_what_follows_a_heading_in_one_row_is_no_part_of_it(below: Sequence[str]) -> None:
    heading = headings.find(sets.REMITTANCE_LINES, lines(["remittance_id", "payment_id"], below))
    assert heading
    assert heading.last == 1


@pytest.mark.parametrize(
    ("heading", "elsewhere"),
    [
        ("Thời điểm chuyển tiền", True), ("remitted_at", True), ("sent_at", True),
        ("Tên đơn vị", False), ("Tên tổ chức", False), ("STT", False), ("Ghi chú", False),
        ("Từ ngày", False), ("Điện thoại", False), ("", False),
    ],
)  # fmt: skip
def test_a_column_of_another_set_is_noticed_unless_it_is_an_everyday_word(
    heading: str, elsewhere: bool
) -> None:
    """The name beside a code belongs to it."""
    required = [column.name for column in sets.PAYMENTS.required]
    assert bool(layout(sets.PAYMENTS, [heading, *required]).elsewhere) is elsewhere


NUMBERINGS = {
    "letters, then numbers": "A B 1 2 3 4 5 6",
    "numbers": "1 2 3",
    "in brackets": "(1) (2) (3)",
    "letters alone": "a b c",
    "as a spreadsheet reads brackets": "-1 -2 -3",
    "with how they come about": "1 2 3=1+2 4 (5)=(3)x(4)",
    "with gaps": "A _ 1 _ 2",
}


@pytest.mark.parametrize("row", NUMBERINGS.values(), ids=NUMBERINGS)
def test_a_row_of_column_numbers_is_known(row: str) -> None:
    assert headings.is_numbering(row.replace("_", " ").split(" "))


@pytest.mark.parametrize("row", ["1 2", "A B", "1 1 1", "3 2 1", "5 6 7", "A 00101 1", "Q R S", ""])
def test_a_row_of_short_values_is_no_row_of_column_numbers(row: str) -> None:
    assert not headings.is_numbering(row.split(" "))
