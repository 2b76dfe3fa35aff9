"""Owns how one page of a long list of payments is found: by the sums, not by reading them all.

A list in its own order begins with what is at risk, oldest first. `lag_days` says how many payments
stand under each organisation and day, so that only those that the page reaches into are read.
"""

from __future__ import annotations

from typing import Final

from queries import agents
from queries.lag import lag_sums, lagged

# What a list in its own order is sorted by, of rows aliased j; the amount and the key come after.
ORDER: Final = """
    array_position(ARRAY['overdue', 'outstanding', 'late', 'remitted'], j.status),
    j.lag_days DESC,
    j.paid_day
"""
# What is asked of the rows, aliased j: a payment, or several that are alike in this.
IS_LISTED: Final = """
    j.status = ANY (CAST(:statuses AS text[]))
    AND (
        CAST(:bucket AS integer) IS NULL
        OR :bucket = (
            SELECT count(*) FROM unnest(CAST(:buckets AS integer[])) AS b (days_to)
            WHERE j.lag_days - j.deadline_days > b.days_to
        )
    )
"""


def judged(product: str | None) -> str:
    """Return the steps that end with `judged`, as `lagged.JUDGED` does, of enough payments.

    They are the first ones of the list in its own order: at least :offset + :limit of those that
    are listed, where there are so many.
    """
    return f"""
-- One row an office, organisation, paid day and settled day, as known at the end of the as-of day.
alike AS (
    SELECT
        p.office_code,
        p.org_code,
        p.paid_day,
        CASE WHEN p.settled_day <= :as_of THEN p.settled_day END AS settled_day,
        p.deadline_days,
        sum(m.payments) AS payments
    FROM lag_days AS p
    {lag_sums.measures(product=product)}
        AND p.paid_day BETWEEN :start AND LEAST(:end, :as_of)
        AND (p.voided_day IS NULL OR p.voided_day > :as_of)
        AND (
            CAST(:settled AS boolean) IS NULL
            OR (p.settled_day IS NOT NULL AND p.settled_day <= :as_of) = :settled
        )
        AND {agents.IS_ASKED}
    GROUP BY 1, 2, 3, 4, 5
),
alike_aged AS (
    SELECT
        a.*,
        GREATEST(0, COALESCE(settled.number, today.number) - paid.number) AS lag_days
    FROM alike AS a
    JOIN calendar AS paid ON paid.day = a.paid_day
    LEFT JOIN calendar AS settled ON settled.day = a.settled_day
    LEFT JOIN calendar AS today ON today.day = :as_of
),
alike_judged AS (
    SELECT a.*, {lagged.STATUS} AS status
    FROM alike_aged AS a
),
-- One row a place in the order of the list, with how many payments come before.
places AS (
    SELECT
        j.status, j.lag_days, j.paid_day,
        sum(sum(j.payments)) OVER (ORDER BY {ORDER}) - sum(j.payments) AS payments_before
    FROM alike_judged AS j
    WHERE {IS_LISTED}
    GROUP BY j.status, j.lag_days, j.paid_day
),
reached AS MATERIALIZED (
    SELECT j.*
    FROM alike_judged AS j
    JOIN places AS o USING (status, lag_days, paid_day)
    WHERE o.payments_before < CAST(:offset AS integer) + CAST(:limit AS integer)
),
judged AS (
    SELECT
        p.payment_id, p.confirmation_key, p.office_code, p.org_code, p.collector_code, p.product,
        p.amount, p.paid_at, p.paid_day,
        CASE WHEN p.settled_day <= :as_of THEN p.remitted_at END AS remitted_at,
        r.settled_day, r.deadline_days, r.lag_days, r.status
    FROM reached AS r
    JOIN payments AS p
        ON p.office_code = r.office_code AND p.org_code = r.org_code AND p.paid_day = r.paid_day
    WHERE CASE WHEN p.settled_day <= :as_of THEN p.settled_day END
            IS NOT DISTINCT FROM r.settled_day
        AND (p.voided_day IS NULL OR p.voided_day > :as_of)
        AND (CAST(:product AS text) IS NULL OR p.product = :product)
)
"""
