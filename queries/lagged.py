"""Owns the one reading of payments from which every figure of remittance lag is made."""

from __future__ import annotations

from queries import agents, working_days

# The payments, aliased p, that both lag reports count: paid in the period and not after the as-of
# day, not voided by then, within the filter.
IS_COUNTED = f"""
    p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
    AND (p.voided_day IS NULL OR p.voided_day > :as_of)
    AND (CAST(:product AS text) IS NULL OR p.product = :product)
    AND (CAST(:collector AS text) IS NULL OR p.collector_code = :collector)
    AND {agents.IS_ASKED}
"""

# Steps of a statement, after those of `agents`.
LAGGED = f"""
-- One row an agent, organisation, paid day and settled day, of what an observer knew that evening.
grouped AS (
    SELECT
        {agents.KEY} AS key,
        p.org_code,
        p.paid_day,
        CASE WHEN p.settled_day <= :as_of THEN p.settled_day END AS settled_day,
        count(*) AS payments,
        sum(p.amount) AS amount
    FROM payments AS p
    WHERE {IS_COUNTED}
    GROUP BY 1, 2, 3, 4
),
-- One row an organisation and paid day.
deadlines AS (
    SELECT g.org_code, g.paid_day, {working_days.DEADLINE} AS deadline_days
    FROM (SELECT DISTINCT org_code, paid_day FROM grouped) AS g
),
-- The grain of grouped, with the lag, or the age of what is outstanding.
lagged AS (
    SELECT
        g.key,
        g.payments,
        g.amount,
        g.settled_day IS NOT NULL AS remitted,
        GREATEST(0, COALESCE(settled.number, today.number) - paid.number) AS lag_days,
        d.deadline_days
    FROM grouped AS g
    JOIN deadlines AS d USING (org_code, paid_day)
    JOIN calendar AS paid ON paid.day = g.paid_day
    LEFT JOIN calendar AS settled ON settled.day = g.settled_day
    LEFT JOIN calendar AS today ON today.day = :as_of
)
"""
