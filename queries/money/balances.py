"""The balance of outstanding money in a period: collected, voided and remitted."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lag_sums

# What is counted, as sums over `moved`. A payment that was voided by the end is in no figure of
# lag, remitted or not: so what was voided is not settled, even if it had been remitted.
LINES: Final = {
    "opening": "is_earlier",
    "collected": "NOT is_earlier",
    "voided": "is_voided",
    "collected_voided": "is_voided AND NOT is_earlier",
    "settled": "is_settled AND NOT is_voided",
    "closing": "NOT is_settled AND NOT is_voided",
}

# Amounts in đồng.
COLUMNS: frames.Dtypes = frames.columns("product") | {
    f"{line}_{what}": frames.WHOLE for line in LINES for what in ("payments", "amount")
}

_SUMS: Final = ",\n    ".join(
    f"COALESCE(sum({what}) FILTER (WHERE {condition}), 0) AS {line}_{what}"
    for line, condition in LINES.items()
    for what in ("payments", "amount")
)

BY_PRODUCT: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row an office, organisation, paid day, settled day, voided day and product, of what was
-- outstanding on the evening before the first day, or was paid from then on.
moved AS (
    SELECT
        m.product,
        m.payments,
        m.amount,
        p.paid_day < :start AS is_earlier,
        COALESCE(p.voided_day <= :end, false) AS is_voided,
        COALESCE(p.settled_day <= :end, false) AS is_settled
    FROM lag_days AS p
    {lag_sums.measures(by=agents.By.PRODUCT, product=None)}
        AND p.paid_day <= :end
        AND (
            p.paid_day >= :start
            OR p.decided_day >= :start AND (p.settled_day IS NULL OR p.settled_day >= :start)
        )
        AND {agents.IS_ASKED}
)
SELECT
    product,
    {_SUMS}
FROM moved
GROUP BY product
ORDER BY product
"""

# Amounts in đồng. Of all these payments, those that were voided by the last day, and those that
# were paid, not voided, on a later day than that: the transfer came before them.
COVERED_COLUMNS: frames.Dtypes = frames.columns(
    "payments amount voided_payments voided_amount later_payments later_amount"
)

COVERED: Final = f"""
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


def by_product(connection: sa.Connection, limits: agents.Limits) -> pd.DataFrame:
    """Return how the outstanding money moved from the evening before a period to that of its end.

    Opening: paid before the first day, neither voided nor remitted before it. Collected: paid
    in the period, also what was voided since. Voided, and settled: of these two, what was voided,
    and what was remitted and not voided, by the last evening. Closing is left, so that always
    opening + collected - voided - settled = closing; it is what `remittance_lag` calls outstanding
    on the last evening, as opening is on the one before the first day.

    Returns:
        One row a product of which there is anything: `COLUMNS`.
    """
    limits.require_known(connection)
    return frames.ask(connection, BY_PRODUCT, limits.binds | {"product": None}, COLUMNS)


def covered(connection: sa.Connection, limits: agents.Limits) -> pd.DataFrame:
    """Add up the payments of the filter that the transfers of `remittances.listed` cover.

    What else they cover is of other offices, which may not be visible, or of other organisations:
    `remittances` counts it with the transfer.

    Returns:
        One row: `COVERED_COLUMNS`.
    """
    limits.require_known(connection)
    return frames.ask(connection, COVERED, limits.binds, COVERED_COLUMNS)
