"""How long it takes from the payment to its confirmation code."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from queries import agents, frames, lagged

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

# Amounts in đồng, lags in whole minutes.
COLUMNS: frames.Dtypes = {
    "key": frames.TEXT,
    "name": frames.TEXT,
    "payments": frames.WHOLE,
    "recorded": frames.WHOLE,
    "informed": frames.WHOLE,
    "unrecorded": frames.WHOLE,
    "unrecorded_amount": frames.WHOLE,
    "same_day_rate": frames.RATE,
    "median_minutes": frames.WHOLE,
    "p90_minutes": frames.WHOLE,
}

BY_AGENT = f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{agents.NAMES},
-- One row a payment, as known at the end of the as-of day. Minutes are whole, rounded down, and
-- never negative; a payment without a code ranks as longer than any.
counted AS (
    SELECT
        {agents.KEY} AS key,
        p.amount,
        p.paid_day,
        p.informed,
        CASE WHEN p.recorded_day <= :as_of THEN p.recorded_day END AS recorded_day,
        CASE WHEN p.recorded_day <= :as_of THEN
            GREATEST(0, floor(EXTRACT(EPOCH FROM p.recorded_at - p.paid_at) / 60))
        ELSE 'Infinity' END AS recorded_minutes
    FROM payments AS p
    WHERE {lagged.IS_COUNTED}
),
-- One row an agent. A discrete percentile is the nearest rank: the smallest of at least q * n.
totals AS (
    SELECT
        key,
        count(*) AS payments,
        count(recorded_day) AS recorded,
        count(recorded_day) FILTER (WHERE informed) AS informed,
        count(*) FILTER (WHERE recorded_day IS NULL) AS unrecorded,
        COALESCE(sum(amount) FILTER (WHERE recorded_day IS NULL), 0) AS unrecorded_amount,
        round(CAST(count(*) FILTER (WHERE recorded_day = paid_day) AS numeric) / count(*), 4)
            AS same_day_rate,
        NULLIF(percentile_disc(0.5) WITHIN GROUP (ORDER BY recorded_minutes), 'Infinity')
            AS median_minutes,
        NULLIF(percentile_disc(0.9) WITHIN GROUP (ORDER BY recorded_minutes), 'Infinity')
            AS p90_minutes
    FROM counted
    GROUP BY key
)
SELECT
    t.key,
    n.name,
    t.payments,
    t.recorded,
    t.informed,
    t.unrecorded,
    t.unrecorded_amount,
    t.same_day_rate,
    t.median_minutes,
    t.p90_minutes
FROM totals AS t
LEFT JOIN names AS n USING (key)
ORDER BY t.key COLLATE "C"
"""


def by_agent(
    connection: sa.Connection,
    *,
    start: dt.date,
    end: dt.date,
    as_of: dt.date,
    by: agents.By,
    office: str | None = None,
    org: str | None = None,
    collector: str | None = None,
    product: str | None = None,
) -> pd.DataFrame:
    """Say how soon the payments of a period got their codes, as known at the end of a day.

    The payments are those of `remittance_lag.by_agent`; a code issued after `as_of` had not been
    issued yet. A percentile that falls on a payment without code is empty.

    Returns:
        One row an agent with payments, sorted by code point of the key: `COLUMNS`.

    Raises:
        problems.Problem: an unknown code.
    """
    agents.require_known(connection, office=office, org=org)
    values = {
        "start": start, "end": end, "as_of": as_of, "by": by,
        "office": office, "org": org, "collector": collector, "product": product,
    }  # fmt: skip
    return frames.ask(connection, BY_AGENT, values, COLUMNS)
