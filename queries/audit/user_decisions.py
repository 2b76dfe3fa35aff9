"""Decisions about users: which role was given to whom or taken away, by whom and when.

Queried in a transaction of `Store.auditing`.
"""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.audit import looks

# decision is `added`, `changed`, `disabled` or `enabled`; office_codes are joined by commas, none
# for a role that sees every office.
COLUMNS: frames.Dtypes = frames.columns(
    "changed_at decision login full_name role office_codes changed_by"
)

LISTED: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row a decision, with what was the case before.
decisions AS (
    SELECT
        c.*,
        lag(c.is_disabled) OVER (PARTITION BY c.login ORDER BY c.change_id) AS was_disabled
    FROM user_changes AS c
)
SELECT
    d.changed_at,
    CASE
        WHEN d.is_disabled THEN 'disabled'
        WHEN d.was_disabled THEN 'enabled'
        WHEN d.was_disabled IS NULL THEN 'added'
        ELSE 'changed'
    END AS decision,
    d.login,
    d.full_name,
    d.role,
    array_to_string(d.office_codes, ',') AS office_codes,
    d.changed_by
FROM decisions AS d
WHERE d.changed_at >= :start
    AND d.changed_at < :beyond
    AND (
        CAST(:office AS text) IS NULL
        OR d.office_codes = '{{}}'
        OR d.office_codes && ARRAY(SELECT CAST(office_code AS text) FROM asked_offices)
    )
ORDER BY d.change_id DESC
"""


def listed(connection: sa.Connection, *, limits: looks.Limits) -> pd.DataFrame:
    """List the decisions in a period, the last one first.

    With an office, decisions about roles that see it or an office below it.

    Returns:
        One row a decision: `COLUMNS`.
    """
    return frames.ask(connection, LISTED, limits.binds, COLUMNS)
