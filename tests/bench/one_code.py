"""Measures how long the database looks for one confirmation code."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Final

from bench import statements, stores, table

from data import scope
from queries.lookup import lookup

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODES: Final = 51


def measure(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Ask for codes from all over the store, each of them for the first time."""
    place = shelf.chosen
    asked = []
    for code in _codes(place):
        with place.store.reading(scope.Scope.everything()) as connection:
            with statements.noted() as seconds:
                lookup.by_codes(connection, codes=[code], as_of=place.last_day)
            asked.append(sum(seconds))
    median = statistics.median(asked[1:])
    what = f"one code looked up, its statements, {shelf.size}"
    yield table.at_most(what, table.ms(median), median * 1000, 2, "ms")


def _codes(place: stores.Place) -> list[str]:
    with place.administrator() as cursor:
        cursor.execute(
            "SELECT confirmation_code FROM confirmations TABLESAMPLE SYSTEM (0.05) REPEATABLE (1)"
        )
        found = [code for (code,) in cursor]
    return found[:: max(1, len(found) // _CODES)][:_CODES]
