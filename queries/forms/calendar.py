"""How each office stood with its forms 01-XN, day by day: the calendar of offices and days."""

import datetime as dt

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.forms import steps

# state is one of `STATES`; forms and the four after it count organisations with codes that day.
COLUMNS: frames.Dtypes = {
    "office_code": frames.TEXT,
    "office_name": frames.TEXT,
    "day": frames.DAY,
    "working": "bool",
    "state": frames.TEXT,
    "codes": frames.WHOLE,
    "forms": frames.WHOLE,
    "dispatched_on_time": frames.WHOLE,
    "dispatched_late": frames.WHOLE,
    "not_dispatched": frames.WHOLE,
    "mismatched": frames.WHOLE,
    "latest_recorded_day": frames.DAY,
}
STATES = (
    "on_time", "mismatched", "late", "missing", "silent", "not_yet_due", "nothing_due",
)  # fmt: skip

BY_DAY = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row an office in the scope that ever had a code. From the end of an index: under a policy,
-- max() would read everything.
offices_known AS MATERIALIZED (
    SELECT *
    FROM (
        SELECT
            o.office_code,
            o.valid_from,
            o.valid_to,
            (
                SELECT p.recorded_day FROM payments AS p
                WHERE p.office_code = o.office_code AND p.recorded_day IS NOT NULL
                ORDER BY p.recorded_day DESC
                LIMIT 1
            ) AS latest_recorded_day
        FROM offices AS o
        WHERE o.office_code = ANY ((SELECT my_offices())::text[])
            AND (CAST(:office AS text) IS NULL
                OR o.office_code = ANY (ARRAY(SELECT office_code FROM asked_offices)))
    ) AS o
    WHERE latest_recorded_day IS NOT NULL
),
-- One row an office that these are counted as, there as long as any of them was.
offices_shown AS MATERIALIZED (
    SELECT
        {agents.counted_as("k.office_code")} AS office_code,
        min(COALESCE(k.valid_from, '-infinity')) AS valid_from,
        max(COALESCE(k.valid_to, 'infinity')) AS valid_to,
        max(k.latest_recorded_day) AS latest_recorded_day
    FROM offices_known AS k
    GROUP BY 1
),
{steps.WITH_STATUS},
-- One row an office and day with codes.
counted AS (
    SELECT
        {agents.counted_as("j.office_code")} AS office_code,
        day,
        sum(codes) AS codes,
        count(*) AS forms,
        count(*) FILTER (WHERE status = 'on_time') AS dispatched_on_time,
        count(*) FILTER (WHERE status = 'late') AS dispatched_late,
        count(*) FILTER (WHERE status IN ('missing', 'not_due')) AS not_dispatched,
        count(*) FILTER (WHERE status = 'missing') AS missing,
        count(*) FILTER (WHERE mismatched) AS mismatched
    FROM judged AS j
    WHERE due
    GROUP BY 1, 2
)
SELECT
    s.office_code,
    o.office_name,
    d.day,
    d.working,
    CASE
        WHEN c.missing > 0 THEN 'missing'
        WHEN c.dispatched_late > 0 THEN 'late'
        WHEN c.not_dispatched > 0 OR d.day >= :today THEN 'not_yet_due'
        WHEN c.mismatched > 0 THEN 'mismatched'
        WHEN c.forms > 0 THEN 'on_time'
        WHEN d.working AND d.day > s.latest_recorded_day THEN 'silent'
        ELSE 'nothing_due'
    END AS state,
    COALESCE(c.codes, 0) AS codes,
    COALESCE(c.forms, 0) AS forms,
    COALESCE(c.dispatched_on_time, 0) AS dispatched_on_time,
    COALESCE(c.dispatched_late, 0) AS dispatched_late,
    COALESCE(c.not_dispatched, 0) AS not_dispatched,
    COALESCE(c.mismatched, 0) AS mismatched,
    s.latest_recorded_day
FROM offices_shown AS s
JOIN offices AS o USING (office_code)
CROSS JOIN calendar AS d
LEFT JOIN counted AS c USING (office_code, day)
WHERE d.day BETWEEN :start AND :end
    AND (
        c.forms > 0
        OR d.day BETWEEN s.valid_from AND s.valid_to
        OR EXISTS (
            SELECT FROM offices_known AS o
            WHERE {agents.counted_as("o.office_code")} = s.office_code
                AND {agents.HAS_DATA.format(day="d.day")}
        )
    )
ORDER BY o.name_sort, s.office_code, d.day
"""


def by_day(
    connection: sa.Connection, question: steps.Question, *, now: dt.datetime
) -> pd.DataFrame:
    """Return how each office stood with its forms on each day of a period, both ends included.

    `missing`: a form was not sent and 08:00 of the next day has passed; `late`: none is missing,
    one was sent late; `mismatched`: all on time, one differs from the store; `on_time`: all on
    time. Without a code: `silent` where the day is a working day and nothing of it or later has
    come, otherwise `nothing_due`. `not_yet_due`: something can still be sent in time, or the day
    is not over.

    Args:
        connection: a transaction of a reader.
        question: the days, and whose forms.
        now: the present moment; the day of it and later ones are not over.

    Returns:
        One row an office and day, offices in Vietnamese alphabetical order: `COLUMNS`. An office
        that never had a code is not there, nor are days on which there was no such office and of
        which it has no data.

    Raises:
        problems.Problem: an unknown office.
    """
    question.require_known(connection)
    values = question.binds | {"now": now, "today": now.date(), "levels": []}
    return frames.ask(connection, BY_DAY, values, COLUMNS)
