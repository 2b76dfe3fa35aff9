"""Colours of charts and signs can be told apart, whoever looks at them, by day and by night."""

from __future__ import annotations

import itertools
import pathlib
import re
from typing import Final

import pytest

import dashboard
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
VISIBLE: Final = 3


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


GROUNDS: Final = {"light": theme._LIGHT, "dark": theme._DARK}


@pytest.mark.parametrize("side", GROUNDS)
@pytest.mark.parametrize("eye", EYES)
def test_every_two_bars_differ_to_every_eye(eye: str, side: str) -> None:
    bars = [getattr(tint, side) for tint in theme.AGEING]
    for one, other in itertools.combinations(bars, 2):
        pair = zip(lab(seen(one, eye)), lab(seen(other, eye)), strict=True)
        apart = sum((a - b) ** 2 for a, b in pair) ** 0.5
        assert apart >= APART, (one, other)


@pytest.mark.parametrize("side", GROUNDS)
def test_the_older_the_money_the_more_its_bar_stands_out_by_day_and_by_night(side: str) -> None:
    ground = GROUNDS[side]["backgroundColor"]
    overdue = [contrast(getattr(tint, side), ground) for tint in theme.AGEING[1:]]
    assert overdue == sorted(overdue)
    assert min(contrast(getattr(tint, side), ground) for tint in theme.AGEING) >= VISIBLE


@pytest.mark.parametrize("side", GROUNDS)
@pytest.mark.parametrize("tint", theme.CHART)
def test_the_name_of_a_line_can_be_read_in_its_colour(tint: theme.Tint, side: str) -> None:
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(getattr(tint, side), GROUNDS[side][ground]) >= READABLE


@pytest.mark.parametrize("side", GROUNDS)
def test_a_chart_has_the_colours_that_the_browser_is_told_for_its_theme(side: str) -> None:
    told = theme.OPTIONS[f"theme.{side}.chartCategoricalColors"]
    assert told == [getattr(tint, side) for tint in theme.CHART]
    assert len({charts._colour(tint) for tint in theme.CHART}) == len(theme.CHART)


@pytest.mark.parametrize("side", GROUNDS)
def test_a_sign_can_be_read_on_its_ground_and_the_worst_stands_out_most(side: str) -> None:
    page = GROUNDS[side]["backgroundColor"]
    for ground, ink in theme.FAULTS.values():
        assert contrast(getattr(ground, side), getattr(ink, side)) >= READABLE
    out = {name: contrast(getattr(tint, side), page) for name, (tint, _ink) in theme.FAULTS.items()}
    assert out["missing"] > out["late"] > out["mismatched"]


def test_the_browser_takes_the_colour_of_its_theme() -> None:
    assert theme.Tint("#FFFFFF", "#12171E").css == "light-dark(#FFFFFF, #12171E)"


@pytest.mark.parametrize("side", GROUNDS)
def test_words_in_colours_of_our_own_can_be_read(side: str) -> None:
    """Of each pair in the sheet that is the colour of words."""
    sheet = pathlib.Path(dashboard.__file__).parent / "web/looks/screen.css"
    css = sheet.read_text(encoding="utf-8")
    inks = re.findall(r"[{;\s]color: light-dark\((#\w+), (#\w+)\)", css)
    assert inks
    place = list(GROUNDS).index(side)
    for pair in inks:
        grounds = GROUNDS[side]["backgroundColor"], GROUNDS[side]["primaryColor"]
        assert max(contrast(_full(pair[place]), ground) for ground in grounds) >= READABLE


def _full(colour: str) -> str:
    """Return a colour of three digits with six."""
    digits = colour[1:]
    return f"#{''.join(digit * 2 for digit in digits)}" if len(digits) == 3 else colour
