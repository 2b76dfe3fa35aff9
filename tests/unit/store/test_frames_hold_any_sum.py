"""Sums of money have no limit: frames hold them, and add them up, exactly."""

from __future__ import annotations

from decimal import Decimal

from queries import frames

LARGE = 2**63


def test_a_sum_beyond_64_bits_is_held_exactly() -> None:
    rows = frames.build([(Decimal(LARGE),), (None,)], ("amount",), frames.columns("amount"))
    assert frames.records(rows) == [{"amount": LARGE}, {"amount": None}]
    assert frames.totals(rows, {"amount": None}) == {"amount": LARGE}


def test_sums_that_fit_do_not_overflow_together() -> None:
    rows = frames.build([(LARGE - 1,), (LARGE - 1,)], ("amount",), frames.columns("amount"))
    assert frames.totals(rows, {"amount": None}) == {"amount": 2 * LARGE - 2}
