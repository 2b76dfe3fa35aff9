"""Runs of imports and refreshes, and the rows that they refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from data.importing import outcomes
from queries import frames, paging

if TYPE_CHECKING:
    import pandas as pd

# Rows of all files of the run; rejects are of the offices that may be seen. files and counts are
# what the import noted: lists of files, and rows by set and outcome; a refresh has neither.
COLUMNS: frames.Dtypes = {
    "run_id": frames.WHOLE,
    "started_at": frames.MOMENT,
    "finished_at": frames.MOMENT,
    "imported_by": frames.TEXT,
    "changed": "bool",
    "is_import": "bool",
    "inserted": frames.WHOLE,
    "updated": frames.WHOLE,
    "reverted": frames.WHOLE,
    "unchanged": frames.WHOLE,
    "rejected": frames.WHOLE,
    "refused_files": frames.WHOLE,
    "files": "object",
    "counts": "object",
}
# A refresh is noted among the runs, and reads no file.
IS_IMPORT = "r.files <> '[]'"
# An import that brought something, or had nothing to bring; not one of which all was refused.
IS_FEED = f"""
    {IS_IMPORT} AND NOT (
        NOT EXISTS (
            SELECT FROM jsonb_each(r.counts) AS c, jsonb_each_text(c.value) AS o (outcome, n)
            WHERE o.outcome IN ({", ".join(f"'{name}'" for name in outcomes.ACCEPTED)})
                AND CAST(o.n AS bigint) > 0
        )
        AND (
            EXISTS (
                SELECT FROM jsonb_each(r.counts) AS c
                WHERE CAST(c.value ->> 'rejected' AS bigint) > 0
            )
            OR NOT EXISTS (
                SELECT FROM jsonb_array_elements(r.files) AS f
                WHERE jsonb_typeof(f -> 'refusal') = 'null' AND NOT f -> 'notices' ? 'ignored'
            )
        )
    )
"""

REJECT_COLUMNS: frames.Dtypes = frames.columns(
    "file row_no row_key set_name column_name value reason status"
)
SORTABLE = {
    "file": "j.file",
    "row_no": "j.row_no",
    "column_label": "j.column_name",
    "value": "j.value",
}

LISTED = f"""
SELECT
    r.run_id,
    r.started_at,
    r.finished_at,
    r.imported_by,
    r.changed,
    {IS_IMPORT} AS is_import,
    s.inserted,
    s.updated,
    s.reverted,
    s.unchanged,
    s.rejected,
    (
        SELECT count(*) FROM jsonb_array_elements(r.files) AS f
        WHERE jsonb_typeof(f -> 'refusal') = 'object'
    ) AS refused_files,
    r.files,
    r.counts
FROM import_runs AS r
CROSS JOIN LATERAL (
    SELECT
        COALESCE(sum(CAST(c.value ->> 'inserted' AS bigint)), 0) AS inserted,
        COALESCE(sum(CAST(c.value ->> 'updated' AS bigint)), 0) AS updated,
        -- Runs before there was such a count have none.
        COALESCE(sum(CAST(c.value ->> 'reverted' AS bigint)), 0) AS reverted,
        COALESCE(sum(CAST(c.value ->> 'unchanged' AS bigint)), 0) AS unchanged,
        COALESCE(sum(CAST(c.value ->> 'rejected' AS bigint)), 0) AS rejected
    FROM jsonb_each(r.counts) AS c
) AS s
WHERE CAST(:run AS bigint) IS NULL OR r.run_id = :run
ORDER BY r.run_id DESC
{paging.LIMIT}
"""

TOTAL = sa.text("SELECT count(*) FROM import_runs")

CHANGING = sa.text("""
SELECT run_id
FROM import_runs
WHERE changed AND run_id > :after AND run_id <= :until
ORDER BY run_id
""")

REJECTS = """
SELECT
    j.file,
    j.row_no,
    j.row_key,
    j.set_name,
    j.column_name,
    j.value,
    j.reason,
    CASE WHEN j.left_out THEN 'left_out' ELSE 'rejected' END AS status
FROM import_rejects AS j
WHERE j.run_id = :run
{order}
{limit}
"""

REJECTED = sa.text("SELECT count(*) FROM import_rejects WHERE run_id = :run")


def listed(connection: sa.Connection, *, page: paging.Page, run: int | None = None) -> pd.DataFrame:
    """List the imports and refreshes, the last one first, or the one numbered `run`.

    Returns:
        One row a run: `COLUMNS`.
    """
    return frames.ask(connection, LISTED, {"run": run, **page.binds}, COLUMNS)


def total(connection: sa.Connection) -> int:
    """Return how many runs there were."""
    return int(connection.scalar(TOTAL) or 0)


def rejects(connection: sa.Connection, *, run: int, page: paging.Page) -> pd.DataFrame:
    """List what a run refused of the offices in the scope, in the order of the files.

    Returns:
        One row a refused row or cell: `REJECT_COLUMNS`; the reason is a key of
        `data.importing.checking.rejects`, and the column is `*` where the row as a whole is meant.
    """
    order = paging.order_by(page, SORTABLE, "j.reject_no", "j.reject_no")
    sql = REJECTS.format(order=order, limit=paging.LIMIT)
    return frames.ask(connection, sql, {"run": run, **page.binds}, REJECT_COLUMNS)


def rejected(connection: sa.Connection, *, run: int) -> int:
    """Return how many faults a run found in rows of the offices in the scope."""
    return int(connection.scalar(REJECTED, {"run": run}) or 0)


def changing(connection: sa.Connection, *, after: int, until: int) -> list[int]:
    """Return the numbers of the imports that changed anything, after one and up to another."""
    return [row.run_id for row in connection.execute(CHANGING, {"after": after, "until": until})]
