"""Which share of the payments is handed over within n working days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa

from queries import agents, frames, lagged, survival

if TYPE_CHECKING:
    import pandas as pd

# share_remitted has 4 decimals, half up. The deadlines are the shortest and the longest in force
# for any of the payments, in working days: the same two in every row.
COLUMNS: frames.Dtypes = {
    "lag_days": frames.WHOLE,
    "remitted_payments": frames.WHOLE,
    "outstanding_payments": frames.WHOLE,
    "shortest_deadline_days": frames.WHOLE,
    "longest_deadline_days": frames.WHOLE,
    "share_remitted": frames.RATE,
}


def _by_lag(lagged_steps: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{lagged_steps}
SELECT
    lag_days,
    CAST(COALESCE(sum(payments) FILTER (WHERE remitted), 0) AS bigint) AS remitted_payments,
    CAST(COALESCE(sum(payments) FILTER (WHERE NOT remitted), 0) AS bigint)
        AS outstanding_payments,
    min(min(deadline_days)) OVER () AS shortest_deadline_days,
    max(max(deadline_days)) OVER () AS longest_deadline_days
FROM lagged
GROUP BY lag_days
ORDER BY lag_days
"""


def by_lag(
    connection: sa.Connection,
    *,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    office: agents.Office = None,
    org: str | None = None,
    collector: str | None = None,
    product: str | None = None,
) -> pd.DataFrame:
    """Say which share of a period's payments is remitted within each number of working days.

    The payments are those of `remittance_lag.by_agent`, whose median and 90th percentile are read
    from this curve: Kaplan–Meier, outstanding payments being censored at their age.

    Returns:
        One row a lag at which a payment was remitted or is outstanding: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    question = lagged.Question(
        start=start, end=end, as_of=as_of,
        office=office, org=org, collector=collector, product=product,
    )  # fmt: skip
    question.require(connection)
    steps = connection.execute(sa.text(_by_lag(question.lagged)), question.binds).all()
    shares = survival.shares((step[0], step[1], step[2]) for step in steps)
    rows = [(*step, share) for step, share in zip(steps, shares, strict=True)]
    return frames.build(rows, tuple(COLUMNS), COLUMNS)
