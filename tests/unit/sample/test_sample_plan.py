"""The plan of a sample: what is refused before anything is made, and what stands in for nothing."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from support.builders import samples

from data import problems
from data.sample import moments, plan


def test_more_payments_than_days_can_hold_are_refused() -> None:
    with pytest.raises(problems.Problem) as caught:
        samples.planned(payments=200_001, days=1)
    assert caught.value.title == "Too many payments for so few days"


def test_a_country_of_eighty_thousand_payments_a_day_can_be_made_up() -> None:
    assert samples.planned(payments=12_000_000, days=150).payments == 12_000_000


def test_a_sample_does_not_begin_before_the_year_2000() -> None:
    with pytest.raises(problems.Problem) as caught:
        samples.planned(days=9_999)
    assert caught.value.title == "Too many days"


def test_a_sample_ends_yesterday_and_its_forms_at_eight() -> None:
    made = samples.planned()
    assert made.last_date == dt.date(2026, 9, 15)
    assert made.until == dt.datetime(2026, 9, 16, 8)  # noqa: DTZ001
    assert moments.date_of(made.first_day) == dt.date(2026, 7, 18)


def test_before_eight_the_forms_end_now() -> None:
    now = dt.datetime(2026, 9, 16, 6, 30, 5, 999)  # noqa: DTZ001
    assert plan.make(10, 10, 1, now).until == dt.datetime(2026, 9, 16, 6, 30, 5)  # noqa: DTZ001


@pytest.fixture(scope="module")
def working() -> moments.WorkingDays:
    return moments.WorkingDays(2025, 2027)


def numbers(*days: str) -> moments.Whole:
    return np.array([moments.number_of(dt.date.fromisoformat(day)) for day in days])


def test_working_days_are_counted_as_the_store_counts_them(
    working: moments.WorkingDays,
) -> None:
    """Friday to Monday is one day; a paid Saturday is handed over on Monday; 0 keeps the day."""
    days = numbers("2026-09-11", "2026-09-12", "2026-09-12")
    later = working.later(days, np.array([1, 1, 0]))
    assert list(later) == list(numbers("2026-09-14", "2026-09-14", "2026-09-12"))
    assert list(working.earlier(numbers("2026-09-14"))) == list(numbers("2026-09-11"))


def test_a_break_is_a_holiday_with_the_weekend_beside_it(working: moments.WorkingDays) -> None:
    """2 January 2026 was off for Saturday 10 January; 24 January is an ordinary Saturday."""
    days = numbers("2026-01-02", "2026-01-03", "2026-01-04", "2026-01-10", "2026-01-24")
    assert list(working.are_breaks(days)) == [True, True, True, False, False]


def test_what_never_happens_is_an_empty_cell() -> None:
    moment = moments.number_of(dt.date(2026, 9, 15)) * moments.DAY + 61
    assert moments.shown(np.array([moment, moments.NEVER])) == ["2026-09-15T00:01:01", ""]


def test_what_is_scattered_is_the_same_each_time_and_even() -> None:
    keys = np.arange(10_000, dtype=np.int64)
    once, again = (moments.scattered(7, keys, 3) for _ in range(2))
    assert (once == again).all()
    assert 0.49 < once.mean() < 0.51
    assert 0 <= once.min() < once.max() < 1
    assert (moments.scattered(8, keys, 3) != once).any()
