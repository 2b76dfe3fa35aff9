"""How much money was overdue at the ends of some weeks, whenever it was paid.

Unlike `queries.lag.trend`, the period of payment is the same for every evening: what has been
overdue all the time is there on each.
"""

from collections.abc import Collection
from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lag_sums, lagged

# Amounts in đồng, as known on the evening.
COLUMNS: frames.Dtypes = frames.columns("key evening overdue_amount")

_FIRST_EVENING: Final = "(CAST(:as_of AS date) - 7 * (CAST(:weeks AS integer) - 1))"
_OF_PERIOD: Final = "p.paid_day BETWEEN :start AND LEAST(:end, :as_of)"
_RECENT: Final = f"""
    p.paid_day BETWEEN GREATEST(:start, {_FIRST_EVENING} - 10) AND LEAST(:end, :as_of)
"""

# What was open on one of the evenings: paid little more than ten days before the first of them, or
# in an index of its own.
_OF_SUMS: Final = f"""
grouped AS (
    SELECT
        {lag_sums.KEY} AS key, p.paid_day, p.deadline_days, {lag_sums.DECIDED} AS decided_day,
        sum(p.amount) AS amount
    FROM (
        SELECT * FROM lag_days AS p
        WHERE p.slow AND p.decided_day > {_FIRST_EVENING} AND {_OF_PERIOD} AND {agents.IS_ASKED}
        UNION ALL
        SELECT * FROM lag_days AS p
        WHERE NOT p.slow AND {_RECENT} AND {agents.IS_ASKED}
            AND p.decided_day > p.paid_day + p.deadline_days
    ) AS p
    CROSS JOIN LATERAL (SELECT '' AS product) AS m
    GROUP BY 1, 2, 3, 4
)
"""

# The condition of the index `payments_slow` stands here word for word.
_OF_COLLECTORS: Final = f"""
spots AS (
    SELECT c.collector_code, o.office_code
    FROM collectors AS c
    CROSS JOIN LATERAL unnest(c.seen_in) AS o (office_code)
    WHERE c.collector_code = ANY (CAST(:codes AS text[]))
),
summed AS (
    SELECT
        p.collector_code AS key, p.org_code, p.paid_day, {lag_sums.DECIDED} AS decided_day,
        sum(p.amount) AS amount
    FROM (
        SELECT p.* FROM spots AS s
        JOIN payments AS p ON p.office_code = s.office_code AND p.collector_code = s.collector_code
        WHERE {lag_sums.DECIDED} > p.paid_day + 10
            AND {lag_sums.DECIDED} > {_FIRST_EVENING}
            AND {_OF_PERIOD}
        UNION ALL
        SELECT p.* FROM spots AS s
        JOIN payments AS p ON p.office_code = s.office_code AND p.collector_code = s.collector_code
        WHERE {lag_sums.DECIDED} <= p.paid_day + 10 AND {_RECENT}
    ) AS p
    WHERE {agents.IS_ASKED}
    GROUP BY 1, 2, 3, 4
),
{lagged.deadlines("summed")},
grouped AS (
    SELECT s.*, d.deadline_days FROM summed AS s JOIN deadlines AS d USING (org_code, paid_day)
)
"""


def _by_agent(grouped: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{grouped},
evenings AS (
    SELECT CAST(:as_of AS date) - 7 * nth AS evening
    FROM generate_series(0, CAST(:weeks AS integer) - 1) AS w (nth)
)
SELECT
    g.key,
    e.evening,
    sum(g.amount) AS overdue_amount
FROM evenings AS e
JOIN grouped AS g ON g.paid_day <= e.evening AND g.decided_day > e.evening
JOIN calendar AS paid ON paid.day = g.paid_day
JOIN calendar AS today ON today.day = e.evening
WHERE today.number - paid.number > g.deadline_days
GROUP BY g.key, e.evening
ORDER BY g.key COLLATE "C", e.evening
"""


def by_organization(
    connection: sa.Connection, question: lagged.Question, *, weeks: int
) -> pd.DataFrame:
    """Return what organisations had overdue at the end of `as_of`, and every seven days before it.

    An evening's amounts are those of `owing.by_agent` as of it. The product and the collector of
    the question are not used.

    Args:
        connection: a transaction of a reader.
        question: the payments, and the last evening.
        weeks: the number of evenings.

    Returns:
        One row an organisation and evening on which it had anything overdue: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    question.require(connection)
    values = question.binds | {"weeks": weeks, "by": agents.By.ORG}
    return frames.ask(connection, _by_agent(_OF_SUMS), values, COLUMNS)


def by_collectors(
    connection: sa.Connection, question: lagged.Question, *, weeks: int, codes: Collection[str]
) -> pd.DataFrame:
    """Return the same of some collectors, from their payments where they have taken money."""
    question.require(connection)
    values = question.binds | {"weeks": weeks, "codes": list(codes)}
    return frames.ask(connection, _by_agent(_OF_COLLECTORS), values, COLUMNS)
