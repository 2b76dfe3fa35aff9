"""Owns when people come to pay: how many on each day of the period, and at which hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from data.sample import moments

if TYPE_CHECKING:
    import datetime as dt

    from data.sample import plan as plans
    from data.sample.moments import Whole

_WEEKDAYS: Final = (1.12, 1.0, 0.97, 0.98, 1.06, 0.2, 0.06)
_SATURDAY: Final = 5
_MADE_UP_SATURDAY: Final = 0.8
_HOLIDAY: Final = 0.003
_YEARLY_GROWTH: Final = 0.12
_EARLY, _LATE = 10, 20
_BEFORE_SCHOOL: Final = ((8, 5), (9, 25))
SCHOOL_RUSH: Final = 1.3
# Of 10 000 visits on a working day, those in each hour from 7 to 20.
_HOURS: Final = (250, 1300, 1650, 1450, 700, 150, 750, 1350, 1250, 800, 200, 80, 50, 20)
_WEEKEND_HOURS: Final = (100, 1200, 2100, 2000, 900, 200, 300, 1100, 1200, 600, 200, 100, 0, 0)
_OPENING: Final = 7


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


def is_before_school(day: dt.date) -> bool:
    """Say whether families insure themselves before the school year."""
    first, last = _BEFORE_SCHOOL
    return first <= (day.month, day.day) <= last


def moments_of(day: int, count: int, plan: plans.Plan, rng: np.random.Generator) -> Whole:
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
    """Most come in the first days of a month and above all of a quarter."""
    part = 1.25 if day.day <= _EARLY else 0.85 if day.day > _LATE else 0.95
    quarter = 1.15 if day.month % 3 == 1 and day.day <= _EARLY else 1.0
    return part * quarter * (1.15 if is_before_school(day) else 1.0)
