"""Charts: bars with their names and amounts, and lines over days, drawn by a small component.

The browser gets texts and addresses that are written here, and makes elements of SVG and HTML of
them (`chart.js`). Values are read by the mouse, a finger or the keyboard; a point is a link to the
rows that it is made of. Colours are those of the page, by day and by night.
"""

import pathlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import orjson
import streamlit as st

from dashboard.components import theme

Shape = Literal["line", "step", "bar"]

_HERE: Final = pathlib.Path(__file__).parent
_DASHES: Final = "6 4"
_component: Final = st.components.v2.component(
    "bhxh_chart",
    js=(_HERE / "chart.js").read_text(encoding="utf-8"),
    css=(_HERE / "chart.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class Part:
    """A part of a whole: its name, its value, the same written, and the address of its rows."""

    name: str
    value: int
    text: str
    tone: theme.Tint
    lead: str = ""


@dataclass(frozen=True)
class Point:
    """A value at a place of the axis, the same written, and the address of its rows."""

    at: int
    value: float
    text: str
    lead: str = ""


@dataclass(frozen=True)
class Line:
    """Values that belong together; `ends` is where its name stands beside its end, if it does."""

    name: str
    points: Sequence[Point]
    tone: theme.Tint
    shape: Shape = "line"
    dashed: bool = False
    ends: float | None = None


@dataclass(frozen=True)
class Mark:
    """A day or a range of days, up to a value, with its name beside it; `low`: at its foot."""

    start: int
    end: int
    high: float
    name: str
    tone: theme.Tint
    low: bool = False


@dataclass(frozen=True)
class Axes:
    """What the lines stand on.

    `slots` are the places of the horizontal axis, each with its name in full. `domain` is where
    that axis begins and ends, `top` where the vertical one does. `ticks` and `levels` are labels
    of the two, `bands` grounds behind places that are special, `unit` what the places are.
    """

    slots: Mapping[int, str]
    domain: tuple[float, float]
    top: float
    ticks: Sequence[tuple[int, str]] = ()
    levels: Sequence[tuple[float, str]] = ()
    bands: Sequence[tuple[float, float]] = ()
    marks: Sequence[Mark] = field(default_factory=tuple)
    unit: str = ""


def bars(parts: Sequence[Part], *, title: str, key: str) -> None:
    """Draw the parts of a whole below each other, each with its name and its amount.

    Args:
        parts: in their order; their values are not negative.
        title: what the bars show.
        key: the chart's name in this session.
    """
    st.header(title, anchor=False)
    shown = [
        {
            "name": part.name, "value": part.value, "text": part.text, "tone": part.tone.css,
            "lead": part.lead,
        }
        for part in parts
    ]  # fmt: skip
    _draw({"parts": shown, "summary": title}, key)


def lines(
    drawn: Sequence[Line], axes: Axes, *, title: str, summary: str, height: int, key: str
) -> None:
    """Draw lines over an axis, under their title.

    Args:
        drawn: the lines; the first one is where the keyboard begins.
        axes: what they stand on.
        title: what the chart shows.
        summary: the same in words, for screen readers.
        height: pixels.
        key: the chart's name in this session.
    """
    st.header(title, anchor=False)
    _lines(drawn, axes, summary=summary, height=height, key=key, dots=False, bare=False)


def spark(line: Line, slots: Mapping[int, str], *, summary: str, height: int, key: str) -> None:
    """Draw how a figure has gone, without axes, for a place below the figure."""
    most = max((point.value for point in line.points), default=0)
    last = max(slots, default=0)
    edge = 0.5 if line.shape == "bar" else 0.1
    axes = Axes(slots, (min(slots, default=0) - edge, last + edge), top=most or 1)
    _lines([line], axes, summary=summary, height=height, key=key, dots=False, bare=True)


def dotted(
    drawn: Sequence[Line], axes: Axes, *, title: str, summary: str, height: int, key: str
) -> None:
    """Draw lines whose values are known at few places: each place is marked."""
    st.header(title, anchor=False)
    _lines(drawn, axes, summary=summary, height=height, key=key, dots=True, bare=False)


def _lines(
    drawn: Sequence[Line],
    axes: Axes,
    *,
    summary: str,
    height: int,
    key: str,
    dots: bool,
    bare: bool,
) -> None:
    shown = {
        "summary": summary,
        "height": height,
        "dots": dots,
        "bare": bare,
        "slots": {str(at): name for at, name in axes.slots.items()},
        "domain": axes.domain,
        "top": axes.top,
        "ticks": axes.ticks,
        "levels": axes.levels,
        "bands": axes.bands,
        "marks": [_mark(mark) for mark in axes.marks],
        "unit": axes.unit,
        "lines": [_line(line) for line in drawn],
    }
    _draw(shown, key)


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "tone": line.tone.css,
        "shape": line.shape,
        "dashes": _DASHES if line.dashed else None,
        "ends": line.ends,
        "points": [
            {"at": point.at, "value": point.value, "text": point.text, "lead": point.lead}
            for point in line.points
        ],
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "from": mark.start, "to": mark.end, "high": mark.high, "name": mark.name, "low": mark.low,
        "tone": mark.tone.css, "dashes": _DASHES,
    }  # fmt: skip


def _draw(shown: Mapping[str, Any], key: str) -> None:
    _component(key=key, data=orjson.dumps(shown))
