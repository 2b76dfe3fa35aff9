"""The store of the tests of snapshots' page: a form frozen, and what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from support.papers import freezing
from support.screens import copied

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest
    from support import desks


AT: Final = "2026-08-21T09:00:00+07:00"
DAYS: Final = {"from": "2026-08-01", "to": "2026-08-31"}
FIRST: Final = DAYS | {"snapshot": "1"}


def freeze(desk: desks.Desk) -> None:
    """Fill a desk with three payments of an office; the form of their day is snapshot 1."""
    desk.hand_in(
        payments=[
            {"payment_id": name, "paid_at": AT, "participant_name": "Đặng Thị Ước"}
            for name in ("P1", "P2", "P3")
        ],
        confirmations=[
            {"payment_id": name, "confirmation_code": code, "recorded_at": AT}
            for name, code in (("P1", "XN1"), ("P2", "XN1"), ("P3", "XN2"))
        ],
    )
    freezing.take(desk.store, office="00101", note="họp [giao ban](x)")


def change(desk: desks.Desk) -> None:
    """Let a late payment, a corrected amount and a void of that day come."""
    desk.hand_in(
        payments=[
            {"payment_id": "LATE", "paid_at": AT, "amount": "500000"},
            {"payment_id": "P2", "paid_at": AT, "amount": "972001"},
            {"payment_id": "P3", "paid_at": AT, "voided_at": "2026-08-21T15:00:00+07:00"},
        ],
        confirmations=[{"payment_id": "LATE", "confirmation_code": "XN9", "recorded_at": AT}],
    )


def hashes(page: AppTest) -> set[str]:
    """Return the hashes that a page shows."""
    return {code.value for code in copied.of(page) if len(code.value) == len("f" * 64)}
