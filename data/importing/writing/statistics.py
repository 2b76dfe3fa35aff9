"""Owns what the database's planner knows of the tables: counted again after a large run.

A store that was filled a moment ago has no statistics, and the server's own gathering of them
comes a minute later, or never where the server stops with the import. Until then questions would
read whole tables.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from data.derived import rollups
from data.importing import sets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class


# Tables that grow with a set and have no file of their own.
_BESIDE = {"payments": ("participants", "repeats", *rollups.TABLES)}
# A run that writes less than half of what a table had leaves its statistics good enough.
_SHARE = 2


def refresh(cursor: Cursor, counts: Mapping[str, Count]) -> None:
    """Count again the tables to which a run has written half of what they had, or more."""
    for name, count in counts.items():
        written = count.inserted + count.updated
        for table in (sets.TABLES[name], *_BESIDE.get(name, ())):
            if written and written * _SHARE >= _known_rows(cursor, table):
                cursor.execute(f"ANALYZE {table}")


def _known_rows(cursor: Cursor, table: str) -> int:
    """Return how many rows the planner takes a table to have; none where it never counted."""
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = CAST(%s AS regclass)", (table,))
    (rows,) = cursor.fetchone() or (0,)
    return max(0, int(rows))


@dataclasses.dataclass(frozen=True)
class Count:
    """What became of the rows of one set."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    @property
    def changed(self) -> bool:
        """Whether any row was inserted or updated."""
        return self.inserted + self.updated > 0
