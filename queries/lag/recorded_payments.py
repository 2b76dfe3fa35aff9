"""Which payments the figures of recording lag are made of, those without a code first."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from data.derived import difference_rules, rollups
from queries import agents, frames, paging
from queries.lag import lagged, recording_lag, without_code

# When the code of a payment was issued: on the very day of the payment, on another day (a code may
# come before its payment), or not by the end of the as-of day.
STATUSES: Final = ("same_day", "other_day", "unrecorded")

# Other lists: those that had their code within some minutes, and those that had it, but whose
# minutes nobody knows, as only the day of the payment is known.
WITHIN: Final = {f"within_{n}": n for n in recording_lag.WITHIN}
DAY_ALONE: Final = "day_alone"
# Of those that have a code: whose participants were told of it, by some way or by one, or were not.
INFORMED: Final = {"informed": True, "not_informed": False}
CHANNELS: Final = ("direct", "sms", "email", "paper", "other")
LISTS: Final = (*STATUSES, *WITHIN, DAY_ALONE, *INFORMED, *CHANNELS)

# Amounts in đồng, whole minutes. What was issued after the as-of day is not known. waiting_days are
# the calendar days since the payment of what has no code.
COLUMNS: frames.Dtypes = lagged.PAYMENT | frames.columns(
    "recorded_at recorded_minutes status waiting_days"
)
GROUP_COLUMNS: frames.Dtypes = frames.columns("status payments amount ranked")
TOTAL_COLUMNS: frames.Dtypes = frames.columns("payments amount")

# From the shortest minutes the order is that of the percentiles: those without a code stand behind
# all that have one, and behind them those that do not count there, of which only the day of the
# payment is known.
_RANK: Final = "CASE WHEN t.status = 'unrecorded' THEN 2147483647 ELSE t.recorded_minutes END"
SORTABLE: Final = {
    "payment_id": "t.payment_id",
    "confirmation_code": "t.confirmation_key",
    "org": "t.org_code",
    "office": "t.office_code",
    "collector_code": "t.collector_code",
    "amount": "t.amount",
    "paid_at": "t.paid_at",
    "recorded_at": "t.recorded_at",
    "recorded_minutes": _RANK,
    "waiting_days": "CASE WHEN t.status = 'unrecorded' THEN :as_of - t.paid_day END",
}
_LONGEST_FIRST: Final = f"""
    {_RANK} DESC NULLS LAST,
    CASE WHEN t.status = 'unrecorded' THEN t.paid_day END,
    t.amount DESC
"""


def _timed(of_payments: str = "") -> str:
    """Return a step of a statement, after those of `agents`; what is given limits the payments."""
    return f"""
-- One row a payment, as known at the end of the as-of day.
timed AS (
    SELECT
        p.payment_id, p.office_code, p.org_code, p.collector_code, p.product, p.amount, p.paid_at,
        p.paid_day, p.informed,
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
        {of_payments}
)
"""


# What had no code on an evening stands in an index of its own, which the planner knows by this.
_UNRECORDED: Final = f"AND {difference_rules.HAD_NO_CODE}"

# What limits rows, aliased t, to a list.
_IS_LISTED: Final = """
    (CAST(:status AS text) IS NULL OR t.status = :status)
    AND (CAST(:within AS integer) IS NULL OR t.recorded_minutes <= :within)
    AND (
        NOT CAST(:day_alone AS boolean)
        OR (t.status <> 'unrecorded' AND t.recorded_minutes IS NULL)
    )
    AND (
        CAST(:informed AS boolean) IS NULL
        OR (t.status <> 'unrecorded' AND t.informed = :informed)
    )
    AND (
        CAST(:channel AS text) IS NULL
        OR EXISTS (
            SELECT FROM confirmations AS k
            WHERE k.payment_id = t.payment_id AND k.notified_by = :channel
        )
    )
    AND (
        CAST(:bucket AS integer) IS NULL
        OR :bucket = (
            SELECT count(*) FROM unnest(CAST(:ages AS integer[])) AS b (days_to)
            WHERE :as_of - t.paid_day > b.days_to
        )
    )
"""


def _listed(timed: str) -> str:
    """Return the beginning of a statement; the order and the limit of the page come after it."""
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{timed},
-- One row a payment of the page.
page AS (
    SELECT t.*
    FROM timed AS t
    WHERE {_IS_LISTED}
"""


def _total(timed: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{timed}
SELECT
    count(*) AS payments,
    COALESCE(sum(t.amount), 0) AS amount
FROM timed AS t
WHERE {_IS_LISTED}
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
    t.status,
    CASE WHEN t.status = 'unrecorded' THEN :as_of - t.paid_day END AS waiting_days
FROM page AS t
LEFT JOIN confirmations AS c ON c.payment_id = t.payment_id
"""

BY_STATUS = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{_timed()}
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
    bucket: int | None = None,
) -> pd.DataFrame:
    """List the payments that `recording_lag.by_agent` counts; at first those without a code.

    `status` is one of `LISTS`, None for all; `bucket` one of `without_code.by_age`, None for all.

    Returns:
        One row a payment: `COLUMNS`.
    """
    question.require_known(connection)
    values = question.binds | _binds(status, bucket) | page.binds
    order = paging.order_by(page, SORTABLE, _LONGEST_FIRST, "t.payment_id")
    beginning = _listed(_timed(_limits(status, bucket)))
    statement = f"{beginning}{order}{paging.LIMIT}{_WITH_CODES}{order}"
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
    question.require_known(connection)
    statement = _total(_timed(_limits(status, bucket)))
    return frames.ask(connection, statement, question.binds | _binds(status, bucket), TOTAL_COLUMNS)


def _binds(status: str | None, bucket: int | None) -> dict[str, object]:
    """Return what limits a list; only what has no code has an age."""
    if bucket is not None and status is None:
        status = "unrecorded"
    return {
        "status": status if status in STATUSES else None,
        "within": WITHIN.get(status or ""),
        "day_alone": status == DAY_ALONE,
        "informed": True if status in CHANNELS else INFORMED.get(status or ""),
        "channel": status if status in CHANNELS else None,
        "bucket": bucket,
        "ages": list(without_code.AGES),
    }


def _limits(status: str | None, bucket: int | None) -> str:
    is_unrecorded = status == "unrecorded" or (bucket is not None and status is None)
    return _UNRECORDED if is_unrecorded else ""


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
