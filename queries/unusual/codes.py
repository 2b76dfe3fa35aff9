"""How many payments codes cover, and the codes that cover many."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lagged

# size is a number of payments.
SIZE_COLUMNS: Final = frames.columns("size codes")
COLUMNS: Final = frames.columns("confirmation_code office_code org_code day payments amount")

# A step of a statement, after those of `agents`: one row a code of the days.
_CODES: Final = f"""
codes AS (
    SELECT
        p.confirmation_key,
        min(p.payment_id) AS payment_id,
        min(p.office_code) AS office_code,
        min(p.org_code) AS org_code,
        max(p.recorded_day) AS day,
        count(*) AS payments,
        sum(p.amount) AS amount
    FROM payments AS p
    WHERE p.recorded_day BETWEEN :start AND :as_of
        AND (p.voided_day IS NULL OR p.voided_day > :as_of)
        AND {agents.IS_ASKED}
    GROUP BY p.confirmation_key
)
"""
BY_SIZE: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{_CODES}
SELECT
    payments AS size,
    count(*) AS codes
FROM codes
GROUP BY payments
ORDER BY payments
"""
LARGE: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{_CODES}
SELECT
    n.confirmation_code,
    {agents.counted_as("c.office_code")} AS office_code,
    c.org_code,
    c.day,
    c.payments,
    c.amount
FROM codes AS c
JOIN confirmations AS n ON n.payment_id = c.payment_id
WHERE c.payments >= :least
ORDER BY c.payments DESC, c.confirmation_key
LIMIT :most
"""


def by_size(connection: sa.Connection, question: lagged.Question) -> pd.DataFrame:
    """Return how many codes cover how many payments, of the codes that were issued in a period.

    The period is from `start` to `as_of`; payments voided by then do not count. The product and
    the collector of the question are not used.

    Returns:
        One row a number of payments: `SIZE_COLUMNS`.
    """
    question.require_known(connection)
    return frames.ask(connection, BY_SIZE, question.binds, SIZE_COLUMNS)


def large(
    connection: sa.Connection, question: lagged.Question, *, least: int, most: int
) -> pd.DataFrame:
    """Return the codes of `by_size` that cover at least `least` payments, the largest first.

    Returns:
        One row a code, at most `most`: `COLUMNS`; `day` is the day on which it was issued.
    """
    question.require_known(connection)
    values = question.binds | {"least": least, "most": most}
    return frames.ask(connection, LARGE, values, COLUMNS)
