"""Which payments one remittance covers, and whether they add up to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from queries import frames

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

# Amounts in đồng; lag_days are working days, empty for a payment voided by the as-of day.
COLUMNS: frames.Dtypes = {
    "confirmation_code": frames.TEXT,
    "payment_id": frames.TEXT,
    "office_code": frames.TEXT,
    "product": frames.TEXT,
    "amount": frames.WHOLE,
    "paid_at": frames.MOMENT,
    "lag_days": frames.WHOLE,
}
# Amounts in đồng; the remittance's own is empty where it is filed under an office that may not
# be seen. The sums are complete only where every office is seen.
TOTAL_COLUMNS: frames.Dtypes = {
    "payments": frames.WHOLE,
    "amount": frames.WHOLE,
    "remittance_seen": "bool",
    "remittance_amount": frames.WHOLE,
    "every_office_seen": "bool",
}

# One row a payment that the remittance covers and that may be seen.
_COVERED = """
covered AS (
    SELECT p.*
    FROM remittance_lines AS l
    JOIN payments AS p ON p.payment_id = l.payment_id
    WHERE l.remittance_id = :remittance AND p.remittance_id = :remittance
)
"""

LISTED = f"""
WITH
{_COVERED}
SELECT
    c.confirmation_code,
    p.payment_id,
    p.office_code,
    p.product,
    p.amount,
    p.paid_at,
    CASE
        WHEN p.voided_day <= :as_of THEN NULL
        ELSE GREATEST(0, settled.number - paid.number)
    END AS lag_days
FROM covered AS p
LEFT JOIN confirmations AS c ON c.payment_id = p.payment_id
LEFT JOIN calendar AS paid ON paid.day = p.paid_day
LEFT JOIN calendar AS settled ON settled.day = p.settled_day
ORDER BY c.confirmation_code COLLATE "C", p.payment_id
LIMIT :limit
"""

TOTAL = f"""
WITH
{_COVERED}
SELECT
    count(*) AS payments,
    COALESCE(sum(amount), 0) AS amount,
    EXISTS (SELECT FROM remittances WHERE remittance_id = :remittance) AS remittance_seen,
    (SELECT r.amount FROM remittances AS r WHERE r.remittance_id = :remittance)
        AS remittance_amount,
    NOT EXISTS (
        SELECT FROM offices WHERE office_code <> ALL ((SELECT my_offices())::text[])
    ) AS every_office_seen
FROM covered
"""


def listed(
    connection: sa.Connection, *, remittance: str, as_of: dt.date, limit: int
) -> pd.DataFrame:
    """List the payments that one remittance covers, as far as they may be seen.

    Returns:
        One row a payment, sorted by code as stored, those without a code last: `COLUMNS`.
    """
    values = {"remittance": remittance, "as_of": as_of, "limit": limit}
    return frames.ask(connection, LISTED, values, COLUMNS)


def total(connection: sa.Connection, *, remittance: str) -> pd.DataFrame:
    """Say what one remittance came to, and its payments that may be seen.

    Returns:
        One row: `TOTAL_COLUMNS`.
    """
    return frames.ask(connection, TOTAL, {"remittance": remittance}, TOTAL_COLUMNS)
