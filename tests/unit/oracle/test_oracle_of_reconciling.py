"""What the naive calculation of covered sums and of repeated payments gives, by hand."""

from __future__ import annotations

import pytest
from support.builders import store as builders_store
from support.builders.rows import Payment, Remittance, RemittanceLine, at, day
from support.oracle import reconciling

PERSON = {"social_insurance_no": "0123456781", "national_id": "001080000001"}


def made(payment_id: str, hour: int, **columns: object) -> Payment:
    """Return a payment of an hour on 20 August."""
    return Payment(payment_id, paid_at=at(f"2026-08-20 {hour:02}:00"), **columns)  # type: ignore[arg-type]


def paired(*payments: Payment) -> list[tuple[str, str, str]]:
    """Return kind and both payments of each pair, from one side."""
    found = reconciling.repeats(builders_store.store_of(*payments))
    return [(kind, one, other) for kind, one, other, *_ in found if one < other]


def test_a_remittance_covers_the_payments_of_its_lines() -> None:
    store = builders_store.store_of(
        Payment("P1", amount=1),
        Payment("P2", amount=2, office_code="00110", voided_at=at("2026-08-20 10:00")),
        Payment("P4", amount=4),
        Remittance("R1", amount=99),
        Remittance("R2"),
        RemittanceLine("R1", "P1"),
        RemittanceLine("R1", "P2"),
    )
    assert reconciling.covered(store) == [("R1", 2, 3), ("R2", 0, 0)]


def test_a_pair_is_told_from_both_sides() -> None:
    store = builders_store.store_of(
        made("P1", 9, receipt_no="BL1"),
        made("P2", 8, receipt_no="BL1", office_code="00110", voided_at=at("2026-08-21 00:00")),
    )
    thursday, friday = day("2026-08-20"), day("2026-08-21")
    assert reconciling.repeats(store) == [
        ("receipt", "P1", "P2", "00101", thursday, thursday, friday),
        ("receipt", "P2", "P1", "00110", thursday, thursday, None),
    ]


@pytest.mark.parametrize(
    ("one", "other", "charged_twice"),
    [
        (PERSON, PERSON, True),
        (PERSON, PERSON | {"national_id": "9"}, True),
        (PERSON, PERSON | {"social_insurance_no": "9"}, False),
        (PERSON, PERSON | {"social_insurance_no": None}, True),
        (PERSON | {"social_insurance_no": None}, PERSON | {"social_insurance_no": None}, True),
        ({"social_insurance_no": None}, {"social_insurance_no": None}, False),
        (PERSON, PERSON | {"product": "IS"}, False),
        (PERSON, PERSON | {"period_from": "2027-08"}, True),  # the last of twelve months
        (PERSON, PERSON | {"period_from": "2027-09"}, False),
        (PERSON, PERSON | {"period_from": "2026-08", "months": None}, False),
        (PERSON, PERSON | {"period_from": "2026-08", "months": 2}, True),
        (PERSON, PERSON | {"months": 0}, False),
        (PERSON, PERSON | {"period_from": None}, False),
    ],
)
def test_a_charge_repeats_another(
    one: dict[str, object], other: dict[str, object], *, charged_twice: bool
) -> None:
    found = paired(made("P1", 8, **one), made("P2", 9, **other))
    assert found == ([("charge", "P1", "P2")] if charged_twice else [])


def test_of_many_each_is_paired_with_the_nearest_and_with_those_that_stood_longest() -> None:
    """Of two moments that are equal the lower key comes first."""
    voided = at("2026-08-21 09:00")
    found = paired(
        made("P1", 7, receipt_no="0"),
        made("P2", 8, receipt_no="0", voided_at=voided),
        made("P4", 9, receipt_no="0"),
        made("P3", 9, receipt_no="0", voided_at=voided),
        made("P5", 10, receipt_no="0"),
    )
    nearest = {("P1", "P2"), ("P2", "P3"), ("P3", "P4"), ("P4", "P5")}
    longest = {("P1", "P4"), ("P1", "P3"), ("P2", "P4")}
    assert {(one, other) for _, one, other in found} == nearest | longest
