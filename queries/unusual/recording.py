"""How soon payments got their codes, week by week."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lagged

# Amounts in đồng, as floats: they are compared, and never shown. good_payments got their code on
# the very day of the payment.
COLUMNS: Final = frames.columns("office_code org_code start payments good_payments") | {
    "amount": "float64"
}

_WEEK: Final = "p.paid_day - CAST(EXTRACT(ISODOW FROM p.paid_day) AS integer) + 1"

BY_WEEK: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES}
SELECT
    {agents.counted_as("p.office_code")} AS office_code,
    p.org_code,
    {_WEEK} AS start,
    sum(p.payments) AS payments,
    CAST(sum(p.amount) AS double precision) AS amount,
    COALESCE(sum(p.payments) FILTER (WHERE p.recorded_day = p.paid_day), 0) AS good_payments
FROM recording_days AS p
WHERE {lagged.IS_OF_PERIOD}
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
"""


# half_minutes is the smallest number of minutes within which half of the payments had their code.
HALF_COLUMNS: Final = frames.columns("key start payments half_minutes")

HALF_WITHIN: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row an agent, week and number of minutes; none for payments that have no code.
paces AS (
    SELECT
        {agents.key(collector="''", product="''", day="p.paid_day")} AS key,
        {_WEEK} AS start,
        CASE WHEN p.recorded_day <= :as_of THEN m.minutes END AS minutes,
        sum(COALESCE(m.payments, p.payments)) AS payments
    FROM recording_days AS p
    LEFT JOIN LATERAL unnest(p.minutes, p.minute_payments) AS m (minutes, payments)
        ON p.recorded_day <= :as_of
    WHERE {lagged.IS_OF_PERIOD}
        AND (p.recorded_day IS NULL OR p.recorded_day > :as_of OR m.minutes IS NOT NULL)
    GROUP BY 1, 2, 3
),
ranked AS (
    SELECT
        key,
        start,
        minutes,
        sum(payments) OVER (PARTITION BY key, start) AS of_all,
        sum(payments) OVER (PARTITION BY key, start ORDER BY minutes NULLS LAST) AS so_far
    FROM paces
)
SELECT
    key,
    start,
    max(of_all) AS payments,
    min(minutes) FILTER (WHERE so_far * 2 >= of_all) AS half_minutes
FROM ranked
GROUP BY key, start
ORDER BY key COLLATE "C", start
"""


def by_week(connection: sa.Connection, question: lagged.Question) -> pd.DataFrame:
    """Return how many payments of each week got their code on the day that they were paid.

    The payments are those of `recording_lag.by_agent`; `start` is the Monday of their week.

    Returns:
        One row an office, organisation and week with payments: `COLUMNS`.
    """
    question.require(connection)
    return frames.ask(connection, BY_WEEK, question.binds, COLUMNS)


def half_within(
    connection: sa.Connection, question: lagged.Question, *, by: agents.By
) -> pd.DataFrame:
    """Return within how many minutes half of the payments of each week had their code.

    Counted as `recording_lag.by_agent` counts it: by the nearest rank, those without a code last,
    and without those that have one but are known by their day alone.

    Returns:
        One row an agent and week: `HALF_COLUMNS`; no minutes where half of them have no code.
    """
    question.require(connection)
    return frames.ask(connection, HALF_WITHIN, question.binds | {"by": by}, HALF_COLUMNS)
