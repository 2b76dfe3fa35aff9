"""Reads the charts of a page, as the browser gets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from dashboard.components import charts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

_COMPONENT: Final = "bhxh_chart"


def of(page: AppTest) -> dict[str, dict[str, Any]]:
    """Return the lists of bars and the drawings without axes by their keys, in their order."""
    sent = {
        str(each.key): json.loads(each.proto.bytes)
        for each in page.get("bidi_component")
        if each.proto.component_name == _COMPONENT
    }
    return {key: shown for key, shown in sent.items() if "plotted" not in shown}


def plotted(page: AppTest) -> dict[str, dict[str, Any]]:
    """Return the figures of Plotly by their keys, each with its `summary` in words."""
    return {
        each.proto.id.split("-")[-1].removesuffix(charts._PLOT): {
            **json.loads(each.proto.spec),
            "summary": each.proto.alt,
        }
        for each in page.get("plotly_chart")
    }
