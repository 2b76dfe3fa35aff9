"""What the forms come to since the beginning of the month and the year, and a year earlier."""

import datetime as dt
from typing import NamedTuple

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames
from queries.forms import steps

# Amounts in đồng, after adjustments; a code counts once a day.
COLUMNS: frames.Dtypes = frames.columns(
    "period start end codes net_amount earlier_start earlier_end earlier_codes earlier_net_amount"
)

TO_DATE = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row a month of this year and of the last. A collecting organisation has no sums by month.
months AS (
    SELECT
        p.month,
        (p.month + interval '1 month - 1 day')::date AS last_day,
        sum(p.codes) AS codes,
        sum(p.amount + p.adjustment_amount) AS net_amount
    FROM form_months AS p
    WHERE CAST(:org AS text) IS NULL
        AND p.month BETWEEN :earlier_year AND :end
        AND p.product = COALESCE(:product, '')
        AND {agents.IS_ASKED_OFFICE}
    GROUP BY p.month
),
-- One row a day that no sum of a month stands for, now and a year earlier.
days AS (
    SELECT p.day, sum(p.codes) AS codes, sum(p.amount + p.adjustment_amount) AS net_amount
    FROM forms AS p
    WHERE (p.day BETWEEN :first_day AND :end OR p.day BETWEEN :earlier_first_day AND :earlier_end)
        AND p.org_code = COALESCE(:org, '')
        AND p.product = COALESCE(:product, '')
        AND {agents.IS_ASKED_OFFICE}
    GROUP BY p.day
),
-- One row a period, now and a year earlier: whole months before first_day, days from there on.
periods AS (
    SELECT *
    FROM unnest(
        CAST(:periods AS text[]), CAST(:are_earlier AS boolean[]), CAST(:starts AS date[]),
        CAST(:first_days AS date[]), CAST(:ends AS date[])
    ) WITH ORDINALITY AS p (period, is_earlier, start, first_day, "end", place)
),
-- The same grain.
summed AS (
    SELECT
        p.*,
        COALESCE(m.codes, 0) + COALESCE(d.codes, 0) AS codes,
        COALESCE(m.net_amount, 0) + COALESCE(d.net_amount, 0) AS net_amount
    FROM periods AS p
    CROSS JOIN LATERAL (
        SELECT sum(m.codes) AS codes, sum(m.net_amount) AS net_amount
        FROM months AS m
        WHERE m.month >= p.start AND m.last_day < p.first_day
    ) AS m
    CROSS JOIN LATERAL (
        SELECT sum(d.codes) AS codes, sum(d.net_amount) AS net_amount
        FROM days AS d
        WHERE d.day BETWEEN p.first_day AND p."end"
    ) AS d
)
SELECT
    p.period,
    p.start,
    p."end",
    p.codes,
    p.net_amount,
    e.start AS earlier_start,
    e."end" AS earlier_end,
    e.codes AS earlier_codes,
    e.net_amount AS earlier_net_amount
FROM summed AS p
JOIN summed AS e ON e.period = p.period AND e.is_earlier
WHERE NOT p.is_earlier
ORDER BY p.place
"""


class _Period(NamedTuple):
    """A period, whose whole months before `first_day` are summed by month, the rest by day."""

    name: str
    is_earlier: bool
    start: dt.date
    first_day: dt.date
    end: dt.date


def to_date(connection: sa.Connection, question: steps.Question) -> pd.DataFrame:
    """Sum up the days of a question, the month and the year up to their end, and a year earlier.

    A year earlier means the same days of the calendar, 28 February for the 29th. A sum is zero as
    well where the store has no data of that time: `days.first` tells.

    Returns:
        One row each for the days, the month and the year: `COLUMNS`.
    """
    question.require_known(connection)
    periods = _periods(question.start, question.end, has_months=question.org is None)
    return frames.ask(connection, TO_DATE, question.binds | _binds(periods), COLUMNS)


def year_before(day: dt.date) -> dt.date:
    """Return the same day of the calendar one year earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _periods(start: dt.date, end: dt.date, *, has_months: bool) -> list[_Period]:
    month, year = end.replace(day=1), end.replace(month=1, day=1)
    now = [
        _Period("days", False, start, start, end),
        _Period("month", False, month, month, end),
        _Period("year", False, year, month if has_months else year, end),
    ]
    earlier = [_Period(p.name, True, *map(year_before, (p.start, p.first_day, p.end))) for p in now]
    return now + earlier


def _binds(periods: list[_Period]) -> dict[str, object]:
    names, are_earlier, starts, first_days, ends = map(list, zip(*periods, strict=True))
    now = [p for p in periods if not p.is_earlier]
    earlier = [p for p in periods if p.is_earlier]
    return {
        "periods": names,
        "are_earlier": are_earlier,
        "starts": starts,
        "first_days": first_days,
        "ends": ends,
        "first_day": min(p.first_day for p in now),
        "end": max(p.end for p in now),
        "earlier_year": min(p.start for p in earlier),
        "earlier_first_day": min(p.first_day for p in earlier),
        "earlier_end": max(p.end for p in earlier),
    }
