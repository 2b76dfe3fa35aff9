"""The quantiles of remittance lag, on curves that can be worked out by hand."""

from __future__ import annotations

import pytest

from queries.lag import curve

Steps = list[curve.Step]


def quantiles(steps: Steps) -> tuple[int | None, int | None]:
    found = curve.quantiles(steps, [curve.MEDIAN, curve.P90])
    return found[curve.MEDIAN], found[curve.P90]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param([], (None, None), id="nothing at all"),
        pytest.param([(0, 1, 0)], (0, 0), id="one, remitted the same day"),
        pytest.param([(4, 0, 1)], (None, None), id="one, outstanding"),
        pytest.param([(1, 5, 0), (2, 5, 0)], (1, 2), id="half reached to the very half"),
        pytest.param([(1, 9, 0), (9, 0, 1)], (1, 1), id="nine tenths reached exactly"),
        pytest.param([(1, 89, 0), (9, 0, 11)], (1, None), id="nine tenths missed by one"),
        pytest.param([(1, 1, 1), (2, 1, 0)], (2, 2), id="remitted before censored at one lag"),
        pytest.param([(0, 0, 3), (1, 1, 0)], (1, 1), id="censored before anything was remitted"),
        pytest.param([(0, 0, 1), (1, 1, 0), (2, 0, 1)], (1, None), id="half of those still seen"),
        pytest.param([(1, 3, 0), (3, 0, 3), (5, 4, 0)], (5, 5), id="the curve ends at nothing"),
    ],
)
def test_a_curve_has_the_quantiles_that_it_should(
    steps: Steps, expected: tuple[int | None, int | None]
) -> None:
    assert quantiles(steps) == expected


@pytest.mark.parametrize("hundreds", [1, 7, 10_000])
def test_an_exact_nine_tenths_is_never_missed_by_rounding(hundreds: int) -> None:
    steps = [(lag, 10 * hundreds, 0) for lag in range(9)] + [(20, 0, 10 * hundreds)]
    assert quantiles(steps) == (4, 8)


def test_the_share_stays_exact_over_many_censorings() -> None:
    """Each of 400 days one is remitted and one censored: the share is a product of 400 ratios."""
    steps = [(day, 1, 1) for day in range(400)]
    assert quantiles(steps) == (300, 396)


def test_a_quantile_that_nobody_asked_for_is_not_given() -> None:
    assert list(curve.quantiles([(1, 1, 0)], [curve.P90])) == [curve.P90]
