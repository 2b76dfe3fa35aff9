"""Plotly figures as plain dicts, which are built some milliseconds faster than objects."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st
from plotly import basedatatypes

from dashboard.components import theme
from dashboard.text import formats

_CONFIG: Final = {"displayModeBar": False, "staticPlot": True}


class Drawn(basedatatypes.BaseFigure):  # type: ignore[misc]
    """A figure that is sent unchecked: validation by Plotly takes 10 ms. Tests validate it."""

    def __init__(self, figure: dict[str, Any]) -> None:
        self._figure = figure

    def to_dict(self) -> dict[str, Any]:
        """Return the figure."""
        return self._figure


def stacked_bar(labels: Sequence[str], amounts: Sequence[int], title: str, summary: str) -> None:
    """Draw one bar of parts that add up to a whole, each in its colour and with its amount.

    Args:
        labels: what each part is called.
        amounts: đồng, none negative.
        title: what the bar shows.
        summary: the same in words, for screen readers.
    """
    parts = [
        _part(label, amount, colour)
        for label, amount, colour in zip(labels, amounts, theme.AGEING, strict=True)
    ]
    draw(parts, title=title, summary=summary, height=116, **_layout(sum(amounts)))


def draw(
    traces: Sequence[Mapping[str, Any]], *, title: str, summary: str, height: int, **layout: Any
) -> None:
    """Draw traces, which are plain dicts, under their title and in the look of all charts.

    Args:
        traces: what Plotly is to draw; texts of the store are escaped by `formats.figure_text`.
        title: what the chart shows.
        summary: the same in words, for screen readers.
        height: pixels.
        layout: what differs from the look of all charts; `AXIS` is the look of an axis.
    """
    st.markdown(f"**{title}**")
    st.plotly_chart(
        Drawn({"data": list(traces), "layout": _inked(_LOOK | layout)}),
        config=_CONFIG,
        height=height,
        alt=summary,
        # Its ink is that of the page, by day and by night; everything else is set below.
        theme="streamlit",
    )


def _inked(layout: dict[str, Any]) -> dict[str, Any]:
    """Return a layout whose words can be read on the ground at hand, where that is known."""
    ink = theme.CHART_INKS.get(st.context.theme.type or "")
    if ink is None:
        return layout
    axes = {name: axis | _axis_ink(axis, ink) for name, axis in layout.items() if "axis" in name}
    return layout | axes | {"font": layout["font"] | {"color": ink}}


def _axis_ink(axis: Mapping[str, Any], ink: str) -> dict[str, Any]:
    title = axis.get("title", {})
    return {
        "tickfont": axis.get("tickfont", {}) | {"color": ink},
        "title": title | {"font": title.get("font", {}) | {"color": ink}},
    }


def _part(label: str, amount: int, colour: tuple[str, str]) -> dict[str, Any]:
    ground, ink = colour
    return {
        "type": "bar",
        "orientation": "h",
        "name": formats.figure_text(label),
        "x": [amount],
        "y": [""],
        "text": [formats.short_money(amount)],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": ink, "size": 14},
        "marker": {"color": ground},
        "hoverinfo": "skip",
    }


def _layout(whole: int) -> dict[str, Any]:
    return {
        "barmode": "stack",
        "minreducedheight": 40,
        # An amount that its part has no room for is not drawn: the table has it.
        "uniformtext": {"minsize": 12, "mode": "hide"},
        # To the last đồng: by itself the axis would leave a gap behind the bar.
        "xaxis": {"visible": False, "range": [0, whole]},
        "yaxis": {"visible": False, "fixedrange": True},
    }


AXIS: Final[dict[str, Any]] = {
    "gridcolor": theme.CHART_LINE,
    "linecolor": theme.CHART_LINE,
    "zerolinecolor": theme.CHART_LINE,
    "fixedrange": True,
    "automargin": True,
    "tickfont": {"size": 13},
    "title": {"font": {"size": 13}},
}
_LOOK: Final[dict[str, Any]] = {
    "showlegend": True,
    "legend": {
        "orientation": "h",
        # On a phone it has three lines: more than half of a low chart.
        "maxheight": 0.7,
        "x": 0,
        "y": 1.05,
        "yanchor": "bottom",
        "traceorder": "normal",
        "font": {"size": 13},
    },
    "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"family": '"Source Sans", sans-serif'},
    "separators": ",.",
}
