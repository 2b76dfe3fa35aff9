"""A whole sample as chunks of days, each with all events of these days and no others."""

import dataclasses
from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from data.sample import (
    dispatching,
    names,
    payments,
    recording,
    remitting,
    staff,
    visits,
)  # fmt: skip
from data.sample import plan as plans
from data.sample.moments import DAY

CHUNK: Final = 30_000


@dataclasses.dataclass(frozen=True)
class Chunk:
    """The events of some days: payments made (with their visits), visits recorded, and so on.

    A code or a transfer of later days stands in the chunk of those days.
    """

    visits: pd.DataFrame
    payments: pd.DataFrame
    recorded: pd.DataFrame
    transfers: remitting.Made
    dispatches: pd.DataFrame


class Feed:
    """Makes a sample, chunk by chunk; between chunks it keeps only events of later days."""

    def __init__(self, plan: plans.Plan) -> None:
        self._rng = np.random.default_rng(plan.seed)
        self.plan = plan
        self.staff = staff.engage(self._rng)
        self.people = names.People(plan.seed, plan.first_day)
        self._counts = visits.payments_by_day(plan, self._rng)
        self._visits = visits.Visits(plan, self.staff, self._rng)
        self._transfers = remitting.Transfers(plan)
        self._dispatches = dispatching.Dispatches(plan)
        self._unrecorded: list[pd.DataFrame] = []

    def chunks(self) -> Iterator[Chunk]:
        """Yield the chunks in the order of time; they can be iterated over once."""
        for first, last in self._spans():
            made = self._made(first, last)
            paid = self._paid(made)
            self._transfers.expect(paid, made)
            self._dispatches.expect(made, paid)
            yield Chunk(
                made, paid, self._recorded(made, last),
                self._transfers.until(last), self._dispatches.until(last),
            )  # fmt: skip

    def _spans(self) -> Iterator[tuple[int, int]]:
        """Yield first and last day of each chunk."""
        held, first = 0, self.plan.first_day
        for day, count in enumerate(self._counts, self.plan.first_day):
            held += int(count)
            if held >= CHUNK or day == self.plan.end_day - 1:
                yield first, day
                held, first = 0, day + 1

    def _made(self, first: int, last: int) -> pd.DataFrame:
        days = [
            self._visits.of_day(day, int(self._counts[day - self.plan.first_day]))
            for day in range(first, last + 1)
        ]
        made = pd.concat(days, ignore_index=True)
        recording.record(made, self.staff, self.plan, self._rng)
        return made

    def _paid(self, made: pd.DataFrame) -> pd.DataFrame:
        """Return the payments of visits, with remittances, voids and repetitions."""
        paid = payments.of(made, self.plan, self._rng)
        payments.repeat_some(paid, made, self._rng)
        payments.void_some(paid, made, self.plan, self._rng)
        remitting.remit(made, self.plan, self._rng)
        remitting.record_some_after(made, self.plan, self._rng)
        remitting.void_some_after(paid, made, self.plan, self._rng)
        recording.inform(made, self.staff, self.plan, self._rng)
        return paid

    def _recorded(self, made: pd.DataFrame, last: int) -> pd.DataFrame:
        """Return the visits recorded up to the end of a day and not returned before."""
        known = pd.concat([*self._unrecorded, made], ignore_index=True)
        recorded = known["recorded"].to_numpy()
        self._unrecorded = [known[(recorded // DAY > last) & (recorded < self.plan.end)]]
        return known[recorded // DAY <= last]
