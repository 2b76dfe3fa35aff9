"""Owns the visits: a household comes to a collector, and each of its members pays.

A visit is one row: `number`, `first` (the number of its first payment), `size` (its payments),
`product`, `collector`, `office`, `org`, `paid`, and `sure` (1 where nothing may go wrong).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from data.sample import moments, offices, rhythm, staff

if TYPE_CHECKING:
    from data.sample import plan as plans
    from data.sample.moments import Whole

PRODUCTS: Final = ("BI", "IS", "AR", "IL")
BI, IS, AR, IL = range(len(PRODUCTS))
_FREQUENCIES: Final = np.array([0.47, 0.38, 0.09, 0.06])
_SIZES: Final = np.array([0.56, 0.18, 0.12, 0.09, 0.05])


class Visits:
    """Makes the visits of one day after another; numbers run through."""

    def __init__(self, plan: plans.Plan, crew: staff.Staff, rng: np.random.Generator) -> None:
        self._plan = plan
        self._crew = crew
        self._rng = rng
        self._visits = 0
        self._payments = 0

    def of_day(self, day: int, payments: int) -> pd.DataFrame:
        """Return the visits of a day with so many payments, in the order of their moments."""
        product, size = self._households(day, payments)
        count = len(size)
        collector = staff.drawn(self._crew, self._rng, count)
        sure = self._sure(day, collector)
        made = pd.DataFrame({
            "number": self._visits + np.arange(count, dtype=np.int64),
            "first": self._payments + np.cumsum(size) - size,
            "size": size,
            "product": product,
            "collector": collector,
            "office": self._offices(day, collector),
            "org": self._crew.org[collector],
            "paid": rhythm.moments_of(day, count, self._plan, self._rng),
            "sure": sure,
        })  # fmt: skip
        self._visits += count
        self._payments += payments
        return made

    def _households(self, day: int, payments: int) -> tuple[Whole, Whole]:
        """Draw products and sizes until the payments of the day are reached exactly."""
        often = _FREQUENCIES.copy()
        if rhythm.is_before_school(moments.date_of(day)):
            often[BI] *= rhythm.SCHOOL_RUSH
        product = self._rng.choice(len(often), payments, p=often / often.sum()).astype(np.int64)
        size = 1 + self._rng.choice(len(_SIZES), payments, p=_SIZES).astype(np.int64)
        size[(product == IS) | (product == IL)] = 1
        reached = np.cumsum(size)
        count = int(np.searchsorted(reached, payments)) + 1 if payments else 0
        if count:
            size[count - 1] -= reached[count - 1] - payments
        return product[:count], size[:count]

    def _offices(self, day: int, collector: Whole) -> Whole:
        is_open = day <= self._plan.closing_day
        return (self._crew.former if is_open else self._crew.office)[collector]

    def _sure(self, day: int, collector: Whole) -> Whole:
        """On the last day, where it is a working day, let every open office take something."""
        sure = np.zeros(len(collector), np.int64)
        last = day == self._plan.end_day - 1
        if last and len(sure) >= offices.OPEN and self._plan.calendar.are_working(np.array([day])):
            places = np.linspace(0, len(sure) * 3 // 4, offices.OPEN).astype(np.int64)
            collector[places] = [self._crew.at(office) for office in range(offices.OPEN)]
            sure[places] = 1
        return sure
