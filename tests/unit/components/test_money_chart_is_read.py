"""The chart of a month's money can be read: few round amounts in words, names that stand apart."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.components import money_chart


def month(collected: list[int], remitted: list[int]) -> money_chart.Month:
    days = [dt.date(2026, 8, 17) + dt.timedelta(days=number) for number in range(len(collected))]
    rows = {
        "day": days, "working": [day.weekday() < 5 for day in days],
        "known": True, "collected_amount": collected, "remitted_amount": remitted,
    }  # fmt: skip
    return money_chart.Month(pd.DataFrame(rows))


@pytest.mark.parametrize(
    ("top", "told"),
    [
        (3_680_000_000, ["0", "1,0 tỷ ₫", "2,0 tỷ ₫", "3,0 tỷ ₫", "4,0 tỷ ₫"]),
        (9_000_000, ["0", "5,0 triệu ₫", "10,0 triệu ₫"]),
        (0, ["0", "1,0 triệu ₫"]),
    ],
)
def test_amounts_are_round_and_say_their_unit(top: int, told: list[str]) -> None:
    axis = money_chart._amounts(top)
    assert [text.replace("\u00a0", " ") for text in axis["ticktext"]] == told
    assert axis["range"][1] > top


def test_names_of_lines_that_end_together_stand_apart() -> None:
    drawn = month([5_000_000, 7_000_000], [5_000_000, 7_000_000])
    heights = [label["y"] for label in money_chart._labels(drawn, 7_000_000)]
    assert heights[1] - heights[0] == pytest.approx(money_chart._LABEL_GAP)


def test_each_day_off_has_a_ground_of_its_own() -> None:
    drawn = month([1] * 7, [1] * 7)
    grounds = money_chart._days_off(drawn)
    assert [ground["x1"][:10] for ground in grounds] == ["2026-08-22", "2026-08-23"]
