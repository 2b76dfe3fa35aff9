"""The words of tests about payments that repeat one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.desks import Desk

    Pairs = list[tuple[str, str]]

PAIRS = """
    SELECT payment_id, other_payment_id FROM repeats WHERE kind = '{kind}' ORDER BY 1, 2
"""
# One participant, one product, September.
CHARGE = {"social_insurance_no": "0123456781", "period_from": "2026-09", "months": "1"}
LAN, MINH = {"national_id": "001080000001"}, {"national_id": "001080000002"}


def found(desk: Desk, kind: str = "charge") -> Pairs:
    """Return the pairs of a kind, each from both sides."""
    return desk.ask(PAIRS.format(kind=kind))


def both_ways(*told: str) -> Pairs:
    """Return pairs such as "P1 P2" from both sides, in order."""
    one_way = [tuple(pair.split()) for pair in told]
    return sorted([*one_way, *((other, one) for one, other in one_way)])  # type: ignore[list-item]


def paid(payment_id: str, hour: int = 9, /, **cells: str) -> dict[str, str]:
    """Return a payment of an hour on 21 August."""
    return {"payment_id": payment_id, "paid_at": f"2026-08-21T{hour:02}:00:00+07:00", **cells}
