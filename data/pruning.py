"""What the store keeps for a time only: rejected rows of old runs, and old things that were due.

Payments and what was changed of them, runs, logs, users with their sessions, notes and snapshots
are never pruned. The policies of the tables let nothing go that is younger (migration 0010).
"""

import datetime as dt
from collections.abc import Callable
from typing import Final

import sqlalchemy as sa

from data import store

KEPT: Final = dt.timedelta(days=400)
# Of so many rows a transaction, each well within the time that it may take.
_ROWS: Final = 20_000

_REJECTS: Final = sa.text("""
DELETE FROM import_rejects
WHERE (run_id, reject_no) IN (
    SELECT j.run_id, j.reject_no
    FROM import_rejects AS j
    JOIN import_runs AS r USING (run_id)
    WHERE r.finished_at < :before
    LIMIT :rows
)
""")

_DUE_THINGS: Final = sa.text("DELETE FROM due_things WHERE due_at < :before")


def rejects(opened: store.Store, before: dt.datetime) -> int:
    """Delete the rejected rows of runs that ended before a moment; return how many.

    Raises:
        problems.Problem: the store is down, busy or slow; what was deleted until then is.
    """
    deleted = 0
    while more := _once(opened, _REJECTS, before=before, rows=_ROWS):
        deleted += more
    return deleted


def things(opened: store.Store, before: dt.datetime) -> int:
    """Delete things that were due before a moment; return how many."""
    return _once(opened, _DUE_THINGS, before=before)


def _once(opened: store.Store, statement: sa.TextClause, **values: object) -> int:
    with opened.watching() as connection:
        return connection.execute(statement, values).rowcount


# What is pruned, by the names of the numbers that are noted.
ALL: Final[dict[str, Callable[[store.Store, dt.datetime], int]]] = {
    "rejected_rows": rejects,
    "due_things": things,
}
