"""The log of downloads: who took which file, when; entries are only added."""

import json
from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.audit import looks

# So many files of a period are named, the last ones; the number is of all of them.
MOST: Final = 1_000

# asked is what the file was asked for, as JSON; files is the same in every row.
COLUMNS: Final[frames.Dtypes] = {
    "at": frames.MOMENT,
    "who": frames.TEXT,
    "kind": frames.TEXT,
    "ending": frames.TEXT,
    "asked": frames.TEXT,
    "in_full": "bool",
    "files": frames.WHOLE,
}

ADD: Final = sa.text("""
INSERT INTO export_log (who, kind, ending, asked, in_full, office_codes)
VALUES (:who, :kind, :ending, CAST(:asked AS jsonb), :in_full, :offices)
""")


def add(
    connection: sa.Connection,
    *,
    who: str,
    kind: str,
    ending: str,
    asked: Mapping[str, str],
    in_full: bool,
    offices: Collection[str],
) -> None:
    """Log a download, before it happens.

    Args:
        connection: a transaction of `Store.appending`.
        who: who takes it.
        kind: which report it is.
        ending: how the file is written, as xlsx.
        asked: what it was asked for.
        in_full: whether names are not masked.
        offices: whose rows it can have.
    """
    entry = {"who": who, "kind": kind, "ending": ending, "asked": json.dumps(dict(asked))}
    connection.execute(ADD, entry | {"in_full": in_full, "offices": sorted(offices)})


LISTED: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES}
SELECT
    e.at,
    e.who,
    e.kind,
    e.ending,
    CAST(e.asked AS text) AS asked,
    e.in_full,
    count(*) OVER () AS files
FROM export_log AS e
WHERE e.at >= :start
    AND e.at < :beyond
    AND (CAST(:who AS text) IS NULL OR e.who = :who)
    AND (
        CAST(:office AS text) IS NULL
        OR e.office_codes && ARRAY(SELECT office_code FROM asked_offices)
    )
ORDER BY e.at DESC, e.export_id DESC
LIMIT :most
"""


def listed(connection: sa.Connection, *, limits: looks.Limits) -> pd.DataFrame:
    """List the files that were taken in a period, the last one first, `MOST` at most.

    Args:
        connection: a transaction of `Store.auditing`.
        limits: the period, and perhaps who took them and an office whose rows they can have.

    Returns:
        One row a file: `COLUMNS`.
    """
    return frames.ask(connection, LISTED, {**limits.binds, "most": MOST}, COLUMNS)
