"""Working days on which an office has no code, and whether such days usually have some."""

import datetime as dt
from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.forms import steps

# usual_days are the working days before the period, with_codes those of them that have codes.
COLUMNS: frames.Dtypes = frames.columns(
    "office_code office_name day latest_recorded_day usual_days with_codes"
)

BY_OFFICE: Final = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row an office in the scope that ever had a code. From the end of an index: under a policy,
-- max() would read everything.
known AS MATERIALIZED (
    SELECT *
    FROM (
        SELECT
            o.office_code,
            o.office_name,
            o.name_sort,
            COALESCE(o.valid_from, '-infinity') AS valid_from,
            COALESCE(o.valid_to, 'infinity') AS valid_to,
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
-- One row an office and working day on which there was such an office.
worked AS MATERIALIZED (
    SELECT
        k.office_code,
        d.day,
        EXISTS (
            SELECT FROM forms AS f
            WHERE f.office_code = k.office_code AND f.org_code = '' AND f.product = ''
                AND f.day = d.day AND f.codes > 0
        ) AS has_codes
    FROM known AS k
    JOIN calendar AS d ON d.day BETWEEN k.valid_from AND k.valid_to
    WHERE d.working AND d.day BETWEEN :first AND :end
),
usual AS (
    SELECT
        office_code,
        count(*) FILTER (WHERE day < :start) AS usual_days,
        count(*) FILTER (WHERE day < :start AND has_codes) AS with_codes
    FROM worked
    GROUP BY office_code
)
SELECT
    k.office_code,
    k.office_name,
    w.day,
    k.latest_recorded_day,
    u.usual_days,
    u.with_codes
FROM worked AS w
JOIN usual AS u USING (office_code)
JOIN known AS k USING (office_code)
WHERE w.day >= :start AND NOT w.has_codes
ORDER BY k.name_sort, k.office_code, w.day
"""


def by_office(
    connection: sa.Connection, question: steps.Question, *, first: dt.date
) -> pd.DataFrame:
    """Return the working days of a period on which an office has no code.

    Args:
        connection: a transaction of a reader.
        question: the days, and the office; the organisation and the product are not used.
        first: from which day on the days before the period tell what is usual.

    Returns:
        One row an office that ever had a code, and day, offices in Vietnamese alphabetical order:
        `COLUMNS`.

    Raises:
        problems.Problem: an unknown office.
    """
    question.require_known(connection)
    return frames.ask(connection, BY_OFFICE, question.binds | {"first": first}, COLUMNS)
