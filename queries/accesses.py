"""Who looked at personal data, when and what for: from the access log, as an auditor reads it.

A look is what one person saw of one office in one second, on one page, for one purpose; a search
that finds payments of two offices is two looks. The log has an entry for each payment of a look.
All questions are asked in a transaction of `Store.auditing`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from queries import agents, frames, paging

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

# So many payments of a look are named; the number is of all of them.
MOST_NAMED: Final = 200

# rows are the payments looked at; entry_id is one entry of the look; payment_ids are the first
# `MOST_NAMED` of the payments, joined by commas.
LOOK_COLUMNS: frames.Dtypes = {
    "at": frames.MOMENT,
    "who": frames.TEXT,
    "page": frames.TEXT,
    "purpose": frames.TEXT,
    "office_code": frames.TEXT,
    "rows": frames.WHOLE,
    "entry_id": frames.WHOLE,
    "payment_ids": frames.TEXT,
}
PERSON_COLUMNS: frames.Dtypes = {
    "who": frames.TEXT,
    "looks": frames.WHOLE,
    "rows": frames.WHOLE,
    "last_at": frames.MOMENT,
    "entry_id": frames.WHOLE,
}
PURPOSE_COLUMNS: frames.Dtypes = {
    "page": frames.TEXT,
    "purpose": frames.TEXT,
    "looks": frames.WHOLE,
    "rows": frames.WHOLE,
    "last_at": frames.MOMENT,
    "entry_id": frames.WHOLE,
}
ENTRY_COLUMNS: frames.Dtypes = {
    "entry_id": frames.WHOLE,
    "at": frames.MOMENT,
    "who": frames.TEXT,
    "page": frames.TEXT,
    "purpose": frames.TEXT,
    "office_code": frames.TEXT,
    "payment_id": frames.TEXT,
}

LOOKS_SORTABLE: Final = {
    "at": "l.at",
    "who": "l.who",
    "office": "l.office_code",
    "rows": "l.rows",
}
ENTRIES_SORTABLE: Final = {"at": "l.at", "who": "l.who"}

_LOOKS: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row a look.
looks AS (
    SELECT
        date_trunc('second', p.at) AS at,
        p.who,
        p.page,
        p.purpose,
        p.office_code,
        count(*) AS rows,
        max(p.entry_id) AS entry_id
    FROM access_log AS p
    WHERE p.at >= :start
        AND p.at < :beyond
        AND (CAST(:who AS text) IS NULL OR p.who = :who)
        AND (CAST(:page AS text) IS NULL OR p.page = :page)
        AND (CAST(:purpose AS text) IS NULL OR p.purpose = :purpose)
        AND {agents.IS_ASKED_OFFICE}
    GROUP BY date_trunc('second', p.at), p.who, p.page, p.purpose, p.office_code
)
"""

# What follows the looks of a page. A policy lets a join use its index for plain columns alone, so
# the end of the second is a column.
_NAMED: Final = """
)
SELECT
    l.at,
    l.who,
    l.page,
    l.purpose,
    l.office_code,
    l.rows,
    l.entry_id,
    array_to_string(
        ARRAY(
            SELECT e.payment_id
            FROM access_log AS e
            WHERE e.at >= l.at
                AND e.at < l.beyond
                AND e.who = l.who
                AND e.page = l.page
                AND e.purpose = l.purpose
                AND e.office_code = l.office_code
            ORDER BY e.payment_id
            LIMIT :most
        ),
        ','
    ) AS payment_ids
FROM page AS l
"""

LISTED: Final = f"""
{_LOOKS},
-- One row a look of the page.
page AS MATERIALIZED (
    SELECT l.*, l.at + INTERVAL '1 second' AS beyond
    FROM looks AS l
"""

BY_PERSON: Final = f"""
{_LOOKS}
SELECT
    who,
    count(*) AS looks,
    sum(rows) AS rows,
    max(at) AS last_at,
    max(entry_id) AS entry_id
FROM looks
GROUP BY who
ORDER BY sum(rows) DESC, who
"""

BY_PURPOSE: Final = f"""
{_LOOKS}
SELECT
    page,
    purpose,
    count(*) AS looks,
    sum(rows) AS rows,
    max(at) AS last_at,
    max(entry_id) AS entry_id
FROM looks
GROUP BY page, purpose
ORDER BY sum(rows) DESC, page, purpose
"""

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
TOTAL_COLUMNS: frames.Dtypes = {"entries": frames.WHOLE, "people": frames.WHOLE}

