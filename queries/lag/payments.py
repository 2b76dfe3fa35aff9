"""Which payments a figure of remittance lag is made of, those at risk first."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from queries import agents, frames, paging
from queries.lag import ageing, lag_sums, lagged

# What can be listed, and the states of the payments in it. `remitted` is on time, `outstanding` is
# not yet due.
LISTS: Final[dict[str, tuple[str, ...]]] = {
    "all": ("remitted", "late", "outstanding", "overdue"),
    "handed_over": ("remitted", "late"),
    "remitted": ("remitted",),
    "late": ("late",),
    "unremitted": ("outstanding", "overdue"),
    "outstanding": ("outstanding",),
    "overdue": ("overdue",),
}

# Amounts in đồng; lag_days are the working days to the remittance, or the age while outstanding.
COLUMNS: frames.Dtypes = lagged.PAYMENT | frames.columns(
    "remitted_at lag_days deadline_days status"
)
TOTAL_COLUMNS: frames.Dtypes = frames.columns("payments amount")

SORTABLE: Final = {
    "payment_id": "j.payment_id",
    "confirmation_code": "j.confirmation_key",
    "org": "j.org_code",
    "office": "j.office_code",
    "collector_code": "j.collector_code",
    "amount": "j.amount",
    "paid_at": "j.paid_at",
    "remitted_at": "j.remitted_at",
    "lag_days": "j.lag_days",
    "deadline_days": "j.deadline_days",
}
# What a list in its own order is sorted by, of rows aliased j; the amount and the key come after.
_ORDER: Final = """
    array_position(ARRAY['overdue', 'outstanding', 'late', 'remitted'], j.status),
    j.lag_days DESC,
    j.paid_day
"""
# What limits rows, aliased j, to a list: payments, or sums of those that are alike in this.
_IS_LISTED: Final = """
    j.status = ANY (CAST(:statuses AS text[]))
    AND (
        CAST(:bucket AS integer) IS NULL
        OR :bucket = (
            SELECT count(*) FROM unnest(CAST(:buckets AS integer[])) AS b (days_to)
            WHERE j.lag_days - j.deadline_days > b.days_to
        )
    )
"""
_AT_RISK_FIRST: Final = f"{_ORDER}, j.amount DESC"


def first_with_status(product: str | None) -> str:
    """Return the steps that end with `judged`, as `lagged.WITH_STATUS` does, of enough payments.

    They are the first ones of the list in its own order: at least :offset + :limit of those that
    are listed, where there are so many. `lag_days` says how many payments stand under each
    organisation and day, so that only those that the page reaches into are read.
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
        sum(sum(j.payments)) OVER (ORDER BY {_ORDER}) - sum(j.payments) AS payments_before
    FROM alike_judged AS j
    WHERE {_IS_LISTED}
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


def _page(judged_steps: str) -> str:
    """Return the beginning of a statement; the order and the limit of the page come after it."""
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{judged_steps},
-- One row a payment of the page.
page AS (
    SELECT j.*
    FROM judged AS j
    WHERE {_IS_LISTED}
"""


# The order comes after it: a join keeps none.
_WITH_CODES: Final = """
)
SELECT
    j.payment_id,
    c.confirmation_code,
    j.office_code,
    j.org_code,
    j.collector_code,
    j.product,
    j.amount,
    j.paid_at,
    j.remitted_at,
    j.lag_days,
    j.deadline_days,
    j.status
FROM page AS j
LEFT JOIN confirmations AS c ON c.payment_id = j.payment_id
"""


def _total(lagged_steps: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{lagged_steps},
judged AS (
    SELECT a.*, {lagged.STATUS} AS status
    FROM (SELECT *, CASE WHEN remitted THEN 0 END AS settled_day FROM lagged) AS a
)
SELECT
    COALESCE(sum(j.payments), 0) AS payments,
    COALESCE(sum(j.amount), 0) AS amount
FROM judged AS j
WHERE {_IS_LISTED}
"""


def listed(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    page: paging.Page,
    status: str | None = None,
    bucket: int | None = None,
) -> pd.DataFrame:
    """List the payments that `remittance_lag.by_agent` counts; at first those at risk.

    `status` is one of `LISTS`, `bucket` one of `ageing.by_bucket`; None for all.

    Returns:
        One row a payment: `COLUMNS`.
    """
    question.require(connection)
    values = question.binds | _listed_states(status, bucket) | page.binds
    order = paging.order_by(page, SORTABLE, _AT_RISK_FIRST, "j.payment_id")
    in_own_order = page.sort not in SORTABLE and question.collector is None
    steps = first_with_status(question.product) if in_own_order else lagged.WITH_STATUS
    statement = f"{_page(steps)}{order}{paging.LIMIT}{_WITH_CODES}{order}"
    return frames.ask(connection, statement, values, COLUMNS)


def total(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    status: str | None = None,
    bucket: int | None = None,
) -> pd.DataFrame:
    """Count the payments of a list and add them up, whatever page of it is shown.

    Returns:
        One row: `TOTAL_COLUMNS`.
    """
    question.require(connection)
    values = question.lag_binds() | _listed_states(status, bucket)
    return frames.ask(connection, _total(question.lagged()), values, TOTAL_COLUMNS)


def _listed_states(status: str | None, bucket: int | None) -> dict[str, object]:
    """Return what limits a list; only what is outstanding has an age."""
    statuses = LISTS[status or "all"]
    if bucket is not None and statuses == LISTS["all"]:
        statuses = LISTS["unremitted"]
    settled = {each in LISTS["handed_over"] for each in statuses}
    return {
        "statuses": list(statuses), "settled": settled.pop() if len(settled) == 1 else None,
        "bucket": bucket, "buckets": list(ageing.BUCKETS),
    }  # fmt: skip
