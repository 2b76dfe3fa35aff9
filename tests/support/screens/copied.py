"""Reads the lines of a page that one click copies."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMPONENT: Final = "bhxh_copyable"


@dataclass(frozen=True)
class Line:
    """A line as the browser gets it."""

    value: str


def of(page: Any) -> list[Line]:
    """Return the lines of a page, or of a part of one, in their order."""
    found: Iterable[Any] = page.get("bidi_component")
    return [
        Line(json.loads(each.proto.bytes)["words"])
        for each in found
        if each.proto.component_name == _COMPONENT
    ]
