"""The quantiles of the product are those of the independent calculation, to the last tenth."""

from __future__ import annotations

from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st
from support.oracle import lag

from queries.lag import curve

DAYS = st.lists(st.integers(0, 6), max_size=20)


@given(lags=DAYS, ages=DAYS)
@example(lags=[1, 1, 1, 2, 2, 2, 2, 2, 2], ages=[9])
@example(lags=[0, 1, 1, 2, 2, 2, 3, 3, 3], ages=[3])
@example(lags=[2], ages=[2])
def test_quantiles_agree(lags: list[int], ages: list[int]) -> None:
    remitted, outstanding = Counter(lags), Counter(ages)
    steps = [(day, remitted[day], outstanding[day]) for day in sorted({*lags, *ages})]
    found = curve.quantiles(steps, [curve.MEDIAN, curve.P90])
    assert found == {q: lag.unremitted_quantile(lags, ages, q) for q in (curve.MEDIAN, curve.P90)}
