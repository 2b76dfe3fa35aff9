"""Charts are figures that Plotly accepts, and show the texts of the store letter by letter."""

from __future__ import annotations

from typing import Any, Final

import pytest
from plotly import graph_objects

from dashboard.components import charts, theme

POINTS: Final = [charts.Point(0, 1, "<b>1</b>", "?a=1"), charts.Point(1, 2, "2", "?a=2")]
MARKS: Final = [
    charts.Mark(0, 0, 2, "a day", theme.OVERDUE), charts.Mark(0, 1, 2, "two", theme.INK, low=True),
]  # fmt: skip


def axes(ticks: int = 2) -> charts.Axes:
    return charts.Axes(
        slots={0: "<i>first</i>", 1: "second"}, domain=(-0.5, 1.5), top=3,
        ticks=[(at, f"{at:02}/08") for at in range(ticks)], levels=[(0, "0"), (2, "2 ₫")],
        bands=[(0.5, 1.5)], marks=MARKS, unit="days",
    )  # fmt: skip


def figure(*drawn: charts.Line, dots: bool = False) -> dict[str, Any]:
    return {
        "data": [charts._trace(line, drawn, axes(), dots=dots) for line in drawn],
        "layout": charts._layout(drawn, axes()),
    }


@pytest.mark.parametrize("shape", ["line", "step", "bar"])
@pytest.mark.parametrize("dots", [True, False])
def test_plotly_knows_all_that_a_chart_asks_for(shape: charts.Shape, dots: bool) -> None:
    line = charts.Line("<u>line</u>", POINTS, theme.COLLECTED, shape=shape, dashed=True, ends=2)
    checked = graph_objects.Figure(figure(line, dots=dots)).to_plotly_json()
    assert [band["x0"] for band in checked["layout"]["shapes"]] == [0.5, 0, 0]
    assert checked["layout"]["dragmode"] is False


def test_whatever_is_told_of_a_point_is_told_letter_by_letter() -> None:
    one = charts.Line("<u>one</u>", POINTS, theme.COLLECTED)
    other = charts.Line("other", POINTS[1:], theme.REMITTED)
    told = figure(one, other)["data"][0]["hovertext"]
    assert "<b>&lt;i&gt;first&lt;/i&gt;</b>" in told[0]
    assert "&lt;u&gt;one&lt;/u&gt;: <b>&lt;b&gt;1&lt;/b&gt;</b>" in told[0]
    assert "other" not in told[0]
    assert "other: <b>2</b>" in told[1]


def test_a_phone_has_room_for_the_labels_and_the_last_one_is_among_them() -> None:
    many = axes(ticks=30).ticks
    shown = charts._thinned(many)
    assert shown[-1] == many[-1]
    assert len(shown) * 47 <= charts._PHONE
    assert charts._thinned(many[:4]) == list(many[:4])
    assert charts._thinned([]) == []
