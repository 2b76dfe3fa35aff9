"""Owns the words of papers: they stand in files beside, where an office can correct them."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dashboard.exports import paper

if TYPE_CHECKING:
    import datetime as dt

_FOLDER: Final = Path(__file__).parent / "templates"

Template = Mapping[str, Any]

_ZEROED: Final = (1, 2)


@functools.cache
def named(name: str) -> Template:
    """Return the words of a paper, by the name of their file."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def columns(described: Sequence[Template]) -> list[paper.Column]:
    """Return the columns that a template describes."""
    return [
        paper.Column(each["label"], paper.Kind(each["kind"]), float(each["width"]))
        for each in described
    ]


def signatures(words: Template) -> list[paper.Signature]:
    """Return the blocks for signatures of a template."""
    return [
        paper.Signature(block["role"], block["how"], block.get("body", ""))
        for block in words["signatures"]
    ]


def month(day: dt.date) -> str:
    """Return a month as it is dated: January and February alone begin with a zero.

    Source: Decree 30/2020/ND-CP on the drafting of official papers.
    """
    return f"{day:%m}" if day.month in _ZEROED else str(day.month)
