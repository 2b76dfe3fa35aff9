"""Payments that repeat one another are paired by the import, under the office of each of them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from support import pairs

if TYPE_CHECKING:
    from collections.abc import Collection

    from support.desks import Desk

    Cells = dict[str, str]

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


def of_case(number: int, cells: Cells) -> Cells:
    """Return cells with numbers of people whom no other case has."""
    people = {
        column: f"{cells[column][:4]}{number:02}{cells[column][6:]}"
        for column in ("social_insurance_no", "national_id")
        if cells.get(column)
    }
    return cells | people


def charged(number: int, side: int, cells: Cells) -> Cells:
    """Return one of the two charges of a case."""
    return pairs.paid(f"P{number:02}-{side}", **of_case(number, pairs.CHARGE | cells))


def sides(cases: Collection[tuple[Cells, Cells]]) -> tuple[list[Cells], list[Cells]]:
    """Return the first charge of each case, and the second one."""
    both = [(charged(n, 1, one), charged(n, 2, other)) for n, (one, other) in enumerate(cases)]
    return [one for one, _ in both], [other for _, other in both]


def paired(desk: Desk, cases: Collection[object]) -> dict[str, bool]:
    """Return by case whether its two charges are a pair; no other payments are."""
    names = {number: f"P{number:02}-1 P{number:02}-2" for number, _ in enumerate(cases)}
    found = pairs.found(desk)
    is_pair = {number: set(pairs.both_ways(name)) <= {*found} for number, name in names.items()}
    assert found == pairs.both_ways(*(names[number] for number, is_so in is_pair.items() if is_so))
    return {str(case): is_pair[number] for number, case in enumerate(cases)}


def each_is(cases: Collection[object], expected: bool) -> dict[str, bool]:
    return dict.fromkeys(map(str, cases), expected)


TWICE: list[tuple[Cells, Cells]] = [
    ({}, {}),
    ({}, {"months": ""}),  # counts as one month
    ({"period_from": "2026-01", "months": "12"}, {"period_from": "2026-12", "months": "12"}),
    ({"months": "999999999"}, {"period_from": "9999-12", "months": "999999999"}),
    ({"org_code": "IS0002"}, {"office_code": "00110"}),
    ({"social_insurance_no": "", **pairs.LAN}, pairs.LAN),
    (pairs.LAN, {"social_insurance_no": "", **pairs.LAN}),
    ({"social_insurance_no": "", **pairs.LAN}, {"social_insurance_no": "", **pairs.LAN}),
    (pairs.LAN, pairs.MINH),
]


@pytest.mark.parametrize("at_once", [True, False])
def test_a_participant_is_charged_twice_for_a_month(desk: Desk, *, at_once: bool) -> None:
    ones, others = sides(TWICE)
    for run in [[*ones, *others]] if at_once else [ones, others]:
        desk.hand_in(payments=run)
    assert paired(desk, TWICE) == each_is(TWICE, expected=True)


ONCE: list[tuple[Cells, Cells]] = [
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
]


def test_a_participant_is_not_charged_twice(desk: Desk) -> None:
    ones, others = sides(ONCE)
    assert desk.hand_in(payments=[*ones, *others]).rejected == 0
    assert paired(desk, ONCE) == each_is(ONCE, expected=False)


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


CORRECTIONS: list[Cells] = [
    {"period_from": "2026-10"}, {"period_from": ""}, {"months": "0"}, {"product": "AR"},
    {"social_insurance_no": "0123456789"}, {"social_insurance_no": ""},
]  # fmt: skip


def test_a_charge_that_is_corrected_repeats_no_longer_and_then_again(desk: Desk) -> None:
    ones, others = sides([({}, {})] * len(CORRECTIONS))
    desk.hand_in(payments=[*ones, *others])
    _, corrected = sides([({}, each) for each in CORRECTIONS])
    desk.hand_in(payments=corrected)
    assert paired(desk, CORRECTIONS) == each_is(CORRECTIONS, expected=False)
    desk.hand_in(payments=others)
    assert paired(desk, CORRECTIONS) == each_is(CORRECTIONS, expected=True)


# How P1 and P2 are seen when P2 is corrected.
SEEN: list[tuple[Cells, tuple[object, ...], tuple[object, ...]]] = [
    ({"office_code": "00110"}, ("00101", 21, 21, None), ("00110", 21, 21, None)),
    ({"paid_at": "2026-08-20T09:00"}, ("00101", 21, 20, None), ("00101", 20, 21, None)),
    ({"voided_at": "2026-08-22T00:00"}, ("00101", 21, 21, 22), ("00101", 21, 21, None)),
]


def test_what_is_kept_of_the_other_one_follows(desk: Desk) -> None:
    rows = [
        [pairs.paid(f"P{number}-{side}", receipt_no=f"BL{number}", voided_at="") for side in (1, 2)]
        for number in range(len(SEEN))
    ]
    desk.hand_in(payments=[*itertools.chain.from_iterable(rows)])
    corrected = zip(rows, SEEN, strict=True)
    desk.hand_in(payments=[second | correction for (_, second), (correction, *_) in corrected])
    assert desk.ask(DAYS) == [
        (f"P{number}-{side}", *seen)
        for number, (_, *both) in enumerate(SEEN)
        for side, seen in enumerate(both, 1)
    ]


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
