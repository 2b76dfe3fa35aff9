"""The parts of the ageing bar can be told apart, whoever looks at them, and read."""

from __future__ import annotations

import itertools
import types
from typing import Final

import pytest
import streamlit

from dashboard.components import charts, theme

# What an eye without red, green or blue cones makes of linear red, green and blue (Machado 2009).
EYES: Final = {
    "all cones": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Clearly different, side by side.
APART: Final = 12
READABLE: Final = 4.5


def linear(colour: str) -> tuple[float, ...]:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def seen(colour: str, eye: str) -> tuple[float, ...]:
    light = linear(colour)
    mixed = (sum(w * part for w, part in zip(row, light, strict=True)) for row in EYES[eye])
    return tuple(min(1.0, max(0.0, part)) for part in mixed)


def lab(light: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def contrast(one: str, other: str) -> float:
    weights = (0.2126, 0.7152, 0.0722)
    dark, light = sorted(
        sum(w * part for w, part in zip(weights, linear(colour), strict=True))
        for colour in (one, other)
    )
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("eye", EYES)
def test_every_two_parts_differ_to_every_eye(eye: str) -> None:
    grounds = [ground for ground, _ink in theme.AGEING]
    for one, other in itertools.combinations(grounds, 2):
        pair = zip(lab(seen(one, eye)), lab(seen(other, eye)), strict=True)
        apart = sum((a - b) ** 2 for a, b in pair) ** 0.5
        assert apart >= APART, (one, other)


@pytest.mark.parametrize(("ground", "ink"), theme.AGEING)
def test_an_amount_can_be_read_on_its_part(ground: str, ink: str) -> None:
    assert contrast(ground, ink) >= READABLE


def test_the_older_of_what_is_overdue_is_the_darker() -> None:
    lightness = [lab(linear(ground))[0] for ground, _ink in theme.AGEING[1:]]
    assert lightness == sorted(lightness, reverse=True)


@pytest.mark.parametrize(
    ("ink", "grounds"),
    [
        (theme.CHART_INKS["light"], theme._LIGHT),
        (theme.CHART_INKS["dark"], theme._DARK),
    ],
)
def test_words_in_a_chart_can_be_read_by_day_and_by_night(
    ink: str, grounds: dict[str, str]
) -> None:
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(ink, grounds[ground]) >= READABLE


def test_the_words_of_an_axis_have_the_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    context = types.SimpleNamespace(theme=types.SimpleNamespace(type="dark"))
    monkeypatch.setattr(streamlit, "context", context)
    layout = charts._inked({"font": {"family": "x"}, "xaxis": charts.AXIS, "yaxis": {}})
    assert layout["xaxis"]["tickfont"] == {"size": 13, "color": theme.CHART_INKS["dark"]}
    assert layout["xaxis"]["title"]["font"]["color"] == theme.CHART_INKS["dark"]
    assert layout["font"] == {"family": "x", "color": theme.CHART_INKS["dark"]}


def test_a_label_is_drawn_letter_by_letter() -> None:
    part = charts._part("<b>x</b>", 1, theme.AGEING[0])
    assert "<" not in part["name"]
