"""Owns Kaplan–Meier quantiles of remittance lag, in exact arithmetic."""

from __future__ import annotations

import fractions
from collections.abc import Iterable, Mapping

MEDIAN = fractions.Fraction(1, 2)
P90 = fractions.Fraction(9, 10)

# One step of a curve: a lag in working days, payments remitted at that lag, payments outstanding
# at that age.
Step = tuple[int, int, int]


def quantiles(
    steps: Iterable[Step], wanted: Iterable[fractions.Fraction]
) -> Mapping[fractions.Fraction, int | None]:
    """Return, for each q, the smallest lag at which the share still unremitted is <= 1 - q.

    Outstanding payments are censored at their age; at the same lag, remittances come before
    censorings. None where the curve never gets that far. `steps` are in order of lag, one a lag.
    """
    curve = list(steps)
    found: dict[fractions.Fraction, int | None] = dict.fromkeys(wanted)
    at_risk = sum(remitted + outstanding for _, remitted, outstanding in curve)
    # The share is kept as share = numerator / denominator; without censoring it telescopes, so
    # the numbers grow only at lags where something is outstanding.
    numerator = denominator = max(at_risk, 1)
    for lag, remitted, outstanding in curve:
        left = at_risk - remitted
        numerator, denominator = _times(numerator, denominator, left, at_risk)
        for q, lag_found in found.items():
            if lag_found is None and numerator <= (1 - q) * denominator:
                found[q] = lag
        at_risk = left - outstanding
    return found


def _times(numerator: int, denominator: int, left: int, at_risk: int) -> tuple[int, int]:
    """Multiply a share by left / at_risk, cancelling where the numbers allow it at no cost."""
    if numerator == at_risk:
        return left, denominator
    return numerator * left, denominator * at_risk
