"""By which way the participants of recorded payments were told of it."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lagged

# Amounts in đồng. `channel_code` is as the store has it, empty where nobody was told.
COLUMNS: frames.Dtypes = frames.columns("channel_code payments amount")

# Who was told is known of the payment itself; the way stands with its code.
BY_CHANNEL: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
recorded AS (
    SELECT p.payment_id, p.amount, p.informed
    FROM payments AS p
    WHERE {lagged.IS_COUNTED}
        AND p.recorded_day <= :as_of
)
SELECT
    CASE WHEN r.informed THEN c.notified_by END AS channel_code,
    count(*) AS payments,
    sum(r.amount) AS amount
FROM recorded AS r
LEFT JOIN confirmations AS c ON c.payment_id = r.payment_id AND r.informed
GROUP BY 1
ORDER BY payments DESC, channel_code
"""


def by_channel(connection: sa.Connection, question: lagged.Question) -> pd.DataFrame:
    """Return how the participants of a period's recorded payments were told.

    The payments are the recorded ones of `recording_lag.by_agent`; as there, whenever they were
    told.

    Returns:
        One row a way, the most payments first, and one for those who were not told: `COLUMNS`.
    """
    question.require_known(connection)
    return frames.ask(connection, BY_CHANNEL, question.binds, COLUMNS)
