"""A remittance keeps beside it how many payments it covers and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.desks import Desk

COVERED = """
    SELECT remittance_id, covered_payments, covered_amount FROM remittances ORDER BY 1
"""
TWO = [{"remittance_id": "R1"}, {"remittance_id": "R2"}]
THREE = [{"payment_id": f"P{n}", "amount": str(n)} for n in (1, 2, 4)]
LINES = [
    {"payment_id": "P1", "remittance_id": "R1"},
    {"payment_id": "P2", "remittance_id": "R1"},
    {"payment_id": "P4", "remittance_id": "R2"},
]


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A desk with two remittances and what they cover."""
    desk.hand_in(payments=THREE, remittances=TWO, remittance_lines=LINES)
    return desk


def test_it_covers_what_its_lines_say(filled: Desk) -> None:
    assert filled.ask(COVERED) == [("R1", 2, 3), ("R2", 1, 4)]


def test_a_remittance_without_lines_covers_nothing(desk: Desk) -> None:
    desk.hand_in(remittances=[{}])
    assert desk.ask(COVERED) == [("R1", 0, 0)]


def test_lines_may_come_in_later_runs(desk: Desk) -> None:
    desk.hand_in(payments=THREE)
    desk.hand_in(remittances=TWO)
    desk.hand_in(remittance_lines=LINES[:1])
    assert desk.ask(COVERED) == [("R1", 1, 1), ("R2", 0, 0)]
    desk.hand_in(remittance_lines=LINES[1:])
    assert desk.ask(COVERED) == [("R1", 2, 3), ("R2", 1, 4)]


def test_a_payment_that_moves_is_taken_from_one_and_given_to_the_other(filled: Desk) -> None:
    filled.hand_in(remittance_lines=[{"payment_id": "P2", "remittance_id": "R2"}])
    assert filled.ask(COVERED) == [("R1", 1, 1), ("R2", 2, 6)]
    filled.hand_in(
        remittances=[{"remittance_id": "R3"}],
        remittance_lines=[{"payment_id": "P1", "remittance_id": "R3"}],
    )
    assert filled.ask(COVERED) == [("R1", 0, 0), ("R2", 2, 6), ("R3", 1, 1)]


def test_an_amount_that_is_corrected_changes_the_sum(filled: Desk) -> None:
    filled.hand_in(payments=[{"payment_id": "P2", "amount": "10"}])
    assert filled.ask(COVERED) == [("R1", 2, 11), ("R2", 1, 4)]


def test_payments_of_every_office_count_and_voided_ones_too(filled: Desk) -> None:
    elsewhere = {"office_code": "00110", "voided_at": "2026-08-22T09:00"}
    filled.hand_in(payments=[THREE[0] | elsewhere])
    assert filled.ask(COVERED) == [("R1", 2, 3), ("R2", 1, 4)]


def test_a_remittance_that_is_corrected_keeps_its_sum(filled: Desk) -> None:
    filled.hand_in(remittances=[{"remittance_id": "R1", "amount": "5", "office_code": "00110"}])
    assert filled.ask(COVERED) == [("R1", 2, 3), ("R2", 1, 4)]


def test_a_line_that_is_refused_does_not_count(filled: Desk) -> None:
    outcome = filled.hand_in(
        remittance_lines=[
            {"payment_id": "P1", "remittance_id": "R9"},
            {"payment_id": "P9", "remittance_id": "R1"},
        ]
    )
    assert outcome.rejected == 2
    assert filled.ask(COVERED) == [("R1", 2, 3), ("R2", 1, 4)]


def test_what_is_kept_beside_is_no_change_of_the_remittance(filled: Desk) -> None:
    """Its history holds what files said, and only the run's own rows count as updated."""
    outcome = filled.hand_in(payments=[{"payment_id": "P2", "amount": "10"}])
    assert outcome.counts["payments"].updated == 1
    assert filled.ask("SELECT set_name FROM changes") == [("payments",)]
