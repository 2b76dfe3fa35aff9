"""Who had not remitted what by the end of a day, and how much was overdue.

It says of those who owed anything what `queries.lag.remittance_lag` says of everybody, from few
rows: what was open on a day is little more than ten days old, or in an index of its own.
"""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lag_sums, lagged

# Amounts in đồng, ages in working days, exposure in đồng·days.
COLUMNS: frames.Dtypes = frames.columns(
    "key name outstanding_payments outstanding_amount overdue_payments overdue_amount "
    "oldest_outstanding_days exposure_vnd_days"
)

_OF_PERIOD: Final = "p.paid_day BETWEEN :start AND LEAST(:end, :as_of)"
_RECENT: Final = "p.paid_day BETWEEN GREATEST(:start, :as_of - 10) AND LEAST(:end, :as_of)"

_IS_OPEN: Final = f"""
    {lag_sums.DECIDED} > :as_of
    AND {agents.IS_ASKED}
    AND {lagged.IS_OF_FILTER}
"""

# Steps of a statement, after those of `agents`, that end with `open`: one row an agent, paid day
# and deadline. What was open for more than ten days is in an index of its own, `payments_slow`,
# whose condition stands here word for word. The rest comes from a covering index.
_OF_PAYMENTS: Final = f"""
-- One row an agent, organisation and paid day.
grouped AS (
    SELECT
        {agents.KEY} AS key, p.org_code, p.paid_day, count(*) AS payments, sum(p.amount) AS amount
    FROM (
        SELECT * FROM payments AS p
        WHERE {_OF_PERIOD} AND {lag_sums.DECIDED} > p.paid_day + 10 AND {_IS_OPEN}
        UNION ALL
        SELECT * FROM payments AS p
        WHERE {_RECENT} AND {lag_sums.DECIDED} <= p.paid_day + 10 AND {_IS_OPEN}
    ) AS p
    GROUP BY 1, 2, 3
),
{lagged.deadlines("grouped")},
open AS (
    SELECT g.key, g.paid_day, d.deadline_days, g.payments, g.amount
    FROM grouped AS g
    JOIN deadlines AS d USING (org_code, paid_day)
)
"""


def _of_sums(by: agents.By, product: str | None) -> str:
    return f"""
open AS (
    SELECT
        {lag_sums.KEY} AS key, p.paid_day, p.deadline_days,
        sum(m.payments) AS payments, sum(m.amount) AS amount
    FROM {lag_sums.open_after(":as_of")}
    {lag_sums.measures(by=by, product=product)}
        AND {lag_sums.DECIDED} > :as_of
    GROUP BY 1, 2, 3
)
"""


def _by_agent(open_steps: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{agents.NAMES},
{open_steps},
-- The grain of open, with the working days by which it is old, and by which it is overdue.
aged AS (
    SELECT
        o.key, o.payments, o.amount,
        GREATEST(0, today.number - paid.number) AS age_days,
        GREATEST(0, today.number - paid.number - o.deadline_days) AS overdue_days
    FROM open AS o
    JOIN calendar AS paid ON paid.day = o.paid_day
    JOIN calendar AS today ON today.day = :as_of
)
SELECT
    a.key,
    n.name,
    sum(a.payments) AS outstanding_payments,
    sum(a.amount) AS outstanding_amount,
    COALESCE(sum(a.payments) FILTER (WHERE a.overdue_days > 0), 0) AS overdue_payments,
    COALESCE(sum(a.amount) FILTER (WHERE a.overdue_days > 0), 0) AS overdue_amount,
    max(a.age_days) AS oldest_outstanding_days,
    sum(a.amount * a.overdue_days) AS exposure_vnd_days
FROM aged AS a
LEFT JOIN names AS n USING (key)
GROUP BY a.key, n.name
ORDER BY a.key COLLATE "C"
"""


def by_agent(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    by: agents.By,
) -> pd.DataFrame:
    """Return what of the payments of a period was outstanding at the end of the as-of day.

    The payments are those of `remittance_lag.by_agent`, and so are the figures.

    Returns:
        One row an agent with outstanding payments, sorted by code point of the key: `COLUMNS`.
    """
    question.require(connection)
    of_sums = question.is_of_sums(by)
    statement = _by_agent(_of_sums(by, question.product) if of_sums else _OF_PAYMENTS)
    return frames.ask(connection, statement, question.lag_binds(by), COLUMNS)
