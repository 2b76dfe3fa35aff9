"""Which share of the payments is remitted within n working days."""

from __future__ import annotations

import decimal
import fractions
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from queries import agents, frames
from queries.lag import lagged

if TYPE_CHECKING:
    import pandas as pd

# share_remitted has 4 decimals, half up. The deadlines are the shortest and the longest in force
# for any of the payments, in working days: the same two in every row.
COLUMNS: frames.Dtypes = frames.columns(
    "lag_days remitted_payments outstanding_payments shortest_deadline_days "
    "longest_deadline_days share_remitted"
)

MEDIAN = fractions.Fraction(1, 2)
P90 = fractions.Fraction(9, 10)

# One step of a curve: a lag in working days, payments remitted at that lag, payments outstanding
# at that age.
Step = tuple[int, int, int]


def _by_lag(lagged_steps: str) -> str:
    return f"""
WITH RECURSIVE
{agents.ASKED_OFFICES},
{lagged_steps}
SELECT
    lag_days,
    CAST(COALESCE(sum(payments) FILTER (WHERE remitted), 0) AS bigint) AS remitted_payments,
    CAST(COALESCE(sum(payments) FILTER (WHERE NOT remitted), 0) AS bigint)
        AS outstanding_payments,
    min(min(deadline_days)) OVER () AS shortest_deadline_days,
    max(max(deadline_days)) OVER () AS longest_deadline_days
FROM lagged
GROUP BY lag_days
ORDER BY lag_days
"""


def by_lag(
    connection: sa.Connection,
    question: lagged.Question,
) -> pd.DataFrame:
    """Return which share of a period's payments is remitted within each number of working days.

    The payments are those of `remittance_lag.by_agent`, whose median and 90th percentile are read
    from this curve: Kaplan–Meier, outstanding payments being censored at their age.

    Returns:
        One row a lag at which a payment was remitted or is outstanding: `COLUMNS`.
    """
    question.require(connection)
    steps = connection.execute(sa.text(_by_lag(question.lagged())), question.lag_binds()).all()
    remitted = shares((step[0], step[1], step[2]) for step in steps)
    rows = [(*step, share) for step, share in zip(steps, remitted, strict=True)]
    return frames.build(rows, tuple(COLUMNS), COLUMNS)


def quantiles(
    steps: Iterable[Step], wanted: Iterable[fractions.Fraction]
) -> Mapping[fractions.Fraction, int | None]:
    """Return, for each q, the smallest lag at which the share still unremitted is <= 1 - q.

    Outstanding payments are censored at their age; at the same lag, remittances come before
    censorings. None where the curve never gets that far. `steps` are in order of lag, one a lag.
    """
    lags: dict[fractions.Fraction, int | None] = dict.fromkeys(wanted)
    for lag, numerator, denominator in _curve(list(steps)):
        for q, reached in lags.items():
            if reached is None and numerator <= (1 - q) * denominator:
                lags[q] = lag
    return lags


def shares(steps: Iterable[Step]) -> list[decimal.Decimal]:
    """Return, for each step, the share that is remitted within its lag: 4 decimals, half up."""
    return [
        _rounded(fractions.Fraction(denominator - numerator, denominator))
        for _, numerator, denominator in _curve(list(steps))
    ]


def _curve(steps: Sequence[Step]) -> Iterator[tuple[int, int, int]]:
    """Yield, for each lag, the share still unremitted after it, as numerator and denominator."""
    at_risk = sum(remitted + outstanding for _, remitted, outstanding in steps)
    # Without censoring the product telescopes, so the numbers grow only at lags where something
    # is outstanding.
    numerator = denominator = max(at_risk, 1)
    for lag, remitted, outstanding in steps:
        left = at_risk - remitted
        numerator, denominator = _times(numerator, denominator, left, at_risk)
        yield lag, numerator, denominator
        at_risk = left - outstanding


def _times(numerator: int, denominator: int, left: int, at_risk: int) -> tuple[int, int]:
    """Multiply a share by left / at_risk, cancelling where the numbers allow it at no cost."""
    if numerator == at_risk:
        return left, denominator
    return numerator * left, denominator * at_risk


def _rounded(share: fractions.Fraction) -> decimal.Decimal:
    ten_thousandths = (share * 20_000 + 1) // 2
    return decimal.Decimal(ten_thousandths).scaleb(-4)
