"""How old the money is that has not been remitted."""

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lagged

# The last working day beyond the deadline that a bucket holds; the first holds what is not yet
# due, and what is older than all of them is in the last.
BUCKETS = (0, 5, 10, 20)

# Amounts in đồng; days_from and days_to are working days beyond the deadline, days_to empty in the
# last bucket.
COLUMNS: frames.Dtypes = frames.columns("bucket days_from days_to payments amount")


def _by_bucket(lagged_steps: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{lagged_steps},
-- One row a bucket, empty ones too.
buckets AS (
    SELECT
        nth - 1 AS bucket,
        lag(days_to + 1) OVER (ORDER BY nth) AS days_from,
        days_to
    FROM unnest(array_append(CAST(:buckets AS integer[]), NULL))
        WITH ORDINALITY AS b (days_to, nth)
)
SELECT
    b.bucket,
    b.days_from,
    b.days_to,
    COALESCE(sum(l.payments), 0) AS payments,
    COALESCE(sum(l.amount), 0) AS amount
FROM buckets AS b
LEFT JOIN lagged AS l
    ON NOT l.remitted
    AND (b.days_from IS NULL OR l.lag_days - l.deadline_days >= b.days_from)
    AND (b.days_to IS NULL OR l.lag_days - l.deadline_days <= b.days_to)
GROUP BY b.bucket, b.days_from, b.days_to
ORDER BY b.bucket
"""


def by_bucket(
    connection: sa.Connection,
    question: lagged.Question,
) -> pd.DataFrame:
    """Return how far beyond its deadline the outstanding money of a period was on a day.

    The payments are those of `remittance_lag.by_agent`; the buckets add up to its outstanding
    amounts, those after the first to its overdue ones.

    Returns:
        One row a bucket, in order of age: `COLUMNS`.
    """
    question.require(connection)
    values = question.lag_binds() | {"buckets": list(BUCKETS)}
    return frames.ask(connection, _by_bucket(question.lagged()), values, COLUMNS)
