"""One code covers payments of one office and organisation; what would spread it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.desks import Desk

    Row = dict[str, str]

HERE, THERE = {"office_code": "00101"}, {"office_code": "00110"}
FIRST: Row = {"payment_id": "P1"}
SECOND: Row = {"payment_id": "P2"}
THIRD: Row = {"payment_id": "P3"}
STORED = "SELECT payment_id, code_key FROM confirmations ORDER BY 1"


@pytest.mark.parametrize("elsewhere", [THERE, {"org_code": "IS0002"}])
def test_every_row_of_a_new_code_that_is_spread_is_refused(elsewhere: Row, desk: Desk) -> None:
    spelled, other = {"confirmation_code": "xn-1"}, {"confirmation_code": "Z"}
    outcome = desk.hand_in(
        payments=[FIRST, SECOND | elsewhere, THIRD],
        confirmations=[FIRST, SECOND | spelled, THIRD | other],
    )
    assert desk.faults() == [
        (2, "confirmation_code", "spread"), (3, "confirmation_code", "spread")
    ]  # fmt: skip
    assert desk.ask(STORED) == [("P3", "Z")]
    assert outcome.counts["payments"].inserted == 3


def test_only_the_new_rows_of_a_code_are_refused_where_the_store_has_it(desk: Desk) -> None:
    desk.hand_in(payments=[FIRST, SECOND | THERE], confirmations=[FIRST])
    desk.hand_in(confirmations=[FIRST, SECOND])
    assert desk.faults() == [(3, "confirmation_code", "spread")]
    assert desk.ask(STORED) == [("P1", "XN1")]


def test_a_code_of_one_office_takes_further_payments_later(desk: Desk) -> None:
    desk.hand_in(payments=[FIRST, SECOND], confirmations=[FIRST])
    assert desk.hand_in(confirmations=[SECOND]).rejected == 0
    assert desk.ask(STORED) == [("P1", "XN1"), ("P2", "XN1")]


def test_a_payment_that_would_tear_its_code_apart_stays_where_it_is(desk: Desk) -> None:
    desk.hand_in(payments=[FIRST, SECOND], confirmations=[FIRST, SECOND])
    outcome = desk.hand_in(payments=[FIRST | THERE, THIRD])
    assert desk.faults() == [(2, "office_code", "code_elsewhere")]
    assert outcome.counts["payments"].inserted == 1
    assert desk.column("SELECT DISTINCT office_code FROM payments") == ["00101"]


def test_a_household_that_moves_in_two_directions_stays(desk: Desk) -> None:
    desk.hand_in(payments=[FIRST, SECOND], confirmations=[FIRST, SECOND])
    before = desk.dump()
    desk.hand_in(payments=[FIRST | THERE, SECOND | {"org_code": "IS0002"}])
    assert desk.faults() == [
        (2, "office_code", "code_elsewhere"), (3, "office_code", "code_elsewhere")
    ]  # fmt: skip
    assert desk.dump() == before


def test_a_move_that_is_refused_takes_down_what_counted_on_it(desk: Desk) -> None:
    """The second payment's new code fits only if the first one moves, which tears its own code."""
    desk.hand_in(payments=[FIRST, THIRD, SECOND | THERE], confirmations=[FIRST, THIRD])
    desk.hand_in(payments=[FIRST | THERE], confirmations=[SECOND])
    assert sorted(desk.faults()) == [
        (2, "confirmation_code", "spread"), (2, "office_code", "code_elsewhere")
    ]  # fmt: skip
    assert desk.ask(STORED) == [("P1", "XN1"), ("P3", "XN1")]


def test_a_code_may_move_with_all_its_payments_and_gain_one(desk: Desk) -> None:
    desk.hand_in(payments=[FIRST, SECOND | THERE], confirmations=[FIRST])
    assert desk.hand_in(payments=[FIRST | THERE], confirmations=[SECOND]).rejected == 0
    assert desk.column("SELECT office_code FROM confirmations") == ["00110", "00110"]


def test_a_payment_may_leave_a_code_for_one_elsewhere_that_fits(desk: Desk) -> None:
    desk.hand_in(
        payments=[FIRST, SECOND, THIRD | THERE],
        confirmations=[FIRST, SECOND, THIRD | {"confirmation_code": "Z"}],
    )
    outcome = desk.hand_in(
        payments=[SECOND | THERE], confirmations=[SECOND | {"confirmation_code": "Z"}]
    )
    assert outcome.rejected == 0
    assert desk.ask(STORED) == [("P1", "XN1"), ("P2", "Z"), ("P3", "Z")]


def test_a_move_whose_new_code_is_refused_is_refused_with_it(desk: Desk) -> None:
    """The payment would go with a code that is spread; left with its old one it cannot go."""
    desk.hand_in(payments=[FIRST, SECOND], confirmations=[FIRST, SECOND])
    spread = {"confirmation_code": "Z"}
    desk.hand_in(
        payments=[FIRST | THERE, THIRD | HERE], confirmations=[FIRST | spread, THIRD | spread]
    )
    assert sorted(desk.faults()) == [
        (2, "confirmation_code", "spread"), (2, "office_code", "code_elsewhere"),
        (3, "confirmation_code", "spread"),
    ]  # fmt: skip
    assert desk.ask(STORED) == [("P1", "XN1"), ("P2", "XN1")]


def test_a_row_with_a_fault_does_not_spread_a_code(desk: Desk) -> None:
    bad = SECOND | {"recorded_at": "x"}
    desk.hand_in(payments=[FIRST, SECOND | THERE], confirmations=[FIRST, bad])
    assert desk.faults() == [(3, "recorded_at", "unreadable")]
    assert desk.ask(STORED) == [("P1", "XN1")]
