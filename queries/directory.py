"""The names behind the codes: offices and organisations, for pickers and headings."""

import datetime as dt
from collections.abc import Collection
from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames

OFFICES = """
SELECT
    office_code,
    office_name,
    parent_code,
    valid_from,
    valid_to,
    successor_code
FROM offices
ORDER BY name_sort, office_code
"""
SUCCESSORS = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES}
SELECT
    office_code,
    counted_as
FROM counted_offices
WHERE counted_as <> office_code
ORDER BY office_code
"""
ORGANIZATIONS = """
SELECT
    org_code,
    org_name
FROM organizations
ORDER BY name_sort, org_code
"""

COLLECTOR = """
SELECT
    collector_code,
    collector_name
FROM collectors
WHERE collector_code = :code
"""

COLLECTORS = """
SELECT
    collector_code,
    collector_name,
    org_code,
    office_code
FROM collectors
WHERE collector_code = ANY (CAST(:codes AS text[]))
ORDER BY collector_code
"""

POLICIES: Final = sa.text("""
SELECT
    name,
    org_code,
    valid_from,
    value
FROM policies
ORDER BY name, org_code, valid_from
""")


def offices(connection: sa.Connection) -> pd.DataFrame:
    """Return every office, one row each, in Vietnamese alphabetical order."""
    dtypes = frames.columns(
        "office_code office_name parent_code valid_from valid_to successor_code"
    )
    return frames.ask(connection, OFFICES, {}, dtypes)


def successors(connection: sa.Connection, *, today: dt.date) -> pd.DataFrame:
    """Return every office that had ended by `today`, with the one that it is counted as now.

    Returns:
        One row an office with a successor: office_code, counted_as.
    """
    values = agents.binds(agents.OfToday(today))
    dtypes = frames.columns("office_code counted_as")
    return frames.ask(connection, SUCCESSORS, values, dtypes)


def organizations(connection: sa.Connection) -> pd.DataFrame:
    """Return every collection organisation, one row each, in Vietnamese alphabetical order."""
    dtypes = frames.columns("org_code org_name")
    return frames.ask(connection, ORGANIZATIONS, {}, dtypes)


def collector(connection: sa.Connection, *, code: str) -> pd.DataFrame:
    """Return the collector of a code, one row, or none where nobody in the scope has it."""
    dtypes = frames.columns("collector_code collector_name")
    return frames.ask(connection, COLLECTOR, {"code": code}, dtypes)


def collectors(connection: sa.Connection, *, codes: Collection[str]) -> pd.DataFrame:
    """Return some collectors with the organisation and the office that they belong to.

    Returns:
        One row a collector in the scope: collector_code, collector_name, org_code, office_code.
    """
    dtypes = frames.columns("collector_code collector_name org_code office_code")
    return frames.ask(connection, COLLECTORS, {"codes": list(codes)}, dtypes)


def policies(connection: sa.Connection) -> list[tuple[str, str, str, str]]:
    """Return every policy: its name, its organisation or "", the first day, its value as text."""
    return [
        (row.name, row.org_code, row.valid_from.isoformat(), row.value)
        for row in connection.execute(POLICIES)
    ]
