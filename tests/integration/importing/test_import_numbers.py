"""Codes that a spreadsheet has turned into numbers are matched without their leading zeros."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from support import desks

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Sequence

    from support.desks import Desk

    from data.importing import run

    Cells = dict[str, object]

SHORT: Cells = {"office_code": 101}


def hand_in(desk: Desk, **files: Sequence[Cells]) -> run.Outcome:
    """Import workbooks whose cells are what the tests give: numbers are numbers."""
    folder = desk.folder()
    for name, rows in files.items():
        _write(folder / f"{name}.xlsx", [{**desks.DEFAULTS[name], **row} for row in rows])
    return desk.take(folder)


def _write(path: pathlib.Path, rows: Sequence[Cells]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    columns = list(dict.fromkeys(column for row in rows for column in row))
    sheet.append(columns)
    for row in rows:
        sheet.append([row.get(column) for column in columns])
    book.save(path)


def test_a_number_stands_for_the_one_code_that_it_can_be(desk: Desk) -> None:
    assert hand_in(desk, payments=[SHORT]).rejected == 0
    assert desk.column("SELECT office_code FROM payments") == ["00101"]


@pytest.mark.parametrize("other", ["0101", "101"])
def test_a_number_that_several_codes_differ_from_is_refused(other: str, desk: Desk) -> None:
    desk.hand_in(offices=[{"office_code": other}])
    hand_in(desk, payments=[SHORT])
    assert desk.rejects == [("payments.xlsx", 2, "office_code", "101", "ambiguous")]


def test_a_code_of_the_same_run_counts_as_well(desk: Desk) -> None:
    folder = desk.folder()
    desks.write(folder / "offices.csv", "offices", [{"office_code": "0101"}])
    _write(folder / "payments.xlsx", [{**desks.DEFAULTS["payments"], **SHORT}])
    assert desk.take(folder).rejected == 1
    assert desk.faults() == [(2, "office_code", "ambiguous")]


def test_a_wrong_text_beside_a_number_makes_it_no_less_clear(desk: Desk) -> None:
    hand_in(desk, payments=[SHORT, {"payment_id": "P2", "office_code": "101"}])
    assert desk.rejects == [("payments.xlsx", 3, "office_code", "101", "unknown")]
    assert desk.column("SELECT office_code FROM payments") == ["00101"]


def test_a_number_that_defines_a_payment_is_what_other_files_call_it(desk: Desk) -> None:
    outcome = hand_in(desk, payments=[{"payment_id": 7}], confirmations=[{"payment_id": "0007"}])
    assert outcome.rejected == 0
    assert desk.column("SELECT payment_id FROM payments") == ["0007"]


def test_a_refused_row_belongs_to_the_office_that_its_number_stands_for(desk: Desk) -> None:
    hand_in(desk, payments=[{**SHORT, "amount": 0}])
    assert desk.column("SELECT office_code FROM import_rejects") == ["00101"]


def test_a_number_that_is_no_code_at_all_is_unknown(desk: Desk) -> None:
    hand_in(desk, payments=[{"office_code": 999}])
    assert desk.rejects == [("payments.xlsx", 2, "office_code", "999", "unknown")]


def test_an_office_known_by_its_zeros_is_updated_by_its_number(desk: Desk) -> None:
    outcome = hand_in(desk, offices=[{**SHORT, "office_name": "Ba Đình"}])
    assert (outcome.counts["offices"].inserted, outcome.counts["offices"].updated) == (0, 1)


def test_a_new_number_that_nothing_else_names_is_its_own_code(desk: Desk) -> None:
    hand_in(desk, payments=[{"payment_id": 7}], confirmations=[{"payment_id": 7}])
    assert desk.ask("SELECT payment_id, confirmation_key FROM payments") == [("7", "XN1")]


def test_a_confirmation_code_may_be_a_number(desk: Desk) -> None:
    second = {"payment_id": "P2"}
    desk.hand_in(payments=[{}, second], confirmations=[{"confirmation_code": "00-11"}])
    assert hand_in(desk, confirmations=[{**second, "confirmation_code": 11}]).rejected == 0
    assert desk.column("SELECT confirmation_code FROM confirmations") == ["00-11", "00-11"]


def test_two_numbers_for_one_code_are_one_key(desk: Desk) -> None:
    desk.hand_in(payments=[{"payment_id": "0007"}])
    hand_in(desk, payments=[{"payment_id": 7, "amount": 1}, {"payment_id": "0007", "amount": 2}])
    assert desk.faults() == [(2, "payment_id", "duplicate"), (3, "payment_id", "duplicate")]


def test_numbers_of_people_get_their_zeros_back(desk: Desk) -> None:
    hand_in(desk, payments=[{"social_insurance_no": 123456789, "national_id": 1080000001}])
    desk.hand_in(payments=[{"payment_id": "P2", "social_insurance_no": "12", "national_id": "9"}])
    assert desk.ask("SELECT social_insurance_no, national_id FROM participants ORDER BY 1") == [
        ("0123456789", "001080000001"), ("12", "9")
    ]  # fmt: skip


def test_the_point_of_a_number_cell_is_a_decimal_one(desk: Desk) -> None:
    amounts = (972000, 972000.0, 12.5, 123.456, 1e16, -5, True, "123.456")
    hand_in(desk, payments=[{"payment_id": f"P{n}", "amount": a} for n, a in enumerate(amounts)])
    assert desk.faults() == [
        (4, "amount", "unreadable"), (5, "amount", "unreadable"), (6, "amount", "too_large"),
        (7, "amount", "too_small"), (8, "amount", "unreadable"),
    ]  # fmt: skip
    assert desk.column("SELECT amount FROM payments ORDER BY payment_id") == [
        972000, 972000, 123456
    ]  # fmt: skip
