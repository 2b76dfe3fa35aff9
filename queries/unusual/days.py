"""What each office and organisation recorded on each day: the form 01-XN of each day."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lagged

# Amounts in đồng, before adjustments, as floats: they are compared, and never shown.
COLUMNS: Final = frames.columns("office_code org_code day codes") | {"amount": "float64"}

BY_DAY: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES}
SELECT
    {agents.counted_as("p.office_code")} AS office_code,
    p.org_code,
    p.day,
    sum(p.codes) AS codes,
    CAST(sum(p.amount) AS double precision) AS amount
FROM forms AS p
WHERE p.day BETWEEN :start AND LEAST(:end, :as_of)
    AND p.org_code <> ''
    AND p.product = ''
    AND p.codes > 0
    AND {agents.IS_ASKED}
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
"""


def by_day(connection: sa.Connection, question: lagged.Question) -> pd.DataFrame:
    """Return what was recorded on each day of a period, up to the as-of day.

    The figures are those of form 01-XN, which no later void changes. The product and the collector
    of the question are not used.

    Returns:
        One row an office, organisation and day with codes: `COLUMNS`.
    """
    question.require(connection)
    return frames.ask(connection, BY_DAY, question.binds, COLUMNS)
