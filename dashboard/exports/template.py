"""Templates: the texts of papers, in TOML files that an office can correct."""

import functools
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dashboard.exports import paper

_FOLDER: Final = Path(__file__).parent / "templates"

Template = Mapping[str, Any]


@functools.cache
def named(name: str) -> Template:
    """Return a template by the name of its file."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def columns(described: Sequence[Template]) -> list[paper.Column]:
    """Return the columns that a template describes."""
    return [
        paper.Column(each["label"], paper.Kind(each["kind"]), float(each["width"]))
        for each in described
    ]
