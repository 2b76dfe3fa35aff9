"""Which payments a figure of remittance lag is made of, those at risk first."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from queries import agents, frames, lagged, working_days

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

# Amounts in đồng; lag_days are the working days to the remittance, or the age while outstanding.
COLUMNS: frames.Dtypes = {
    "payment_id": frames.TEXT,
    "confirmation_code": frames.TEXT,
    "office_code": frames.TEXT,
    "org_code": frames.TEXT,
    "collector_code": frames.TEXT,
    "product": frames.TEXT,
    "amount": frames.WHOLE,
    "paid_at": frames.MOMENT,
    "remitted_at": frames.MOMENT,
    "lag_days": frames.WHOLE,
    "deadline_days": frames.WHOLE,
    "status": frames.TEXT,
}

LISTED = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row a payment, as known at the end of the as-of day.
counted AS (
    SELECT
        p.payment_id, p.office_code, p.org_code, p.collector_code, p.product, p.amount,
        p.paid_at, p.paid_day,
        CASE WHEN p.settled_day <= :as_of THEN p.remitted_at END AS remitted_at,
        CASE WHEN p.settled_day <= :as_of THEN p.settled_day END AS settled_day
    FROM payments AS p
    WHERE {lagged.IS_COUNTED}
),
deadlines AS (
    SELECT g.org_code, g.paid_day, {working_days.DEADLINE} AS deadline_days
    FROM (SELECT DISTINCT org_code, paid_day FROM counted) AS g
),
-- The grain of counted.
aged AS (
    SELECT
        c.*,
        d.deadline_days,
        GREATEST(0, COALESCE(settled.number, today.number) - paid.number) AS lag_days
    FROM counted AS c
    JOIN deadlines AS d USING (org_code, paid_day)
    JOIN calendar AS paid ON paid.day = c.paid_day
    LEFT JOIN calendar AS settled ON settled.day = c.settled_day
    LEFT JOIN calendar AS today ON today.day = :as_of
),
judged AS (
    SELECT
        a.*,
        CASE
            WHEN a.settled_day IS NOT NULL THEN 'remitted'
            WHEN a.lag_days > a.deadline_days THEN 'overdue'
            ELSE 'outstanding'
        END AS status
    FROM aged AS a
)
SELECT
    j.payment_id,
    c.confirmation_code,
    j.office_code,
    j.org_code,
    j.collector_code,
    j.product,
    j.amount,
    j.paid_at,
    j.remitted_at,
    j.lag_days,
    j.deadline_days,
    j.status
FROM judged AS j
LEFT JOIN confirmations AS c USING (payment_id)
WHERE CAST(:status AS text) IS NULL OR j.status = :status
ORDER BY
    CASE j.status WHEN 'overdue' THEN 1 WHEN 'outstanding' THEN 2 ELSE 3 END,
    j.lag_days DESC,
    j.amount DESC,
    j.payment_id
LIMIT :limit
"""


def listed(
    connection: sa.Connection,
    *,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    limit: int,
    status: str | None = None,
    office: str | None = None,
    org: str | None = None,
    collector: str | None = None,
    product: str | None = None,
) -> pd.DataFrame:
    """List the payments that `remittance_lag.by_agent` counts: overdue, outstanding, remitted.

    Args:
        connection: a transaction of a reader.
        start: the first day of payment.
        end: the last day of payment.
        as_of: the day whose evening is meant.
        limit: the number of rows at most.
        status: `remitted`, `outstanding` (not yet due) or `overdue`; None for all.
        office: an office and all below it.
        org: a collection organisation.
        collector: a collector.
        product: a type of participation.

    Returns:
        One row a payment, within a status the oldest and largest first: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    agents.require_known(connection, office=office, org=org)
    working_days.require(connection, as_of)
    values = {
        "start": start, "end": end, "as_of": as_of, "status": status, "limit": limit,
        "office": office, "org": org, "collector": collector, "product": product,
    }  # fmt: skip
    return frames.ask(connection, LISTED, values, COLUMNS)
