"""Which set a sheet holds: by its name, by its file's name, by its headings."""

from __future__ import annotations

import pytest
from support import sheets

from data import problems
from data.importing import sets
from data.importing.reading import choosing, set_choice, tables


def required(*names: str, other: str = "STT") -> list[str]:
    """Return a heading with all required columns of the sets, each once."""
    columns = [column.name for name in names for column in sets.BY_NAME[name].required]
    return [other, *dict.fromkeys(columns)]


def chosen(*given: sheets.Sheet, name: str = "x.csv") -> tables.Book:
    return choosing.book(given, sheets.source(name))


def read(*given: sheets.Sheet, name: str = "x.csv") -> list[tuple[str, str]]:
    """Return the set and the sheet of each table."""
    return [(table.set.name, table.sheet) for table in chosen(*given, name=name).tables]


def refused(*given: sheets.Sheet, name: str = "x.csv") -> list[str]:
    return [str(each.problem) for each in chosen(*given, name=name).refusals]


@pytest.mark.parametrize("known", sets.ALL, ids=lambda known: known.name)
@pytest.mark.parametrize(
    "written",
    ["{}", "{}_20260821", "{} (1)", "{}-08.2026", "{}2026", "{} tháng 8", "{} - Copy", "{}.old"],
)
def test_a_name_begins_with_a_set_s_name_with_anything_behind(
    known: sets.Set, written: str
) -> None:
    for name in (known.name, *known.names):
        assert set_choice.by_name(written.format(name)) is known
        assert set_choice.by_name(written.format(name).upper()) is known
        assert set_choice.by_name(written.format(name).replace(" ", "-")) is known


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("khoan-thu 08.2026", sets.PAYMENTS), ("MaXacNhan", None),
        ("Ma_xac_nhan-T8", sets.CONFIRMATIONS),
        ("remittance_lines", sets.REMITTANCE_LINES), ("remittances", sets.REMITTANCES),
        ("paymentsystem", None), ("my payments", None), ("", None), ("Sheet1", None), ("31", None),
        ("Khoản thu đã chuyển", sets.REMITTANCE_LINES),
    ],
)  # fmt: skip
def test_names_that_are_near(name: str, known: sets.Set | None) -> None:
    assert set_choice.by_name(name) is known


def test_a_list_of_transfers_may_name_its_day_as_payments_name_theirs() -> None:
    heading = ["Mã lần nộp", "Mã TCDVT", "Mã đơn vị", "Ngày nộp tiền", "Số tiền"]
    (table,) = chosen(sheets.Sheet([heading, ["R1", "TC01", "00101", "x", "1"]])).tables
    assert (table.set, table.columns[3]) == (sets.REMITTANCES, "remitted_at")


def test_no_two_sets_have_a_name_in_common() -> None:
    names = [name for each in sets.ALL for name in (each.name, *each.names)]
    assert [set_choice.by_name(name) for name in names] == [
        each for each in sets.ALL for _ in (each.name, *each.names)
    ]


@pytest.mark.parametrize("known", sets.ALL, ids=lambda known: known.name)
def test_a_set_is_known_by_its_headings(known: sets.Set) -> None:
    assert read(sheets.Sheet([required(known.name)])) == [(known.name, "")]


def test_the_sheet_s_name_goes_before_the_file_s_and_that_before_the_headings() -> None:
    cells = required("payments", "confirmations", "remittance_lines")
    given = [sheets.Sheet([cells], title) for title in ("Mã xác nhận T8", "Sheet1")]
    assert read(*given, name="remittance_lines.xlsx") == [
        ("confirmations", "Mã xác nhận T8"),
        ("remittance_lines", "Sheet1"),
    ]
    assert read(*given) == [("confirmations", "Mã xác nhận T8"), ("payments", "Sheet1")]


@pytest.mark.parametrize(
    ("names", "known"),
    [
        (("payments", "offices", "organizations", "collectors"), "payments"),
        (("confirmations", "remittance_lines"), "confirmations"),
        (("remittances", "organizations"), "remittances"),
        (("policies", "calendar"), "policies"),
    ],
)
def test_of_several_sets_the_one_with_the_most_required_columns_is_taken(
    names: tuple[str, ...], known: str
) -> None:
    assert read(sheets.Sheet([required(*names)])) == [(known, "")]


def test_an_equal_number_is_refused_and_the_sets_are_named() -> None:
    (said,) = refused(sheets.Sheet([["x"], required("offices", "organizations")]))
    assert "row 2 fit offices, organizations alike" in said


