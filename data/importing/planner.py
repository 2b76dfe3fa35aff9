"""Owns what the database's planner knows of the tables: counted again after a large run.

A store that was filled a moment ago has no statistics, and the server's own gathering of them
comes a minute later, or never where the server stops with the import. Until then questions would
read whole tables.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from data import rolled_up
from data.importing import targets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

    from data.importing import applying

# Tables that grow with a set and have no file of their own.
_BESIDE = {"payments": ("participants", "repeats", *rolled_up.TABLES)}
# A run that writes less than half of what a table had leaves its statistics good enough.
_SHARE = 2
# So many rows are found sooner one by one than by reading the tables that they stand in.
_FEW: Final = 200_000


def refresh(cursor: Cursor, counts: Mapping[str, applying.Count]) -> None:
    """Count again the tables to which a run has written half of what they had, or more."""
    for name, count in counts.items():
        written = count.inserted + count.updated
        for table in (targets.TABLES[name], *_BESIDE.get(name, ())):
            if written and written * _SHARE >= _known_rows(cursor, table):
                cursor.execute(f"ANALYZE {table}")


def _known_rows(cursor: Cursor, table: str) -> int:
    """Return how many rows the planner takes a table to have; none where it never counted."""
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = CAST(%s AS regclass)", (table,))
    (rows,) = cursor.fetchone() or (0,)
    return max(0, int(rows))


@contextlib.contextmanager
def looking_up(cursor: Cursor, rows: int) -> Iterator[None]:
    """Have what belongs to so many rows looked up by its keys, row by row, unless they are many.

    Then the time is that of the rows, whatever the size of the tables and the planner's idea of it.
    """
    if rows > _FEW:
        yield
        return
    cursor.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
    yield
    cursor.execute("SET LOCAL enable_hashjoin TO DEFAULT; SET LOCAL enable_mergejoin TO DEFAULT")