ENTRY: Final = "SELECT who, page, purpose FROM access_log WHERE entry_id = :entry"

BEGUN: Final = sa.text("SELECT EXISTS (SELECT FROM access_log)")

# Times are written by the database: a million of them take Python seconds.
EXPORTED: Final = """
SELECT
    to_char(at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD"T"HH24:MI:SS.US"+07:00"') AS at,
    who,
    office_code,
    page,
    purpose,
    payment_id
FROM access_log AS l
WHERE (CAST(:start AS timestamptz) IS NULL OR l.at >= :start)
    AND (CAST(:beyond AS timestamptz) IS NULL OR l.at < :beyond)
ORDER BY l.at, l.entry_id
"""
EXPORT_COLUMNS: Final = ("at", "who", "office_code", "page", "purpose", "payment_id")

_HANOI: Final = dt.timezone(dt.timedelta(hours=7))
_AT_ONCE: Final = 5000


@dataclass(frozen=True)
class Asked:
    """Which looks are meant: those of a period of local days, and what limits them.

    `office` stands for the office and all below it.
    """

    start: dt.date
    end: dt.date
    who: str | None = None
    page: str | None = None
    purpose: str | None = None
    office: str | None = None

    @property
    def binds(self) -> dict[str, object]:
        """The values of the statements."""
        return {
            "start": _begin(self.start), "beyond": _begin(self.end + dt.timedelta(days=1)),
            "who": self.who, "page": self.page, "purpose": self.purpose, "office": self.office,
        }  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """Who looked, where and what for, by one entry of the log."""

    who: str
    page: str
    purpose: str


def listed(connection: sa.Connection, *, asked: Asked, page: paging.Page) -> pd.DataFrame:
    """List looks, the last one first.

    Returns:
        One row a look: `LOOK_COLUMNS`.

    Raises:
        problems.Problem: an unknown office.
    """
    agents.require_known(connection, office=asked.office, org=None)
    order = paging.order_by(page, LOOKS_SORTABLE, "l.at DESC", "l.entry_id DESC")
    statement = f"{LISTED}{order}{paging.LIMIT}{_NAMED}{order}"
    values = {**asked.binds, **page.binds, "most": MOST_NAMED}
    return frames.ask(connection, statement, values, LOOK_COLUMNS)


def by_person(connection: sa.Connection, *, asked: Asked) -> pd.DataFrame:
    """Count looks by whoever looked, those who saw most payments first.

    Returns:
        One row a person: `PERSON_COLUMNS`; rows are payments looked at, each as often as it was,
        and entry_id is the person's last entry.
    """
    return frames.ask(connection, BY_PERSON, asked.binds, PERSON_COLUMNS)


def by_purpose(connection: sa.Connection, *, asked: Asked) -> pd.DataFrame:
    """Count looks by page and purpose, those that showed most payments first.

    Returns:
        One row a page and purpose: `PURPOSE_COLUMNS`.
    """
    return frames.ask(connection, BY_PURPOSE, asked.binds, PURPOSE_COLUMNS)


def of_payment(connection: sa.Connection, *, payment: str, page: paging.Page) -> pd.DataFrame:
    """List who looked at a payment, whenever it was, the last one first.

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
    """Return what an entry says of the one who looked; None where it may not be seen."""
    row = connection.execute(sa.text(ENTRY), {"entry": number}).one_or_none()
    return Entry(row.who, row.page, row.purpose) if row else None


def is_begun(connection: sa.Connection) -> bool:
    """Say whether the log has any entry that may be seen."""
    return bool(connection.scalar(BEGUN))


def exported(
    connection: sa.Connection, *, start: dt.date | None, end: dt.date | None
) -> Iterator[tuple[str, ...]]:
    """Give the entries of a period one by one, the first one first, without keeping them.

    Yields:
        One row an entry: `EXPORT_COLUMNS`; at is ISO 8601 with +07:00.
    """
    beyond = end + dt.timedelta(days=1) if end else None
    values = {"start": start and _begin(start), "beyond": beyond and _begin(beyond)}
    rows = connection.execute(sa.text(EXPORTED), values, execution_options={"yield_per": _AT_ONCE})
    for row in rows:
        yield tuple(row)


def _begin(day: dt.date) -> dt.datetime:
    """Return when a local day begins."""
    return dt.datetime.combine(day, dt.time(), _HANOI)
