"""Owns how the answer of a question becomes rows of a content, in values that JSON has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


def rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Give the rows of an answer; None stands for what is not known."""
    plain = frame.astype(object)
    yield from plain.where(frame.notna(), None).itertuples(index=False, name=None)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of an answer with the names of their columns."""
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in rows(frame)]


def only(frame: pd.DataFrame) -> dict[str, Any] | None:
    """Return the row of an answer that has one at most."""
    return next(iter(records(frame)), None)
