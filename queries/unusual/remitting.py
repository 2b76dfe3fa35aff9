"""How many payments of each week were remitted on time."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lagged

# Amounts in đồng, as floats: they are compared, and never shown. `payments` are those of days whose
# deadline has passed for all of them, `good_payments` those of them that were remitted within it.
COLUMNS: Final = frames.columns("office_code org_code start payments good_payments") | {
    "amount": "float64"
}

BY_WEEK: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row an office, organisation, paid, settled and voided day that is due, as known on the
-- evening. All payments of an organisation's day have one deadline.
due AS (
    SELECT
        p.office_code,
        p.org_code,
        p.paid_day - CAST(EXTRACT(ISODOW FROM p.paid_day) AS integer) + 1 AS start,
        p.payments,
        p.amount,
        COALESCE(
            p.settled_day <= :as_of AND settled.number - paid.number <= p.deadline_days, false
        ) AS is_on_time
    FROM lag_days AS p
    JOIN calendar AS paid ON paid.day = p.paid_day
    JOIN calendar AS today ON today.day = :as_of
    LEFT JOIN calendar AS settled ON settled.day = p.settled_day
    WHERE {lagged.IS_OF_PERIOD}
        AND today.number - paid.number > p.deadline_days
)
SELECT
    {agents.counted_as("d.office_code")} AS office_code,
    d.org_code,
    d.start,
    sum(d.payments) AS payments,
    CAST(sum(d.amount) AS double precision) AS amount,
    COALESCE(sum(d.payments) FILTER (WHERE d.is_on_time), 0) AS good_payments
FROM due AS d
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
"""


def by_week(connection: sa.Connection, question: lagged.Question) -> pd.DataFrame:
    """Return how many payments of each week of a period were remitted within the deadline.

    Of the days of payment those count whose payments are all due by the end of `as_of`: of other
    days only what was remitted soon would be known. Their on-time rate is that of
    `remittance_lag.by_agent` for the same days. `start` is the Monday of the week.

    Returns:
        One row an office, organisation and week with due payments: `COLUMNS`.
    """
    question.require(connection)
    return frames.ask(connection, BY_WEEK, question.binds, COLUMNS)
