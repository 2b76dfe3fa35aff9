"""What is unusual is found as often as promised, and nothing is where nothing is unusual.

A small part of tests/bench/unusual.py, whose figures are in docs/benchmarks.md.
"""

import functools

import pytest
from support import rates
from support.builders import cities

MOST_A_WEEK = 1.0
LEAST_FOUND = 0.9


@functools.cache
def city() -> cities.City:
    return cities.make(7, 2000, days=300)


def share(hits: list[bool]) -> float:
    assert len(hits) >= 10
    return sum(hits) / len(hits)


def test_a_city_without_anything_unusual_is_quiet() -> None:
    found, weeks = rates.false_alarms(city(), first=300 - 8 * rates.WEEK)
    assert sum(found.values()) / weeks <= MOST_A_WEEK
    assert rates.large_ones(20_000, 10) == 0


@pytest.mark.parametrize("factor", [3, 1 / 3])
def test_days_of_three_times_or_a_third_are_found(factor: float) -> None:
    assert share(rates.of_days(city(), factor, 20, 60, 30)) >= LEAST_FOUND


def test_three_working_days_of_silence_are_found() -> None:
    found = rates.of_silences(city(), 3, 20)
    assert share(found["org"]) >= LEAST_FOUND
    assert share(found["collector"]) >= LEAST_FOUND


def test_thirty_points_in_four_weeks_are_found() -> None:
    found = rates.of_slides(city(), 0.30, 20)
    assert share(found["recording"]) >= LEAST_FOUND
    assert share(found["on_time"]) >= LEAST_FOUND - 0.1


def test_a_code_of_ten_payments_is_found_among_few_and_many() -> None:
    assert share(rates.of_codes(300, 10, 20)) == 1
    assert share(rates.of_codes(20_000, 10, 20)) == 1
