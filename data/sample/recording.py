"""Confirmation codes of the sample: when a visit is recorded, how the payer is informed.

Adds to each visit `recorded`, `channel` (-1: nobody was informed) and `notified`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from data.sample.moments import DAY, HOUR, MINUTE, NEVER, Whole, between

if TYPE_CHECKING:
    import pandas as pd

    from data.sample import plan as plans
    from data.sample import staff

CHANNELS: Final = ("direct", "sms", "paper", "email")
_CHANNEL_ODDS: Final = np.array([0.46, 0.38, 0.12, 0.04])
# The shares of visits recorded hours later, on the next morning, and days later.
_CAREFUL: Final = np.array([0.025, 0.006, 0.001])
_TARDY: Final = np.array([0.38, 0.22, 0.05])
_NEVER, _FORGOTTEN = 0.0015, 0.04
_TOO_EARLY: Final = 0.0008
_NOT_INFORMED, _SILENT = 0.015, 0.45
# Of those who are informed, the share of which it is known when.
_MOMENT_KNOWN: Final = 0.8
_MEDIAN_SECONDS: Final = 210


def record(
    made: pd.DataFrame, crew: staff.Staff, plan: plans.Plan, rng: np.random.Generator
) -> None:
    """Record visits, most of them within minutes."""
    paid, sure = made["paid"].to_numpy(), made["sure"].to_numpy() == 1
    prompt = paid + _minutes(rng, len(made))
    recorded = np.where(sure, prompt, _recorded(made, crew, prompt, rng))
    early = (rng.random(len(made)) < _TOO_EARLY) & ~sure
    recorded = np.where(early, paid - between(rng, MINUTE, 50 * MINUTE, len(made)), recorded)
    made["recorded"] = np.where(recorded < plan.end, recorded, NEVER)
    inform(made, crew, plan, rng)


def inform(
    made: pd.DataFrame, crew: staff.Staff, plan: plans.Plan, rng: np.random.Generator
) -> None:
    """Add to each recorded visit how and when its payers were informed."""
    count = len(made)
    drops = np.where(crew.silent[made["collector"].to_numpy()], _SILENT, _NOT_INFORMED)
    informed = rng.random(count) >= drops
    channel = rng.choice(len(CHANNELS), count, p=_CHANNEL_ODDS).astype(np.int64)
    notified = made["recorded"].to_numpy() + between(rng, 5, 4 * MINUTE, count)
    known = informed & (notified < plan.end) & (rng.random(count) < _MOMENT_KNOWN)
    made["channel"] = np.where(informed, channel, -1)
    made["notified"] = np.where(known, notified, NEVER)


def _minutes(rng: np.random.Generator, count: int) -> Whole:
    """Draw the seconds until a code that is issued soon: a few minutes, at most two hours."""
    seconds = rng.lognormal(np.log(_MEDIAN_SECONDS), 0.9, count).clip(20, 2 * HOUR)
    return seconds.astype(np.int64)


def _recorded(
    made: pd.DataFrame, crew: staff.Staff, prompt: Whole, rng: np.random.Generator
) -> Whole:
    """Return moments of recording: every collector is late sometimes, some often, a few forget."""
    count, collector, paid = len(made), made["collector"].to_numpy(), made["paid"].to_numpy()
    odds = np.where(crew.tardy[collector][:, None], _TARDY, _CAREFUL)
    hours, morning, days = (np.cumsum(odds, axis=1) + _forgotten(crew, collector)[:, None]).T
    draw = rng.random(count)
    ways = [
        (draw < _forgotten(crew, collector), np.full(count, NEVER)),
        (draw < hours, paid + between(rng, HOUR, 7 * HOUR, count)),
        (draw < morning, _at(paid // DAY + 1, between(rng, 7 * HOUR, 10 * HOUR, count))),
        (
            draw < days,
            _at(paid // DAY + between(rng, 2, 6, count), between(rng, 8 * HOUR, 17 * HOUR, count)),
        ),
    ]
    conditions, outcomes = zip(*ways, strict=True)
    return np.select(list(conditions), list(outcomes), prompt)


def _forgotten(crew: staff.Staff, collector: Whole) -> np.ndarray:
    return np.where(crew.forgetful[collector], _FORGOTTEN, _NEVER)


def _at(days: Whole, seconds: Whole) -> Whole:
    return days * DAY + seconds
