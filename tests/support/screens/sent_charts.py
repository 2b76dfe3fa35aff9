"""Reads the charts of a page, as the browser gets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

_COMPONENT: Final = "bhxh_chart"


def of(page: AppTest) -> dict[str, dict[str, Any]]:
    """Return the charts of a page by their keys, in their order."""
    return {
        str(each.key): json.loads(each.proto.bytes)
        for each in page.get("bidi_component")
        if each.proto.component_name == _COMPONENT
    }
