"""How far back the store goes: the first days of which it has anything."""

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames

COLUMNS: frames.Dtypes = frames.columns("first_paid_day first_recorded_day")

# Office by office, from the beginning of an index: under a policy, min() over all would read them.
FIRST = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row an office; no days where nothing of it may be seen.
firsts AS (
    SELECT
        (
            SELECT paid_day FROM payments AS p
            WHERE p.office_code = o.office_code
            ORDER BY paid_day
            LIMIT 1
        ) AS paid_day,
        (
            SELECT recorded_day FROM payments AS p
            WHERE p.office_code = o.office_code AND recorded_day IS NOT NULL
            ORDER BY recorded_day
            LIMIT 1
        ) AS recorded_day
    FROM offices AS o
    WHERE CAST(:office AS text) IS NULL
        OR o.office_code = ANY (ARRAY(SELECT office_code FROM asked_offices))
)
SELECT min(paid_day) AS first_paid_day, min(recorded_day) AS first_recorded_day
FROM firsts
"""


def first(connection: sa.Connection, *, office: agents.Office = None) -> pd.DataFrame:
    """Return one row: the first day paid and the first day recorded; empty where there is none.

    Args:
        connection: a transaction of a reader.
        office: an office and all below it.
    """
    return frames.ask(connection, FIRST, {**agents.binds(office)}, COLUMNS)
