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
        p.informed,
        p.recorded_day <= :as_of AS is_recorded,
        p.recorded_day = p.paid_day AS is_same_day,
        CASE WHEN p.recorded_day <= :as_of THEN
            GREATEST(0, floor(date_part('epoch', p.recorded_at - p.paid_at) / 60))
        ELSE 'Infinity' END AS minutes
    FROM payments AS p
    WHERE {lagged.IS_COUNTED}
),
-- One row an agent and number of minutes: few, so that payments need not be sorted.
paces AS (
    SELECT
        key,
        minutes,
        count(*) AS payments,
        count(*) FILTER (WHERE is_recorded) AS recorded,
        count(*) FILTER (WHERE is_recorded AND informed) AS informed,
        count(*) FILTER (WHERE is_recorded AND is_same_day) AS same_day,
        COALESCE(sum(amount) FILTER (WHERE is_recorded IS NOT TRUE), 0) AS unrecorded_amount
    FROM counted
    GROUP BY key, minutes
),
ranked AS (
    SELECT
        *,
        sum(payments) OVER (PARTITION BY key ORDER BY minutes) AS so_far,
        sum(payments) OVER (PARTITION BY key) AS of_all
    FROM paces
),
-- One row an agent. A quantile is the nearest rank: the smallest of at least q * n.
totals AS (
    SELECT
        key,
        sum(payments) AS payments,
        sum(recorded) AS recorded,
        sum(informed) AS informed,
        sum(payments) - sum(recorded) AS unrecorded,
        sum(unrecorded_amount) AS unrecorded_amount,
        round(sum(same_day) / sum(payments), 4) AS same_day_rate,
        NULLIF(min(minutes) FILTER (WHERE so_far * 2 >= of_all), 'Infinity') AS median_minutes,
        NULLIF(min(minutes) FILTER (WHERE so_far * 10 >= of_all * 9), 'Infinity') AS p90_minutes
    FROM ranked
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
    office: agents.Office = None,
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
        **agents.binds(office), "org": org, "collector": collector, "product": product,
    }  # fmt: skip
    return frames.ask(connection, BY_AGENT, values, COLUMNS)
