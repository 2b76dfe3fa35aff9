"""Pairs are bounded, and a run that touches little leaves the others as they should be.

A payment may have no social-insurance number and be known by the other one. So whoever meets one
payment need not meet those that it meets.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from support import pairs

if TYPE_CHECKING:
    from support.desks import Desk

NAMELESS = pairs.CHARGE | {"social_insurance_no": ""}


def test_a_pair_that_the_other_side_chose_stands_when_somebody_else_comes(desk: Desk) -> None:
    """P9's nearest is P1, not the reverse; P0, who meets P1 and P5, changes nothing there."""
    desk.hand_in(
        payments=[
            pairs.paid("P1", 1, **pairs.CHARGE, **pairs.LAN),
            pairs.paid("P5", 5, **NAMELESS, **pairs.LAN),
            pairs.paid("P9", 9, **pairs.CHARGE, **pairs.MINH),
        ]
    )
    before = pairs.both_ways("P1 P5", "P1 P9")
    assert pairs.found(desk) == before
    desk.hand_in(payments=[pairs.paid("P0", 0, **NAMELESS, **pairs.LAN)])
    assert pairs.found(desk) == sorted([*before, *pairs.both_ways("P0 P1", "P0 P5")])


def test_a_payment_that_only_others_lead_to_keeps_its_own_partners(desk: Desk) -> None:
    """P9 keeps those that it has by the numbers that the newcomer has nothing to do with."""
    desk.hand_in(
        payments=[
            pairs.paid("P1", 1, **pairs.CHARGE, **pairs.LAN),
            pairs.paid("P2", 2, **NAMELESS, **pairs.LAN),
            pairs.paid("P5", 5, **NAMELESS, **pairs.MINH),
            pairs.paid("P9", 9, **pairs.CHARGE, **pairs.MINH),
        ]
    )
    before = pairs.both_ways("P1 P2", "P5 P9", "P1 P9")
    assert pairs.found(desk) == before
    desk.hand_in(payments=[pairs.paid("P0", 0, **NAMELESS, **pairs.LAN)])
    assert pairs.found(desk) == sorted([*before, *pairs.both_ways("P0 P1", "P0 P2")])


def test_a_pair_of_another_number_stands_on_both_sides_when_the_nearest_goes(desk: Desk) -> None:
    """P9 loses P5 and keeps P1, which has nothing to do with what was corrected."""
    desk.hand_in(
        payments=[
            pairs.paid("P1", 1, **pairs.CHARGE, **pairs.MINH),
            pairs.paid("P2", 2, **NAMELESS, **pairs.MINH),
            pairs.paid("P5", 5, **NAMELESS, **pairs.LAN),
            pairs.paid("P9", 9, **pairs.CHARGE, **pairs.LAN),
        ]
    )
    assert pairs.found(desk) == pairs.both_ways("P1 P2", "P1 P9", "P5 P9")
    desk.hand_in(payments=[pairs.paid("P5", 5, **NAMELESS, national_id="001080000009")])
    assert pairs.found(desk) == pairs.both_ways("P1 P2", "P1 P9")


MANY = 10_000


def test_a_number_that_stands_on_ten_thousand_payments_makes_rows_by_the_line(desk: Desk) -> None:
    """Somebody types 1 for receipt and 0 for person: neither rows nor time grow by the square."""
    rows = [
        pairs.paid(f"P{n}", n % 24, receipt_no="1", **pairs.CHARGE | {"social_insurance_no": "0"})
        for n in range(MANY)
    ]
    started = time.monotonic()
    desk.hand_in(payments=rows)
    desk.hand_in(payments=[pairs.paid("LATE", receipt_no="1", **pairs.CHARGE)])
    assert time.monotonic() - started < 60
    assert len(pairs.found(desk)) == 2 * (MANY - 1)
    assert len(pairs.found(desk, "receipt")) == 2 * MANY
