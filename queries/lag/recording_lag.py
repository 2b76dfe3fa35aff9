"""How long it takes from the payment to its confirmation code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from data.derived import rollups
from queries import agents, frames
from queries.lag import lagged

if TYPE_CHECKING:
    import pandas as pd

# Amounts in đồng, lags in whole minutes.
COLUMNS: frames.Dtypes = frames.columns(
    "key name payments recorded informed unrecorded unrecorded_amount same_day_rate "
    "median_minutes p90_minutes"
)

# Minutes within which payments are counted.
WITHIN: Final = (5, 15, 60)

# The same, and what else a screen shows. Of the payments are those that got their code on the day
# of the payment, on another day, and not at all. `timed` are those among which the percentiles
# are: whose minutes are known, and those without a code. `day_alone` are the others, recorded, of
# which only the day of the payment is known. The rates are of all payments; that of the informed of
# those recorded, and those within some minutes of the timed.
FULL_COLUMNS: frames.Dtypes = (
    COLUMNS
    | frames.columns(
        "amount same_day_payments other_day_payments other_day_rate unrecorded_rate "
        "informed_rate timed day_alone_payments oldest_unrecorded_day"
    )
    | frames.columns(" ".join(f"within_{n}_payments within_{n}_rate" for n in WITHIN))
)

# Steps of a statement, after those of `agents`, that end with `grouped`, sums of an agent's
# payments, and with `paced`, its payments by number of minutes, of those that had their code by the
# end of the as-of day. Read from the payments:
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
        min(p.paid_day) AS first_paid_day,
        sum(p.amount) AS amount
    FROM payments AS p
    WHERE {lagged.IS_COUNTED}
    GROUP BY 1, 2, 3
),
paced AS (
    SELECT key, minutes, payments FROM grouped WHERE minutes IS NOT NULL
)
"""
# Or from the rollup, which knows neither products nor collectors:
OF_SUMS: Final = f"""
grouped AS (
    SELECT
        {agents.key(collector="''", product="''", day="p.paid_day")} AS key,
        COALESCE(p.recorded_day <= :as_of, false) AS is_recorded,
        p.payments,
        p.informed,
        CASE WHEN p.recorded_day = p.paid_day THEN p.payments ELSE 0 END AS same_day,
        p.paid_day AS first_paid_day,
        p.amount,
        p.minutes,
        p.minute_payments
    FROM recording_days AS p
    WHERE {lagged.IS_OF_PERIOD}
),
paced AS (
    SELECT key, unnest(minutes) AS minutes, unnest(minute_payments) AS payments
    FROM grouped
    WHERE is_recorded
)
"""

# Steps that end with `sums`, one row an agent, and `paces`, one row an agent and minutes: of each
# agent, or as well of everything, whose key is empty, and which is made of the rows of the agents.
SUMS: Final = """
each_sums AS (
    SELECT
        key,
        sum(payments) AS payments,
        sum(amount) AS amount,
        COALESCE(sum(payments) FILTER (WHERE is_recorded), 0) AS recorded,
        COALESCE(sum(informed) FILTER (WHERE is_recorded), 0) AS informed,
        COALESCE(sum(amount) FILTER (WHERE NOT is_recorded), 0) AS unrecorded_amount,
        min(first_paid_day) FILTER (WHERE NOT is_recorded) AS oldest_unrecorded_day,
        COALESCE(sum(same_day) FILTER (WHERE is_recorded), 0) AS same_day
    FROM grouped
    GROUP BY key
),
each_paces AS (
    SELECT key, minutes, sum(payments) AS payments FROM paced GROUP BY key, minutes
),
sums AS (
    SELECT * FROM each_sums
    UNION ALL
    SELECT
        '',
        sum(payments),
        sum(amount),
        sum(recorded),
        sum(informed),
        sum(unrecorded_amount),
        min(oldest_unrecorded_day),
        sum(same_day)
    FROM each_sums
    HAVING CAST(:with_total AS boolean) AND count(*) > 0
),
paces AS (
    SELECT * FROM each_paces
    UNION ALL
    SELECT '', minutes, sum(payments) FROM each_paces
    WHERE CAST(:with_total AS boolean)
    GROUP BY minutes
)
"""