def test_a_code_and_a_name_above_a_list_are_not_taken_for_one() -> None:
    titles = [["BẢNG KÊ"], ["Mã tổ chức:", "BI0001", "Tên tổ chức:", "Tổ chức thu số Một"]]
    assert read(sheets.Sheet([*titles, [], required("payments")])) == [("payments", "")]
    (said,) = refused(sheets.Sheet([*titles, required("offices")]))
    assert "row 2, 3 fit offices, organizations alike" in said


def test_a_name_decides_where_the_headings_do_not() -> None:
    given = sheets.Sheet([required("offices", "organizations")])
    assert read(given, name="cơ-quan-bhxh.csv") == [("offices", "")]


def test_a_missing_column_refuses_a_named_file_whatever_else_its_headings_fit() -> None:
    (said,) = refused(sheets.Sheet([required("confirmations")]), name="payments.csv")
    assert "payments.csv lacks the columns office_code" in said
    assert "In row 1 stand: STT, confirmation_code, payment_id, recorded_at" in said


def test_every_sheet_whose_headings_fit_is_read() -> None:
    names = ["offices", "payments", "payments", "calendar"]
    given = [sheets.Sheet([required(name)], f"S{n}") for n, name in enumerate(names)]
    assert read(*given) == [(name, f"S{n}") for n, name in enumerate(names)]


def test_sheets_without_headings_and_hidden_ones_are_passed_over_where_another_is_read() -> None:
    book = chosen(
        sheets.Sheet([["Hướng dẫn"], ["1. Nhập mã"]], "Hướng dẫn"),
        sheets.Sheet([["1", "Nhập mã trước"], ["2", "Lưu lại"]], "Quy định nhập liệu"),
        sheets.Sheet([], "Sheet2"),
        sheets.Sheet([required("payments")], "Khoản thu"),
        sheets.Sheet([required("payments")], "cũ", hidden=True),
        sheets.Sheet([["", " "], []], "Sheet3"),
        name="payments.xlsx",
    )
    assert [table.sheet for table in book.tables] == ["Khoản thu"]
    assert (book.refusals, book.passed_over) == ((), ("Hướng dẫn", "Quy định nhập liệu", "cũ"))


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Mã xác nhận", ["Mã xác nhận"]),
        ("Mã xác nhận", ["XN1", "Q01", "20/08/2026"]),
        ("Sheet2", required("confirmations")),
        ("Sheet2", required("offices", "organizations")),
        ("Sheet2", required("payments")[:-2]),
        ("Sheet2", [*required("payments"), "amount"]),
    ],
    ids=[
        "named after a set",
        "named, without a heading",
        "of another set",
        "of two sets",
        "nearly whole",
        "a column twice",
    ],
)
def test_a_sheet_that_seems_to_hold_data_is_refused_beside_one_that_is_read(
    title: str, cells: list[str]
) -> None:
    book = chosen(
        sheets.Sheet([required("payments")], "Sheet1"), sheets.Sheet([cells], title),
        name="payments.xlsx",
    )  # fmt: skip
    assert [table.sheet for table in book.tables] == ["Sheet1"]
    assert [each.sheet for each in book.refusals] == [title]
    assert f"payments.xlsx ({title})" in str(book.refusals[0].problem)


def test_what_was_seen_is_told_of_a_file_that_gives_nothing() -> None:
    (said,) = refused(sheets.Sheet([[], ["Phụ lục", "Ghi chú"], ["a", "b"]]))
    assert "neither its name nor its headings" in said
    assert "In row 2 stand: Phụ lục, Ghi chú." in said


def test_a_row_that_may_be_of_a_person_is_not_told() -> None:
    (said,) = refused(sheets.Sheet([["Đỗ Ước Lệ", "001190012345"]]))
    assert "Đỗ" not in said


def test_the_columns_of_the_nearest_set_are_told_where_one_is_near() -> None:
    (said,) = refused(sheets.Sheet([required("payments")[:-1]]))
    assert "lacks the columns paid_at" in said


@pytest.mark.parametrize("rows", [[], [[]], [["", " "], ["\t"]]])
def test_nothing_at_all_is_an_empty_file(rows: list[list[str]]) -> None:
    with pytest.raises(problems.Problem, match="is empty"):
        chosen(sheets.Sheet(rows))


def test_a_workbook_whose_only_sheet_is_hidden_says_so() -> None:
    with pytest.raises(problems.Problem, match="hidden sheets alone: cũ"):
        chosen(sheets.Sheet([required("payments")], "cũ", hidden=True), sheets.Sheet([], "S2"))
