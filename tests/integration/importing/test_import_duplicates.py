"""Payments that repeat one another are paired by the import, under the office of each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import pairs

if TYPE_CHECKING:
    from support.desks import Desk

ROWS = """
    SELECT payment_id, other_payment_id, office_code, paid_day::text, other_paid_day::text,
        other_voided_day::text
    FROM repeats ORDER BY 1, 2
"""
# The days of August.
DAYS = """
    SELECT payment_id, office_code, extract(day FROM paid_day)::int,
        extract(day FROM other_paid_day)::int, extract(day FROM other_voided_day)::int
    FROM repeats ORDER BY 1
"""


def test_each_side_of_a_pair_stands_under_its_own_office(desk: Desk) -> None:
    desk.hand_in(
        payments=[
            pairs.paid("P1", receipt_no="BL1"),
            pairs.paid(
                "P2", 10, receipt_no="BL1", office_code="00110", voided_at="2026-08-24T09:00"
            ),
        ]
    )
    assert desk.ask(ROWS) == [
        ("P1", "P2", "00101", "2026-08-21", "2026-08-21", "2026-08-24"),
        ("P2", "P1", "00110", "2026-08-21", "2026-08-21", None),
    ]


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({}, {"months": ""}),  # counts as one month
        ({"period_from": "2026-01", "months": "12"}, {"period_from": "2026-12", "months": "12"}),
        ({"months": "999999999"}, {"period_from": "9999-12", "months": "999999999"}),
        ({"org_code": "IS0002"}, {"office_code": "00110"}),
        ({"social_insurance_no": "", **pairs.LAN}, pairs.LAN),
        (pairs.LAN, {"social_insurance_no": "", **pairs.LAN}),
        ({"social_insurance_no": "", **pairs.LAN}, {"social_insurance_no": "", **pairs.LAN}),
        (pairs.LAN, pairs.MINH),
    ],
)
def test_a_participant_is_charged_twice_for_a_month(
    one: dict[str, str], other: dict[str, str], desk: Desk, *, at_once: bool
) -> None:
    rows = [pairs.paid("P1", **pairs.CHARGE | one), pairs.paid("P2", **pairs.CHARGE | other)]
    for run in [rows] if at_once else [rows[:1], rows[1:]]:
        desk.hand_in(payments=run)
    assert pairs.found(desk) == pairs.both_ways("P1 P2")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"period_from": "2026-10"}),
        ({"period_from": "2026-01", "months": "12"}, {"period_from": "2027-01", "months": "12"}),
        ({}, {"product": "IS"}),
        ({}, {"period_from": ""}),
        ({"period_from": ""}, {"period_from": ""}),
        ({}, {"months": "0"}),
        ({"months": "12"}, {"period_from": "2026-12", "months": "0"}),
        (pairs.LAN, {"social_insurance_no": "0123456782", **pairs.LAN}),
        ({"social_insurance_no": ""}, {"social_insurance_no": ""}),
        ({"social_insurance_no": "", **pairs.LAN}, {"social_insurance_no": "", **pairs.MINH}),
        ({"social_insurance_no": "001080000001"}, {"social_insurance_no": "", **pairs.LAN}),
    ],
)
def test_a_participant_is_not_charged_twice(
    one: dict[str, str], other: dict[str, str], desk: Desk
) -> None:
    desk.hand_in(
        payments=[pairs.paid("P1", **pairs.CHARGE | one), pairs.paid("P2", **pairs.CHARGE | other)]
    )
    assert pairs.found(desk) == []


def test_payments_without_a_receipt_number_share_none(desk: Desk) -> None:
    desk.hand_in(payments=[pairs.paid("P1"), pairs.paid("P2", receipt_no=" ")])
    desk.hand_in(payments=[pairs.paid("P3")])
    assert pairs.found(desk, "receipt") == []


def test_each_payment_is_paired_with_its_neighbours_and_with_those_that_stand_longest(
    desk: Desk,
) -> None:
    """P2 and P3 are voided: whoever leaves them out still finds that P4 repeats P1."""
    voided = {"P2": "2026-08-22T09:00", "P3": "2026-08-25T09:00"}
    numbers = ("P1", "P2", "P3", "P4", "P5")
    desk.hand_in(
        payments=[
            pairs.paid(number, hour, receipt_no="BL1", voided_at=voided.get(number, ""))
            for hour, number in enumerate(numbers)
        ]
    )
    nearest = ("P1 P2", "P2 P3", "P3 P4", "P4 P5")
    longest = ("P1 P4", "P2 P4", "P1 P3")
    assert pairs.found(desk, "receipt") == pairs.both_ways(*nearest, *longest)


def test_a_pair_goes_with_a_corrected_receipt_and_its_neighbours_close_up(desk: Desk) -> None:
    rows = [pairs.paid(f"P{hour}", hour, receipt_no="BL1") for hour in (1, 2, 3)]
    desk.hand_in(payments=rows)
    assert pairs.found(desk, "receipt") == pairs.both_ways("P1 P2", "P2 P3")
    desk.hand_in(payments=[pairs.paid("P2", 2, receipt_no="BL2")])
    assert pairs.found(desk, "receipt") == pairs.both_ways("P1 P3")
    desk.hand_in(
        payments=[pairs.paid("P9", 4, receipt_no="BL2"), pairs.paid("P1", 1, receipt_no="")]
    )
    assert pairs.found(desk, "receipt") == pairs.both_ways("P2 P9")


@pytest.mark.parametrize(
    "correction",
    [
        {"period_from": "2026-10"}, {"period_from": ""}, {"months": "0"}, {"product": "AR"},
        {"social_insurance_no": "0123456789"}, {"social_insurance_no": ""},
    ],
)  # fmt: skip
def test_a_charge_that_is_corrected_repeats_no_longer_and_then_again(
    correction: dict[str, str], desk: Desk
) -> None:
    desk.hand_in(payments=[pairs.paid("P1", **pairs.CHARGE), pairs.paid("P2", **pairs.CHARGE)])
    desk.hand_in(payments=[pairs.paid("P2", **pairs.CHARGE | correction)])
    assert pairs.found(desk) == []
    desk.hand_in(payments=[pairs.paid("P2", **pairs.CHARGE)])
    assert pairs.found(desk) == pairs.both_ways("P1 P2")


@pytest.mark.parametrize(
    ("correction", "seen_from_p1", "seen_from_p2"),
    [
        ({"office_code": "00110"}, ("00101", 21, 21, None), ("00110", 21, 21, None)),
        ({"paid_at": "2026-08-20T09:00"}, ("00101", 21, 20, None), ("00101", 20, 21, None)),
        ({"voided_at": "2026-08-22T00:00"}, ("00101", 21, 21, 22), ("00101", 21, 21, None)),
    ],
)
def test_what_is_kept_of_the_other_one_follows(
    correction: dict[str, str],
    seen_from_p1: tuple[object, ...],
    seen_from_p2: tuple[object, ...],
    desk: Desk,
) -> None:
    shared = {"receipt_no": "BL1", "voided_at": ""}
    desk.hand_in(payments=[pairs.paid("P1", **shared), pairs.paid("P2", **shared)])
    desk.hand_in(payments=[pairs.paid("P2") | shared | correction])
    assert desk.ask(DAYS) == [("P1", *seen_from_p1), ("P2", *seen_from_p2)]


def test_a_column_that_a_later_file_lacks_leaves_the_pairs(desk: Desk) -> None:
    both = {"receipt_no": "BL1", **pairs.CHARGE}
    desk.hand_in(payments=[pairs.paid("P1", **both), pairs.paid("P2", **both)])
    desk.hand_in(payments=[pairs.paid("P2", amount="1")])
    assert pairs.found(desk) == pairs.found(desk, "receipt") == pairs.both_ways("P1 P2")


def test_a_refused_row_makes_no_pair(desk: Desk) -> None:
    desk.hand_in(payments=[pairs.paid("P1", receipt_no="BL1")])
    outcome = desk.hand_in(payments=[pairs.paid("P2", receipt_no="BL1", amount="0")])
    assert outcome.rejected == 1
    assert pairs.found(desk, "receipt") == []


def test_importing_again_rewrites_no_pair(desk: Desk) -> None:
    rows = [
        pairs.paid("P1", receipt_no="BL1", **pairs.CHARGE),
        pairs.paid("P2", receipt_no="BL1", **pairs.CHARGE),
    ]
    desk.hand_in(payments=rows)
    written = "SELECT ctid::text, xmin::text FROM repeats ORDER BY 1"
    before = desk.ask(written)
    desk.hand_in(payments=[*rows, pairs.paid("P3", receipt_no="BL2")])
    assert desk.ask(written) == before
    assert len(before) == 4


def test_what_is_counted_of_a_payment_follows_it_beside_its_pairs(desk: Desk) -> None:
    beside = "SELECT payment_id, org_code, amount, voided_day::text FROM repeats ORDER BY 1"
    desk.hand_in(
        payments=[pairs.paid("P1", receipt_no="BL1"), pairs.paid("P2", 10, receipt_no="BL1")]
    )
    ((_, org, amount, _), second) = desk.ask(beside)
    desk.hand_in(payments=[pairs.paid("P1", receipt_no="BL1", amount=str(amount + 1))])
    assert desk.ask(beside) == [("P1", org, amount + 1, None), second]
    desk.hand_in(payments=[pairs.paid("P1", receipt_no="BL1", voided_at="2026-08-24T09:00")])
    assert desk.ask(beside) == [("P1", org, amount, "2026-08-24"), second]


def test_each_organisation_numbers_its_own_receipts_anew_every_year(desk: Desk) -> None:
    same = {"receipt_no": "BL1"}
    others = [
        pairs.paid("P2", org_code="IS0002", **same),
        pairs.paid("P3", paid_at="2025-12-31T23:59:59+07:00", **same),
        pairs.paid("P4", paid_at="2025-12-31T17:00:00Z", **same),
    ]
    desk.hand_in(payments=[pairs.paid("P1", **same), *others[:2]])
    kept = "SELECT payment_id, other_payment_id FROM repeats WHERE kind = 'receipt' ORDER BY 1, 2"
    assert desk.ask(kept) == []
    desk.hand_in(payments=others[2:])
    assert desk.ask(kept) == [("P1", "P4"), ("P4", "P1")]
    # What moves to the organisation is among its receipts, and was among others.
    desk.hand_in(payments=[pairs.paid("P2", **same)])
    assert {pair for pair in desk.ask(kept) if "P2" in pair} >= {("P2", "P1"), ("P1", "P2")}
    desk.hand_in(payments=[pairs.paid("P4", org_code="IS0002", **same)])
    assert [pair for pair in desk.ask(kept) if "P4" in pair] == []


def standing_on(desk: Desk, day: int) -> set[str]:
    """Return the payments that repeat one which stood at the end of a day of August."""
    return set(
        desk.column(
            "SELECT DISTINCT payment_id FROM repeats"
            f" WHERE other_paid_day <= DATE '2026-08-{day}'"
            f" AND (other_voided_day > DATE '2026-08-{day}') IS NOT FALSE"
        )
    )


def stood(payment_id: str, day: int, until: str = "", **cells: str) -> dict[str, str]:
    """Return a payment of a day of August that was voided on another one, or never."""
    voided = f"2026-08-{until}T09:00:00+07:00" if until else ""
    paid_at = f"2026-08-{day:02}T08:00:00+07:00"
    return {"payment_id": payment_id, "paid_at": paid_at, "voided_at": voided, **cells}


@pytest.mark.parametrize("at_once", [True, False])
def test_a_partner_of_another_month_does_not_hide_the_one_that_stood(
    desk: Desk, *, at_once: bool
) -> None:
    """On the 7th P1 repeats P4 in September; P2 had gone, P5 was to come, P3 is of October."""
    one = pairs.CHARGE
    rows = [
        stood("P1", 1, **one),
        stood("P2", 2, "05", **one),
        stood("P3", 3, **one | {"period_from": "2026-10"}),
        stood("P4", 4, "08", **one | {"months": "2"}),
        stood("P5", 10, **one),
    ]
    for run in [rows] if at_once else [[row] for row in reversed(rows)]:
        desk.hand_in(payments=run)
    assert {"P1", "P3", "P4"} <= standing_on(desk, 7)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_partner_known_by_another_number_does_not_hide_the_one_that_stood(
    desk: Desk, *, at_once: bool
) -> None:
    """On the 7th P1 and P3 repeat P4, which has no insurance number."""
    lan = pairs.CHARGE | pairs.LAN
    unknown = lan | {"social_insurance_no": ""}
    rows = [
        stood("P1", 1, **lan | {"social_insurance_no": "0123456782"}),
        stood("P2", 2, "05", **unknown),
        stood("P3", 3, **lan),
        stood("P4", 4, "08", **unknown),
        stood("P5", 10, **unknown),
    ]
    for run in [rows] if at_once else [[row] for row in reversed(rows)]:
        desk.hand_in(payments=run)
    assert {"P1", "P3", "P4"} <= standing_on(desk, 7)
