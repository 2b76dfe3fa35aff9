"""How a card's figure is read again from the rows that it leads to."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.text import formats

if TYPE_CHECKING:
    from support.screens import figures


Reading = Callable[["figures.Reader", "figures.Screen"], str]


def card(way: str, name: str) -> Reading:
    """Read the card of a name on the page that a way leads to, where it has rows of its own."""
    return lambda reader, screen: reader.follow(screen, way).cards[name]


def money(way: str, table: str, column: str = "amount") -> Reading:
    """Read the sum of a column; a table that is not there has nothing."""
    return lambda reader, screen: formats.money(
        cells(reader.follow(screen, way), table, column).sum()
    )


def distinct(way: str, table: str, column: str) -> Reading:
    """Read how many different ones there are."""
    return lambda reader, screen: formats.count(
        cells(reader.follow(screen, way), table, column).nunique()
    )


def oldest(way: str, table: str, column: str) -> Reading:
    return lambda reader, screen: formats.count(
        cells(reader.follow(screen, way), table, column).max()
    )


def summed(way: str, table: str, column: str) -> Reading:
    return lambda reader, screen: formats.count(
        cells(reader.follow(screen, way), table, column).sum()
    )


def in_state(state: str) -> Reading:
    """Read how many offices of the page's own table are in a state."""
    return lambda _reader, screen: formats.count(sum(rows(screen, "feeds")["state_label"] == state))


def number(way: str, table: str) -> Reading:
    """Read how many rows a table has."""
    return lambda reader, screen: formats.count(len(rows(reader.follow(screen, way), table)))


def share(ways: tuple[str, ...], of: tuple[str, ...], table: str) -> Reading:
    """Read which share of all rows some are."""

    def read(reader: figures.Reader, screen: figures.Screen) -> str:
        some, others = (
            sum(len(rows(reader.follow(screen, way), table)) for way in group)
            for group in (ways, of)
        )
        return formats.rate(round(some / (some + others), 4))

    return read


def both(way: str, other: str) -> Reading:
    """Read the sums of two lists together."""

    def read(reader: figures.Reader, screen: figures.Screen) -> str:
        lists = zip((way, other), ("payments_payments", "payments_adjustments"), strict=True)
        sums = [cells(reader.follow(screen, to), table, "amount").sum() for to, table in lists]
        return formats.money(sum(sums))

    return read


def ranks(way: str, table: str, column: str, *tenths: int) -> Reading:
    """Read half or nine tenths of the rows; what has not happened ranks as longer than any."""

    def read(reader: figures.Reader, screen: figures.Screen) -> str:
        listed = rows(reader.follow(screen, way), table)
        known = ~listed["status"].isin(["overdue", "outstanding", "unrecorded"])
        ordered = sorted(listed[column].where(known).astype("Float64").fillna(math.inf))
        return " / ".join(rank(ordered, each) for each in tenths)

    return read


def rank(ordered: list[float], tenths: int) -> str:
    found = ordered[math.ceil(len(ordered) * tenths / 10) - 1]
    return ">" if math.isinf(found) else formats.count(int(found))


def rows(screen: figures.Screen, table: str) -> pd.DataFrame:
    return screen.tables[table].rows if table in screen.tables else pd.DataFrame()


def cells(screen: figures.Screen, table: str, column: str) -> Any:
    found = rows(screen, table)
    return found[column] if column in found else pd.Series(dtype="int64")
