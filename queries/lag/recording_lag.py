"""How long it takes from the payment to its confirmation code."""

from typing import Final

import pandas as pd
import sqlalchemy as sa

from data.derived import rollups
from queries import agents, frames
from queries.lag import lagged

# Amounts in đồng, lags in whole minutes.
COLUMNS: frames.Dtypes = frames.columns(
    "key name payments recorded informed unrecorded unrecorded_amount same_day_rate "
    "median_minutes p90_minutes"
)

# Steps of a statement, after those of `agents`, that end with `sums`, one row an agent, and with
# `paces`, one row an agent and number of minutes, of payments that had their code by the end of the
# as-of day. Read from the payments:
OF_PAYMENTS: Final = f"""
-- One row an agent, whether there was a code, and number of minutes, which is empty without a code
-- and for payments of which only the day is known.
grouped AS (
    SELECT
        {agents.KEY} AS key,
        COALESCE(p.recorded_day <= :as_of, false) AS is_recorded,
        CASE WHEN p.recorded_day <= :as_of THEN {rollups.MINUTES} END AS minutes,
        count(*) AS payments,
        count(*) FILTER (WHERE p.informed) AS informed,
        count(*) FILTER (WHERE p.recorded_day = p.paid_day) AS same_day,
        sum(p.amount) AS amount
    FROM payments AS p
    WHERE {lagged.IS_COUNTED}
    GROUP BY 1, 2, 3
),
sums AS (
    SELECT
        key,
        sum(payments) AS payments,
        COALESCE(sum(payments) FILTER (WHERE is_recorded), 0) AS recorded,
        COALESCE(sum(informed) FILTER (WHERE is_recorded), 0) AS informed,
        COALESCE(sum(amount) FILTER (WHERE NOT is_recorded), 0) AS unrecorded_amount,
        sum(same_day) AS same_day
    FROM grouped
    GROUP BY key
),
paces AS (
    SELECT key, minutes, payments FROM grouped WHERE minutes IS NOT NULL
)
"""
# Or from the rollup, which knows neither products nor collectors:
OF_SUMS: Final = f"""
days AS (
    SELECT
        {agents.key(collector="''", product="''", day="p.paid_day")} AS key,
        COALESCE(p.recorded_day <= :as_of, false) AS is_recorded,
        COALESCE(p.recorded_day = p.paid_day, false) AS is_same_day,
        p.payments, p.amount, p.informed, p.minutes, p.minute_payments
    FROM recording_days AS p
    WHERE {lagged.IS_OF_PERIOD}
),
sums AS (
    SELECT
        key,
        sum(payments) AS payments,
        COALESCE(sum(payments) FILTER (WHERE is_recorded), 0) AS recorded,
        COALESCE(sum(informed) FILTER (WHERE is_recorded), 0) AS informed,
        COALESCE(sum(amount) FILTER (WHERE NOT is_recorded), 0) AS unrecorded_amount,
        COALESCE(sum(payments) FILTER (WHERE is_same_day), 0) AS same_day
    FROM days
    GROUP BY key
),
paces AS (
    SELECT d.key, m.minutes, sum(m.payments) AS payments
    FROM days AS d
    CROSS JOIN LATERAL unnest(d.minutes, d.minute_payments) AS m (minutes, payments)
    WHERE d.is_recorded
    GROUP BY d.key, m.minutes
)
"""

# A quantile is the nearest rank, the smallest of at least q * n; a payment without a code ranks as
# longer than any, and one that has a code and no time of payment is not among the n.
_TOTALS: Final = """
ranked AS (
    SELECT
        p.key,
        p.minutes,
        s.payments - s.recorded + sum(p.payments) OVER (PARTITION BY p.key) AS of_all,
        sum(p.payments) OVER (PARTITION BY p.key ORDER BY p.minutes) AS so_far
    FROM paces AS p
    JOIN sums AS s USING (key)
),
quantiles AS (
    SELECT
        key,
        min(minutes) FILTER (WHERE so_far * 2 >= of_all) AS median_minutes,
        min(minutes) FILTER (WHERE so_far * 10 >= of_all * 9) AS p90_minutes
    FROM ranked
    GROUP BY key
)
SELECT
    s.key,
    n.name,
    s.payments,
    s.recorded,
    s.informed,
    s.payments - s.recorded AS unrecorded,
    s.unrecorded_amount,
    round(CAST(s.same_day AS numeric) / s.payments, 4) AS same_day_rate,
    q.median_minutes,
    q.p90_minutes
FROM sums AS s
LEFT JOIN quantiles AS q USING (key)
LEFT JOIN names AS n USING (key)
ORDER BY s.key COLLATE "C"
"""


def _by_agent(steps: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{agents.NAMES},
{steps},
{_TOTALS}
"""


def steps(question: lagged.Question, by: agents.By) -> str:
    """Return the steps that answer a question from the fewest rows."""
    is_of_sums = question.is_of_sums(by) and by is not agents.By.PRODUCT
    return OF_SUMS if is_of_sums and question.product is None else OF_PAYMENTS


def by_agent(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    by: agents.By,
) -> pd.DataFrame:
    """Return how soon the payments of a period got their codes, as known at the end of a day.

    The payments are those of `remittance_lag.by_agent`; a code issued after `as_of` had not been
    issued yet. A percentile that falls on a payment without code is empty.

    Returns:
        One row an agent with payments, sorted by code point of the key: `COLUMNS`.
    """
    question.require_known(connection)
    statement = _by_agent(steps(question, by))
    return frames.ask(connection, statement, question.binds | {"by": by}, COLUMNS)
