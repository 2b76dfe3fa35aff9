"""Payments of the sample: what each member of a visit pays, for which months, what is voided.

A payment is one row: `number`, `visit` (the row of its visit), `person`, `receipt`, `product`,
`months`, `period`, `amount`, `voided`. Tariffs are invented, plain multiples of a month's.
"""

from typing import Final

import numpy as np
import pandas as pd

from data.sample import moments, visits
from data.sample import plan as plans
from data.sample.moments import DAY, HOUR, MINUTE, NEVER, Whole, between

# A month's contribution in đồng, by product: 972 000 a year for the first of a household.
MONTHLY: Final = np.array([81_000, 330_000, 56_700, 75_600])
# Of every further member of a household, in hundredths.
MEMBERS: Final = np.array([100, 70, 60, 50, 40])
_TERMS: Final = (((12, 6, 3), (76, 16, 8)), ((1, 3, 6, 12), (34, 31, 20, 15)))
_LEVELS: Final = np.array([46, 22, 13, 8, 6, 3, 1, 1]) / 100
_VOIDED_AT_ONCE, _VOIDED_LATER, _PAID_TWICE, _RECEIPT_TWICE = 0.004, 0.002, 0.0008, 0.0008


def of(made: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the payments of visits, none of them voided."""
    size = made["size"].to_numpy()
    visit = np.repeat(np.arange(len(made), dtype=np.int64), size)
    number = np.arange(len(visit), dtype=np.int64) + (made["first"].iloc[0] if len(made) else 0)
    product = made["product"].to_numpy()[visit]
    months = _months(made, rng)[visit]
    member = number - made["first"].to_numpy()[visit]
    return pd.DataFrame({
        "number": number,
        "visit": visit,
        "person": number,
        "receipt": number,
        "product": product,
        "months": months,
        "period": moments.months_of(made["paid"].to_numpy())[visit] + 1,
        "amount": _amounts(made, rng)[visit] * MEMBERS[member] // 100 * months,
        "voided": np.full(len(visit), NEVER),
    })  # fmt: skip


def repeat_some(paid: pd.DataFrame, made: pd.DataFrame, rng: np.random.Generator) -> None:
    """Charge a few people twice for the same months, and use a few receipts twice."""
    size, sure = made["size"].to_numpy(), made["sure"].to_numpy()
    alone = np.flatnonzero(((size == 1) & (sure == 0))[paid["visit"].to_numpy()])
    chosen = rng.permutation(alone)[: 2 * _count(len(paid), _PAID_TWICE, rng)]
    once, again = np.sort(chosen[: len(chosen) // 2 * 2].reshape(-1, 2), axis=1).T
    columns = ["person", "product", "months", "period", "amount"]
    paid.loc[again, columns] = paid.loc[once, columns].to_numpy()
    # Two receipts that follow each other within one organisation.
    org = made["org"].to_numpy()[paid["visit"].to_numpy()]
    order = np.argsort(org, kind="stable")
    places = rng.permutation(max(len(order) - 1, 0))[: _count(len(paid), _RECEIPT_TWICE, rng)]
    same = places[org[order[places]] == org[order[places + 1]]]
    paid.loc[order[same + 1], "receipt"] = paid.loc[order[same], "receipt"].to_numpy()


def void_some(
    paid: pd.DataFrame, made: pd.DataFrame, plan: plans.Plan, rng: np.random.Generator
) -> None:
    """Void a few payments, the same day or some days later; `remitting` voids after remitting."""
    draw = rng.random(len(paid))
    at = made["paid"].to_numpy()[paid["visit"].to_numpy()]
    soon = at + between(rng, 4 * MINUTE, 2 * HOUR, len(paid))
    later = (at // DAY + between(rng, 1, 9, len(paid))) * DAY + _office_hours(rng, len(paid))
    voided = np.where(draw < _VOIDED_AT_ONCE, soon, later)
    keeps = (draw >= _VOIDED_AT_ONCE + _VOIDED_LATER) | (voided >= plan.end)
    keeps |= made["sure"].to_numpy()[paid["visit"].to_numpy()] == 1
    paid["voided"] = np.where(keeps, NEVER, voided)


def _count(among: int, share: float, rng: np.random.Generator) -> int:
    return int(rng.poisson(among * share))


def _office_hours(rng: np.random.Generator, count: int) -> Whole:
    return between(rng, 8 * HOUR, 17 * HOUR, count)


def _months(made: pd.DataFrame, rng: np.random.Generator) -> Whole:
    """Draw for how many months a visit pays: health insurance mostly for a year."""
    drawn = [rng.choice(terms, len(made), p=np.array(odds) / 100) for terms, odds in _TERMS]
    product = made["product"].to_numpy()
    months = np.where(product == visits.IS, drawn[1], drawn[0])
    return np.where(product == visits.IL, 12, months).astype(np.int64)


def _amounts(made: pd.DataFrame, rng: np.random.Generator) -> Whole:
    """Return a month's contribution; voluntary social insurance is a multiple that one chooses."""
    level = 1 + rng.choice(len(_LEVELS), len(made), p=_LEVELS)
    product = made["product"].to_numpy()
    return np.asarray(MONTHLY[product] * np.where(product == visits.IS, level, 1), np.int64)
