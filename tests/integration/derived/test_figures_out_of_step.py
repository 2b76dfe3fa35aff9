"""The doctor finds what is kept beside the plain rows and is not what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import commands

from data import health

if TYPE_CHECKING:
    from support import databases
    from support.desks import Desk

    from dashboard import text


# One receipt on three payments, two of which one remittance covers.
PAYMENTS = [
    {"payment_id": f"P{hour}", "paid_at": f"2026-08-21T0{hour}:00", "receipt_no": "BL1"}
    for hour in (1, 2, 3)
]
LINES = [{"payment_id": "P1"}, {"payment_id": "P2"}]
GOOD = (0, 0, 0)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A desk with sums and pairs."""
    desk.hand_in(payments=PAYMENTS, remittances=[{}], remittance_lines=LINES)
    return desk


def out_of_step(desk: Desk) -> tuple[int, int, int]:
    """Return how many payments, remittances and pairs are not what they should be."""
    with desk.store.loading() as connection:
        return (
            health.payments_out_of_step(connection),
            health.remittances_out_of_step(connection),
            health.repeats_out_of_step(connection),
        )


def test_what_an_import_leaves_is_in_step(filled: Desk) -> None:
    assert out_of_step(filled) == GOOD
    assert len(filled.ask("SELECT * FROM repeats")) == 4


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE remittances SET covered_amount = covered_amount + 1", (0, 1, 0)),
        ("UPDATE remittances SET covered_payments = 0, covered_amount = 0", (0, 1, 0)),
        ("UPDATE payments SET amount = amount + 1 WHERE payment_id = 'P1'", (0, 1, 1)),
        ("DELETE FROM repeats WHERE payment_id = 'P1'", (0, 0, 1)),
        ("DELETE FROM repeats", (0, 0, 4)),
        ("UPDATE repeats SET other_voided_day = '2026-08-22'", (0, 0, 4)),
        ("UPDATE repeats SET office_code = '00110' WHERE payment_id = 'P2'", (0, 0, 2)),
        ("UPDATE repeats SET kind = 'charge' WHERE payment_id = 'P1'", (0, 0, 2)),
        ("UPDATE payments SET receipt_no = 'BL2' WHERE payment_id = 'P3'", (0, 0, 2)),
        ("UPDATE payments SET voided_at = now() WHERE payment_id = 'P2'", (0, 0, 6)),
    ],
)
def test_whatever_somebody_changes_by_hand_is_counted(
    change: str, found: tuple[int, int, int], filled: Desk
) -> None:
    filled.ask(f"{change} RETURNING 1")
    assert out_of_step(filled) == found


@pytest.mark.parametrize(
    ("language", "sums", "pairs"),
    [
        (
            "en",
            "1 remittances differ from the payments that they cover",
            "2 pairs of repeated payments are missing or wrong",
        ),
        (
            "vi",
            "1 lần nộp tiền không khớp với các khoản thu được nộp",
            "2 cặp khoản thu trùng lặp bị thiếu hoặc sai",
        ),
    ],
)
def test_the_doctor_says_so(  # noqa: PLR0917 - fixtures
    language: text.Language,
    sums: str,
    pairs: str,
    filled: Desk,
    made: databases.Databases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filled.ask("UPDATE remittances SET covered_amount = 1 RETURNING 1")
    filled.ask("DELETE FROM repeats WHERE payment_id <> 'P2' RETURNING 1")
    command = commands.at(made, filled.name(), monkeypatch)
    monkeypatch.setenv("LC_ALL", language)
    result = command("doctor", "--figures")
    assert result.exit_code == 1
    assert sums in result.output
    assert pairs in result.output
