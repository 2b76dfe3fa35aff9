"""Remittances of the sample: when money is remitted, by whom, to which office, in which transfer.

Adds to each visit `remitted`, and `to_org`, `to_office`, `slot`, which with the day identify the
transfer. All that a collector received in one day is remitted together.
"""

from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from data.sample import offices, organizations
from data.sample import plan as plans
from data.sample.moments import DAY, HOUR, MINUTE, NEVER, Whole, between, scattered

MORNING, AFTERNOON, AHEAD = range(3)
# When a slot begins, and how long it lasts.
_SLOTS: Final = np.array([[17, 6], [31, 3], [16, 1]]) * (HOUR // 2)
_LAST_FOR_TODAY: Final = 14 * HOUR + 30 * MINUTE
_IN_THE_MORNING: Final = 0.5
_STRAGGLING, _LOST = 0.003, 0.4
_OTHER_ORG, _OTHER_OFFICE, _AHEAD = 0.0008, 0.0008, 0.0008
_CODE_AFTER, _VOIDED_AFTER = 0.0008, 0.0008
_SLIDE_DAYS, _DEEPEST, _SLOWEST = 40, 0.75, 5
_TRANSFER: Final = ["to_org", "to_office", "remitted", "slot"]
_SHORT, _MISTYPED = 0.12, 0.006
_TOO_LITTLE: Final = 0.5
_STEP: Final = 50_000


def remit(made: pd.DataFrame, plan: plans.Plan, rng: np.random.Generator) -> None:
    """Assign each visit to a transfer, or to none where that would come after the sample's end."""
    ready = _ready(made)
    base = ready // DAY
    lag = _lags(made, plan, rng)
    too_late = ~plan.calendar.are_working(base) | (ready % DAY > _LAST_FOR_TODAY)
    lag = np.where((lag == 0) & too_late, 1, lag)
    day = plan.calendar.later(base, np.where(lag == NEVER, 0, lag))
    made["to_org"], made["to_office"] = made["org"], _filed_at(made, day, plan)
    made["slot"] = np.where(day == base, AFTERNOON, _usual_slot(made, day, plan))
    day = _go_astray(made, day, plan, rng)
    remitted = np.where(lag == NEVER, NEVER, day * DAY + _seconds(made, day, plan))
    made["remitted"] = np.where(remitted < plan.end, remitted, NEVER)


def record_some_after(made: pd.DataFrame, plan: plans.Plan, rng: np.random.Generator) -> None:
    """Issue a few codes only after the money has been remitted."""
    late = made["remitted"].to_numpy() + between(rng, 20 * MINUTE, 20 * HOUR, len(made))
    chosen = (rng.random(len(made)) < _CODE_AFTER) & (late < plan.end)
    chosen &= made["sure"].to_numpy() == 0
    made["recorded"] = np.where(chosen, late, made["recorded"])


def void_some_after(
    paid: pd.DataFrame, made: pd.DataFrame, plan: plans.Plan, rng: np.random.Generator
) -> None:
    """Void a few payments although the money has been remitted."""
    remitted = made["remitted"].to_numpy()[paid["visit"].to_numpy()]
    after = remitted + between(rng, HOUR, 6 * DAY, len(paid))
    chosen = (rng.random(len(paid)) < _VOIDED_AFTER) & (after < plan.end)
    paid["voided"] = np.where(chosen, after, paid["voided"])


def _lags(made: pd.DataFrame, plan: plans.Plan, rng: np.random.Generator) -> Whole:
    """Return after how many working days each visit's money is remitted, or NEVER."""
    org = made["org"].to_numpy()
    taking, first = _daily_sums(made)
    draw = rng.random(len(first))[taking]
    lag = (draw[:, None] >= organizations.lag_curves()[org]).sum(axis=1)
    strays = rng.random(len(made)) < _STRAGGLING
    lag = np.where(strays, between(rng, 6, 19, len(made)), lag)
    lost = (made["recorded"].to_numpy() == NEVER) & (rng.random(len(made)) < _LOST)
    return np.where(lost, NEVER, _slide(made, taking, lag, plan, rng))


def _daily_sums(made: pd.DataFrame) -> tuple[Whole, Whole]:
    """Return for each visit the number of its collector and day, and these collectors and days."""
    days = made["paid"].to_numpy() // DAY
    keys = made["collector"].to_numpy() * (1 << 20) + days
    unique, number = np.unique(keys, return_inverse=True)
    return number, unique


def _slide(
    made: pd.DataFrame, taking: Whole, lag: Whole, plan: plans.Plan, rng: np.random.Generator
) -> Whole:
    """Let the sliding organisation remit less and later, the nearer the end."""
    days = made["paid"].to_numpy() // DAY
    span = min(_SLIDE_DAYS, plan.days // 2 + 1)
    slid = (1 - (plan.end_day - days) / span).clip(0)
    slid = np.where(made["org"].to_numpy() == organizations.SLIDING, slid, 0)
    kept = rng.random(taking.max(initial=0) + 1)[taking] < _DEEPEST * slid
    return np.where(kept, NEVER, lag + np.round(_SLOWEST * slid).astype(np.int64))


def _ready(made: pd.DataFrame) -> Whole:
    """Return when money can be listed for a transfer: once it has a code, where it gets one."""
    paid, recorded = made["paid"].to_numpy(), made["recorded"].to_numpy()
    return np.where(recorded == NEVER, paid, np.maximum(paid, recorded))


def _filed_at(made: pd.DataFrame, day: Whole, plan: plans.Plan) -> Whole:
    """File under the payment's office, or under the successor of one that has been closed."""
    office = made["office"].to_numpy()
    closed = np.isin(office, offices.CLOSED) & (day > plan.closing_day)
    return np.where(closed, offices.SUCCESSOR, office)


def _usual_slot(made: pd.DataFrame, day: Whole, plan: plans.Plan) -> Whole:
    early = scattered(plan.seed, made["org"].to_numpy(), day, 11) < _IN_THE_MORNING
    return np.where(early, MORNING, AFTERNOON)


def _go_astray(made: pd.DataFrame, day: Whole, plan: plans.Plan, rng: np.random.Generator) -> Whole:
    """Remit a few by another organisation, at another office or before payment; return the days."""
    draw = rng.random(len(made))
    bounds = np.cumsum([_OTHER_ORG, _OTHER_OFFICE, _AHEAD])
    other_org, other_office, ahead = (
        np.searchsorted(bounds, draw, side="right") == n for n in range(3)
    )
    org, office = made["to_org"].to_numpy(), made["to_office"].to_numpy()
    stand_in = np.where(org == organizations.LARGEST, org + 1, organizations.LARGEST)
    made["to_org"] = np.where(other_org, stand_in, org)
    made["to_office"] = np.where(other_office, (office + 1) % offices.OPEN, office)
    before = plan.calendar.earlier(made["paid"].to_numpy() // DAY)
    ahead &= before >= plan.first_day
    made["slot"] = np.where(ahead, AHEAD, made["slot"])
    return np.where(ahead, before, day)


def _seconds(made: pd.DataFrame, day: Whole, plan: plans.Plan) -> Whole:
    """Return the second of the day at which a transfer is made: the same for all that it covers."""
    begins, lasts = _SLOTS[made["slot"].to_numpy()].T
    keys = (made[name].to_numpy() for name in ("to_org", "to_office", "slot"))
    seconds: Whole = begins + (scattered(plan.seed, *keys, day, 12) * lasts).astype(np.int64)
    return seconds


class Made(NamedTuple):
    """Transfers (`number`, `to_org`, `to_office`, `remitted`, `amount`) and their lines."""

    transfers: pd.DataFrame
    lines: pd.DataFrame


class Transfers:
    """Makes the transfers of one day after another; numbers are consecutive over all days."""

    def __init__(self, plan: plans.Plan) -> None:
        self._plan = plan
        self._made = 0
        self._waiting: list[pd.DataFrame] = []

    def expect(self, paid: pd.DataFrame, visits: pd.DataFrame) -> None:
        """Add the payments that will be covered: remitted, and not voided before."""
        visit = paid["visit"].to_numpy()
        lines = visits[_TRANSFER].iloc[visit].reset_index(drop=True)
        lines["payment"], lines["amount"] = paid["number"], paid["amount"]
        remitted = lines["remitted"].to_numpy()
        covered = (remitted != NEVER) & (remitted < paid["voided"].to_numpy())
        self._waiting.append(lines[covered])

    def until(self, day: int) -> Made:
        """Return the transfers of the days up to and including one; keep later payments."""
        waiting = pd.concat(self._waiting, ignore_index=True)
        due = waiting["remitted"].to_numpy() // DAY <= day
        self._waiting = [waiting[~due]]
        grouped = waiting[due].groupby(_TRANSFER, sort=True)
        lines = waiting.loc[due, ["payment"]].assign(number=self._made + grouped.ngroup())
        transfers = grouped["amount"].sum().reset_index()
        transfers["number"] = self._made + np.arange(len(transfers), dtype=np.int64)
        transfers["amount"] = self._transferred(transfers)
        self._made += len(transfers)
        return Made(transfers, lines)

    def _transferred(self, transfers: pd.DataFrame) -> Whole:
        """Return the amounts transferred: one organisation is often short, others mistype."""
        sums, org = transfers["amount"].to_numpy(), transfers["to_org"].to_numpy()
        draw, much = (
            scattered(self._plan.seed, transfers["number"].to_numpy(), n) for n in (21, 22)
        )
        is_short = org == organizations.SHORT
        wrong = draw < np.where(is_short, _SHORT, _MISTYPED)
        missing = _STEP * (1 + (much * 8).astype(np.int64))
        missing = np.where(is_short | (much < _TOO_LITTLE), missing, -missing)
        return np.where(wrong & (sums > missing), sums - missing, sums)
