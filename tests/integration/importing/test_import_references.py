"""A row that names what nobody knows stays out, and so does what refers to it in turn."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.desks import Desk

ONE_OF_EACH: dict[str, list[dict[str, str]]] = {
    "organizations": [{}], "collectors": [{}], "payments": [{}], "confirmations": [{}],
    "remittances": [{}], "remittance_lines": [{}], "dispatches": [{}],
}  # fmt: skip


def test_what_refers_to_a_rejected_row_is_rejected_in_turn(empty_desk: Desk) -> None:
    outcome = empty_desk.hand_in(offices=[{"office_name": ""}], **ONE_OF_EACH)
    assert [(file, column, reason) for file, _, column, _, reason in empty_desk.rejects] == [
        ("collectors.csv", "office_code", "unknown"),
        ("confirmations.csv", "payment_id", "unknown"),
        ("dispatches.csv", "office_code", "unknown"),
        ("offices.csv", "office_name", "required"),
        ("payments.csv", "office_code", "unknown"),
        ("remittance_lines.csv", "remittance_id", "unknown"),
        ("remittances.csv", "office_code", "unknown"),
    ]
    assert (outcome.accepted, outcome.rejected) == (1, 7)


def test_offices_are_refused_up_and_down_their_chain(empty_desk: Desk) -> None:
    chain = [
        {"office_code": "A", "parent_code": "B"},
        {"office_code": "B", "parent_code": "C"},
        {"office_code": "C", "successor_code": "D"},
        {"office_code": "D", "parent_code": "NOWHERE"},
        {"office_code": "E", "parent_code": "F"},
        {"office_code": "F"},
    ]
    empty_desk.hand_in(offices=chain)
    assert empty_desk.faults() == [
        (2, "parent_code", "unknown"), (3, "parent_code", "unknown"),
        (4, "successor_code", "unknown"), (5, "parent_code", "unknown"),
    ]  # fmt: skip
    assert empty_desk.column("SELECT office_code FROM offices ORDER BY 1") == ["E", "F"]


def test_a_row_refused_as_a_duplicate_is_unknown_to_others(desk: Desk) -> None:
    twice = [{"office_code": "X", "office_name": name} for name in ("a", "b")]
    desk.hand_in(offices=twice, payments=[{"office_code": "X"}])
    assert desk.faults() == [
        (2, "office_code", "duplicate"), (3, "office_code", "duplicate"),
        (2, "office_code", "unknown"),
    ]  # fmt: skip


def test_a_refused_update_leaves_its_row_known(desk: Desk) -> None:
    desk.hand_in(payments=[{}])
    outcome = desk.hand_in(payments=[{"amount": "0"}], confirmations=[{}])
    assert (outcome.rejected, outcome.counts["confirmations"].inserted) == (1, 1)
    assert desk.column("SELECT amount FROM payments") == [972000]


def test_a_collector_of_another_organisation_or_office_is_taken(desk: Desk) -> None:
    assert desk.hand_in(payments=[{"org_code": "IS0002", "office_code": "00110"}]).rejected == 0
    assert desk.ask("SELECT org_code, office_code FROM payments") == [("IS0002", "00110")]


def test_codes_of_other_sets_are_compared_exactly(desk: Desk) -> None:
    wrong = [{"collector_code": "nvt001"}, {"payment_id": "P2", "org_code": "bi0001"}]
    desk.hand_in(payments=wrong)
    assert desk.faults() == [(2, "collector_code", "unknown"), (3, "org_code", "unknown")]


@pytest.mark.parametrize(("minutes", "faults"), [(9, []), (11, [(2, "paid_at", "future")])])
def test_ten_minutes_after_the_clock_is_the_future(
    minutes: int, faults: list[tuple[int, str, str]], desk: Desk
) -> None:
    then = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)
    desk.hand_in(payments=[{"paid_at": then.isoformat()}])
    assert desk.faults() == faults


FUTURE = "2126-08-25T09:00:00+07:00"


def test_no_time_may_lie_in_the_future(desk: Desk) -> None:
    desk.hand_in(payments=[{}, {"payment_id": "P2"}])
    desk.hand_in(
        payments=[{"voided_at": FUTURE}],
        confirmations=[{"recorded_at": FUTURE}, {"payment_id": "P2", "notified_at": FUTURE}],
        remittances=[{"remitted_at": FUTURE}],
        dispatches=[{"sent_at": FUTURE}],
    )
    assert desk.faults() == [
        (2, "recorded_at", "future"), (3, "notified_at", "future"), (2, "sent_at", "future"),
        (2, "voided_at", "future"), (2, "remitted_at", "future"),
    ]  # fmt: skip


def test_a_number_that_no_index_can_hold_is_left_out(desk: Desk) -> None:
    long = "".join(f"{number:x}" for number in range(5000))
    numbers = ("receipt_no", "social_insurance_no", "national_id")
    desk.hand_in(
        payments=[{}, *({"payment_id": f"P{name}", name: long} for name in numbers)],
        remittances=[{}, {"remittance_id": "R2", "bank_ref": long}],
    )
    assert [(row, column, reason) for _, row, column, _, reason in desk.left_out] == [
        (3, "receipt_no", "too_long"), (4, "social_insurance_no", "too_long"),
        (5, "national_id", "too_long"), (3, "bank_ref", "too_long"),
    ]  # fmt: skip
    assert desk.column("SELECT count(*) FROM payments") == [4]
    assert desk.column("SELECT bank_ref FROM remittances") == [None, None]


def test_a_name_of_any_length_is_taken_and_searched_from_its_beginning(desk: Desk) -> None:
    long = "Đỗ " + "".join(chr(0x1EA0 + number % 90) for number in range(20_000))
    desk.hand_in(payments=[{"participant_name": long}])
    assert desk.column("SELECT length(participant_name) FROM participants") == [20_003]
    assert desk.column("SELECT left(name_search, 4) FROM participants") == ["do a"]


def test_a_code_that_no_key_can_hold_refuses_its_row_alone(desk: Desk) -> None:
    long = "".join(f"{number:x}" for number in range(5000))
    codes = [{"confirmation_code": long}, {"payment_id": long}, {"payment_id": "P2"}]
    desk.hand_in(
        payments=[{}, {"payment_id": "P2"}, {"payment_id": long}],
        confirmations=codes,
        policies=[{"name": long}],
    )
    assert desk.faults() == [
        (2, "confirmation_code", "too_long"), (3, "payment_id", "too_long"),
        (4, "payment_id", "too_long"), (2, "name", "too_long"),
    ]  # fmt: skip
    assert desk.column("SELECT confirmation_code FROM confirmations") == ["XN1"]
