"""Looks at personal data, from the access log: who, when and what for.

A look is what one person saw in one second, on one page, for one purpose, of however many offices.
The log has an entry for each payment of a look. Where an office is asked for, a look is what was
seen of it.
All questions are asked in a transaction of `Store.auditing`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from data import local_time
from queries import agents, frames, paging

if TYPE_CHECKING:
    import pandas as pd

# So many payments of a look are named; the number is of all of them.
MOST_NAMED: Final = 200

# office_codes are those of the payments, joined by commas; rows are the payments looked at;
# entry_id is one entry of the look; payment_ids are the first `MOST_NAMED` of the payments, joined
# by commas.
LOOK_COLUMNS: frames.Dtypes = frames.columns(
    "at who page purpose office_codes rows entry_id payment_ids"
)
PERSON_COLUMNS: frames.Dtypes = frames.columns("who looks rows last_at entry_id")
PURPOSE_COLUMNS: frames.Dtypes = frames.columns("page purpose looks rows last_at entry_id")
LOOKS_SORTABLE: Final = {
    "at": "l.at",
    "who": "l.who",
    "office": "l.office_codes",
    "rows": "l.rows",
}
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
        array_agg(DISTINCT p.office_code ORDER BY p.office_code) AS office_codes,
        count(*) AS rows,
        max(p.entry_id) AS entry_id
    FROM access_log AS p
    WHERE p.at >= :start
        AND p.at < :beyond
        AND (CAST(:who AS text) IS NULL OR p.who = :who)
        AND (CAST(:page AS text) IS NULL OR p.page = :page)
        AND (CAST(:purpose AS text) IS NULL OR p.purpose = :purpose)
        AND {agents.IS_ASKED_OFFICE}
    GROUP BY date_trunc('second', p.at), p.who, p.page, p.purpose
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
    array_to_string(l.office_codes, ',') AS office_codes,
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
                AND e.office_code = ANY (l.office_codes)
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


@dataclass(frozen=True)
class Limits:
    """The limits of a list of looks: a period of local days, and optional others.

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
            "start": local_time.begin(self.start),
            "beyond": local_time.begin(self.end + dt.timedelta(days=1)),
            "who": self.who, "page": self.page, "purpose": self.purpose,
            **agents.binds(self.office),
        }  # fmt: skip


def listed(connection: sa.Connection, *, limits: Limits, page: paging.Page) -> pd.DataFrame:
    """List looks, the last one first.

    Returns:
        One row a look: `LOOK_COLUMNS`.

    Raises:
        problems.Problem: an unknown office.
    """
    agents.require_known(connection, office=limits.office, org=None)
    order = paging.order_by(page, LOOKS_SORTABLE, "l.at DESC", "l.entry_id DESC")
    statement = f"{LISTED}{order}{paging.LIMIT}{_NAMED}{order}"
    values = {**limits.binds, **page.binds, "most": MOST_NAMED}
    return frames.ask(connection, statement, values, LOOK_COLUMNS)


def by_person(connection: sa.Connection, *, limits: Limits) -> pd.DataFrame:
    """Count looks by person, those who saw most payments first.

    Returns:
        One row a person: `PERSON_COLUMNS`; rows are payments looked at, each as often as it was,
        and entry_id is the person's last entry.
    """
    return frames.ask(connection, BY_PERSON, limits.binds, PERSON_COLUMNS)


def by_purpose(connection: sa.Connection, *, limits: Limits) -> pd.DataFrame:
    """Count looks by page and purpose, those that showed most payments first.

    Returns:
        One row a page and purpose: `PURPOSE_COLUMNS`.
    """
    return frames.ask(connection, BY_PURPOSE, limits.binds, PURPOSE_COLUMNS)
