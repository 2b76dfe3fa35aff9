"""What is told of a payment's steps, its form and its remittance: checked by hand, and scoped."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pytest

from data import problems
from data.scope import Scope
from queries import paging
from queries.lookup import journeys, lookup, remittance_payments

if TYPE_CHECKING:
    from support.desks import Desk

    from data import store as stores


TODAY: Final = dt.date(2026, 9, 3)
EVERYTHING: Final = Scope.everything()
BA_DINH: Final = Scope.of(["00101"])
PAYMENTS: Final = tuple(f"P{number:02}" for number in range(1, 15))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def told(
    store: stores.Store,
    *payments: str,
    as_of: dt.date = TODAY,
    scope: Scope = EVERYTHING,
) -> dict[str, dict[str, Any]]:
    """Return the rows of payments by payment."""
    with store.reading(scope) as connection:
        rows = journeys.by_payment(connection, payments=payments, as_of=as_of)
    found = rows.set_index("payment_id").astype(object)
    return {str(key): dict(row) for key, row in found.iterrows()}


def covered(
    store: stores.Store, remittance: str, scope: Scope = EVERYTHING
) -> tuple[list[str], dict[str, Any]]:
    """Return the payments of a remittance and its totals."""
    with store.reading(scope) as connection:
        rows = remittance_payments.listed(
            connection, remittance=remittance, as_of=TODAY, page=paging.Page(10)
        )
        total = remittance_payments.totals(connection, remittances=[remittance])
    return rows["payment_id"].tolist(), dict(total.astype(object).iloc[0])


def test_the_deadline_and_its_days_are_counted_by_the_calendar(example: stores.Store) -> None:
    rows = told(example, "P08", "P10")
    # Paid on Friday 21 August; the Saturday after it is a make-up day.
    assert rows["P08"]["deadline_days"] == 3
    assert rows["P08"]["due_day"] == day("2026-08-25")
    assert rows["P08"]["overdue_day"] == day("2026-08-26")
    # 31 August to 2 September are off.
    assert rows["P10"]["due_day"] == day("2026-09-04")
    assert rows["P10"]["overdue_day"] == day("2026-09-07")


@pytest.mark.parametrize("days", range(20))
def test_a_payment_is_overdue_from_the_day_that_is_told(example: stores.Store, days: int) -> None:
    as_of = day("2026-08-20") + dt.timedelta(days)
    codes = [f"XN{number:010}" for number in range(1, 14)]
    with example.reading(EVERYTHING) as connection:
        answers = lookup.by_codes(connection, codes=codes, as_of=as_of)
    rows = told(example, *PAYMENTS, as_of=as_of)
    found = [payment for answer in answers for payment in answer["payments"]]
    open_ones = [each for each in found if each["status"] in ("outstanding", "overdue")]
    assert {each["payment_id"]: each["status"] == "overdue" for each in open_ones} == {
        each["payment_id"]: as_of >= rows[each["payment_id"]]["overdue_day"] for each in open_ones
    }


def test_the_days_of_the_calendar_are_those_that_the_lookup_counts(example: stores.Store) -> None:
    with example.reading(EVERYTHING) as connection:
        (answer,) = lookup.by_codes(connection, codes=["XN0000000008"], as_of=TODAY)
        days = journeys.calendar_days(connection, first=day("2026-08-22"), last=TODAY)
    counted = [each.isoformat() for each in days[days["working"]]["day"]]
    assert counted == answer["payments"][0]["remittance_lag_counted"]
    assert days[days["working"] & days["weekend"]]["day"].tolist() == [day("2026-08-22")]


def test_a_void_on_the_day_of_recording_keeps_a_payment_off_every_form(
    example: stores.Store,
) -> None:
    row = told(example, "P04")["P04"]
    assert row["form_day"] is None
    assert row["adjustment_day"] is None


def test_a_later_void_is_posted_on_its_own_day(example: stores.Store) -> None:
    row = told(example, "P05")["P05"]
    assert row["form_day"] == day("2026-08-21")
    assert row["adjustment_day"] == day("2026-08-24")


def test_what_has_not_happened_by_the_evening_is_not_told(example: stores.Store) -> None:
    rows = told(example, "P05", "P08", as_of=day("2026-08-23"))
    assert pd.isna(rows["P05"]["voided_at"])
    assert pd.isna(rows["P08"]["remitted_at"])
    assert pd.isna(rows["P08"]["bank_ref"])


def test_a_participant_is_told_masked(example: stores.Store) -> None:
    row = told(example, "P11")["P11"]
    assert row["participant_name"] == "Phạm T. D•"
    assert row["social_insurance_no"] == "••••••••99"
    assert row["national_id"] == "••••••••11"


def test_a_director_is_told_nothing_of_another_office(example: stores.Store) -> None:
    assert set(told(example, *PAYMENTS, scope=BA_DINH)) == {f"P{n:02}" for n in range(1, 8)}
    with example.reading(BA_DINH) as connection:
        (answer,) = lookup.by_codes(connection, codes=["XN0000000011"], as_of=TODAY)
        sent = journeys.sendings(connection, date=day("2026-08-27"), office="00110", org="BI0001")
    assert not answer["found"]
    assert sent.empty


def test_a_day_beyond_the_calendar_is_refused(example: stores.Store) -> None:
    with pytest.raises(problems.Problem):
        told(example, "P08", as_of=day("2099-01-01"))


def test_the_sendings_of_a_form_come_first_to_last(example: stores.Store) -> None:
    with example.reading(EVERYTHING) as connection:
        sent = journeys.sendings(connection, date=day("2026-08-20"), office="00101", org="BI0001")
    assert sent["amount"].tolist() == [972_000, 972_001]
    assert sent["codes"].tolist() == [1, 1]


def test_a_remittance_adds_up_to_its_payments_or_does_not(example: stores.Store) -> None:
    payments, total = covered(example, "R2")
    assert payments == ["P02", "P03"]
    assert (total["payments"], total["amount"]) == (2, 1_263_600)
    assert total["remittance_amount"] == 1_263_600
    _payments, short = covered(example, "R4")
    assert (short["amount"], short["remittance_amount"]) == (330_000, 300_000)


def test_a_remittance_has_the_lag_of_each_payment(example: stores.Store) -> None:
    with example.reading(EVERYTHING) as connection:
        rows = remittance_payments.listed(
            connection, remittance="R2", as_of=TODAY, page=paging.Page(10)
        )
    assert rows["lag_days"].tolist() == [3, 2]
    assert rows["status"].tolist() == ["remitted", "remitted"]


def test_a_director_sees_of_a_remittance_what_is_of_his_office(desk: Desk) -> None:
    desk.hand_in(
        payments=[{}, {"payment_id": "P2", "office_code": "00110", "amount": "28000"}],
        remittances=[{"amount": "1000000"}],
        remittance_lines=[{}, {"payment_id": "P2"}],
    )
    payments, total = covered(desk.store, "R1")
    assert payments == ["P1", "P2"]
    assert (total["payments"], total["amount"]) == (2, 1_000_000)

    payments, total = covered(desk.store, "R1", BA_DINH)
    assert payments == ["P1"]
    assert (total["payments"], total["amount"]) == (1, 972_000)
    # What it covers in all is the same for whoever sees the remittance.
    assert (total["covered_payments"], total["covered_amount"]) == (2, 1_000_000)
    assert (total["remittance_seen"], total["difference"]) == (True, 0)

    payments, total = covered(desk.store, "R1", Scope.of(["00110"]))
    assert payments == ["P2"]
    assert not total["remittance_seen"]
    assert pd.isna(total["remittance_amount"])
    assert pd.isna(total["covered_amount"])


def test_the_policy_of_the_organisation_decides_the_deadline(desk: Desk) -> None:
    desk.hand_in(
        payments=[{}, {"payment_id": "P2", "org_code": "IS0002"}],
        policies=[{"value": "0"}, {"org_code": "IS0002", "value": "1"}],
    )
    rows = told(desk.store, "P1", "P2")
    assert rows["P1"]["due_day"] == day("2026-08-21")
    assert rows["P1"]["overdue_day"] == day("2026-08-22")
    assert rows["P2"]["due_day"] == day("2026-08-22")
    assert rows["P2"]["overdue_day"] == day("2026-08-24")
