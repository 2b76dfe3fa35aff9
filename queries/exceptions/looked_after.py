"""Differences limited by who looks after them, by when, and by how new they are.

What people have noted holds for today, whatever evening the differences are as of: the last entry
about a difference counts, see `queries.exceptions.notes`.
"""

import datetime as dt
import enum
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

# What began so many days before the as-of day, or later, is new.
NEW_DAYS: Final = 7
# As many keys are looked up one by one.
_FEW: Final = 1_000


class Only(enum.StrEnum):
    """Which differences are asked for."""

    NOBODY = "nobody"
    MINE = "mine"
    NEW = "new"
    NEW_OF_NOBODY = "new-nobody"
    LATE = "late"


@dataclass(frozen=True)
class Limits:
    """Which differences are asked for, by whom, and on which day.

    Attributes:
        only: what is asked for; None for all differences.
        person: who asks: the name under which somebody looks after differences.
        today: a difference is late that was to be settled on an earlier day.
        seen: the last note that counts, None for all of them.
    """

    only: Only | None = None
    person: str = ""
    today: dt.date = dt.date.min
    seen: int | None = None

    @property
    def binds(self) -> dict[str, object]:
        """The values that the steps below take."""
        return {
            "only": self.only,
            "person": self.person,
            "today": self.today,
            "seen": self.seen,
            "new": NEW_DAYS,
        }


EVERY: Final = Limits()

# One row a difference that has notes, whether it still stands or not; limited to `:kind`.
NOTED: Final = """
noted AS (
    SELECT DISTINCT ON (kind, subject) kind, subject, note_id, noted_by, owner, due_day
    FROM exception_notes
    WHERE (CAST(:kind AS text) IS NULL OR kind = :kind)
        AND (CAST(:seen AS bigint) IS NULL OR note_id <= :seen)
    ORDER BY kind, subject, note_id DESC
)
"""
# What joins them, aliased n, to differences, aliased d.
JOIN: Final = "LEFT JOIN noted AS n ON n.kind = d.kind AND n.subject = d.subject"
IS_LATE: Final = "COALESCE(n.due_day < CAST(:today AS date), false)"
_IS_NEW: Final = "d.since_day > CAST(:as_of AS date) - CAST(:new AS integer)"
# What limits differences with their notes to those that are asked for.
IS_ASKED: Final = f"""
    CASE COALESCE(:only, '')
        WHEN '{Only.NOBODY}' THEN n.owner IS NULL
        WHEN '{Only.MINE}' THEN n.owner IS NOT DISTINCT FROM CAST(:person AS text)
        WHEN '{Only.NEW}' THEN {_IS_NEW}
        WHEN '{Only.NEW_OF_NOBODY}' THEN {_IS_NEW} AND n.owner IS NULL
        WHEN '{Only.LATE}' THEN {IS_LATE}
        ELSE true
    END
"""

SUBJECTS = f"""
WITH
{NOTED}
SELECT DISTINCT n.subject
FROM noted AS n
WHERE n.owner IS NOT NULL
    AND (:only IS DISTINCT FROM '{Only.MINE}' OR n.owner = :person)
    AND (:only IS DISTINCT FROM '{Only.LATE}' OR {IS_LATE})
ORDER BY n.subject
"""

OWNERS = f"""
WITH
{NOTED}
SELECT kind, subject, owner, due_day
FROM noted
WHERE owner IS NOT NULL
ORDER BY kind, subject
"""


def subjects(
    connection: sa.Connection, limits: Limits, *, kind: str | None
) -> Collection[str] | None:
    """Return the keys of what somebody looks after, whether it still stands or not.

    Mostly few have an owner: differences are found by these keys without a look at all the others.
    None where they are so many that it is faster to look at all.
    """
    found = connection.scalars(sa.text(SUBJECTS), limits.binds | {"kind": kind}).all()
    return found if len(found) <= _FEW else None


def few(connection: sa.Connection, limits: Limits, *, kind: str | None) -> Collection[str] | None:
    """Return the keys of all that can be asked for; None where they may be any, or are many."""
    if limits.only not in {Only.MINE, Only.LATE}:
        return None
    return subjects(connection, limits, kind=kind)


def noted(connection: sa.Connection, *, kind: str | None) -> dict[str, tuple[str, str | None]]:
    """Return who looks after differences and by which day they will be settled, as yyyy-mm-dd.

    The keys are kinds and subjects with a space between.
    """
    values = EVERY.binds | {"kind": kind}
    return {
        f"{row.kind} {row.subject}": (row.owner, row.due_day and row.due_day.isoformat())
        for row in connection.execute(sa.text(OWNERS), values)
    }
