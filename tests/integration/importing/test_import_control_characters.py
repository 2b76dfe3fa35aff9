"""Control characters are refused; line breaks and tabs in a name become a space."""

import pytest
from support import desks


@pytest.mark.parametrize("character", ["\x01", "\x07", "\x1b", "\x1f", "\x7f", "\x85", "\x9b"])
def test_a_control_character_in_a_name_refuses_the_row(desk: desks.Desk, character: str) -> None:
    desk.hand_in(
        organizations=[
            {"org_code": "BI0901", "org_name": f"Tổ{character}chức"},
            {"org_code": "BI0902", "org_name": "Tổ chức tốt"},
        ]
    )
    assert desk.faults() == [(2, "org_name", "control")]
    assert desk.column("SELECT org_name FROM organizations WHERE org_code LIKE 'BI090_'") == [
        "Tổ chức tốt"
    ]


@pytest.mark.parametrize("character", ["\x1b", "\x0b", "\x9b"])
@pytest.mark.parametrize("column", ["payment_id", "product", "amount", "voided_at"])
def test_any_other_cell_with_one_refuses_the_row(
    desk: desks.Desk, character: str, column: str
) -> None:
    desk.hand_in(payments=[{column: f"{desks.DEFAULTS['payments'].get(column, '')}{character}1"}])
    assert desk.faults() == [(2, column, "control")]


@pytest.mark.parametrize("between", ["\n", "\t", "\u00a0", "\u2028", "  "])
def test_white_space_in_a_code_is_one_space(desk: desks.Desk, between: str) -> None:
    desk.hand_in(payments=[{"payment_id": f" P{between}1{between}"}])
    assert desk.column("SELECT payment_id FROM payments") == ["P 1"]


@pytest.mark.parametrize("between", ["\n", "\r\n", "\t", "\r", " \n "])
def test_line_breaks_and_tabs_in_a_name_become_a_space(desk: desks.Desk, between: str) -> None:
    desk.hand_in(organizations=[{"org_code": "BI0901", "org_name": f"\tTổ{between}chức\n"}])
    assert desk.faults() == []
    (name,) = desk.column("SELECT org_name FROM organizations WHERE org_code = 'BI0901'")
    assert name.split() == ["Tổ", "chức"]
    assert not {"\n", "\r", "\t"} & set(name)


def test_an_unknown_code_with_one_is_said_once(desk: desks.Desk) -> None:
    desk.hand_in(payments=[{"payment_id": "P1", "org_code": "BI\x1b0001"}])
    assert [(row, column) for row, column, _ in desk.faults()] == [(2, "org_code")]


def test_a_cell_with_a_no_break_space_has_none(desk: desks.Desk) -> None:
    desk.hand_in(organizations=[{"org_code": "BI0901", "org_name": "Tổ\u00a0chức"}])
    assert desk.faults() == []
