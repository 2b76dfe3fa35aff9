"""Owns the indexes of a table that is filled for the first time: they are built after its rows.

To sort a million entries once is several times quicker than to find a million places. Whoever reads
the table meanwhile waits for the run, as nobody may see a table without its indexes; so it is done
only where there is nothing to read, and much to write.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from data import engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

# Below it the difference is a second or two.
_MANY_ROWS: Final = 200_000
_MEMORY: Final = "256MB"

_SECONDARY: Final = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index AS i
    WHERE i.indrelid = CAST(%s AS regclass) AND NOT i.indisunique
    ORDER BY 1
"""


def is_first_fill(cursor: Cursor, table: str, rows: int) -> bool:
    """Say whether so many rows are about to go into a table that has none."""
    if rows < _MANY_ROWS:
        return False
    cursor.execute(f"SELECT NOT EXISTS (SELECT FROM {table})")
    (empty,) = cursor.fetchone() or (False,)
    return bool(empty)


@contextlib.contextmanager
def set_aside(cursor: Cursor, table: str) -> Iterator[None]:
    """Take the indexes of `table` away while it is filled, then build them; its key stays."""
    cursor.execute(_SECONDARY, (table,))
    indexes = dict(cursor.fetchall())
    _as_owner(cursor, *(f"DROP INDEX {name}" for name in indexes))
    yield
    _as_owner(cursor, f"SET LOCAL maintenance_work_mem = '{_MEMORY}'", *indexes.values())


def _as_owner(cursor: Cursor, *statements: str) -> None:
    """Run what only the owner of a table may do; he reads no row, as a policy forbids it."""
    cursor.execute(f"SET LOCAL ROLE {engine.Role.OWNER}")
    for statement in statements:
        cursor.execute(statement)
    cursor.execute(f"SET LOCAL ROLE {engine.Role.LOADER}")
