"""Which payments the figures of recording lag are made of, those without a code first."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from data.derived import rollups
from queries import agents, frames, paging
from queries.lag import lagged

# When the code of a payment was issued: on the very day of the payment, on another day (a code may
# come before its payment), or not by the end of the as-of day.
STATUSES: Final = ("same_day", "other_day", "unrecorded")

# Amounts in đồng, whole minutes. What was issued after the as-of day is not known.
COLUMNS: frames.Dtypes = lagged.PAYMENT | frames.columns("recorded_at recorded_minutes status")
GROUP_COLUMNS: frames.Dtypes = frames.columns("status payments amount ranked")

# From the shortest minutes the order is that of the percentiles: those without a code stand behind
# all that have one, and behind them those that do not count there, of which only the day of the
# payment is known.
_RANK: Final = "CASE WHEN t.status = 'unrecorded' THEN 2147483647 ELSE t.recorded_minutes END"
SORTABLE: Final = {
    "payment_id": "t.payment_id",
    "confirmation_code": "t.confirmation_key",
    "office": "t.office_code",
    "collector_code": "t.collector_code",
    "amount": "t.amount",
    "paid_at": "t.paid_at",
    "recorded_at": "t.recorded_at",
    "recorded_minutes": _RANK,
}
_LONGEST_FIRST: Final = f"""
    {_RANK} DESC NULLS LAST,
    t.amount DESC
"""

# A step of a statement, after those of `agents`.
_TIMED: Final = f"""
-- One row a payment, as known at the end of the as-of day.
timed AS (
    SELECT
        p.payment_id, p.office_code, p.org_code, p.collector_code, p.product, p.amount, p.paid_at,
        CASE WHEN p.recorded_day <= :as_of THEN p.confirmation_key END AS confirmation_key,
        CASE WHEN p.recorded_day <= :as_of THEN p.recorded_at END AS recorded_at,
        CASE WHEN p.recorded_day <= :as_of THEN {rollups.MINUTES} END AS recorded_minutes,
        CASE
            WHEN p.recorded_day IS NULL OR p.recorded_day > :as_of THEN 'unrecorded'
            WHEN p.recorded_day = p.paid_day THEN 'same_day'
            ELSE 'other_day'
        END AS status
    FROM payments AS p
    WHERE {lagged.IS_COUNTED}
)
"""

# The order and the limit of the page come after it.
LISTED = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{_TIMED},
-- One row a payment of the page.
page AS (
    SELECT t.*
    FROM timed AS t
    WHERE CAST(:status AS text) IS NULL OR t.status = :status
"""

# The order comes after it: a join keeps none.
_WITH_CODES: Final = """
)
SELECT
    t.payment_id,
    CASE WHEN t.recorded_at IS NOT NULL THEN c.confirmation_code END AS confirmation_code,
    t.office_code,
    t.org_code,
    t.collector_code,
    t.product,
    t.amount,
    t.paid_at,
    t.recorded_at,
    t.recorded_minutes,
    t.status
FROM page AS t
LEFT JOIN confirmations AS c ON c.payment_id = t.payment_id
"""

BY_STATUS = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{_TIMED}
SELECT
    s.status,
    count(t.payment_id) AS payments,
    COALESCE(sum(t.amount), 0) AS amount,
    count({_RANK}) AS ranked
FROM unnest(CAST(:statuses AS text[])) WITH ORDINALITY AS s (status, nth)
LEFT JOIN timed AS t ON t.status = s.status
GROUP BY s.status, s.nth
ORDER BY s.nth
"""


def listed(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    page: paging.Page,
    status: str | None = None,
) -> pd.DataFrame:
    """List the payments that `recording_lag.by_agent` counts; at first those without a code.

    `status` is one of `STATUSES`, None for all.

    Returns:
        One row a payment: `COLUMNS`.
    """
    question.require_known(connection)
    values = question.binds | {"status": status} | page.binds
    order = paging.order_by(page, SORTABLE, _LONGEST_FIRST, "t.payment_id")
    statement = f"{LISTED}{order}{paging.LIMIT}{_WITH_CODES}{order}"
    return frames.ask(connection, statement, values, COLUMNS)


def by_status(
    connection: sa.Connection,
    question: lagged.Question,
) -> pd.DataFrame:
    """Count the payments that `recording_lag.by_agent` counts by when their codes were issued.

    Returns:
        One row each of `STATUSES`, in this order, those without payments too: `GROUP_COLUMNS`;
        `ranked` counts those among which the percentiles are.
    """
    question.require_known(connection)
    values = question.binds | {"statuses": list(STATUSES)}
    return frames.ask(connection, BY_STATUS, values, GROUP_COLUMNS)
