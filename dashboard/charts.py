"""Owns the figures that are drawn: plain dicts, as building them takes a few milliseconds less."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import formats, theme

if TYPE_CHECKING:
    from collections.abc import Sequence

_CONFIG: Final = {"displayModeBar": False, "staticPlot": True}


def stacked_bar(labels: Sequence[str], amounts: Sequence[int], title: str, summary: str) -> None:
    """Draw one bar of parts that add up to a whole, each in its colour and with its amount.

    Args:
        labels: what each part is called.
        amounts: đồng, none negative.
        title: what the bar shows.
        summary: the same in words, for those who do not see it.
    """
    parts = [
        _part(label, amount, colour)
        for label, amount, colour in zip(labels, amounts, theme.AGEING, strict=True)
    ]
    st.markdown(f"**{title}**")
    st.plotly_chart(
        {"data": parts, "layout": _layout(sum(amounts))},
        config=_CONFIG,
        height=144,
        alt=summary,
        theme=None,
    )


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
    # To the last đồng: by itself the axis would leave a gap behind the bar.
    return _LAYOUT | {"xaxis": {"visible": False, "range": [0, whole]}}


_LAYOUT: Final[dict[str, Any]] = {
    "barmode": "stack",
    # An amount that its part has no room for is not drawn: the table has it.
    "uniformtext": {"minsize": 12, "mode": "hide"},
    "showlegend": True,
    "legend": {
        "orientation": "h",
        "x": 0,
        "y": 1.05,
        "yanchor": "bottom",
        "traceorder": "normal",
        "font": {"color": theme.CHART_INK, "size": 13},
    },
    "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
    "yaxis": {"visible": False, "fixedrange": True},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"family": '"Source Sans", sans-serif'},
}
