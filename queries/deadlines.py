"""Which deadline an organisation has for handing over what it collects, and since when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from data import policies
from queries import agents, frames, working_days

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

# deadline_days are working days; own says whether the policy is the organisation's own. Where no
# policy holds, own is false and valid_from is empty: the deadline is the program's default.
COLUMNS: frames.Dtypes = {
    "deadline_days": frames.WHOLE,
    "own": "bool",
    "valid_from": frames.DAY,
}

IN_FORCE = f"""
SELECT
    {working_days.DEADLINE} AS deadline_days,
    COALESCE(o.org_code = g.org_code, false) AS own,
    o.valid_from
FROM (SELECT CAST(:org AS text) AS org_code, CAST(:day AS date) AS paid_day) AS g
LEFT JOIN LATERAL (
    SELECT org_code, valid_from
    FROM policies
    WHERE name = '{policies.DEADLINE_POLICY}'
        AND org_code IN (g.org_code, '') AND valid_from <= g.paid_day
    ORDER BY org_code = '', valid_from DESC
    LIMIT 1
) AS o ON true
"""


def in_force(connection: sa.Connection, *, org: str, day: dt.date) -> pd.DataFrame:
    """Say by which deadline a payment of an organisation is judged that is taken on a day.

    Returns:
        One row: `COLUMNS`.

    Raises:
        problems.Problem: an unknown organisation.
    """
    agents.require_known(connection, office=None, org=org)
    return frames.ask(connection, IN_FORCE, {"org": org, "day": day}, COLUMNS)
