"""Owns how tables share the columns of one sheet, which has the widths of the widest table."""

from __future__ import annotations

import functools
from collections.abc import Sequence

# The first and the last column of the sheet that a column of a table takes.
Span = tuple[int, int]


def fitted(wanted: Sequence[float], widths: Sequence[float]) -> list[Span]:
    """Return for each wanted width neighbouring columns, so that as little as possible is missing.

    Every one gets a column at least; there must be as many.
    """

    @functools.cache
    def best(place: int, start: int) -> tuple[float, tuple[Span, ...]]:
        if place == len(wanted):
            return 0.0, ()
        found = []
        for end in range(start, len(widths) - (len(wanted) - place - 1)):
            missing = max(0.0, wanted[place] - sum(widths[start : end + 1]))
            further, spans = best(place + 1, end + 1)
            found.append((missing + further, ((start, end), *spans)))
        return min(found)

    return list(best(0, 0)[1])


def parted(widths: Sequence[float], parts: int) -> list[Span]:
    """Return neighbouring columns for parts of about the same width, all columns together."""
    spans, start, whole = [], 0, sum(widths)
    for part in range(1, parts + 1):
        end = start
        most = len(widths) - (parts - part) - 1
        while end < most and sum(widths[: end + 1]) + widths[end + 1] / 2 <= whole * part / parts:
            end += 1
        end = most if part == parts else end
        spans.append((start, end))
        start = end + 1
    return spans
