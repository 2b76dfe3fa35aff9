"""Owns the transfers: lines wait until their day is over, then those of a transfer are summed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from data.sample import organizations
from data.sample.moments import DAY, NEVER, Whole, scattered

if TYPE_CHECKING:
    from data.sample import plan as plans

_TRANSFER: Final = ["to_org", "to_office", "remitted", "slot"]
_SHORT, _MISTYPED = 0.12, 0.006
_TOO_LITTLE: Final = 0.5
_STEP: Final = 50_000


class Made(NamedTuple):
    """Transfers (`number`, `to_org`, `to_office`, `remitted`, `amount`) and their lines."""

    transfers: pd.DataFrame
    lines: pd.DataFrame


class Transfers:
    """Makes the transfers of one day after another; numbers run through."""

    def __init__(self, plan: plans.Plan) -> None:
        self._plan = plan
        self._made = 0
        self._waiting: list[pd.DataFrame] = []

    def expect(self, paid: pd.DataFrame, visits: pd.DataFrame) -> None:
        """Note the payments that will be covered: handed over, and not voided before."""
        visit = paid["visit"].to_numpy()
        lines = visits[_TRANSFER].iloc[visit].reset_index(drop=True)
        lines["payment"], lines["amount"] = paid["number"], paid["amount"]
        remitted = lines["remitted"].to_numpy()
        covered = (remitted != NEVER) & (remitted < paid["voided"].to_numpy())
        self._waiting.append(lines[covered])

    def until(self, day: int) -> Made:
        """Make the transfers of the days up to and including one; the rest goes on waiting."""
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
        """Return what is really transferred: one organisation is often short, others mistype."""
        sums, org = transfers["amount"].to_numpy(), transfers["to_org"].to_numpy()
        draw, much = (
            scattered(self._plan.seed, transfers["number"].to_numpy(), n) for n in (21, 22)
        )
        is_short = org == organizations.SHORT
        wrong = draw < np.where(is_short, _SHORT, _MISTYPED)
        missing = _STEP * (1 + (much * 8).astype(np.int64))
        missing = np.where(is_short | (much < _TOO_LITTLE), missing, -missing)
        return np.where(wrong & (sums > missing), sums - missing, sums)
