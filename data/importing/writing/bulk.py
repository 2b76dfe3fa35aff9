"""What a large run does to its tables: indexes are built after the rows, statistics renewed.

To sort a million entries once is several times quicker than to find a million places. Readers of
the table wait for the run meanwhile, as nobody may see a table without its indexes; so it is done
only where there is nothing to read, and much to write.

The planner knows nothing of a store that was filled a moment ago: the server's own gathering of
statistics comes a minute later, or never where the server stops with the import. Until then
queries would read whole tables.
"""

import contextlib
from collections.abc import Iterator
from typing import Final

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data.derived import rollups
from data.importing import sets

# Below it to build the indexes takes as long as to keep them.
_MANY_ROWS: Final = 10_000
_MEMORY: Final = "256MB"

# Tables that grow with a set and have no file of their own.
_GROWING_WITH: Final = {"payments": ("participants", "repeats", *rollups.TABLES)}
# A run that writes less than half of what a table had leaves its statistics good enough.
_SHARE: Final = 2
# A third of what the server samples by itself, which it does a minute later where it runs on.
_SAMPLED: Final = 30


def is_first_fill(cursor: Cursor, table: str, rows: int) -> bool:
    """Return whether many rows are about to go into a table that has none."""
    return rows >= _MANY_ROWS and is_empty(cursor, table)


def is_empty(cursor: Cursor, table: str) -> bool:
    """Return whether a table has no rows."""
    cursor.execute(f"SELECT NOT EXISTS (SELECT FROM {table})")
    (empty,) = cursor.fetchone() or (False,)
    return bool(empty)


@contextlib.contextmanager
def set_aside(cursor: Cursor, table: str) -> Iterator[None]:
    """Take the indexes of `table` away while it is filled, then build them; its key stays.

    The owner's functions do it (data/migrations/sql/0004_logins.sql): a loader owns no table.
    """
    cursor.execute("SELECT set_indexes_aside(%s)", (table,))
    yield
    cursor.execute(f"SET LOCAL maintenance_work_mem = '{_MEMORY}'")
    cursor.execute("SELECT build_indexes_aside(%s)", (table,))


def refresh_statistics(cursor: Cursor, each: sets.Set, written: int) -> None:
    """Count the tables of a set again where `written` rows are half of what they had, or more."""
    for table in (each.table, *_GROWING_WITH.get(each.name, ())):
        if written and written * _SHARE >= _known_rows(cursor, table):
            cursor.execute(f"SET LOCAL default_statistics_target = {_SAMPLED}; ANALYZE {table}")


def _known_rows(cursor: Cursor, table: str) -> int:
    """Return the planner's estimate of the rows of a table; 0 where it has none."""
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = CAST(%s AS regclass)", (table,))
    (rows,) = cursor.fetchone() or (0,)
    return max(0, int(rows))
