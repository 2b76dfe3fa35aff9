"""One list of payments and their codes: what it says of codes is taken, left out, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import commands, imports

if TYPE_CHECKING:
    import pathlib

    from support import databases
    from support.desks import Desk

AT = "2026-08-21T09:02:00+07:00"
PAIR: dict[str, str] = {"confirmation_code": "XN1", "recorded_at": AT}
NEITHER: dict[str, str] = {"confirmation_code": "", "recorded_at": ""}
CODES = """
    SELECT payment_id, confirmation_code, recorded_at::text, notified_by FROM confirmations
    ORDER BY payment_id
"""
FOUND = ("P1", "XN1", "2026-08-21 09:02:00+07", None)


def left_out(desk: Desk) -> list[tuple[str, str, bool]]:
    """Return what the last run noted of its rows: column, reason, whether it was left out."""
    return desk.ask("""
        SELECT column_name, reason, left_out FROM import_rejects
        WHERE run_id = (SELECT max(run_id) FROM import_runs) ORDER BY reject_no
    """)


def test_both_of_a_list_are_taken_as_from_a_file_of_codes(desk: Desk) -> None:
    told = {"notified_by": "sms", "notified_at": "2026-08-21"}
    outcome = desk.hand_in(payments=[PAIR | told])
    assert (outcome.rejected, outcome.is_complete) == (0, True)
    assert {name: count.inserted for name, count in outcome.counts.items()} == {
        "payments": 1, "confirmations": 1,
    }  # fmt: skip
    assert desk.ask(CODES) == [(*FOUND[:3], "sms")]
    assert desk.ask("SELECT confirmation_key, recorded_day::text FROM payments") == [
        ("XN1", "2026-08-21")
    ]
    before = desk.dump()
    assert not desk.hand_in(payments=[PAIR | told]).changed
    assert desk.dump() == before


def test_neither_leaves_the_code_that_a_payment_has(desk: Desk) -> None:
    desk.hand_in(payments=[PAIR])
    outcome = desk.hand_in(payments=[NEITHER])
    assert (outcome.rejected, outcome.changed, outcome.is_complete) == (0, False, True)
    assert desk.ask(CODES) == [FOUND]


def test_a_payment_twice_whose_code_is_spelled_otherwise_is_one(desk: Desk) -> None:
    codes = ("XN-1", "xn 1", "XN1")
    assert desk.hand_in(payments=[PAIR | {"confirmation_code": each} for each in codes]).is_complete
    assert desk.column("SELECT confirmation_code FROM confirmations") == ["XN-1"]


def test_neither_of_a_new_payment_is_a_payment_without_a_code(desk: Desk) -> None:
    assert desk.hand_in(payments=[NEITHER]).is_complete
    assert desk.ask(CODES) == []
    assert desk.column("SELECT payment_id FROM payments") == ["P1"]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"recorded_at": ""}, "recorded_at", "required"),
        ({"confirmation_code": ""}, "confirmation_code", "required"),
        ({"recorded_at": "NULL"}, "recorded_at", "required"),
        ({"recorded_at": "21/13/2026 09:00"}, "recorded_at", "unreadable"),
        ({"recorded_at": "2026-08-21"}, "recorded_at", "unreadable"),
        ({"confirmation_code": "--"}, "confirmation_code", "unreadable"),
        ({"confirmation_code": "#N/A"}, "confirmation_code", "error"),
        ({"confirmation_code": "2.02608E+15"}, "confirmation_code", "scientific"),
    ],
)
def test_half_a_pair_is_left_out_and_listed_and_the_payment_is_in(
    desk: Desk, cells: dict[str, str], column: str, reason: str
) -> None:
    desk.hand_in(payments=[PAIR])
    other = {"confirmation_code": "XN2", "amount": "5"}
    outcome = desk.hand_in(payments=[PAIR | other | cells])
    assert (outcome.rejected, outcome.is_complete) == (0, False)
    assert left_out(desk) == [(column, reason, True)]
    assert desk.ask(CODES) == [FOUND]
    assert desk.column("SELECT amount FROM payments") == [5]


def test_how_the_participant_was_told_is_left_out_by_itself(desk: Desk) -> None:
    desk.hand_in(payments=[PAIR | {"notified_by": "sms"}])
    outcome = desk.hand_in(payments=[PAIR | {"confirmation_code": "XN2", "notified_by": "bồ câu"}])
    assert (outcome.rejected, outcome.is_complete) == (0, False)
    assert desk.ask(CODES) == [("P1", "XN2", FOUND[2], "sms")]


def test_another_code_than_the_stores_wins(desk: Desk) -> None:
    desk.hand_in(payments=[{}], confirmations=[{}])
    desk.hand_in(payments=[PAIR | {"confirmation_code": "XN2"}])
    assert desk.ask(CODES) == [("P1", "XN2", *FOUND[2:])]


def test_a_list_without_their_columns_leaves_the_codes_and_how_people_were_told(
    desk: Desk,
) -> None:
    desk.hand_in(payments=[{}], confirmations=[{"notified_by": "sms"}])
    desk.hand_in(payments=[{"amount": "5"}])
    desk.hand_in(payments=[PAIR])
    assert desk.ask(CODES) == [(*FOUND[:3], "sms")]


def test_a_row_that_is_refused_brings_no_code(desk: Desk) -> None:
    desk.hand_in(payments=[PAIR])
    desk.hand_in(payments=[PAIR | {"confirmation_code": "XN2", "amount": "x"}])
    assert desk.faults() == [(2, "amount", "unreadable")]
    assert desk.ask(CODES) == [FOUND]


def test_a_code_of_two_offices_refuses_all_its_rows_and_what_refers_to_them(desk: Desk) -> None:
    other = {"payment_id": "P2", "office_code": "00110"}
    third = {"payment_id": "P3", "confirmation_code": "XN3"}
    outcome = desk.hand_in(
        payments=[PAIR, PAIR | other, PAIR | third],
        remittances=[{}],
        remittance_lines=[{}, {"payment_id": "P3"}],
    )
    assert outcome.rejected == 3
    assert sorted(desk.faults()) == [
        (2, "confirmation_code", "spread"), (2, "payment_id", "unknown"),
        (3, "confirmation_code", "spread"),
    ]  # fmt: skip
    assert desk.column("SELECT payment_id FROM payments") == ["P3"]
    assert desk.column("SELECT payment_id FROM confirmations") == ["P3"]
    assert desk.column("SELECT payment_id FROM remittance_lines") == ["P3"]


def test_of_a_code_that_the_store_has_the_new_rows_are_refused(desk: Desk) -> None:
    desk.hand_in(payments=[PAIR])
    other = {"payment_id": "P2", "office_code": "00110"}
    assert desk.hand_in(payments=[PAIR, PAIR | other]).rejected == 1
    assert desk.faults() == [(3, "confirmation_code", "spread")]
    assert desk.ask(CODES) == [FOUND]


def test_the_same_payment_with_two_codes_in_one_list_is_refused(desk: Desk) -> None:
    desk.hand_in(payments=[PAIR, PAIR | {"confirmation_code": "XN2"}])
    assert desk.faults() == [(2, "payment_id", "duplicate"), (3, "payment_id", "duplicate")]
    assert desk.ask(CODES) == []


def test_a_file_of_codes_that_says_the_same_in_the_same_run_says_how_people_were_told(
    desk: Desk,
) -> None:
    outcome = desk.hand_in(payments=[PAIR], confirmations=[{"notified_by": "sms"}])
    assert outcome.rejected == 0
    assert desk.ask(CODES) == [(*FOUND[:3], "sms")]


def test_a_list_is_known_by_its_headings_and_its_columns_are_no_others(
    made: databases.Databases, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    command = commands.at(made, desk.name(), monkeypatch)
    monkeypatch.chdir(tmp_path)
    heading = (
        "Mã khoản thu;Mã đơn vị;Mã tổ chức;Mã nhân viên;Loại hình;Số tiền;Ngày nộp tiền;"
        "Mã xác nhận;Ngày cấp mã;Kênh;Ngày thông báo"
    )
    row = "P1;00101;BI0001;NVT001;BI;972.000;21/08/2026 09:00;XN1;21/08/2026 09:02;Zalo;21/08/2026"
    imports.write(tmp_path / "in", "Bảng kê.csv", [heading, row])
    ended = command("import", str(tmp_path / "in"))
    assert ended.exit_code == 0, ended.output
    assert desk.ask(CODES) == [(*FOUND[:3], "other")]
