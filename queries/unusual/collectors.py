"""Collectors that have taken no payment lately, and how regularly they did before."""

import datetime as dt
from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lagged

# worked_days counts the working days with a payment, from the first day to the last. The office and
# the organisation are those of the last day.
COLUMNS: Final = frames.columns(
    "collector_code collector_name office_code org_code first_day last_day worked_days payments"
    " amount"
)

SILENT: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row a collector with payments on the last days: those days alone are read for it.
heard AS (
    SELECT DISTINCT p.collector_code
    FROM payments AS p
    WHERE p.paid_day BETWEEN :silent_from AND :as_of
        AND (p.voided_day IS NULL OR p.voided_day > :as_of)
        AND {agents.IS_ASKED}
),
silent AS (
    SELECT c.collector_code, c.collector_name, c.org_code, c.office_code, c.seen_in
    FROM collectors AS c
    WHERE NOT EXISTS (SELECT FROM heard AS h WHERE h.collector_code = c.collector_code)
),
-- One row an office and organisation for which any of them has worked: what an index begins with.
places AS (
    SELECT DISTINCT s.org_code, o.office_code
    FROM silent AS s
    CROSS JOIN LATERAL unnest(array_append(s.seen_in, s.office_code)) AS o (office_code)
),
-- One row a silent collector, office, organisation and day.
taken AS (
    SELECT
        p.collector_code, p.office_code, p.org_code, p.paid_day,
        count(*) AS payments, sum(p.amount) AS amount
    FROM places AS l
    JOIN payments AS p ON p.office_code = l.office_code AND p.org_code = l.org_code
    WHERE {lagged.IS_OF_PERIOD}
        AND p.collector_code IN (SELECT collector_code FROM silent)
    GROUP BY 1, 2, 3, 4
)
SELECT
    t.collector_code,
    max(s.collector_name) AS collector_name,
    (array_agg({agents.counted_as("t.office_code")} ORDER BY t.paid_day DESC, t.office_code))[1]
        AS office_code,
    (array_agg(t.org_code ORDER BY t.paid_day DESC, t.office_code))[1] AS org_code,
    min(t.paid_day) AS first_day,
    max(t.paid_day) AS last_day,
    count(DISTINCT t.paid_day) FILTER (WHERE d.working) AS worked_days,
    sum(t.payments) AS payments,
    sum(t.amount) AS amount
FROM taken AS t
JOIN silent AS s USING (collector_code)
JOIN calendar AS d ON d.day = t.paid_day
GROUP BY t.collector_code
ORDER BY t.collector_code COLLATE "C"
"""


def silent(
    connection: sa.Connection, question: lagged.Question, *, silent_from: dt.date
) -> pd.DataFrame:
    """Return the collectors with payments in a period and none from a day of it on.

    Payments voided by the end of `as_of` do not count. The product and the collector of the
    question are not used.

    Returns:
        One row a collector: `COLUMNS`.
    """
    question.require(connection)
    values = question.binds | {"silent_from": silent_from}
    return frames.ask(connection, SILENT, values, COLUMNS)
