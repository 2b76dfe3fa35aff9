"""The page of the lookup by numbers that have spaces inside, alone and in a pasted list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from support.screens.lookup import look, rows, typed, words

from dashboard.lookup import codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from support import desks


SPACED: Final = "AA/23E 001"
# As Markdown has it.
MARKED: Final = r"AA\/23E 001"


@pytest.fixture(autouse=True)
def later(
    use_store: Callable[[str], None],  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Have today be after the imports."""
    monkeypatch.setenv("BHXH_TODAY", "2026-09-03")


@pytest.mark.parametrize(
    "pasted",
    [SPACED, f"Số {SPACED}", "  AA/23E   001 ;;", "AA/23E\u00a0001", f"{SPACED}\n{SPACED}"],
)
def test_a_receipt_with_a_space_inside_is_found_and_its_parts_are_not_missing(
    desk: desks.Desk, pasted: str
) -> None:
    desk.hand_in(payments=[{"receipt_no": SPACED}])
    page = typed(pasted)
    assert page.query_params == {"code": SPACED}
    assert f"Số biên lai **{MARKED}**: 1 khoản thu." in words(page)
    assert "Khoản thu P1" in words(page)
    assert "Không tìm thấy" not in words(page)
    assert page.text_area(key=codes.KEY).value == SPACED
    assert "Khoản thu P1" in words(look(SPACED))


def test_codes_and_bank_references_are_found_with_spaces_inside(desk: desks.Desk) -> None:
    desk.hand_in(
        payments=[{}, {"payment_id": "P2"}],
        confirmations=[{"confirmation_code": "XN0000000011"}],
        remittances=[{"bank_ref": "FT 2026 22"}],
        remittance_lines=[{"payment_id": "P2"}],
    )
    page = typed("xn 0000 0000 11, FT 2026 22")
    assert page.query_params == {"code": "xn 0000 0000 11,FT 2026 22"}
    said = words(page)
    assert "**2 mã, số**: tìm thấy 2, không tìm thấy 0; 1 khoản thu" in said
    assert "Số tham chiếu ngân hàng **FT 2026 22**: 1 lần nộp tiền, 1 khoản thu." in said
    assert not page.warning


def test_several_receipts_with_spaces_are_found_whatever_separates_them(desk: desks.Desk) -> None:
    numbers = [f"AA {number:03}" for number in range(1, 5)]
    desk.hand_in(
        payments=[{"payment_id": f"P{n}", "receipt_no": no} for n, no in enumerate(numbers)]
    )
    page = typed("AA 001 AA 002; AA 003\nAA 004, AA 404")
    said = words(page)
    assert "**6 mã, số**: tìm thấy 4, không tìm thấy 2; 4 khoản thu" in said
    assert "Không tìm thấy: AA, 404." in said
    assert rows(page)["payment_id"].tolist() == ["P0", "P1", "P2", "P3"]
    # The letters may be a name, where the store does not know them as a part of a number.
    assert page.query_params == {"code": "AA 001 AA 002,AA 003,AA 004,404"}


def test_a_part_that_is_a_number_of_its_own_is_found_beside_the_whole(desk: desks.Desk) -> None:
    desk.hand_in(
        payments=[{"receipt_no": SPACED}, {"payment_id": "P2", "receipt_no": "001"}],
        confirmations=[{}, {"payment_id": "P2", "confirmation_code": "XN2"}],
    )
    page = typed(SPACED)
    assert rows(page)["payment_id"].tolist() == ["P1", "P2"]
    assert f"Số biên lai **{MARKED}, 001**: 2 khoản thu." in words(page)
    assert not page.warning
