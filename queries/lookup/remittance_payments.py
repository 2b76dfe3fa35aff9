"""Remittances, the payments that they cover, and the difference between the two."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from queries import frames, paging, working_days

# Amounts in đồng; lag_days are working days, empty for a payment voided by the as-of day. status is
# `remitted`, `late` (after more working days than the deadline) or `voided`.
COLUMNS: frames.Dtypes = frames.columns(
    "confirmation_code payment_id office_code product amount paid_at lag_days status"
)
SORTABLE = {
    "confirmation_code": 'j.confirmation_code COLLATE "C"',
    "payment_id": "j.payment_id",
    "amount": "j.amount",
    "paid_at": "j.paid_at",
    "lag_days": "j.lag_days",
    "status": "j.status",
}
# Amounts in đồng; payments and amount are of what may be seen. What the remittance itself says, and
# what it covers in all, is empty where it is filed under an office that may not be seen. The
# difference is the remittance less what it covers.
TOTAL_COLUMNS: frames.Dtypes = {
    "remittance_id": frames.TEXT,
    "payments": frames.WHOLE,
    "amount": frames.WHOLE,
    "remittance_seen": "bool",
    "remittance_amount": frames.WHOLE,
    "covered_payments": frames.WHOLE,
    "covered_amount": frames.WHOLE,
    "difference": frames.WHOLE,
    "office_code": frames.TEXT,
    "org_code": frames.TEXT,
    "remitted_at": frames.MOMENT,
    "bank_ref": frames.TEXT,
}

LISTED = f"""
WITH
-- One row a payment that the remittance covers and that may be seen.
covered AS (
    SELECT p.*
    FROM remittance_lines AS l
    JOIN payments AS p ON p.payment_id = l.payment_id
    WHERE l.remittance_id = :remittance AND p.remittance_id = :remittance
),
-- One row an organisation and paid day.
deadlines AS (
    SELECT g.org_code, g.paid_day, {working_days.DEADLINE} AS deadline_days
    FROM (SELECT DISTINCT org_code, paid_day FROM covered) AS g
),
-- The grain of covered.
aged AS (
    SELECT
        c.*,
        d.deadline_days,
        COALESCE(c.voided_day <= :as_of, false) AS is_voided,
        GREATEST(0, settled.number - paid.number) AS lag_days
    FROM covered AS c
    JOIN deadlines AS d USING (org_code, paid_day)
    LEFT JOIN calendar AS paid ON paid.day = c.paid_day
    LEFT JOIN calendar AS settled ON settled.day = c.settled_day
),
judged AS (
    SELECT
        c.confirmation_code,
        a.payment_id,
        a.office_code,
        a.product,
        a.amount,
        a.paid_at,
        CASE WHEN NOT a.is_voided THEN a.lag_days END AS lag_days,
        CASE
            WHEN a.is_voided THEN 'voided'
            WHEN a.lag_days > a.deadline_days THEN 'late'
            ELSE 'remitted'
        END AS status
    FROM aged AS a
    LEFT JOIN confirmations AS c ON c.payment_id = a.payment_id
)
SELECT
    j.confirmation_code,
    j.payment_id,
    j.office_code,
    j.product,
    j.amount,
    j.paid_at,
    j.lag_days,
    j.status
FROM judged AS j
{{order}}
{paging.LIMIT}
"""

TOTALS = """
WITH
-- One row a remittance that is asked for, in the order of asking.
asked AS MATERIALIZED (
    SELECT remittance_id, nth
    FROM unnest(CAST(:remittances AS text[])) WITH ORDINALITY AS a (remittance_id, nth)
),
-- One row a remittance and payment of it that may be seen.
covered AS (
    SELECT a.nth, p.amount
    FROM asked AS a
    JOIN remittance_lines AS l ON l.remittance_id = a.remittance_id
    JOIN payments AS p ON p.payment_id = l.payment_id
),
-- One row a remittance.
added AS (
    SELECT nth, count(*) AS payments, sum(amount) AS amount FROM covered GROUP BY nth
)
SELECT
    a.remittance_id,
    COALESCE(c.payments, 0) AS payments,
    COALESCE(c.amount, 0) AS amount,
    r.remittance_id IS NOT NULL AS remittance_seen,
    r.amount AS remittance_amount,
    r.covered_payments,
    r.covered_amount,
    r.amount - r.covered_amount AS difference,
    r.office_code,
    r.org_code,
    r.remitted_at,
    r.bank_ref
FROM asked AS a
LEFT JOIN added AS c USING (nth)
LEFT JOIN remittances AS r ON r.remittance_id = a.remittance_id
ORDER BY a.nth
"""


def listed(
    connection: sa.Connection, *, remittance: str, as_of: dt.date, page: paging.Page
) -> pd.DataFrame:
    """List the payments that one remittance covers, as far as they may be seen.

    Returns:
        One row a payment of the page, by code as stored where no column is asked for, those
        without a code last: `COLUMNS`.
    """
    order = paging.order_by(page, SORTABLE, SORTABLE["confirmation_code"], "j.payment_id")
    values = {"remittance": remittance, "as_of": as_of, **page.binds}
    return frames.ask(connection, LISTED.format(order=order), values, COLUMNS)


def totals(connection: sa.Connection, *, remittances: Sequence[str]) -> pd.DataFrame:
    """Return remittances with their amounts, and those of their payments that may be seen.

    Returns:
        One row a remittance as given: `TOTAL_COLUMNS`.
    """
    return frames.ask(connection, TOTALS, {"remittances": list(remittances)}, TOTAL_COLUMNS)
