"""What generated payments share: receipt numbers, participants, months.

A payment of its own comes first, so that whatever does not matter shrinks to it.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from support.builders.plans import PaidFor

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn
    from support.builders.rows import Payment, Store


RECEIPTS = st.sampled_from(["own", "own", "own", "BL0", "BL7", None])
# Nobody, then two people, each known by both numbers, by either one, and by the other's.
PEOPLE = [
    ("0123456781", "001080000001"),
    ("0123456781", None),
    (None, "001080000001"),
    ("0123456782", "001080000002"),
    ("0123456782", "001080000001"),
    ("0123456781", "001080000002"),
    (None, "001080000002"),
    ("001080000001", "0123456781"),
]
PERSONS = st.just((None, None)) | st.sampled_from(PEOPLE)
PERIODS = st.sampled_from(["2026-09", "2026-10", "2026-12", "2027-08", "2026-08", "2025-10", None])
PAID_FOR = st.just(PaidFor()) | st.builds(PaidFor, RECEIPTS, PERSONS, PERIODS)


@st.composite
def crowded(draw: DrawFn, store: Store) -> Store:
    """Draw for whom the payments of a store are, among few people, receipts and months."""
    paid_for = st.builds(
        PaidFor, RECEIPTS, st.sampled_from(PEOPLE[:5]), st.sampled_from(["2026-09", "2027-01"])
    )
    payments = tuple(_given(payment, draw(paid_for)) for payment in store.payments)
    return dataclasses.replace(store, payments=payments)


def _given(payment: Payment, paid_for: PaidFor) -> Payment:
    insurance_no, national_id = paid_for.person
    return dataclasses.replace(
        payment,
        product="BI",
        receipt_no=payment.receipt_no if paid_for.receipt == "own" else paid_for.receipt,
        period_from=paid_for.period,
        social_insurance_no=insurance_no,
        national_id=national_id,
    )
