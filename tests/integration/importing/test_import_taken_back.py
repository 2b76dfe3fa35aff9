"""Transfers taken back, by a line without a remittance; and reversals, which cover nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.scope import Scope
from queries.lookup import history

if TYPE_CHECKING:
    from support.desks import Desk, Row

PAID = "SELECT payment_id, remittance_id, settled_day::text FROM payments ORDER BY 1"
COVERED = "SELECT remittance_id, covered_payments, covered_amount FROM remittances ORDER BY 1"
TAKEN_BACK: Row = {"remittance_id": ""}
REVERSAL: Row = {"remittance_id": "R9", "amount": "-972000"}


@pytest.fixture
def covered(desk: Desk) -> Desk:
    """A desk with a payment that a remittance covers."""
    desk.hand_in(payments=[{}], confirmations=[{}], remittances=[{}], remittance_lines=[{}])
    assert desk.ask(COVERED) == [("R1", 1, 972000)]
    return desk


def test_a_line_without_a_remittance_makes_its_payment_outstanding_again(covered: Desk) -> None:
    outcome = covered.hand_in(remittance_lines=[TAKEN_BACK])
    assert (outcome.rejected, outcome.counts["remittance_lines"].updated) == (0, 1)
    assert covered.ask(PAID) == [("P1", None, None)]
    assert covered.ask(COVERED) == [("R1", 0, 0)]


def test_the_same_once_more_changes_nothing(covered: Desk) -> None:
    covered.hand_in(remittance_lines=[TAKEN_BACK])
    before = covered.dump()
    outcome = covered.hand_in(remittance_lines=[TAKEN_BACK])
    assert (outcome.changed, outcome.counts["remittance_lines"].unchanged) == (False, 1)
    assert covered.dump() == before


def test_what_no_transfer_covers_cannot_be_taken_back_and_is_no_fault(desk: Desk) -> None:
    desk.hand_in(payments=[{}])
    before = desk.dump()
    outcome = desk.hand_in(remittance_lines=[TAKEN_BACK])
    assert (outcome.rejected, outcome.changed) == (0, False)
    assert desk.dump() == before


def test_a_payment_that_was_taken_back_may_be_handed_over_once_more(covered: Desk) -> None:
    covered.hand_in(remittance_lines=[TAKEN_BACK])
    covered.hand_in(remittances=[{"remittance_id": "R2"}],
                    remittance_lines=[{"remittance_id": "R2"}])  # fmt: skip
    assert covered.ask(COVERED) == [("R1", 0, 0), ("R2", 1, 972000)]


def test_the_history_of_the_payment_shows_what_was_taken_back(covered: Desk) -> None:
    covered.hand_in(remittance_lines=[TAKEN_BACK])
    with covered.store.reading(Scope.everything()) as connection:
        changes = history.of_rows(connection, payments=["P1"], remittances=[])
    found = changes[["set_name", "column_name", "earlier"]].to_numpy().tolist()
    assert found == [["remittance_lines", "remittance_id", "R1"]]
    assert changes["later"].isna().all()


def test_a_line_of_an_unknown_payment_is_refused_though_it_names_no_remittance(desk: Desk) -> None:
    assert desk.hand_in(remittance_lines=[TAKEN_BACK]).rejected == 1
    assert desk.faults() == [(2, "payment_id", "unknown")]


def test_no_payment_is_covered_by_a_transfer_that_gives_money_back(covered: Desk) -> None:
    covered.hand_in(remittances=[REVERSAL])
    outcome = covered.hand_in(remittance_lines=[{"remittance_id": "R9"}])
    assert outcome.rejected == 1
    assert covered.faults() == [(2, "remittance_id", "reversal")]
    assert covered.ask(PAID)[0][1] == "R1"


def test_nor_where_both_come_in_one_run(desk: Desk) -> None:
    desk.hand_in(payments=[{}], remittances=[REVERSAL], remittance_lines=[{"remittance_id": "R9"}])
    assert desk.faults() == [(2, "remittance_id", "reversal")]
    assert desk.ask(COVERED) == [("R9", 0, 0)]


def test_a_transfer_that_covers_payments_does_not_turn_negative(covered: Desk) -> None:
    assert covered.hand_in(remittances=[{"amount": "-972000"}]).rejected == 1
    assert covered.faults() == [(2, "amount", "covers_payments")]
    assert covered.ask("SELECT amount FROM remittances") == [(972000,)]


@pytest.mark.parametrize("new", [TAKEN_BACK, {"remittance_id": "R2"}], ids=["back", "moved"])
def test_it_does_where_its_lines_leave_it_in_the_same_run(covered: Desk, new: Row) -> None:
    turned = {"remittance_id": "R1", "amount": "-972000"}
    other = {"remittance_id": "R2"}
    outcome = covered.hand_in(remittances=[turned, other], remittance_lines=[new])
    assert outcome.rejected == 0
    assert covered.ask("SELECT amount FROM remittances WHERE remittance_id = 'R1'") == [(-972000,)]


def test_a_line_that_is_refused_excuses_no_transfer(covered: Desk) -> None:
    """R1 would lose its line to R9, which takes none: so it keeps the line, and its amount."""
    turned = {"remittance_id": "R1", "amount": "-1"}
    covered.hand_in(remittances=[turned, REVERSAL], remittance_lines=[{"remittance_id": "R9"}])
    assert sorted(fault[1:] for fault in covered.faults()) == [
        ("amount", "covers_payments"), ("remittance_id", "reversal"),
    ]  # fmt: skip
    assert covered.ask(COVERED) == [("R1", 1, 972000), ("R9", 0, 0)]


def test_a_transfer_that_turns_positive_takes_lines(desk: Desk) -> None:
    desk.hand_in(payments=[{}], remittances=[REVERSAL])
    outcome = desk.hand_in(
        remittances=[{"remittance_id": "R9"}], remittance_lines=[{"remittance_id": "R9"}]
    )
    assert (outcome.rejected, desk.ask(COVERED)) == (0, [("R9", 1, 972000)])
