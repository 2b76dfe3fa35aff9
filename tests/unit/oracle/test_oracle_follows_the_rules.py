"""Single rules of counting, each with figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from support.builders import store as builders_store
from support.builders.rows import (
    CalendarDay,
    Confirmation,
    Dispatch,
    Payment,
    Policy,
    Remittance,
    RemittanceLine,
    Store,
    at,
    day,
)
from support.oracle import calendar, form, lag
from support.oracle import payments as oracle_payments

PAID = day("2026-08-20")
MEDIAN = Fraction(1, 2)
P90 = Fraction(9, 10)


def lag_row(store: Store, as_of: str) -> dict[str, str]:
    (row,) = lag.remittance_lag(store, PAID, PAID, day(as_of), "org")
    return row


def recording_row(store: Store, as_of: str) -> dict[str, str]:
    (row,) = lag.recording_lag(store, PAID, PAID, day(as_of), "org")
    return row


def form_row(store: Store, date: str) -> dict[str, str]:
    (row,) = form.form_01xn(store, day(date), "office")
    return row


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ("2026-07-10", "2026-07-11", 0),  # Friday to an ordinary Saturday
        ("2026-07-10", "2026-07-13", 1),  # Friday to Monday
        ("2026-07-13", "2026-07-10", 0),  # never negative
        ("2026-08-21", "2026-09-03", 7),  # a make-up Saturday, and three days off
        ("2025-04-25", "2025-05-05", 4),  # 26 April for 2 May
        ("2025-12-31", "2026-01-05", 1),  # 2 January was off
        ("2026-01-09", "2026-01-12", 2),  # for Saturday 10 January
        ("2026-02-13", "2026-02-23", 1),  # Tết
        ("2019-01-04", "2019-01-07", 2),  # Saturday 5 January, for a Monday of the year before
    ],
)
def test_a_lag_counts_the_working_days_after_the_first(first: str, second: str, days: int) -> None:
    assert calendar.lag(Store(), day(first), day(second)) == days


def test_an_override_of_the_store_wins_over_the_public_calendar() -> None:
    overrides = (
        CalendarDay(day("2026-08-22"), working=False),
        CalendarDay(day("2026-01-02"), working=True),
        CalendarDay(day("2026-07-12"), working=True),
    )
    store = Store(calendar=overrides)
    assert [calendar.is_working(store, row.day) for row in overrides] == [False, True, True]


@pytest.mark.parametrize(
    ("moment", "local"),
    [("2026-08-20T16:59:59+00:00", "2026-08-20"), ("2026-08-20T17:00:00+00:00", "2026-08-21")],
)
def test_a_day_ends_at_midnight_in_hanoi(moment: str, local: str) -> None:
    assert calendar.local_day(at("2000-01-01").fromisoformat(moment)) == day(local)


@pytest.mark.parametrize(
    ("lags", "ages", "q", "quantile"),
    [
        ([1, 2], [], MEDIAN, 1),
        ([1, 2, 3], [], MEDIAN, 2),
        ([3], [3], MEDIAN, 3),  # remitted before censored at the same lag
        ([3], [2], MEDIAN, 3),  # the one at age 2 is no longer at risk
        ([1], [4, 4], MEDIAN, None),  # 2/3 remain
        ([], [5], MEDIAN, None),
        ([0, 0], [0], P90, None),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9], [20], P90, 9),  # a tenth remains, exactly
        ([1] * 8, [20] * 2, P90, None),  # a fifth remains
        ([1, 1, 2, 4], [1, 3], MEDIAN, 2),  # 4/6 then 4/6 · 2/3 = 4/9
    ],
)
def test_a_quantile_is_the_first_lag_at_which_few_enough_remain(
    lags: list[int], ages: list[int], q: Fraction, quantile: int | None
) -> None:
    assert lag.unremitted_quantile(lags, ages, q) == quantile


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(2, 3), "0.6667"),
        (Fraction(1, 3), "0.3333"),
        (Fraction(1, 32), "0.0313"),  # 0.03125: a half goes up
        (Fraction(0), "0.0000"),
        (Fraction(1), "1.0000"),
    ],
)
def test_a_rate_has_four_decimals_half_up(share: Fraction, text: str) -> None:
    assert oracle_payments.rate(share) == text


def test_a_remittance_after_the_day_has_not_happened() -> None:
    store = builders_store.store_of(Payment(), Remittance(), RemittanceLine())
    assert lag_row(store, "2026-08-20")["outstanding_payments"] == "1"
    assert lag_row(store, "2026-08-21")["remitted_payments"] == "1"


def test_a_voided_payment_leaves_the_lags_on_the_day_of_its_void() -> None:
    store = builders_store.store_of(Payment(voided_at=at("2026-08-24 00:00")))
    assert lag_row(store, "2026-08-23")["payments"] == "1"
    assert lag.remittance_lag(store, PAID, PAID, day("2026-08-24"), "org") == []


def test_a_payment_is_overdue_only_beyond_its_deadline() -> None:
    store = builders_store.store_of(Payment(amount=1_000))
    last_day, too_late = lag_row(store, "2026-08-25"), lag_row(store, "2026-08-26")
    assert (last_day["oldest_outstanding_days"], last_day["overdue_payments"]) == ("4", "1")
    assert lag_row(store, "2026-08-24")["overdue_payments"] == "0"
    assert (last_day["exposure_vnd_days"], too_late["exposure_vnd_days"]) == ("1000", "2000")


@pytest.mark.parametrize(
    ("policies", "days"),
    [
        ([], 3),
        ([Policy(PAID, "5")], 5),
        ([Policy(day("2026-08-21"), "5")], 3),
        ([Policy(day("2026-01-01"), "5"), Policy(day("2026-08-01"), "2")], 2),
        ([Policy(PAID, "5"), Policy(day("2020-01-01"), "1", "BI0001")], 1),
        ([Policy(PAID, "5"), Policy(day("2026-08-21"), "1", "BI0001")], 5),
        ([Policy(PAID, "9", "IS0002")], 3),
    ],
)
def test_the_policy_of_the_paid_day_judges_the_own_one_first(
    policies: list[Policy], days: int
) -> None:
    payment = Payment()
    store = builders_store.store_of(payment, *policies)
    assert oracle_payments.deadline(store, payment) == days


def test_a_code_before_its_payment_took_no_minutes() -> None:
    store = builders_store.store_of(Payment(), Confirmation(recorded_at=at("2026-08-20 08:00")))
    assert recording_row(store, "2026-08-20")["median_minutes"] == "0"


def test_a_code_after_the_day_is_not_known_yet() -> None:
    store = builders_store.store_of(Payment(), Confirmation(recorded_at=at("2026-08-21 00:00")))
    assert recording_row(store, "2026-08-20")["unrecorded_amount"] == "972000"
    assert recording_row(store, "2026-08-21")["same_day_rate"] == "0.0000"


@pytest.mark.parametrize(
    ("minutes", "payments", "q", "quantile"),
    [
        ([1, 2], 2, MEDIAN, 1),
        ([1, 2, 3], 3, MEDIAN, 2),
        (list(range(1, 11)), 10, P90, 9),
        (list(range(1, 10)), 10, P90, 9),
        (list(range(1, 9)), 10, P90, None),
    ],
)
def test_minutes_are_ranked_with_the_unrecorded_behind(
    minutes: list[int], payments: int, q: Fraction, quantile: int | None
) -> None:
    assert lag.nearest_rank(minutes, payments, q) == quantile


@pytest.mark.parametrize("voided_at", ["2026-08-20 08:00", "2026-08-20 23:59:59"])
def test_a_void_by_the_end_of_the_recording_day_is_on_no_form(voided_at: str) -> None:
    store = builders_store.store_of(Payment(voided_at=at(voided_at)), Confirmation())
    assert form.form_01xn(store, PAID, "office") == []


def test_a_later_void_stays_on_its_form_and_is_taken_back_on_its_own_day() -> None:
    store = builders_store.store_of(Payment(voided_at=at("2026-08-21 00:00")), Confirmation())
    assert form_row(store, "2026-08-20")["net_amount"] == "972000"
    taken_back = form_row(store, "2026-08-21")
    assert (taken_back["codes"], taken_back["adjustment_amount"]) == ("0", "-972000")
    assert taken_back["not_dispatched"] == "0"


@pytest.mark.parametrize(
    ("sendings", "on_time_late_missing_mismatched"),
    [
        ([], "0010"),
        ([Dispatch()], "1000"),
        ([Dispatch(sent_at=at("2026-08-21 08:00:00.000001"))], "0100"),
        ([Dispatch(amount=1)], "1001"),
        ([Dispatch(codes=2), Dispatch(sent_at=at("2026-08-21 09:00"))], "1000"),
        ([Dispatch(), Dispatch(sent_at=at("2026-08-21 09:00"), amount=1)], "1001"),
        ([Dispatch(sent_at=at("2026-08-20 17:00"), codes=0), Dispatch()], "1000"),
        ([Dispatch(org_code="IS0002")], "0010"),
        ([Dispatch(report_date=day("2026-08-21"))], "0010"),
    ],
)
def test_the_first_sending_is_in_time_or_not_and_the_last_one_matches_or_not(
    sendings: list[Dispatch], on_time_late_missing_mismatched: str
) -> None:
    row = form_row(builders_store.store_of(Payment(), Confirmation(), *sendings), "2026-08-20")
    columns = ("dispatched_on_time", "dispatched_late", "not_dispatched", "mismatched")
    assert "".join(row[column] for column in columns) == on_time_late_missing_mismatched
