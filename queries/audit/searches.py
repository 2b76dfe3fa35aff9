"""The log of searches: that somebody searched, and how many payments that found; never the words.

Whose offices a search was in, the database adds: they are those of the transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from queries import agents, frames
from queries.audit import looks

if TYPE_CHECKING:
    import pandas as pd

# What is searched for: people by their names or numbers, or codes, receipts, payments, remittances
# and references of a bank.
NAME: Final = "name"
NUMBER: Final = "number"
KEY: Final = "key"

# How many searches of a kind somebody may make in a minute. Whoever looks for people who stand at
# the counter needs fewer; whoever tries numbers needs more.
MOST_A_MINUTE: Final[Mapping[str, int]] = {NAME: 20, NUMBER: 5}

# So many searches of a period are named, the last ones; the number is of all of them.
MOST: Final = 1_000

# office_codes are joined by commas. asked: how many names, numbers or keys were searched for;
# found: how many payments, empty where the search was refused. searches is the same in every row.
COLUMNS: Final[frames.Dtypes] = {
    "at": frames.MOMENT,
    "who": frames.TEXT,
    "page": frames.TEXT,
    "kind": frames.TEXT,
    "office_codes": frames.TEXT,
    "asked": frames.WHOLE,
    "found": frames.WHOLE,
    "searches": frames.WHOLE,
}

# Two searches of one person wait for one another, in whatever processes they run; the two keys of
# the lock are apart from those of notes.
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(3966, hashtext(:who))")
# Those that were refused do not count: trying again makes nobody wait longer.
_IN_A_MINUTE: Final = sa.text("""
SELECT count(*)
FROM search_log
WHERE who = :who
    AND kind = :kind
    AND at > statement_timestamp() - INTERVAL '1 minute'
    AND found IS NOT NULL
""")

# A step or a statement that notes a search; what it found follows the columns.
ADD: Final = "INSERT INTO search_log (who, page, kind, asked, found)"
_ADD: Final = sa.text(f"{ADD} VALUES (:who, :page, :kind, :asked, :found)")


def add(
    connection: sa.Connection, *, who: str, page: str, kind: str, asked: int, found: int | None
) -> None:
    """Note a search, before its result is shown.

    Args:
        connection: a transaction of `Store.appending` or `Store.revealing`.
        who: who searches.
        page: where.
        kind: `NAME`, `NUMBER` or `KEY`.
        asked: how many of these were searched for.
        found: how many payments were found; None where the search is refused.
    """
    values = {"who": who, "page": page, "kind": kind, "asked": asked, "found": found}
    connection.execute(_ADD, values)


def is_admitted(connection: sa.Connection, *, who: str, page: str, kind: str) -> bool:
    """Return whether somebody may search once more in this minute; a refusal is noted.

    Whoever is admitted notes the search in the same transaction: until its end nobody else is
    admitted under the same name.

    Args:
        connection: a transaction of `Store.revealing`; it must see what others commit meanwhile.
        who: who searches.
        page: where.
        kind: `NAME` or `NUMBER`.
    """
    connection.execute(_LOCK, {"who": who})
    made = connection.scalar(_IN_A_MINUTE, {"who": who, "kind": kind})
    if (made or 0) < MOST_A_MINUTE[kind]:
        return True
    add(connection, who=who, page=page, kind=kind, asked=1, found=None)
    return False


LISTED: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES}
SELECT
    s.at,
    s.who,
    s.page,
    s.kind,
    array_to_string(s.office_codes, ',') AS office_codes,
    s.asked,
    s.found,
    count(*) OVER () AS searches
FROM search_log AS s
WHERE s.at >= :start
    AND s.at < :beyond
    AND (CAST(:who AS text) IS NULL OR s.who = :who)
    AND (
        CAST(:office AS text) IS NULL
        OR s.office_codes && ARRAY(SELECT office_code FROM asked_offices)
    )
ORDER BY s.at DESC, s.search_id DESC
LIMIT :most
"""


def listed(connection: sa.Connection, *, limits: looks.Limits) -> pd.DataFrame:
    """List the searches of a period, the last one first, `MOST` at most.

    Args:
        connection: a transaction of `Store.auditing`.
        limits: the period, and perhaps who searched and an office among whose rows they did.

    Returns:
        One row a search: `COLUMNS`.
    """
    return frames.ask(connection, LISTED, {**limits.binds, "most": MOST}, COLUMNS)
