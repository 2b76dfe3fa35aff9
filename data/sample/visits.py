"""Visits of the sample: how many on each day and at which hours; a household pays a collector.

A visit is one row: `number`, `first` (the number of its first payment), `size` (its payments),
`product`, `collector`, `office`, `org`, `paid`, and `sure` (1 where nothing may go wrong).
"""

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from data.sample import moments, offices, staff
from data.sample import plan as plans
from data.sample.moments import Whole

PRODUCTS: Final = ("BI", "IS", "AR", "IL")
BI, IS, AR, IL = range(len(PRODUCTS))
_FREQUENCIES: Final = np.array([0.47, 0.38, 0.09, 0.06])
_SIZES: Final = np.array([0.56, 0.18, 0.12, 0.09, 0.05])
_WEEKDAYS: Final = (1.12, 1.0, 0.97, 0.98, 1.06, 0.2, 0.06)
_SATURDAY: Final = 5
_MADE_UP_SATURDAY: Final = 0.8
_HOLIDAY: Final = 0.003
_YEARLY_GROWTH: Final = 0.12
_EARLY, _LATE = 10, 20
_BEFORE_SCHOOL: Final = ((8, 5), (9, 25))
_SCHOOL_RUSH: Final = 1.3
# Of 10 000 visits on a working day, those in each hour from 7 to 20.
_HOURS: Final = (250, 1300, 1650, 1450, 700, 150, 750, 1350, 1250, 800, 200, 80, 50, 20)
_WEEKEND_HOURS: Final = (100, 1200, 2100, 2000, 900, 200, 300, 1100, 1200, 600, 200, 100, 0, 0)
_OPENING: Final = 7


class Visits:
    """Makes the visits of one day after another; numbers are consecutive over all days."""

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
            "paid": _moments(day, count, self._plan, self._rng),
            "sure": sure,
        })  # fmt: skip
        self._visits += count
        self._payments += payments
        return made

    def _households(self, day: int, payments: int) -> tuple[Whole, Whole]:
        """Draw products and sizes until the payments of the day are reached exactly."""
        often = _FREQUENCIES.copy()
        if _is_before_school(moments.date_of(day)):
            often[BI] *= _SCHOOL_RUSH
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
        """On the last day, where it is a working day, give every open office a sure visit."""
        sure = np.zeros(len(collector), np.int64)
        last = day == self._plan.end_day - 1
        if last and len(sure) >= offices.OPEN and self._plan.calendar.are_working(np.array([day])):
            places = np.linspace(0, len(sure) * 3 // 4, offices.OPEN).astype(np.int64)
            collector[places] = [self._crew.at(office) for office in range(offices.OPEN)]
            sure[places] = 1
        return sure


def payments_by_day(plan: plans.Plan, rng: np.random.Generator) -> Whole:
    """Return how many payments are made on each day; they add up to those of the plan."""
    days = np.arange(plan.first_day, plan.end_day, dtype=np.int64)
    working = plan.calendar.are_working(days)
    breaks = plan.calendar.are_breaks(days)
    weights = np.array([
        _season(moments.date_of(day)) * _weekday(moments.date_of(day), at_work, free)
        for day, at_work, free in zip(days.tolist(), working, breaks, strict=True)
    ])  # fmt: skip
    weights *= 1 + _YEARLY_GROWTH * np.arange(plan.days) / 365
    weights *= rng.lognormal(0, 0.05, plan.days)
    reached = np.round(np.cumsum(weights) / weights.sum() * plan.payments).astype(np.int64)
    counts: Whole = np.diff(reached, prepend=0)
    return counts


def _is_before_school(day: dt.date) -> bool:
    """Return whether families insure themselves before the school year on this day."""
    first, last = _BEFORE_SCHOOL
    return first <= (day.month, day.day) <= last


def _moments(day: int, count: int, plan: plans.Plan, rng: np.random.Generator) -> Whole:
    """Draw when the visits of a day take place, in order."""
    working = bool(plan.calendar.are_working(np.array([day]))[0])
    hours = np.array(_HOURS if working else _WEEKEND_HOURS)
    drawn = rng.choice(len(hours), count, p=hours / hours.sum())
    seconds = (_OPENING + drawn) * moments.HOUR + moments.between(rng, 0, moments.HOUR, count)
    return np.sort(day * moments.DAY + seconds)


def _weekday(day: dt.date, working: bool, in_break: bool) -> float:
    if in_break:
        return _HOLIDAY
    weekday = day.weekday()
    return _MADE_UP_SATURDAY if working and weekday >= _SATURDAY else _WEEKDAYS[weekday]


def _season(day: dt.date) -> float:
    """Return the weight of a day: most pay in the first days of a month and of a quarter."""
    part = 1.25 if day.day <= _EARLY else 0.85 if day.day > _LATE else 0.95
    quarter = 1.15 if day.month % 3 == 1 and day.day <= _EARLY else 1.0
    return part * quarter * (1.15 if _is_before_school(day) else 1.0)
