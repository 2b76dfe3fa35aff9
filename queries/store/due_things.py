"""Things that are due by the clock: what is missed, and what was done when.

They are of no office, and say nothing of anybody: the same for everybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from data import problems
from queries import frames, paging

if TYPE_CHECKING:
    import pandas as pd

# So many attempts that failed are told, even before the thing is missed by the clock.
MANY_ATTEMPTS: Final = 5
# What was given up is told for so long.
TOLD_FOR: Final = dt.timedelta(hours=24)

# problem has title, sentence and values, outcome numbers by name; worker is machine and process.
COLUMNS: Final[frames.Dtypes] = {
    **frames.columns("kind day due_at state attempts next_try_at begun_at ended_at"),
    "is_missed": "bool",
    "worker": frames.TEXT,
    "problem": "object",
    "outcome": "object",
}

# Missed: not done some time after its moment, or failed again and again. Working on it is no
# excuse: it goes away when it is done.
_IS_MISSED: Final = """
    d.state IN ('waiting', 'working', 'failed') AND (
        d.missed_at <= clock_timestamp()
        OR d.state = 'failed' AND d.attempts >= :many
    )
    OR d.state = 'given_up' AND d.ended_at > clock_timestamp() - CAST(:told_for AS interval)
"""

MISSED: Final = sa.text(f"""
SELECT d.kind, d.day, d.due_at, d.state, d.attempts, d.problem
FROM due_things AS d
WHERE d.state <> 'done' AND ({_IS_MISSED})
ORDER BY d.due_at, d.kind, d.day
""")

# The last day of each kind that is noted, and the last one that is done.
LAST: Final = """
SELECT
    d.kind,
    max(d.day) AS day,
    (array_agg(d.due_at ORDER BY d.day DESC))[1] AS due_at,
    max(d.day) FILTER (WHERE d.state = 'done') AS done_day,
    max(d.ended_at) FILTER (WHERE d.state = 'done') AS done_at
FROM due_things AS d
GROUP BY d.kind
ORDER BY d.kind
"""

LISTED: Final = f"""
SELECT
    d.kind,
    d.day,
    d.due_at,
    d.state,
    d.attempts,
    d.next_try_at,
    d.begun_at,
    d.ended_at,
    ({_IS_MISSED}) AS is_missed,
    d.worker,
    d.problem,
    d.outcome
FROM due_things AS d
WHERE CAST(:kind AS text) IS NULL OR d.kind = :kind
ORDER BY d.due_at DESC, d.kind, d.day DESC
{paging.LIMIT}
"""

TOTAL: Final = sa.text("""
SELECT count(*) FROM due_things AS d WHERE CAST(:kind AS text) IS NULL OR d.kind = :kind
""")

_BINDS: Final = {"many": MANY_ATTEMPTS, "told_for": TOLD_FOR}


@dataclass(frozen=True)
class Missed:
    """A thing that was not done in time; `problem` is why the last attempt failed."""

    kind: str
    day: dt.date
    due_at: dt.datetime
    state: str
    attempts: int
    problem: problems.Problem | None


def missed(connection: sa.Connection) -> list[Missed]:
    """Return what is missed by the database's clock, the one that was due first at the head."""
    return [
        Missed(
            row.kind, row.day, row.due_at, row.state, row.attempts,
            problems.from_json(row.problem) if row.problem else None,
        )
        for row in connection.execute(MISSED, _BINDS)
    ]  # fmt: skip


def last(connection: sa.Connection) -> pd.DataFrame:
    """Return how far each kind is.

    Returns:
        One row a kind: `kind`, `day` (the last one noted, which may lie ahead), `due_at` (its
        moment), `done_day` (the last one that is done) and `done_at` (when one was done last).
    """
    return frames.ask(connection, LAST, {}, frames.columns("kind day due_at done_day done_at"))


def listed(
    connection: sa.Connection, *, page: paging.Page, kind: str | None = None
) -> pd.DataFrame:
    """List what is and was due, the last one first.

    Returns:
        One row a thing: `COLUMNS`.
    """
    values: Mapping[str, Any] = {**_BINDS, "kind": kind, **page.binds}
    return frames.ask(connection, LISTED, values, COLUMNS)


def total(connection: sa.Connection, *, kind: str | None = None) -> int:
    """Return how many things are and were due."""
    return int(connection.scalar(TOTAL, {"kind": kind}) or 0)
