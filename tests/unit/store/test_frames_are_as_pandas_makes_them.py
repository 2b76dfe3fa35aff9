"""The columns of answers, which are made from their values at once, are those that pandas makes."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import local_time
from queries import frames

NAMES = frames.columns("key amount on_time_rate day paid_at")
LARGEST = 2**63 - 1


def values(each: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | each


ROWS = st.lists(
    st.tuples(
        values(st.text()),
        values(st.integers(-LARGEST, LARGEST) | st.integers(-LARGEST, LARGEST).map(Decimal)),
        values(st.decimals(0, 1, places=4)),
        values(st.dates()),
        values(
            st.datetimes(
                dt.datetime.fromisoformat("1995-01-01"),
                dt.datetime.fromisoformat("2100-01-01"),
                timezones=st.sampled_from([dt.UTC, local_time.HANOI]),
            )
        ),
    ),
    max_size=5,
)


def by_pandas(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    key, amount, rate, day, paid_at = zip(*rows, strict=True) if rows else ((),) * 5
    moments: Any = pd.to_datetime(pd.Series(paid_at, dtype="object"), utc=True)
    columns = {
        "key": pd.array(key, dtype="string"),
        "amount": pd.array([None if n is None else int(n) for n in amount], dtype="Int64"),
        "on_time_rate": pd.array([None if r is None else float(r) for r in rate], dtype="Float64"),
        "day": pd.Series(day, dtype="object"),
        "paid_at": moments.astype(frames.MOMENT),
    }
    return pd.DataFrame(columns)


@given(ROWS)
def test_a_frame_is_the_one_that_pandas_makes(rows: list[tuple[Any, ...]]) -> None:
    pd.testing.assert_frame_equal(frames.build(rows, tuple(NAMES), NAMES), by_pandas(rows))


@given(ROWS)
def test_its_rows_are_the_values_that_it_was_made_of(rows: list[tuple[Any, ...]]) -> None:
    told = frames.records(frames.build(rows, tuple(NAMES), NAMES))
    assert [tuple(row.values()) for row in told] == [
        (key, amount, None if rate is None else float(rate), day, paid_at)
        for key, amount, rate, day, paid_at in rows
    ]


def test_a_part_of_a_number_is_no_whole_number() -> None:
    with pytest.raises(TypeError):
        frames.build([(Decimal("1.5"),)], ("amount",), frames.columns("amount"))


def test_lists_stay_lists() -> None:
    found = frames.build([([1, 2],), ([3, 4],)], ("files",), {"files": "object"})
    assert found["files"].tolist() == [[1, 2], [3, 4]]
