"""Owns Kaplan–Meier quantiles of remittance lag, in exact arithmetic."""

from __future__ import annotations

import decimal
import fractions
from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    found: dict[fractions.Fraction, int | None] = dict.fromkeys(wanted)
    for lag, numerator, denominator in _curve(list(steps)):
        for q, lag_found in found.items():
            if lag_found is None and numerator <= (1 - q) * denominator:
                found[q] = lag
    return found


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
