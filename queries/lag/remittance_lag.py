"""How long organisations, offices and collectors take to remit what they collect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from queries import agents, frames
from queries.lag import curve, lagged

if TYPE_CHECKING:
    import pandas as pd

# Amounts in đồng, lags and ages in working days, exposure in đồng·days.
COLUMNS: frames.Dtypes = frames.columns(
    "key name payments amount remitted_payments remitted_amount outstanding_payments "
    "outstanding_amount overdue_payments overdue_amount on_time_rate median_lag_days "
    "p90_lag_days oldest_outstanding_days exposure_vnd_days"
)


# Whom rows are made of: each agent, or as well everything, whose key is empty.
_EACH = "key"
_EACH_AND_ALL = "GROUPING SETS (key, ())"


def _by_agent(lagged_steps: str, agent: str = _EACH) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{agents.NAMES},
{lagged_steps},
-- One row an agent and lag: the steps of the curve of what is still unremitted.
steps AS (
    SELECT
        COALESCE(key, '') AS key,
        lag_days,
        COALESCE(sum(payments) FILTER (WHERE remitted), 0) AS remitted,
        COALESCE(sum(payments) FILTER (WHERE NOT remitted), 0) AS outstanding
    FROM lagged
    GROUP BY {agent}, lag_days
),
curves AS (
    SELECT
        key,
        array_agg(lag_days ORDER BY lag_days) AS lags,
        array_agg(CAST(remitted AS bigint) ORDER BY lag_days) AS remitted,
        array_agg(CAST(outstanding AS bigint) ORDER BY lag_days) AS outstanding
    FROM steps
    GROUP BY key
),
-- One row an agent.
totals AS (
    SELECT
        COALESCE(key, '') AS key,
        sum(payments) AS payments,
        sum(amount) AS amount,
        COALESCE(sum(payments) FILTER (WHERE remitted), 0) AS remitted_payments,
        COALESCE(sum(amount) FILTER (WHERE remitted), 0) AS remitted_amount,
        COALESCE(sum(payments) FILTER (WHERE NOT remitted), 0) AS outstanding_payments,
        COALESCE(sum(amount) FILTER (WHERE NOT remitted), 0) AS outstanding_amount,
        COALESCE(sum(payments) FILTER (WHERE NOT remitted AND lag_days > deadline_days), 0)
            AS overdue_payments,
        COALESCE(sum(amount) FILTER (WHERE NOT remitted AND lag_days > deadline_days), 0)
            AS overdue_amount,
        COALESCE(sum(payments) FILTER (WHERE remitted AND lag_days <= deadline_days), 0)
            AS on_time_payments,
        max(lag_days) FILTER (WHERE NOT remitted) AS oldest_outstanding_days,
        COALESCE(
            sum(amount * (lag_days - deadline_days))
                FILTER (WHERE NOT remitted AND lag_days > deadline_days),
            0
        ) AS exposure_vnd_days
    FROM lagged
    GROUP BY {agent}
    HAVING count(*) > 0
)
SELECT
    t.key,
    n.name,
    t.payments,
    t.amount,
    t.remitted_payments,
    t.remitted_amount,
    t.outstanding_payments,
    t.outstanding_amount,
    t.overdue_payments,
    t.overdue_amount,
    round(t.on_time_payments / NULLIF(t.remitted_payments + t.overdue_payments, 0), 4)
        AS on_time_rate,
    t.oldest_outstanding_days,
    t.exposure_vnd_days,
    c.lags,
    c.remitted,
    c.outstanding
FROM totals AS t
JOIN curves AS c USING (key)
LEFT JOIN names AS n USING (key)
ORDER BY t.key COLLATE "C"
"""


def by_agent(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    by: agents.By,
) -> pd.DataFrame:
    """Return how payments of a period had been remitted by the end of the as-of day.

    Payments whose paid day lies in the period and not after `as_of`, without those voided by then.

    Returns:
        One row an agent with payments, sorted by code point of the key: `COLUMNS`.
    """
    return rows(connection, question, by=by).frame()


def rows(connection: sa.Connection, question: lagged.Question, *, by: agents.By) -> frames.Rows:
    """Return the rows of `by_agent`, plain."""
    return _ask(connection, question, by, _EACH)


def with_total(
    connection: sa.Connection,
    question: lagged.Question,
    *,
    by: agents.By,
) -> pd.DataFrame:
    """Return the same as `by_agent`, and of everything: the payments are read once for both.

    Returns:
        The rows of `by_agent`, and before them, if there are any, one with an empty key for all of
        them, which is that of `By.ALL`.
    """
    return _ask(connection, question, by, _EACH_AND_ALL).frame()


def split(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the row of the total and those of the agents, of what `with_total` returns."""
    is_total = rows["key"] == ""
    return rows[is_total], rows[~is_total].reset_index(drop=True)


def _ask(
    connection: sa.Connection, question: lagged.Question, by: agents.By, agent: str
) -> frames.Rows:
    question.require(connection)
    statement = sa.text(_by_agent(question.lagged(by), agent))
    result = connection.execute(statement, question.lag_binds(by))
    return frames.Rows(
        [_with_quantiles(row) for row in result], (*result.keys(), *_QUANTILES), COLUMNS
    )


_QUANTILES = {"median_lag_days": curve.MEDIAN, "p90_lag_days": curve.P90}


def _with_quantiles(row: sa.Row[tuple[object, ...]]) -> tuple[object, ...]:
    """Add the lags that half and 90 % are remitted within; None where that was not reached."""
    steps = zip(row.lags, row.remitted, row.outstanding, strict=True)
    lags = curve.quantiles(steps, _QUANTILES.values())
    return (*row, *(lags[q] for q in _QUANTILES.values()))
