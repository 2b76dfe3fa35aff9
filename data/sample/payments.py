"""Payments of the sample: what each member of a visit pays, for which months, what is voided.

A payment is one row: `number`, `visit` (the row of its visit), `person`, `receipt`, `product`,
`months`, `period`, `amount`, `voided`. Amounts are those of the tariff of the day.
"""

from typing import Final

import numpy as np
import pandas as pd

from data.sample import moments, tariff, visits
from data.sample import plan as plans
from data.sample.moments import DAY, HOUR, MINUTE, NEVER, Flag, Whole, between, scattered

_TERMS: Final = (((12, 6, 3), (76, 16, 8)), ((1, 3, 6, 12), (34, 31, 20, 15)))
# Incomes that people choose for voluntary social insurance, in steps above the lowest, and how
# many of 100 choose each; the last is above the highest that may be chosen.
_INCOMES: Final = (0, 10, 20, 30, 50, 70, 90, 130, 170, 370, 1_000)
_CHOSEN: Final = np.array([46, 15, 10, 11, 6, 5, 3.2, 1.6, 1.5, 0.6, 0.1]) / 100
# The poor, the nearly poor, ethnic minorities, all others.
_SUPPORTED: Final = np.array([1.5, 4, 2.5, 92]) / 100
_VOIDED_AT_ONCE, _VOIDED_LATER, _PAID_TWICE, _RECEIPT_TWICE = 0.004, 0.002, 0.0008, 0.0008


def of(made: pd.DataFrame, plan: plans.Plan, rng: np.random.Generator) -> pd.DataFrame:
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
        "amount": _monthly(made, visit, member, plan, rng) * months,
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
    return np.where(_is_voluntary(made), drawn[1], drawn[0]).astype(np.int64)


def _monthly(
    made: pd.DataFrame, visit: Whole, member: Whole, plan: plans.Plan, rng: np.random.Generator
) -> Whole:
    """Return what each member of visits pays a month."""
    days = made["paid"].to_numpy() // DAY
    product = made["product"].to_numpy()
    voluntary = tariff.voluntary(days, _incomes(made, rng), _supported(made, plan))
    health = np.where(
        product[visit] == visits.AR,
        tariff.farming(days)[visit],
        tariff.household(days[visit], member),
    )
    return np.where(_is_voluntary(made)[visit], voluntary[visit], health)


def _is_voluntary(made: pd.DataFrame) -> Flag:
    """Return which visits pay voluntary social insurance; the others pay health insurance."""
    return np.isin(made["product"].to_numpy(), (visits.IS, visits.IL))


def _incomes(made: pd.DataFrame, rng: np.random.Generator) -> Whole:
    """Draw the incomes that people choose; the local security force has the lowest."""
    chosen = rng.choice(_INCOMES, len(made), p=_CHOSEN).astype(np.int64)
    return np.where(made["product"].to_numpy() == visits.IS, chosen, 0)


def _supported(made: pd.DataFrame, plan: plans.Plan) -> Whole:
    """Return which group of those whom the state supports the people of visits belong to."""
    draw = scattered(plan.seed, made["number"].to_numpy(), 51)
    return np.searchsorted(np.cumsum(_SUPPORTED)[:-1], draw, side="right").astype(np.int64)
