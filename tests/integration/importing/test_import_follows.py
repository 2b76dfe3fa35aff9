"""What is kept beside a payment follows whatever comes later, and a code follows its payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.desks import Desk

BESIDE = (
    "SELECT payment_id, confirmation_key, recorded_day::text, informed, remittance_id,"
    " remitting_org_code, settled_day::text FROM payments ORDER BY 1"
)
NOTHING = ("P1", None, None, False, None, None, None)


def test_codes_and_remittances_may_come_days_after_their_payments(desk: Desk) -> None:
    desk.hand_in(payments=[{}])
    assert desk.ask(BESIDE) == [NOTHING]
    desk.hand_in(confirmations=[{"confirmation_code": "xn-1", "notified_by": "sms"}])
    desk.hand_in(remittances=[{}])
    assert desk.ask(BESIDE) == [("P1", "XN1", "2026-08-21", True, None, None, None)]
    desk.hand_in(remittance_lines=[{}])
    assert desk.ask(BESIDE) == [
        ("P1", "XN1", "2026-08-21", True, "R1", "BI0001", "2026-08-24")
    ]  # fmt: skip


def test_a_remittance_whose_time_or_organisation_changes_moves_its_payments(desk: Desk) -> None:
    desk.hand_in(
        payments=[{}, {"payment_id": "P2"}, {"payment_id": "P3"}],
        remittances=[{}, {"remittance_id": "R2"}],
        remittance_lines=[{}, {"payment_id": "P2"}, {"payment_id": "P3", "remittance_id": "R2"}],
    )
    desk.hand_in(remittances=[{"remitted_at": "2026-08-26T00:00", "org_code": "IS0002"}])
    assert [row[4:] for row in desk.ask(BESIDE)] == [
        ("R1", "IS0002", "2026-08-26"),
        ("R1", "IS0002", "2026-08-26"),
        ("R2", "BI0001", "2026-08-24"),
    ]


def test_a_line_moves_a_payment_to_another_remittance(desk: Desk) -> None:
    desk.hand_in(payments=[{}], remittances=[{}], remittance_lines=[{}])
    desk.hand_in(
        remittances=[{"remittance_id": "R2", "remitted_at": "2026-09-03T09:00"}],
        remittance_lines=[{"remittance_id": "R2"}],
    )
    assert desk.ask(BESIDE)[0][4:] == ("R2", "BI0001", "2026-09-03")


def test_a_changed_code_and_channel_follow(desk: Desk) -> None:
    desk.hand_in(payments=[{}], confirmations=[{"notified_by": "sms"}])
    late = {"confirmation_code": "XN9", "recorded_at": "2026-08-22T00:00", "notified_by": ""}
    desk.hand_in(confirmations=[late])
    assert desk.ask(BESIDE)[0][1:4] == ("XN9", "2026-08-22", False)


def test_a_payment_that_changes_office_takes_its_code_and_its_line_along(desk: Desk) -> None:
    desk.hand_in(payments=[{}], confirmations=[{}], remittances=[{}], remittance_lines=[{}])
    moved = {"office_code": "00110", "org_code": "IS0002"}
    outcome = desk.hand_in(payments=[moved])
    assert (outcome.rejected, outcome.counts["payments"].updated) == (0, 1)
    assert desk.ask("SELECT office_code, org_code FROM confirmations") == [("00110", "IS0002")]
    assert desk.ask("SELECT office_code, remittance_id FROM remittance_lines") == [("00110", "R1")]
    assert desk.ask("SELECT office_code FROM participants") == [("00110",)]
    assert desk.ask(BESIDE)[0][5:] == ("BI0001", "2026-08-24")


def test_a_household_that_moves_together_takes_its_code_along(desk: Desk) -> None:
    second = {"payment_id": "P2"}
    desk.hand_in(payments=[{}, second], confirmations=[{}, second])
    moved = {"office_code": "00110"}
    assert desk.hand_in(payments=[moved, second | moved]).rejected == 0
    assert desk.column("SELECT office_code FROM confirmations") == ["00110", "00110"]


def test_a_payment_may_move_and_change_its_code_in_one_run(desk: Desk) -> None:
    second = {"payment_id": "P2"}
    desk.hand_in(payments=[{}, second], confirmations=[{}, second])
    outcome = desk.hand_in(
        payments=[{"office_code": "00110"}], confirmations=[{"confirmation_code": "XN7"}]
    )
    assert outcome.rejected == 0
    assert desk.ask("SELECT payment_id, code_key, office_code FROM confirmations ORDER BY 1") == [
        ("P1", "XN7", "00110"), ("P2", "XN1", "00101")
    ]  # fmt: skip


def test_a_collector_is_known_wherever_payments_name_it(desk: Desk) -> None:
    desk.hand_in(payments=[{}, {"payment_id": "P2", "office_code": "00110", "org_code": "IS0002"}])
    assert desk.ask("SELECT seen_in FROM collectors WHERE collector_code = 'NVT001'") == [
        (["00101", "00110"],)
    ]


def test_a_void_that_comes_later_has_its_local_day(desk: Desk) -> None:
    desk.hand_in(payments=[{}])
    desk.hand_in(payments=[{"voided_at": "2026-08-21T17:00:00Z"}])
    assert desk.column("SELECT voided_day::text FROM payments") == ["2026-08-22"]
