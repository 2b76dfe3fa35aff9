"""The money that was collected and has no confirmation code yet: whose it is, and how old."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from data.derived import difference_rules
from queries import agents, frames
from queries.lag import lagged

# The last calendar day after that of the payment that a class of age holds; the first holds what
# was collected on the as-of day, and what is older than all of them is in the last.
AGES: Final = (0, 1, 7, 30)

# Amounts in đồng; oldest_day is the first day of payment.
COLUMNS: frames.Dtypes = frames.columns("key name payments amount oldest_day")
# days_from and days_to are calendar days from the payment to the as-of day, days_to empty in the
# last class.
AGE_COLUMNS: frames.Dtypes = frames.columns("bucket days_from days_to payments amount")

# A step of a statement, after those of `agents`: read from the payments, or from the rollup, which
# knows neither products nor collectors.
_OF_PAYMENTS: Final = f"""
-- One row an agent and day of payment, of what had no code by the end of the as-of day.
waiting AS (
    SELECT
        {agents.KEY} AS key,
        p.paid_day,
        count(*) AS payments,
        sum(p.amount) AS amount
    FROM payments AS p
    WHERE {lagged.IS_COUNTED}
        AND {difference_rules.HAD_NO_CODE}
        AND (p.recorded_day IS NULL OR p.recorded_day > :as_of)
    GROUP BY 1, 2
)
"""
_OF_SUMS: Final = f"""
waiting AS (
    SELECT
        {agents.key(collector="''", product="''", day="p.paid_day")} AS key,
        p.paid_day,
        sum(p.payments) AS payments,
        sum(p.amount) AS amount
    FROM recording_days AS p
    WHERE {lagged.IS_OF_PERIOD}
        AND (p.recorded_day IS NULL OR p.recorded_day > :as_of)
    GROUP BY 1, 2
)
"""


def _by_agent(waiting: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{agents.NAMES},
{waiting},
totals AS (
    SELECT
        key,
        sum(payments) AS payments,
        sum(amount) AS amount,
        min(paid_day) AS oldest_day
    FROM waiting
    GROUP BY key
)
SELECT
    t.key,
    n.name,
    t.payments,
    t.amount,
    t.oldest_day
FROM totals AS t
LEFT JOIN names AS n USING (key)
ORDER BY t.oldest_day, t.payments DESC, t.key COLLATE "C"
"""


def _by_age(waiting: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{waiting},
-- One row a class, empty ones too.
classes AS (
    SELECT
        nth - 1 AS bucket,
        COALESCE(lag(days_to + 1) OVER (ORDER BY nth), 0) AS days_from,
        days_to
    FROM unnest(array_append(CAST(:ages AS integer[]), NULL))
        WITH ORDINALITY AS c (days_to, nth)
)
SELECT
    c.bucket,
    c.days_from,
    c.days_to,
    COALESCE(sum(w.payments), 0) AS payments,
    COALESCE(sum(w.amount), 0) AS amount
FROM classes AS c
LEFT JOIN waiting AS w
    ON :as_of - w.paid_day >= c.days_from
    AND (c.days_to IS NULL OR :as_of - w.paid_day <= c.days_to)
GROUP BY c.bucket, c.days_from, c.days_to
ORDER BY c.bucket
"""


def by_agent(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    by: agents.By,
) -> pd.DataFrame:
    """Return the payments of a period that had no code at the end of a day.

    They are the unrecorded ones of `recording_lag.by_agent`.

    Returns:
        One row an agent that has some, the one with the oldest first: `COLUMNS`.
    """
    question.require_known(connection)
    statement = _by_agent(_waiting(question, by))
    return frames.ask(connection, statement, question.binds | {"by": by}, COLUMNS)


def by_age(connection: sa.Connection, question: lagged.Question) -> pd.DataFrame:
    """Return how old the money of a period was that had no code at the end of a day.

    Returns:
        One row a class of age, the youngest first: `AGE_COLUMNS`. They add up to the unrecorded
        payments of `recording_lag.by_agent`.
    """
    question.require_known(connection)
    values = question.binds | {"by": agents.By.ALL, "ages": list(AGES)}
    return frames.ask(connection, _by_age(_waiting(question, agents.By.ALL)), values, AGE_COLUMNS)


def _waiting(question: lagged.Question, by: agents.By) -> str:
    is_of_sums = question.is_of_sums(by) and by is not agents.By.PRODUCT
    return _OF_SUMS if is_of_sums and question.product is None else _OF_PAYMENTS