def _within(of_each: str) -> str:
    """Return one part of a list of columns for each number of minutes, as `n`."""
    return ",\n".join(of_each.format(n=n) for n in WITHIN)


_WITHIN_RATE: Final = (
    "round(CAST(t.within_{n}_payments AS numeric) / NULLIF(t.timed, 0), 4) AS within_{n}_rate"
)

# A quantile is the nearest rank, the smallest of at least q * n; a payment without a code ranks as
# longer than any, and one that has a code and no time of payment is not among the n.
_TOTALS: Final = f"""
ranked AS (
    SELECT
        p.key,
        p.minutes,
        p.payments,
        s.payments - s.recorded + sum(p.payments) OVER (PARTITION BY p.key) AS of_all,
        sum(p.payments) OVER (PARTITION BY p.key ORDER BY p.minutes) AS so_far
    FROM paces AS p
    JOIN sums AS s USING (key)
),
quantiles AS (
    SELECT
        key,
        min(minutes) FILTER (WHERE so_far * 2 >= of_all) AS median_minutes,
        min(minutes) FILTER (WHERE so_far * 10 >= of_all * 9) AS p90_minutes,
        sum(payments) AS known,
        {_within("sum(payments) FILTER (WHERE minutes <= {n}) AS within_{n}")}
    FROM ranked
    GROUP BY key
),
totals AS (
    SELECT
        s.*,
        s.payments - s.recorded AS unrecorded,
        q.median_minutes,
        q.p90_minutes,
        s.payments - s.recorded + COALESCE(q.known, 0) AS timed,
        {_within("COALESCE(q.within_{n}, 0) AS within_{n}_payments")}
    FROM sums AS s
    LEFT JOIN quantiles AS q USING (key)
)
SELECT
    t.key,
    n.name,
    t.payments,
    t.amount,
    t.recorded,
    t.informed,
    t.unrecorded,
    t.unrecorded_amount,
    t.oldest_unrecorded_day,
    t.same_day AS same_day_payments,
    t.recorded - t.same_day AS other_day_payments,
    t.timed,
    t.payments - t.timed AS day_alone_payments,
    round(CAST(t.same_day AS numeric) / t.payments, 4) AS same_day_rate,
    round(CAST(t.recorded - t.same_day AS numeric) / t.payments, 4) AS other_day_rate,
    round(CAST(t.unrecorded AS numeric) / t.payments, 4) AS unrecorded_rate,
    round(CAST(t.informed AS numeric) / NULLIF(t.recorded, 0), 4) AS informed_rate,
    {_within("t.within_{n}_payments")},
    {_within(_WITHIN_RATE)},
    t.median_minutes,
    t.p90_minutes
FROM totals AS t
LEFT JOIN names AS n USING (key)
ORDER BY t.key COLLATE "C"
"""


def _by_agent(steps: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{agents.NAMES},
{steps},
{SUMS},
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
    return rows(connection, question, by=by).frame()


def rows(connection: sa.Connection, question: lagged.Question, *, by: agents.By) -> frames.Rows:
    """Return the rows of `by_agent`, plain."""
    return _ask(connection, question, by, COLUMNS)


def in_full(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    by: agents.By,
) -> pd.DataFrame:
    """Return the same as `by_agent`, with everything that a screen shows of it.

    Returns:
        One row an agent with payments, sorted by code point of the key: `FULL_COLUMNS`.
    """
    return _ask(connection, question, by, FULL_COLUMNS).frame()


def with_total(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    by: agents.By,
) -> pd.DataFrame:
    """Return the same as `in_full`, and of everything: the payments are read once for both.

    Returns:
        The rows of `in_full`, and before them, if there are any, one with an empty key for all of
        them, which is that of `By.ALL`.
    """
    return _ask(connection, question, by, FULL_COLUMNS, with_total=True).frame()


def _ask(
    connection: sa.Connection,
    question: lagged.Question,
    by: agents.By,
    columns: frames.Dtypes,
    *,
    with_total: bool = False,
) -> frames.Rows:
    question.require_known(connection)
    values = question.binds | {"by": by, "with_total": with_total}
    return frames.rows(connection, _by_agent(steps(question, by)), values, columns)
