"""What the forms come to since the beginning of the month and the year, and a year earlier."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from queries import agents, frames

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import sqlalchemy as sa

    Days = tuple[dt.date, dt.date]

# Amounts in đồng, after adjustments; a code counts once a day.
COLUMNS: frames.Dtypes = {
    "period": frames.TEXT,
    "start": frames.DAY,
    "end": frames.DAY,
    "codes": frames.WHOLE,
    "net_amount": frames.WHOLE,
    "earlier_start": frames.DAY,
    "earlier_end": frames.DAY,
    "earlier_codes": frames.WHOLE,
    "earlier_net_amount": frames.WHOLE,
}
PERIODS: Final = ("days", "month", "year")

TO_DATE = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
-- One row a day, of this year's periods and of those a year earlier.
days AS (
    SELECT p.day, sum(p.codes) AS codes, sum(p.amount + p.adjustment_amount) AS net_amount
    FROM forms AS p
    WHERE (p.day BETWEEN :start AND :end OR p.day BETWEEN :earlier_start AND :earlier_end)
        AND p.org_code = COALESCE(:org, '')
        AND p.product = COALESCE(:product, '')
        AND {agents.IS_ASKED_OFFICE}
    GROUP BY p.day
),
-- One row a period and year.
periods AS (
    SELECT *
    FROM unnest(
        CAST(:periods AS text[]), CAST(:starts AS date[]), CAST(:ends AS date[]),
        CAST(:earlier_starts AS date[]), CAST(:earlier_ends AS date[])
    ) WITH ORDINALITY AS p (period, start, "end", earlier_start, earlier_end, place)
)
SELECT
    p.period,
    p.start,
    p."end",
    COALESCE(sum(d.codes) FILTER (WHERE d.day BETWEEN p.start AND p."end"), 0) AS codes,
    COALESCE(sum(d.net_amount) FILTER (WHERE d.day BETWEEN p.start AND p."end"), 0)
        AS net_amount,
    p.earlier_start,
    p.earlier_end,
    COALESCE(
        sum(d.codes) FILTER (WHERE d.day BETWEEN p.earlier_start AND p.earlier_end), 0
    ) AS earlier_codes,
    COALESCE(
        sum(d.net_amount) FILTER (WHERE d.day BETWEEN p.earlier_start AND p.earlier_end), 0
    ) AS earlier_net_amount
FROM periods AS p
LEFT JOIN days AS d ON d.day BETWEEN p.earlier_start AND p."end"
GROUP BY p.place, p.period, p.start, p."end", p.earlier_start, p.earlier_end
ORDER BY p.place
"""


def to_date(
    connection: sa.Connection,
    *,
    start: dt.date,
    end: dt.date,
    office: agents.Office = None,
    org: str | None = None,
    product: str | None = None,
) -> pd.DataFrame:
    """Sum up the days asked for, the month and the year up to their end, and a year earlier.

    A year earlier means the same days of the calendar, 28 February for the 29th. A sum is zero as
    well where the store has no data of that time: `form_days.first` tells.

    Returns:
        One row each for the days, the month and the year: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code.
    """
    agents.require_known(connection, office=office, org=org)
    periods = _periods(start, end)
    values = {**agents.binds(office), "org": org, "product": product}
    return frames.ask(connection, TO_DATE, values | _binds(periods), COLUMNS)


def year_before(day: dt.date) -> dt.date:
    """Return the same day of the calendar one year earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _periods(start: dt.date, end: dt.date) -> Mapping[str, Days]:
    return {
        "days": (start, end),
        "month": (end.replace(day=1), end),
        "year": (end.replace(month=1, day=1), end),
    }


def _binds(periods: Mapping[str, Days]) -> dict[str, object]:
    starts = [start for start, _end in periods.values()]
    ends = [end for _start, end in periods.values()]
    earlier_starts = [year_before(day) for day in starts]
    earlier_ends = [year_before(day) for day in ends]
    return {
        "periods": list(periods),
        "starts": starts,
        "ends": ends,
        "earlier_starts": earlier_starts,
        "earlier_ends": earlier_ends,
        "start": min(starts),
        "end": max(ends),
        "earlier_start": min(earlier_starts),
        # A period of a year meets the year before.
        "earlier_end": min(max(earlier_ends), min(starts) - dt.timedelta(days=1)),
    }
