"""What the transfers of a period cover of the payments of their own organisation and offices."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from queries import agents, frames

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

# Amounts in đồng. Of all these payments, those that were voided by the last day, and those that
# were paid, not voided, on a later day than that: the transfer came before them.
COLUMNS: frames.Dtypes = {
    "payments": frames.WHOLE,
    "amount": frames.WHOLE,
    "voided_payments": frames.WHOLE,
    "voided_amount": frames.WHOLE,
    "later_payments": frames.WHOLE,
    "later_amount": frames.WHOLE,
}

TOTAL: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row a transfer of the period.
transfers AS MATERIALIZED (
    SELECT p.remittance_id
    FROM remittances AS p
    WHERE p.remitted_day BETWEEN :start AND :end
        AND {agents.IS_ASKED}
),
-- One row a payment of the same filter that one of them covers.
covered AS (
    SELECT
        p.amount,
        COALESCE(p.voided_day <= :end, false) AS is_voided,
        p.paid_day > :end AS is_later
    FROM transfers AS t
    JOIN remittance_lines AS l ON l.remittance_id = t.remittance_id
    JOIN payments AS p ON p.payment_id = l.payment_id
    WHERE {agents.IS_ASKED}
)
SELECT
    count(*) AS payments,
    COALESCE(sum(amount), 0) AS amount,
    count(*) FILTER (WHERE is_voided) AS voided_payments,
    COALESCE(sum(amount) FILTER (WHERE is_voided), 0) AS voided_amount,
    count(*) FILTER (WHERE is_later AND NOT is_voided) AS later_payments,
    COALESCE(sum(amount) FILTER (WHERE is_later AND NOT is_voided), 0) AS later_amount
FROM covered
"""


def total(
    connection: sa.Connection,
    *,
    start: dt.date,
    end: dt.date,
    office: str | None = None,
    org: str | None = None,
) -> pd.DataFrame:
    """Add up the payments of the filter that the transfers of `remittances.listed` cover.

    What they cover besides is of other offices, which may not be seen, or of other organisations:
    `remittances` counts it beside the transfer.

    Returns:
        One row: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code.
    """
    agents.require_known(connection, office=office, org=org)
    values = {"start": start, "end": end, **agents.binds(office), "org": org}
    return frames.ask(connection, TOTAL, values, COLUMNS)
