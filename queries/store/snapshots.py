"""Lists of snapshots, of a period or of one subject, without their content."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import frames, paging

# asked is what was asked for, as parameters of an address; day the last day that it is about;
# rows those of the report. superseded_by is the next one of the same subject.
COLUMNS: Final[frames.Dtypes] = {
    "snapshot_id": frames.WHOLE,
    "taken_at": frames.MOMENT,
    "taken_by": frames.TEXT,
    "note": frames.TEXT,
    "kind": frames.TEXT,
    "asked": frames.TEXT,
    "day": frames.DAY,
    "is_closing": "bool",
    "rows": frames.WHOLE,
    "data_version": frames.WHOLE,
    "supersedes": frames.WHOLE,
    "superseded_by": frames.WHOLE,
}
SORTABLE: Final = {
    "snapshot_id": "snapshot_id",
    "day": "day",
    "taken_by": "taken_by",
    "rows": "row_count",
}


@dataclass(frozen=True)
class Limits:
    """The limits of a list of snapshots: about days of a period, and optional others.

    `office` is one whose rows are in them; `is_closing` keeps those that close a form, or those
    taken by hand.
    """

    start: dt.date
    end: dt.date
    kind: str | None = None
    office: str | None = None
    is_closing: bool | None = None


_WANTED: Final = """
    day BETWEEN :start AND :end
    AND (CAST(:kind AS text) IS NULL OR kind = :kind)
    AND (CAST(:office AS text) IS NULL OR office_codes @> ARRAY[CAST(:office AS text)])
    AND (CAST(:is_closing AS boolean) IS NULL OR is_closing = :is_closing)
"""

_OF_SUBJECT: Final = "kind = :kind AND subject = :asked"
_CLOSING: Final = f"{_OF_SUBJECT} AND is_closing"
_LAST_FIRST: Final = "ORDER BY snapshot_id DESC"

LISTED: Final = """
-- picked: one row a snapshot of the page
WITH picked AS (
    SELECT
        snapshot_id,
        taken_at,
        taken_by,
        note,
        kind,
        subject,
        day,
        is_closing,
        row_count,
        data_version,
        supersedes
    FROM snapshots
    WHERE {wanted}
    {order}
    {limit}
)
SELECT
    p.snapshot_id,
    p.taken_at,
    p.taken_by,
    p.note,
    p.kind,
    p.subject AS asked,
    p.day,
    p.is_closing,
    p.row_count AS rows,
    p.data_version,
    p.supersedes,
    n.snapshot_id AS superseded_by
FROM picked AS p
LEFT JOIN LATERAL (
    SELECT s.snapshot_id
    FROM snapshots AS s
    WHERE s.kind = p.kind AND s.subject = p.subject AND s.snapshot_id > p.snapshot_id
    ORDER BY s.snapshot_id
    LIMIT 1
) AS n ON TRUE
{order}
"""

TOTAL: Final = sa.text(f"SELECT count(*) FROM snapshots WHERE {_WANTED}")


def listed(connection: sa.Connection, *, limits: Limits, page: paging.Page) -> pd.DataFrame:
    """List a page of the snapshots about days of a period, the last one first.

    Returns:
        One row a snapshot: `COLUMNS`.
    """
    order = paging.order_by(page, SORTABLE, "snapshot_id DESC", "snapshot_id DESC")
    sql = LISTED.format(wanted=_WANTED, order=order, limit=paging.LIMIT)
    return frames.ask(connection, sql, {**vars(limits), **page.binds}, COLUMNS)


def total(connection: sa.Connection, *, limits: Limits) -> int:
    """Return how many snapshots there are about days of a period."""
    return int(connection.scalar(TOTAL, vars(limits)) or 0)


DIGESTS: Final = sa.text("""
SELECT snapshot_id, encode(figures_sha256, 'hex') AS figures
FROM snapshots
WHERE snapshot_id = ANY(CAST(:numbers AS bigint[]))
ORDER BY snapshot_id
""")


def digests(connection: sa.Connection, *, numbers: Sequence[int]) -> dict[int, str]:
    """Return the digest of the figures of some snapshots, by their numbers, in 64 digits."""
    rows = connection.execute(DIGESTS, {"numbers": [int(number) for number in numbers]})
    return {row.snapshot_id: row.figures for row in rows}


def of_subject(
    connection: sa.Connection, *, kind: str, asked: str, page: paging.Page
) -> pd.DataFrame:
    """List the snapshots of one report, asked for alike, the last one first.

    Returns:
        One row a snapshot: `COLUMNS`.
    """
    sql = LISTED.format(wanted=_OF_SUBJECT, order=_LAST_FIRST, limit=paging.LIMIT)
    return frames.ask(connection, sql, {"kind": kind, "asked": asked, **page.binds}, COLUMNS)


def closing(connection: sa.Connection, *, kind: str, asked: str) -> pd.DataFrame:
    """Return the snapshot that closed one form.

    Returns:
        One row, or none where it has not been closed: `COLUMNS`.
    """
    sql = LISTED.format(wanted=_CLOSING, order="", limit="")
    return frames.ask(connection, sql, {"kind": kind, "asked": asked}, COLUMNS)
