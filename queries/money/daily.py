"""What was collected, recorded and remitted on each day."""

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lagged

# Amounts in đồng. known: the day lies between the first and the last day of which anything is in
# the store; elsewhere a zero means nothing.
COLUMNS: frames.Dtypes = {
    "day": frames.DAY,
    "working": "bool",
    "known": "bool",
    "collected_amount": frames.WHOLE,
    "codes": frames.WHOLE,
    "recorded_amount": frames.WHOLE,
    "adjustment_amount": frames.WHOLE,
    "net_amount": frames.WHOLE,
    "remitted_amount": frames.WHOLE,
}

BY_DAY = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row a day of payment, as known by the end of the as-of day.
collected AS (
    SELECT p.paid_day AS day, sum(p.amount) AS amount
    FROM lag_days AS p
    WHERE p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
        AND (p.voided_day IS NULL OR p.voided_day > :as_of)
        AND {agents.IS_ASKED}
    GROUP BY p.paid_day
),
-- One row a day with codes or voids: its forms.
posted AS (
    SELECT
        p.day,
        sum(p.codes) AS codes,
        sum(p.amount) AS amount,
        sum(p.adjustment_amount) AS adjustment_amount
    FROM forms AS p
    WHERE p.day BETWEEN :start AND :end
        AND p.org_code = COALESCE(:org, '')
        AND p.product = ''
        AND {agents.IS_ASKED_OFFICE}
    GROUP BY p.day
),
-- One row a day on which transfers came in.
remitted AS (
    SELECT p.remitted_day AS day, sum(p.amount) AS amount
    FROM remittances AS p
    WHERE p.remitted_day BETWEEN :start AND :end
        AND {agents.IS_ASKED}
    GROUP BY p.remitted_day
),
-- One row. Office by office, from the ends of indexes: under a policy, min() and max() would read
-- everything.
reach AS (
    SELECT
        min((
            SELECT p.paid_day FROM payments AS p
            WHERE p.office_code = o.office_code ORDER BY p.paid_day LIMIT 1
        )) AS first_day,
        max(GREATEST(
            (
                SELECT p.paid_day FROM payments AS p
                WHERE p.office_code = o.office_code ORDER BY p.paid_day DESC LIMIT 1
            ),
            (
                SELECT p.recorded_day FROM payments AS p
                WHERE p.office_code = o.office_code AND p.recorded_day IS NOT NULL
                ORDER BY p.recorded_day DESC
                LIMIT 1
            )
        )) AS last_day
    FROM offices AS o
)
SELECT
    d.day,
    d.working,
    COALESCE(d.day BETWEEN r.first_day AND r.last_day, false) AS known,
    COALESCE(c.amount, 0) AS collected_amount,
    COALESCE(f.codes, 0) AS codes,
    COALESCE(f.amount, 0) AS recorded_amount,
    COALESCE(f.adjustment_amount, 0) AS adjustment_amount,
    COALESCE(f.amount, 0) + COALESCE(f.adjustment_amount, 0) AS net_amount,
    COALESCE(m.amount, 0) AS remitted_amount
FROM calendar AS d
CROSS JOIN reach AS r
LEFT JOIN collected AS c USING (day)
LEFT JOIN posted AS f USING (day)
LEFT JOIN remitted AS m USING (day)
WHERE d.day BETWEEN :start AND :end
ORDER BY d.day
"""

IS_ANY = sa.text(f"""
WITH RECURSIVE
{agents.ASKED_OFFICES}
SELECT EXISTS (
    SELECT FROM payments AS p
    WHERE p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
        AND {agents.IS_ASKED}
) AS is_any
""")


def by_day(
    connection: sa.Connection,
    question: lagged.Question,
) -> pd.DataFrame:
    """Return what each day of a period came to, both ends included.

    Collected: the payments made on the day, without those voided by the end of `as_of`. Codes,
    recorded, adjustments and net: the form 01-XN of the day, which has no as-of. Remitted: the
    transfers of the day, whatever they cover. The product and the collector of the question are
    not used.

    Returns:
        One row a day of the calendar: `COLUMNS`.
    """
    question.require_known(connection)
    return frames.ask(connection, BY_DAY, question.binds, COLUMNS)


def is_any(
    connection: sa.Connection,
    question: lagged.Question,
) -> bool:
    """Return whether there is a payment of these days, up to the as-of day; voided ones count.

    The product and the collector of the question are not used.
    """
    question.require_known(connection)
    return bool(connection.scalar(IS_ANY, question.binds))
