"""How many of the differences somebody looks after."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from queries import agents, exception_parts, frames, working_days

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: frames.Dtypes = {
    "kind": frames.TEXT,
    "owned": frames.WHOLE,
}

# One row a difference that has notes, whether it still stands or not; the last entry holds.
_OWNERS = """
owners AS (
    SELECT kind, subject
    FROM (
        SELECT DISTINCT ON (kind, subject) kind, subject, owner
        FROM exception_notes
        WHERE CAST(:kind AS text) IS NULL OR kind = :kind
        ORDER BY kind, subject, note_id DESC
    ) AS noted
    WHERE owner IS NOT NULL
)
"""

SUBJECTS = f"""
WITH
{_OWNERS}
SELECT DISTINCT subject
FROM owners
ORDER BY subject
"""

OWNED = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{exception_parts.DIFFERENCES},
{_OWNERS}
SELECT
    d.kind,
    count(*) AS owned
FROM differences AS d
JOIN owners AS o ON o.kind = d.kind AND o.subject = d.subject
GROUP BY d.kind
ORDER BY d.kind COLLATE "C"
"""


def by_kind(
    connection: sa.Connection,
    *,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    office: agents.Office = None,
    org: str | None = None,
    kind: str | None = None,
) -> pd.DataFrame:
    """Count the cases of `exceptions.by_kind` that somebody looks after, whenever that was noted.

    Returns:
        One row a kind with such cases: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    agents.require_known(connection, office=office, org=org)
    working_days.require(connection, as_of)
    # Few have an owner: they are found by their keys, without a second look at all the others.
    subjects = connection.scalars(sa.text(SUBJECTS), {"kind": kind}).all()
    values = {
        "start": start, "end": end, "as_of": as_of, **agents.binds(office), "org": org,
        "kind": kind, "product": None, "subjects": list(subjects),
    }  # fmt: skip
    return frames.ask(connection, OWNED, values, COLUMNS)
