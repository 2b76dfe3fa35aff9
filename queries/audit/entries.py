"""Entries of the logs: looks at one payment, a single look, all looks and searches of a period.

All are queried in a transaction of `Store.auditing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from data import local_time
from queries import frames, paging

if TYPE_CHECKING:
    import pandas as pd

ENTRY_COLUMNS: frames.Dtypes = frames.columns("entry_id at who page purpose office_code payment_id")

ENTRIES_SORTABLE: Final = {"at": "l.at", "who": "l.who"}

OF_PAYMENT: Final = """
SELECT
    l.entry_id,
    l.at,
    l.who,
    l.page,
    l.purpose,
    l.office_code,
    l.payment_id
FROM access_log AS l
WHERE l.payment_id = :payment
"""

TOTAL_OF_PAYMENT: Final = """
SELECT count(*) AS entries, count(DISTINCT who) AS people
FROM access_log
WHERE payment_id = :payment
"""
TOTAL_COLUMNS: frames.Dtypes = frames.columns("entries people")

ENTRY: Final = "SELECT who, page, purpose FROM access_log WHERE entry_id = :entry"

BEGUN: Final = sa.text("SELECT EXISTS (SELECT FROM access_log)")

# Times are written by the database: a million of them take Python seconds. A search stands before
# the looks that came of it.
EXPORTED: Final = """
WITH
-- One row an entry of the access log, or a search.
noted AS (
    SELECT
        l.at, 2 AS place, l.entry_id AS number, l.who, l.office_code, l.page, l.purpose,
        l.payment_id, 'look' AS entry, NULL AS asked, NULL AS found
    FROM access_log AS l
    UNION ALL
    SELECT
        s.at, 1, s.search_id, s.who, array_to_string(s.office_codes, ' '), s.page, s.kind,
        '', CASE WHEN s.found IS NULL THEN 'refused' ELSE 'search' END, s.asked, s.found
    FROM search_log AS s
)
SELECT
    to_char(n.at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD"T"HH24:MI:SS.US"+07:00"') AS at,
    n.who,
    n.office_code,
    n.page,
    n.purpose,
    n.payment_id,
    n.entry,
    COALESCE(CAST(n.asked AS text), '') AS asked,
    COALESCE(CAST(n.found AS text), '') AS found
FROM noted AS n
WHERE (CAST(:start AS timestamptz) IS NULL OR n.at >= :start)
    AND (CAST(:beyond AS timestamptz) IS NULL OR n.at < :beyond)
ORDER BY n.at, n.place, n.number
"""
# entry: `look`, `search`, or `refused` for a search that was not answered. A search has a kind
# instead of a purpose, the offices that it was in, how many names, numbers or codes were searched
# for, and how many payments that found.
EXPORT_COLUMNS: Final = (
    "at", "who", "office_code", "page", "purpose", "payment_id", "entry", "asked", "found",
)  # fmt: skip

_ROWS_PER_FETCH: Final = 5000


@dataclass(frozen=True)
class Entry:
    """Who looked, where and what for, by one entry of the log."""

    who: str
    page: str
    purpose: str


def of_payment(connection: sa.Connection, *, payment: str, page: paging.Page) -> pd.DataFrame:
    """List all looks at a payment, the last one first.

    Returns:
        One row an entry of the log: `ENTRY_COLUMNS`.
    """
    order = paging.order_by(page, ENTRIES_SORTABLE, "l.at DESC", "l.entry_id DESC")
    statement = f"{OF_PAYMENT}{order}{paging.LIMIT}"
    return frames.ask(connection, statement, {"payment": payment, **page.binds}, ENTRY_COLUMNS)


def total_of_payment(connection: sa.Connection, *, payment: str) -> pd.DataFrame:
    """Count the entries of a payment, and the people who looked.

    Returns:
        One row: `TOTAL_COLUMNS`.
    """
    return frames.ask(connection, TOTAL_OF_PAYMENT, {"payment": payment}, TOTAL_COLUMNS)


def entry(connection: sa.Connection, *, number: int) -> Entry | None:
    """Return one entry; None where it may not be seen."""
    row = connection.execute(sa.text(ENTRY), {"entry": number}).one_or_none()
    return Entry(row.who, row.page, row.purpose) if row else None


def is_begun(connection: sa.Connection) -> bool:
    """Return whether the log has any entry that may be seen."""
    return bool(connection.scalar(BEGUN))


def exported(
    connection: sa.Connection, *, start: dt.date | None, end: dt.date | None
) -> Iterator[tuple[str, ...]]:
    """Yield the entries of a period one by one, the first one first, without loading all.

    Yields:
        One row an entry: `EXPORT_COLUMNS`; at is ISO 8601 with +07:00.
    """
    beyond = end + dt.timedelta(days=1) if end else None
    values = {
        "start": start and local_time.begin(start),
        "beyond": beyond and local_time.begin(beyond),
    }
    rows = connection.execute(
        sa.text(EXPORTED), values, execution_options={"yield_per": _ROWS_PER_FETCH}
    )
    for row in rows:
        yield tuple(row)
