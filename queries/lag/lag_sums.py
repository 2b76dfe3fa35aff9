"""Lag figures from the rollups: exact for every as-of day, from few rows.

Of a period, the days are read from `lag_days`. For its whole months it is enough to read, from
`lag_months`, what had been remitted in months that were complete by the as-of day, and from
`lag_days` what was still open at their end.
"""

import datetime as dt
from typing import Final

from data.derived import rollups
from queries import agents

_NIGHT: Final = dt.timedelta(days=1)
# What is open for longer than this stands in an index of its own (`lag_days.slow`).
_SLOW: Final = dt.timedelta(days=10)

# When payments or sums, aliased p, were settled or voided.
DECIDED: Final = "COALESCE(LEAST(p.settled_day, p.voided_day), DATE 'infinity')"

KEY: Final = agents.key(collector="''", product="m.product", day="p.paid_day")
_MONTH_KEY: Final = agents.key(collector="''", product="m.product", day="p.paid_month")

# The sums of a row of a rollup, aliased m, and the WHERE after them: of everything, or by product.
_WHOLE: Final = """
    CROSS JOIN LATERAL (SELECT '' AS product, p.payments, p.amount) AS m
    WHERE true
"""
_PRODUCTS: Final = ", ".join(
    f"('{p}', p.payments_{p.lower()}, p.amount_{p.lower()})" for p in rollups.PRODUCTS
)
_BY_PRODUCT: Final = f"""
    CROSS JOIN LATERAL (VALUES
        {_PRODUCTS}
    ) AS m (product, payments, amount)
    WHERE m.payments > 0 AND (CAST(:product AS text) IS NULL OR m.product = :product)
"""

# The rows of `lag_days` that matter, aliased p.
_READ_DAYS: Final = f"""(
    SELECT * FROM lag_days AS p
    WHERE p.paid_day BETWEEN :start AND :head_end AND {agents.IS_ASKED}
    UNION ALL
    SELECT * FROM lag_days AS p
    WHERE p.paid_day BETWEEN :tail_start AND LEAST(:end, :as_of)
        AND (p.paid_day > :months_end OR p.decided_day >= :open_from)
        AND {agents.IS_ASKED}
    UNION ALL
    SELECT * FROM lag_days AS p
    WHERE p.slow AND p.paid_day > :head_end AND p.paid_day < :tail_start
        AND p.decided_day >= :open_from
        AND {agents.IS_ASKED}
) AS p"""


def open_after(evening: str) -> str:
    """Return the rows of `lag_days` that were open at the end of an evening, aliased p.

    They are little more than ten days old then, or in an index of their own. `evening` is SQL.
    """
    return f"""(
        SELECT * FROM lag_days AS p
        WHERE p.slow AND p.decided_day > {evening}
            AND p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
            AND {agents.IS_ASKED}
        UNION ALL
        SELECT * FROM lag_days AS p
        WHERE NOT p.slow AND p.decided_day > {evening}
            AND p.paid_day BETWEEN GREATEST(:start, {evening} - 10) AND LEAST(:end, :as_of)
            AND {agents.IS_ASKED}
    ) AS p"""


def measures(*, by: agents.By = agents.By.ALL, product: str | None) -> str:
    """Return what joins to a row `p` its sums `m` (product, payments, amount), up to a WHERE."""
    return _WHOLE if by is not agents.By.PRODUCT and product is None else _BY_PRODUCT


def lagged(*, by: agents.By, org: str | None, product: str | None) -> str:
    """Return the steps that end with `lagged`, after those of `agents`; they want `spans`."""
    sums = measures(by=by, product=product)
    level = "p.org_code <> ''" if by is agents.By.ORG or org is not None else "p.org_code = ''"
    return f"""
-- One row an agent, lag and deadline, remitted or not, of what an observer knew that evening. The
-- working days are numbered before anything is added up: rows are few by then, and sorted once.
lagged AS (
    SELECT
        {KEY} AS key,
        sum(m.payments) AS payments,
        sum(m.amount) AS amount,
        COALESCE(p.settled_day <= :as_of, false) AS remitted,
        GREATEST(
            0,
            COALESCE(CASE WHEN p.settled_day <= :as_of THEN settled.number END, today.number)
                - paid.number
        ) AS lag_days,
        p.deadline_days
    FROM {_READ_DAYS}
    JOIN calendar AS paid ON paid.day = p.paid_day
    LEFT JOIN calendar AS settled ON settled.day = p.settled_day
    LEFT JOIN calendar AS today ON today.day = :as_of
    {sums}
        AND (p.voided_day IS NULL OR p.voided_day > :as_of)
    GROUP BY 1, 4, 5, 6
    UNION ALL
    SELECT {_MONTH_KEY}, sum(m.payments), sum(m.amount), true, p.lag_days, p.deadline_days
    FROM lag_months AS p
    {sums}
        AND p.paid_month > :head_end AND p.paid_month <= :months_end
        AND p.settled_month < :open_from
        AND {level}
        AND {agents.IS_ASKED}
    GROUP BY 1, 5, 6
)
"""


def spans(start: dt.date, end: dt.date, as_of: dt.date, *, by: agents.By) -> dict[str, dt.date]:
    """Return the binds that say which days of a period are read from which rollup.

    head_end is the day before the first whole month, months_end the last day of the last one, and
    open_from the first day of the month that the as-of day has not completed. From tail_start on
    even what is not slow may still have been open then.
    """
    last = min(end, as_of)
    open_from = (as_of + _NIGHT).replace(day=1)
    head_end = _month_start(start) - _NIGHT
    months_end = (last + _NIGHT).replace(day=1) - _NIGHT
    if by is agents.By.WEEK or months_end <= head_end:
        head_end = months_end = start - _NIGHT
    tail_start = min(months_end + _NIGHT, max(head_end + _NIGHT, open_from - _SLOW))
    return {
        "head_end": head_end, "months_end": months_end, "open_from": open_from,
        "tail_start": tail_start,
    }  # fmt: skip


def _month_start(day: dt.date) -> dt.date:
    """Return the first day of a month that is not before `day`."""
    if day.day == 1:
        return day
    return (day.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
