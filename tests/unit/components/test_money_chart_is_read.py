"""The chart of a month's money can be read: few round amounts in words, names that stand apart."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from dashboard.components import links, money_chart


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
    levels = money_chart.levels(top)
    assert [text.replace("\u00a0", " ") for _value, text in levels] == told
    assert levels[-1][0] > top


def test_names_of_lines_that_end_together_stand_apart() -> None:
    drawn = month([5_000_000, 7_000_000], [5_000_000, 7_000_000])
    ends = money_chart._ends(drawn)
    top = money_chart.levels(7_000_000)[-1][0]
    assert abs(ends["collected_amount"] - ends["remitted_amount"]) == pytest.approx(
        money_chart._LABEL_GAP * top
    )


def test_each_day_off_has_a_ground_of_its_own() -> None:
    axes = money_chart._axes(month([1] * 7, [1] * 7))
    assert list(axes.bands) == [(4.5, 5.5), (5.5, 6.5)]
    assert axes.slots[5] == "Thứ Bảy, 22/08/2026"


def test_a_day_says_what_it_came_to_and_leads_to_its_rows() -> None:
    way = links.Way({"from": "day", "to": "day"}, to="remittance-lag")
    points = money_chart.points(month([5_000_000, 0], [0, 0]), "collected_amount", way)
    assert [point.text for point in points] == ["5.000.000\u00a0₫", "0\u00a0₫"]
    assert points[0].lead == "remittance-lag?from=2026-08-17&to=2026-08-17"
