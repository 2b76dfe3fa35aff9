"""Differences between two payments, and of a transfer: whose they are, and what may be asked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from support.in_order import EVERYTHING, MONEY, PERIOD, august, cases, hand_in, on

from data import problems
from data.scope import Scope
from queries.exceptions import counts
from queries.lag import lagged

if TYPE_CHECKING:
    from support import desks
    from support.in_order import Rows


# A second payment of 680,400 đồng, taken the next day at another office, is in order by itself.
SECOND: dict[str, Rows] = {
    "confirmations": [
        {"notified_by": "sms"},
        {
            "confirmation_code": "XN2",
            "payment_id": "P2",
            "recorded_at": on(22),
            "notified_by": "sms",
        },
    ],
    "remittances": [{"amount": "1652400"}],
    "remittance_lines": [{}, {"payment_id": "P2"}],
    "dispatches": [
        {},
        {
            "office_code": "00110",
            "report_date": "2026-08-22",
            "sent_at": on(23, "07:30:00"),
            "amount": "680400",
        },
    ],
}
CHARGE = {"social_insurance_no": "0123456789", "period_from": "2026-09", "months": "12"}
LATER_CHARGE = CHARGE | {"period_from": "2027-08", "months": "3"}
RECEIPT = {"receipt_no": "BL0001"}


def two(desk: desks.Desk, first: dict[str, str], second: dict[str, str]) -> None:
    at_soc_son = {
        "payment_id": "P2", "office_code": "00110", "amount": "680400", "paid_at": on(22),
    }  # fmt: skip
    hand_in(desk, SECOND | {"payments": [first, at_soc_son | second]})


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [("charged_twice", CHARGE, LATER_CHARGE), ("receipt_twice", RECEIPT, RECEIPT)],
)
def test_both_payments_are_cases_from_the_day_of_the_second_one(
    desk: desks.Desk, kind: str, first: dict[str, str], second: dict[str, str]
) -> None:
    two(desk, first, second)
    assert cases(desk, 21) == {}
    assert cases(desk, 22) == {kind: (2, 1_652_400, 1)}


@pytest.mark.parametrize(
    ("kind", "repeated"), [("charged_twice", CHARGE), ("receipt_twice", RECEIPT)]
)
def test_neither_payment_is_a_case_from_the_day_when_one_is_voided(
    desk: desks.Desk, kind: str, repeated: dict[str, str]
) -> None:
    two(desk, repeated, repeated | {"voided_at": on(23)})
    assert cases(desk, 22) == {kind: (2, 1_652_400, 1)}
    assert cases(desk, 23) == {}


@pytest.mark.parametrize(
    ("kind", "repeated"), [("charged_twice", CHARGE), ("receipt_twice", RECEIPT)]
)
def test_an_office_has_its_own_payment_of_two_that_repeat_each_other(
    desk: desks.Desk, kind: str, repeated: dict[str, str]
) -> None:
    two(desk, repeated, repeated)
    assert cases(desk, 24, Scope.of(["00101"])) == {kind: (1, MONEY, 3)}
    assert cases(desk, 24, office="00110") == {kind: (1, 680_400, 2)}


def test_two_payments_for_different_products_or_months_repeat_nothing(desk: desks.Desk) -> None:
    two(desk, CHARGE, CHARGE | {"product": "IS"})
    assert cases(desk, 24) == {}
    two(desk, CHARGE, CHARGE | {"period_from": "2027-09"})
    assert cases(desk, 24) == {}


def test_a_transfer_for_two_offices_differs_where_it_is_filed_and_by_all_that_it_covers(
    desk: desks.Desk,
) -> None:
    two(desk, {}, {})
    assert cases(desk, 24, Scope.of(["00101"])) == {}
    desk.hand_in(remittances=[{"amount": "972000"}])
    assert cases(desk, 24, Scope.of(["00101"])) == {"remittance_differs": (1, 680_400, 0)}
    assert cases(desk, 24, Scope.of(["00110"])) == {}


def test_the_office_and_the_organisation_of_a_transfer_are_its_own(desk: desks.Desk) -> None:
    hand_in(desk, {"remittances": [{"org_code": "IS0002", "office_code": "00110", "amount": "1"}]})
    transfer = {"remittance_differs": (1, 971_999, 0)}
    assert cases(desk, 24, org="IS0002") == cases(desk, 24, office="00110") == transfer
    assert cases(desk, 24, office="00101") == {"remitted_by_other": (1, MONEY, 3)}
    assert cases(desk, 24, org="BI0001") == {"remitted_by_other": (1, MONEY, 3)}
    everything = transfer | {"remitted_by_other": (1, MONEY, 3)}
    assert cases(desk, 24, office="00100") == cases(desk, 24) == everything


def test_every_kind_has_a_row_in_the_order_of_reports(desk: desks.Desk) -> None:
    with desk.store.reading(EVERYTHING) as connection:
        found = counts.by_kind(connection, lagged.Question(as_of=august(31), **PERIOD))
    assert tuple(found["kind"]) == counts.KINDS
    assert (found[["cases", "amount"]] == 0).all(axis=None)
    assert found["oldest_days"].isna().all()


@pytest.mark.parametrize(
    ("wrong", "title"),
    [
        ({"office": "00999"}, "Unknown office"),
        ({"org": "BI9999"}, "Unknown organisation"),
        ({"as_of": dt.date(2199, 1, 1)}, "The calendar does not reach that far"),
    ],
)
def test_what_the_store_does_not_know_is_refused(
    desk: desks.Desk, wrong: dict[str, Any], title: str
) -> None:
    hand_in(desk, {})
    asked: dict[str, Any] = PERIOD | {"as_of": august(24)} | wrong
    with desk.store.reading(EVERYTHING) as connection, pytest.raises(problems.Problem) as refused:
        counts.by_kind(connection, lagged.Question(**asked))
    assert refused.value.title == title
