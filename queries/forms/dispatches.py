"""How a form 01-XN was sent: each sending with what the store says."""

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.forms import steps

# Amounts in đồng; codes and amount are the store's now, the differences the sending's less these.
COLUMNS: frames.Dtypes = {
    "office_code": frames.TEXT,
    "sent_at": frames.MOMENT,
    "due_at": frames.MOMENT,
    "late_seconds": frames.WHOLE,
    "is_first": "boolean",
    "is_last": "boolean",
    "sent_codes": frames.WHOLE,
    "sent_amount": frames.WHOLE,
    "codes": frames.WHOLE,
    "amount": frames.WHOLE,
    "codes_difference": frames.WHOLE,
    "amount_difference": frames.WHOLE,
}

BY_SENDING = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{steps.WITH_STATUS},
-- One row a sending.
asked AS (
    SELECT
        d.*,
        (d.report_date + 1 + TIME '08:00') AT TIME ZONE 'Asia/Ho_Chi_Minh' AS due_at,
        row_number() OVER by_moment AS number,
        count(*) OVER (PARTITION BY d.office_code) AS numbers
    FROM dispatches AS d
    WHERE d.report_date = :start AND d.org_code = :org
        AND d.office_code = ANY (ARRAY(SELECT office_code FROM asked_offices))
    WINDOW by_moment AS (PARTITION BY d.office_code ORDER BY d.sent_at)
)
SELECT
    a.office_code,
    a.sent_at,
    a.due_at,
    CAST(ceil(EXTRACT(epoch FROM a.sent_at - a.due_at)) AS bigint) AS late_seconds,
    a.number = 1 AS is_first,
    a.number = a.numbers AS is_last,
    a.codes AS sent_codes,
    a.amount AS sent_amount,
    COALESCE(j.codes, 0) AS codes,
    COALESCE(j.amount, 0) AS amount,
    a.codes - COALESCE(j.codes, 0) AS codes_difference,
    a.amount - COALESCE(j.amount, 0) AS amount_difference
FROM asked AS a
LEFT JOIN judged AS j USING (office_code)
ORDER BY a.office_code COLLATE "C", a.sent_at
"""


def by_sending(connection: sa.Connection, question: steps.Question) -> pd.DataFrame:
    """List every sending of the form of a day to an organisation, with what the store says now.

    Returns:
        One row a sending, by office and moment: `COLUMNS`, amounts in đồng. Also those of
        a day without codes, for which nothing was due.

    Raises:
        problems.Problem: an unknown code.
    """
    question.require_known(connection)
    values = question.binds | {"now": None, "levels": []}
    return frames.ask(connection, BY_SENDING, values, COLUMNS)
