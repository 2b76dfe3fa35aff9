"""The tables that tests have seen, and where each of their figures leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from dashboard import screens
from dashboard.components import table_style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dashboard.components import links
    from dashboard.text import glossary


KINDS: Final = {"count", "money", "rate", "figure", "lag"}


@dataclass(frozen=True)
class Figure:
    """One cell of a table that is a figure, and the page on which it is to be found again."""

    column: str
    value: Any
    term: glossary.Term
    to: str
    address: Mapping[str, str]

    @property
    def written(self) -> str:
        """The figure as it is read."""
        return table_style.written(self.value, self.term)


@dataclass(frozen=True)
class Table:
    """A table as it was shown: its rows, and the way of each column that leads anywhere."""

    rows: pd.DataFrame
    terms: Mapping[str, glossary.Term]
    ways: Mapping[str, links.Way]

    @property
    def columns(self) -> list[str]:
        """The columns that are figures."""
        return [name for name, term in self.terms.items() if term.kind in KINDS]

    def total(self, column: str) -> int | None:
        """Return what the figures of a column come to, if they can be added up."""
        known = column in self.terms and self.terms[column].kind in {"count", "money"}
        numeric = known and pd.api.types.is_numeric_dtype(self.rows[column].dtype)
        return int(self.rows[column].sum()) if numeric else None

    def oldest(self) -> Iterator[int]:
        """Return the greatest of each column of days."""
        for column in self.columns:
            ages = self.rows[column].dropna() if column.endswith("_days") else ()
            if len(ages) and self.total(column) is not None:
                yield int(max(ages))

    def figures(self, page: str, base: Mapping[str, str]) -> Iterator[Figure]:
        """Return the figures that lead anywhere, row by row."""
        for row in self.rows.to_dict("records"):
            named = {str(name): value for name, value in row.items()}
            for column in self.columns:
                if column in self.ways and not pd.isna(named[column]):
                    way, term = self.ways[column], self.terms[column]
                    address = addressed(way, named | {"cell": column}, base)
                    yield Figure(column, named[column], term, way.to or page, address)


def addressed(way: links.Way, row: Mapping[str, object], base: Mapping[str, str]) -> dict[str, str]:
    """Return the address to which a row leads; one on the same page keeps what it does not name.

    Of which time the offices are goes along to every page where that can be chosen.
    """
    own = {**way.given, **{param: row[column] for param, column in way.columns.items()}}
    along = {"offices"} if way.to and screens.at(way.to).has_offices else set()
    kept = {name: base[name] for name in along & set(base)} if way.to else {**base, "page": ""}
    written = {**kept, **{param: _text(value) for param, value in own.items()}}
    return {param: value for param, value in written.items() if value}


def _text(value: Any) -> str:
    if value is None or pd.isna(value):
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
