"""Charts: lines and bars over an axis by Plotly; lists and drawings in cards by a component.

Plotly gets figures as plain dicts, which are built some milliseconds faster than its objects. The
values are written here, in the words and numbers of the page; a click on a point leads to the rows
that it is made of. Colours are those of the theme at hand, which only the browser knows: Streamlit
puts them in for the placeholders of its own.

Bars with their names and amounts, and drawings without axes, are HTML and SVG (`chart.js`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import orjson
import streamlit as st
from plotly import basedatatypes
from streamlit.elements.lib import streamlit_plotly_theme as placeholders

from dashboard.components import elements, theme
from dashboard.text import formats

Shape = Literal["line", "step", "bar"]

_plain: Final = formats.figure_text

_component: Final = elements.component("chart")


class Drawn(basedatatypes.BaseFigure):  # type: ignore[misc]
    """A figure that is sent unchecked: validation by Plotly takes 10 ms. Tests validate it."""

    def __init__(self, figure: dict[str, Any]) -> None:
        self._figure = figure

    def to_dict(self) -> dict[str, Any]:
        """Return the figure."""
        return self._figure


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
    """Values that belong together; `ends` is where its name stands beside its end, if it does.

    `tone` is one of `theme.CHART`.
    """

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


def spark(line: Line, slots: Mapping[int, str], *, summary: str, height: int, key: str) -> None:
    """Draw how a figure has gone, without axes, for a place below the figure."""
    most = max((point.value for point in line.points), default=0)
    first, last = min(slots, default=0), max(slots, default=0)
    edge = 0.5 if line.shape == "bar" else 0.1
    shown = {
        "summary": summary,
        "height": height,
        "slots": {str(at): name for at, name in slots.items()},
        "domain": (first - edge, last + edge),
        "top": most or 1,
        "name": line.name,
        "tone": line.tone.css,
        "shape": line.shape,
        "points": [
            {"at": point.at, "value": point.value, "text": point.text, "lead": point.lead}
            for point in line.points
        ],
    }
    _draw(shown, key)


def lines(
    drawn: Sequence[Line], axes: Axes, *, title: str, summary: str, height: int, key: str
) -> None:
    """Draw lines or bars over an axis, under their title.

    Args:
        drawn: the lines.
        axes: what they stand on.
        title: what the chart shows.
        summary: the same in words, for screen readers.
        height: pixels.
        key: the chart's name in this session.
    """
    st.header(title, anchor=False)
    _plot(drawn, axes, summary=summary, height=height, key=key, dots=False)


def dotted(
    drawn: Sequence[Line], axes: Axes, *, title: str, summary: str, height: int, key: str
) -> None:
    """Draw lines whose values are known at few places: each place is marked."""
    st.header(title, anchor=False)
    _plot(drawn, axes, summary=summary, height=height, key=key, dots=True)


def _draw(shown: Mapping[str, Any], key: str) -> None:
    _component(key=key, data=orjson.dumps(shown))


def _plot(
    drawn: Sequence[Line], axes: Axes, *, summary: str, height: int, key: str, dots: bool
) -> None:
    """Have Plotly draw lines; whoever clicks on a point is led to its rows.

    The browser leads them, as it does from tables. As a selection of Streamlit's a click would keep
    fingers from scrolling, and leave two entries in the history on its way to another page.
    """
    figure = {
        "data": [_trace(line, drawn, axes, dots=dots) for line in drawn],
        "layout": _layout(drawn, axes),
    }
    # Below the chart, what leads from its points is not seen.
    with st.container(key=key, gap=None):
        st.plotly_chart(
            Drawn(figure),
            config=_CONFIG,
            height=height,
            alt=summary,
            theme="streamlit",
            key=f"{key}{_PLOT}",
        )
        _draw({"plotted": key}, f"{key}_leads")


def _trace(line: Line, drawn: Sequence[Line], axes: Axes, *, dots: bool) -> dict[str, Any]:
    """Return a line as Plotly has it."""
    colour = _colour(line.tone)
    trace = {
        "name": _plain(line.name),
        "x": [point.at for point in line.points],
        "y": [point.value for point in line.points],
        "hovertext": [_told(point.at, drawn, axes) for point in line.points],
        "hoverinfo": "text",
        "customdata": [point.lead for point in line.points],
    }
    if line.shape == "bar":
        return trace | {"type": "bar", "marker": {"color": colour}, "width": _BAR}
    drawing = {
        "color": colour, "width": 2.5, "dash": "dash" if line.dashed else "solid",
        "shape": "hv" if line.shape == "step" else "linear",
    }  # fmt: skip
    return trace | {
        "type": "scatter", "mode": "lines+markers" if dots else "lines", "line": drawing,
        "marker": {"color": colour, "size": 7}, "cliponaxis": False,
    }  # fmt: skip


def _told(at: int, drawn: Sequence[Line], axes: Axes) -> str:
    """Return what is known at a place: its name, and the value of each line there."""
    values = [
        f'<span style="color:{_colour(line.tone)}">■</span> {_plain(line.name)}: '
        f"<b>{_plain(point.text)}</b>"
        for line in drawn
        for point in line.points
        if point.at == at
    ]
    return "<br>".join((f"<b>{_plain(axes.slots.get(at, ''))}</b>", *values))


def _layout(drawn: Sequence[Line], axes: Axes) -> dict[str, Any]:
    ends = [line.name for line in drawn if line.ends is not None]
    right = max((len(name) for name in ends), default=0) * _LETTER + _EDGE
    ticks = _thinned(axes.ticks)
    return _LOOK | {
        # Of several lines the nearest one is meant; of one the place, however far its point is.
        "hovermode": "x" if len(drawn) == 1 else "closest",
        "margin": {"l": 0, "r": right, "t": 8, "b": 0},
        "xaxis": _AXIS | {
            "range": list(axes.domain),
            "showgrid": False,
            "tickvals": [at for at, _label in ticks],
            "ticktext": [_plain(label) for _at, label in ticks],
            "title": {"text": _plain(axes.unit), "font": _WORDS, "standoff": 4},
        },
        "yaxis": _AXIS | {
            "range": [0, axes.top],
            "tickvals": [value for value, _label in axes.levels],
            "ticktext": [_plain(label) for _value, label in axes.levels],
        },
        "shapes": [*map(_ground, axes.bands), *map(_edge, axes.marks)],
        "annotations": [
            *(_name_of_line(line) for line in drawn if line.ends is not None),
            *(_name_of_mark(mark, axes) for mark in axes.marks),
        ],
    }  # fmt: skip


def _thinned(ticks: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return as many of the labels as a phone has room for, the last one among them."""
    wide = max((len(label) for _at, label in ticks), default=0) * _LETTER + _EDGE
    every = -(-len(ticks) * wide // _PHONE) or 1
    return list(ticks[::-1][::every][::-1])


def _ground(band: tuple[float, float]) -> dict[str, Any]:
    start, end = band
    return {
        "type": "rect", "layer": "below", "yref": "paper", "x0": start, "x1": end, "y0": 0, "y1": 1,
        "fillcolor": theme.DAY_OFF, "line": {"width": 0},
    }  # fmt: skip


def _edge(mark: Mark) -> dict[str, Any]:
    line = {"color": _colour(mark.tone), "width": 1.5, "dash": "dash"}
    return {
        "type": "line" if mark.start == mark.end else "rect", "x0": mark.start, "x1": mark.end,
        "y0": 0, "y1": mark.high, "line": line, "fillcolor": theme.DAY_OFF, "layer": "below",
    }  # fmt: skip


def _name_of_line(line: Line) -> dict[str, Any]:
    return {
        "text": f"<b>{_plain(line.name)}</b>", "showarrow": False, "x": 1, "xref": "paper",
        "xanchor": "left", "xshift": _EDGE / 2, "y": line.ends, "yanchor": "middle",
        "font": {"size": _SIZE, "color": _colour(line.tone)},
    }  # fmt: skip


def _name_of_mark(mark: Mark, axes: Axes) -> dict[str, Any]:
    """Return the name of a mark, on the side where there is room."""
    first, last = axes.domain
    right = mark.end <= first + (last - first) * 2 / 3
    return {
        "text": _plain(mark.name), "showarrow": False, "font": _WORDS,
        "x": mark.end if right else mark.start, "xanchor": "left" if right else "right",
        "xshift": 6 if right else -6, "y": 0 if mark.low else mark.high,
        "yanchor": "bottom" if mark.low else "top", "bgcolor": placeholders.BG_COLOR,
    }  # fmt: skip


def _colour(tone: theme.Tint) -> str:
    """Return what stands for a colour until the browser knows its theme."""
    return _PLACEHOLDERS[theme.CHART.index(tone)]


# In the order of `theme.CHART`.
_PLACEHOLDERS: Final = (
    placeholders.CATEGORY_0,
    placeholders.CATEGORY_1,
    placeholders.CATEGORY_2,
    placeholders.CATEGORY_3,
)
_SIZE: Final = 13
# Of letters of that size, and room beside words, in pixels.
_LETTER: Final = 7
_EDGE: Final = 12
# So wide is a chart on a phone, without the amounts and names at its sides.
_PHONE: Final = 240
_BAR: Final = 0.7
_PLOT: Final = "_plot"
_CONFIG: Final = {"displayModeBar": False, "doubleClick": False, "showTips": False}
_WORDS: Final = {"size": _SIZE, "color": _colour(theme.INK)}
_AXIS: Final[dict[str, Any]] = {
    "gridcolor": theme.DAY_OFF,
    "linecolor": theme.DAY_OFF,
    "zerolinecolor": theme.DAY_OFF,
    "fixedrange": True,
    "automargin": True,
    "tickfont": _WORDS,
    "tickangle": 0,
}
_LOOK: Final[dict[str, Any]] = {
    "showlegend": False,
    "dragmode": False,
    # A point is found from wherever one is in the chart.
    "hoverdistance": -1,
    "hoverlabel": {
        "align": "left",
        "namelength": -1,
        "bgcolor": placeholders.BG_COLOR,
        "bordercolor": _colour(theme.INK),
        "font": {"size": 14, "color": _colour(theme.INK)},
    },
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"family": '"Source Sans", sans-serif', "color": _colour(theme.INK)},
    "separators": ",.",
}
