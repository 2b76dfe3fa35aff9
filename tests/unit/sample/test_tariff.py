"""The tariff of the sample: amounts that are known from the trade, by the day of the payment."""

import datetime as dt

import numpy as np
import pytest

from data.sample import moments, tariff


def numbers(*days: str) -> moments.Whole:
    return np.array([moments.number_of(dt.date.fromisoformat(day)) for day in days])


HOUSEHOLDS = {
    "2023-06-30": [67_050, 46_935, 40_230, 33_525, 26_820, 26_820],
    "2023-07-01": [81_000, 56_700, 48_600, 40_500, 32_400, 32_400],
    "2024-06-30": [81_000, 56_700, 48_600, 40_500, 32_400, 32_400],
    "2024-07-01": [105_300, 73_710, 63_180, 52_650, 42_120, 42_120],
    "2026-06-30": [105_300, 73_710, 63_180, 52_650, 42_120, 42_120],
    "2026-07-01": [113_850, 79_695, 68_310, 56_925, 45_540, 45_540],
}


def test_members_of_a_household_pay_less_and_less_by_the_base_salary_of_the_day() -> None:
    paid = {
        day: tariff.household(numbers(day).repeat(6), np.arange(6)).tolist() for day in HOUSEHOLDS
    }
    assert paid == HOUSEHOLDS


def test_farmers_pay_what_the_state_leaves_of_the_first_members_amount() -> None:
    days = numbers("2019-07-01", "2023-07-01", "2024-07-01", "2026-07-01")
    assert tariff.farming(days).tolist() == [46_935, 56_700, 73_710, 79_695]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2018-01-01", [107_800, 115_500, 138_600, 138_600]),
        ("2022-01-01", [231_000, 247_500, 297_000, 297_000]),
        ("2025-06-30", [231_000, 247_500, 297_000, 297_000]),
        ("2025-07-01", [165_000, 198_000, 231_000, 264_000]),
        ("2026-12-31", [165_000, 198_000, 231_000, 264_000]),
        ("2027-01-01", [242_000, 290_400, 338_800, 387_200]),
    ],
)
def test_the_lowest_income_costs_22_per_cent_less_support(day: str, expected: list[int]) -> None:
    groups = np.array([tariff.POOR, tariff.NEARLY_POOR, tariff.MINORITY, tariff.OTHERS])
    paid = tariff.voluntary(numbers(day).repeat(4), np.zeros(4, np.int64), groups)
    assert paid.tolist() == expected


def test_support_does_not_grow_with_the_income_that_is_chosen() -> None:
    """Ten steps above 1 500 000 ₫ are 2 000 000 ₫: 440 000 less 66 000."""
    paid = tariff.voluntary(numbers("2025-07-01"), np.array([10]), np.array([tariff.OTHERS]))
    assert paid.tolist() == [374_000]


def test_no_income_above_twenty_base_salaries_is_chosen() -> None:
    days = numbers("2023-07-01", "2024-07-01", "2026-07-01")
    paid = tariff.voluntary(days, np.full(3, 10_000), np.full(3, tariff.OTHERS))
    assert paid.tolist() == [
        20 * 1_800_000 * 22 // 100 - 33_000,
        20 * 2_340_000 * 22 // 100 - 33_000,
        20 * 2_530_000 * 22 // 100 - 66_000,
    ]


def test_a_day_before_the_first_line_has_the_tariff_of_the_first() -> None:
    assert tariff.household(numbers("2000-01-01"), np.array([0])).tolist() == [67_050]
