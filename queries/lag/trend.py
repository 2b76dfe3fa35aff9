"""How much money was overdue at the ends of the last weeks."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lag_sums, lagged

# Amounts in đồng, as known on the evening.
COLUMNS: frames.Dtypes = frames.columns("key evening overdue_amount")

# What was settled or voided by the first evening after it was paid was outstanding on none.
_WAS_OPEN: Final = """
    p.paid_day BETWEEN :start - 7 * (:weeks - 1) AND LEAST(:end, :as_of)
    AND COALESCE(LEAST(p.settled_day, p.voided_day), 'infinity')
        > :as_of - (:as_of - p.paid_day) / 7 * 7
"""

# One row an agent, deadline, paid, settled and voided day.
_OF_PAYMENTS: Final = f"""
summed AS (
    SELECT
        {agents.KEY} AS key, p.org_code, p.paid_day, p.settled_day, p.voided_day,
        sum(p.amount) AS amount
    FROM payments AS p
    WHERE {_WAS_OPEN}
        AND {lagged.IS_OF_FILTER}
        AND {agents.IS_ASKED}
    GROUP BY 1, 2, 3, 4, 5
),
{lagged.deadlines("summed")},
grouped AS (
    SELECT s.*, d.deadline_days FROM summed AS s JOIN deadlines AS d USING (org_code, paid_day)
)
"""


def _of_sums(by: agents.By, product: str | None) -> str:
    return f"""
grouped AS (
    SELECT
        {lag_sums.KEY} AS key, p.paid_day, p.settled_day, p.voided_day, p.deadline_days,
        sum(m.amount) AS amount
    FROM lag_days AS p
    {lag_sums.measures(by=by, product=product)}
        AND {_WAS_OPEN}
        -- Days of rest make no working day: it was overdue on no evening before the deadline's day.
        AND p.decided_day > :as_of - (:as_of - p.paid_day - p.deadline_days - 1) / 7 * 7
        AND {agents.IS_ASKED}
    GROUP BY 1, 2, 3, 4, 5
)
"""


def _by_agent(grouped: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{grouped},
-- One row an evening, with the days of payment that count on it.
evenings AS (
    SELECT
        :as_of - 7 * nth AS evening,
        :start - 7 * nth AS first_day,
        LEAST(:end, :as_of) - 7 * nth AS last_day
    FROM generate_series(0, :weeks - 1) AS w (nth)
)
SELECT
    g.key,
    e.evening,
    sum(g.amount) AS overdue_amount
FROM evenings AS e
JOIN grouped AS g
    ON g.paid_day BETWEEN e.first_day AND e.last_day
    AND COALESCE(LEAST(g.settled_day, g.voided_day), 'infinity') > e.evening
JOIN calendar AS paid ON paid.day = g.paid_day
JOIN calendar AS today ON today.day = e.evening
WHERE today.number - paid.number > g.deadline_days
GROUP BY g.key, e.evening
ORDER BY g.key COLLATE "C", e.evening
"""


def by_agent(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    weeks: int,
    by: agents.By,
) -> pd.DataFrame:
    """Return what was overdue on the evening of `as_of` and those of the weeks before it.

    On an earlier evening the period of payment is as long and lies as many weeks earlier, so that
    the points can be compared; the last ones are the amounts of `remittance_lag.by_agent`.

    Args:
        connection: a transaction of a reader.
        question: the payments of the last evening, its `as_of`.
        weeks: the number of evenings.
        by: what a row stands for.

    Returns:
        One row an agent and evening on which something was overdue: `COLUMNS`.
    """
    question.require(connection)
    grouped = _of_sums(by, question.product) if question.is_of_sums(by) else _OF_PAYMENTS
    values = question.lag_binds(by) | {"weeks": weeks}
    return frames.ask(connection, _by_agent(grouped), values, COLUMNS)
