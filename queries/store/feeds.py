"""The feeds of offices on a day: received, nothing due, silent, or never any data."""

import datetime as dt

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames

# state is `received`, `nothing_due`, `silent` or `never`.
COLUMNS: frames.Dtypes = frames.columns(
    "office_code office_name state codes latest_recorded_day latest_recorded_at latest_paid_day"
)

# The last days come from the ends of indexes: under a policy, max() would read everything.
BY_OFFICE = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row an office that there was on the day, or that has data of it.
latest AS (
    SELECT
        o.office_code,
        (
            SELECT p.recorded_day FROM payments AS p
            WHERE p.office_code = o.office_code AND p.recorded_day IS NOT NULL
            ORDER BY p.recorded_day DESC
            LIMIT 1
        ) AS recorded_day,
        (
            SELECT p.paid_day FROM payments AS p
            WHERE p.office_code = o.office_code
            ORDER BY p.paid_day DESC
            LIMIT 1
        ) AS paid_day
    FROM offices AS o
    WHERE o.office_code = ANY ((SELECT my_offices())::text[])
        AND (
            (COALESCE(o.valid_from <= :day, true) AND COALESCE(o.valid_to >= :day, true))
            OR {agents.HAS_DATA.format(day=":day")}
        )
        AND (CAST(:office AS text) IS NULL
            OR o.office_code = ANY (ARRAY(SELECT office_code FROM asked_offices)))
),
-- The same grain, with the codes on the form of the day.
counted AS (
    SELECT
        l.*,
        COALESCE(
            (
                SELECT f.codes FROM forms AS f
                WHERE f.office_code = l.office_code AND f.org_code = '' AND f.product = ''
                    AND f.day = :day
            ),
            0
        ) AS codes,
        (
            SELECT max(p.latest_recorded_at) FROM recording_days AS p
            WHERE p.office_code = l.office_code AND p.recorded_day = l.recorded_day
        ) AS recorded_at
    FROM latest AS l
),
-- One row an office that these are counted as.
summed AS (
    SELECT
        {agents.counted_as("c.office_code")} AS office_code,
        sum(c.codes) AS codes,
        max(c.recorded_day) AS recorded_day,
        max(c.recorded_at) AS recorded_at,
        max(c.paid_day) AS paid_day
    FROM counted AS c
    GROUP BY 1
)
SELECT
    s.office_code,
    o.office_name,
    CASE
        WHEN s.codes > 0 THEN 'received'
        WHEN s.recorded_day IS NULL THEN 'never'
        WHEN s.recorded_day >= :day OR NOT d.working THEN 'nothing_due'
        ELSE 'silent'
    END AS state,
    s.codes,
    s.recorded_day AS latest_recorded_day,
    s.recorded_at AS latest_recorded_at,
    s.paid_day AS latest_paid_day
FROM summed AS s
JOIN offices AS o USING (office_code)
LEFT JOIN calendar AS d ON d.day = :day
ORDER BY o.name_sort, s.office_code
"""


def by_office(
    connection: sa.Connection, *, day: dt.date, office: agents.Office = None
) -> pd.DataFrame:
    """Return for each office whether data of a day came from it.

    An office without a code on the day is silent where nothing of a later day has come either and
    the day is a working day; otherwise it had nothing to send. `never`: no code of it was ever
    received, so that none is expected.

    Returns:
        One row an office in the scope that there was on the day or that has data of it, or one of
        today with what it succeeded, in Vietnamese alphabetical order: `COLUMNS`.

    Raises:
        problems.Problem: an unknown office.
    """
    agents.require_known(connection, office=office, org=None)
    values = {"day": day, **agents.binds(office)}
    return frames.ask(connection, BY_OFFICE, values, COLUMNS)
