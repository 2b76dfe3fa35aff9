"""Cities by numbers alone: codes, rates and collectors by day, with and without what is unusual.

They have what makes days differ in a real city: weekdays, beginnings and ends of months and
quarters, public holidays and make-up days, growth, offices and organisations of all sizes, days
that are busy for everybody, and counts that scatter more than chance alone. Nothing is unusual in
them until it is planted.
"""

import dataclasses
import datetime as dt
from typing import Any, Final

import numpy as np

from dashboard.figures.unusual.finding import Kind, Subject
from dashboard.figures.unusual.slides import Weeks
from dashboard.figures.unusual.taken import Flags, Floats, Taken
from data import calendar

START: Final = dt.date(2025, 1, 6)
# As many days as are read for an evening.
READ: Final = 126
# Of so many working days the deadline has passed.
DEADLINE: Final = 3
_WEEKDAYS: Final = np.array([1.12, 1.0, 0.97, 0.98, 1.06, 0.2, 0.06])
_HOLIDAY, _MADE_UP = 0.003, 0.8
_SATURDAY: Final = 5
_GROWTH: Final = 0.12
_BUSY: Final = 0.05
# How much an office's and organisation's day scatters beyond chance: the variance of its level.
_SCATTER: Final = 0.04
# The on-time rates and same-day rates of organisations.
_ON_TIME: Final = (0.995, 0.99, 0.97, 0.9, 0.65)
_SAME_DAY: Final = (0.99, 0.98, 0.97, 0.93, 0.75)
# Money is remitted by collector and day: payments are late together.
_TOGETHER: Final = 8


@dataclasses.dataclass(frozen=True)
class City:
    """A city: its days, its rates by office, organisation and day, its collectors by day."""

    taken: Taken
    on_time: Floats
    same_day: Floats
    collectors: Floats
    places: tuple[Subject, ...]

    def until(self, end: int) -> "City":
        """Return what is read of it for the evening of a day."""
        days = slice(max(0, end - READ + 1), end + 1)
        return City(
            cut(self.taken, days),
            self.on_time[:, :, days],
            self.same_day[:, :, days],
            self.collectors[:, days],
            self.places,
        )

    def weeks(self, kind: Kind) -> Weeks:
        """Return its rates by week: of all days, or of those that are due."""
        number = np.cumsum(self.taken.working)
        known = np.ones(self.taken.days, dtype=bool)
        good = self.same_day
        if kind is Kind.ON_TIME:
            known, good = number[-1] - number > DEADLINE, self.on_time
        return Weeks(
            kind,
            *(
                by_week(self.taken, cells * known)
                for cells in (self.taken.codes, good, self.taken.amount)
            ),
        )

    def silent(self) -> list[dict[str, Any]]:
        """Return the collectors without payments on the last three working days, as the query."""
        working = np.flatnonzero(self.taken.working)
        quiet = ~self.collectors[:, working[-3] :].any(axis=1) & self.collectors.any(axis=1)
        return [self._row(int(place)) for place in np.flatnonzero(quiet)]

    def _row(self, place: int) -> dict[str, Any]:
        counts, who = self.collectors[place], self.places[place]
        active = np.flatnonzero(counts)
        return {
            "collector_code": who.collector,
            "collector_name": "",
            "office_code": who.office,
            "org_code": who.org,
            "first_day": self.taken.day(int(active[0])),
            "last_day": self.taken.day(int(active[-1])),
            "worked_days": int((counts[self.taken.working] > 0).sum()),
            "payments": int(counts.sum()),
            "amount": int(counts.sum()) * 600_000,
        }


def make(
    seed: int, codes_a_day: int, *, days: int = 448, offices: int = 30, orgs: int = 24,
    collectors: int = 600,
) -> City:  # fmt: skip
    """Return a city without anything unusual."""
    rng = np.random.default_rng(seed)
    shares = _shares(rng, offices, orgs)
    dates = [START + dt.timedelta(place) for place in range(days)]
    working = _working(dates)
    levels = _levels(rng, dates, working)
    mean = codes_a_day * shares[:, :, None] * levels
    codes = rng.poisson(mean * rng.gamma(1 / _SCATTER, _SCATTER, mean.shape)).astype(float)
    amount = codes * 900_000 * np.exp(rng.normal(0, 0.9 / np.sqrt(np.maximum(codes, 1))))
    taken = Taken(
        START,
        working,
        tuple(f"{101 + place:05d}" for place in range(offices)),
        tuple(f"TC{place + 1:04d}" for place in range(orgs)),
        codes,
        amount,
    )
    on_time = rng.permutation(np.resize(_ON_TIME, orgs))[None, :, None]
    same_day = rng.permutation(np.resize(_SAME_DAY, orgs))[None, :, None]
    groups = np.maximum(1, np.round(codes / _TOGETHER)).astype(int)
    of_collectors, places = _collectors(rng, taken, shares, codes_a_day * levels, collectors)
    return City(
        taken,
        codes * rng.binomial(groups, on_time) / groups,
        rng.binomial(codes.astype(int), same_day).astype(float),
        of_collectors,
        places,
    )


def cut(taken: Taken, days: slice) -> Taken:
    """Return some days."""
    return Taken(
        taken.day(days.start), taken.working[days], taken.offices, taken.orgs,
        taken.codes[:, :, days], taken.amount[:, :, days],
    )  # fmt: skip


def times(city: City, mask: Flags, factor: float) -> City:
    """Return a city whose last day came to so many times as much at some places."""
    codes, amount = city.taken.codes.copy(), city.taken.amount.copy()
    last = codes[:, :, -1][mask]
    rng = np.random.default_rng(int(last.sum()))
    total = round(float(last.sum()) * factor)
    made = rng.multinomial(total, last / last.sum()) if last.sum() else last
    amount[mask, -1] *= np.divide(made, last, out=np.ones_like(last), where=last > 0)
    codes[mask, -1] = made
    taken = dataclasses.replace(city.taken, codes=codes, amount=amount)
    return dataclasses.replace(city, taken=taken)


def silenced(city: City, mask: Flags, days: int) -> City:
    """Return a city in which some places have nothing for the last so many working days."""
    since = np.flatnonzero(city.taken.working)[-days]
    codes, amount = city.taken.codes.copy(), city.taken.amount.copy()
    codes[mask, since:] = 0
    amount[mask, since:] = 0
    return dataclasses.replace(
        city, taken=dataclasses.replace(city.taken, codes=codes, amount=amount)
    )


def away(city: City, collector: int, days: int) -> City:
    """Return a city in which a collector takes nothing for the last so many working days."""
    since = np.flatnonzero(city.taken.working)[-days]
    counts = city.collectors.copy()
    counts[collector, since:] = 0
    return dataclasses.replace(city, collectors=counts)


def slid(city: City, mask: Flags, first: int, points: float) -> City:
    """Return a city in which both rates of some places slide by so much in four weeks from a day.

    Of every week a quarter more of the points is lost; afterwards it stays as low.
    """
    rng = np.random.default_rng(first)
    made = []
    for cells in (city.on_time, city.same_day):
        rates = cells.copy()
        for week in range(4):
            end = first + 7 * (week + 1) if week < 3 else city.taken.days
            days = slice(first + 7 * week, end)
            whole = city.taken.codes[mask][:, days]
            lost = rng.binomial(whole.astype(int), points * (week + 1) / 4)
            rates[mask, days] = np.maximum(0, rates[mask][:, days] - lost)
        made.append(rates)
    return dataclasses.replace(city, on_time=made[0], same_day=made[1])


def by_week(taken: Taken, cells: Floats) -> Floats:
    """Return the sums of days by week."""
    sums = np.zeros((*cells.shape[:2], int(taken.weeks[-1]) + 1))
    for week in range(sums.shape[2]):
        sums[:, :, week] = cells[:, :, taken.weeks == week].sum(axis=2)
    return sums


def sizes(seed: int, codes: int) -> dict[int, int]:
    """Return how many of so many codes cover one payment, two, and so on: households."""
    rng = np.random.default_rng(seed)
    drawn = 1 + rng.binomial(1, 0.28, codes) * rng.poisson(1.3, codes)
    found, numbers = np.unique(np.minimum(drawn, 8), return_counts=True)
    return dict(zip(found.tolist(), numbers.tolist(), strict=True))


def _shares(rng: np.random.Generator, offices: int, orgs: int) -> Floats:
    """Return the share of each office and organisation in all codes; many work in few offices."""
    of_orgs = 1 / np.arange(1, orgs + 1) ** 1.15
    of_orgs /= of_orgs.sum()
    of_offices = rng.lognormal(0, 0.4, offices)
    shares = np.zeros((offices, orgs))
    for place, share in enumerate(of_orgs):
        many = max(6, round(offices * min(1.0, float(share / 0.12) ** 0.5)))
        where = rng.permutation(offices)[:many]
        parts = of_offices[where] * rng.lognormal(0, 0.35, many)
        shares[where, place] = share * parts / parts.sum()
    return shares


def _working(dates: list[dt.date]) -> Flags:
    public = calendar.public_days(sorted({day.year for day in dates}))
    return np.array([public[day] for day in dates])


def _levels(rng: np.random.Generator, dates: list[dt.date], working: Flags) -> Floats:
    """Return how busy each day is for everybody."""
    weekdays = np.array([day.weekday() for day in dates])
    free = np.where(weekdays < _SATURDAY, _HOLIDAY, _WEEKDAYS[weekdays])
    usual = np.where(weekdays < _SATURDAY, _WEEKDAYS[weekdays], _MADE_UP)
    growth = 1 + _GROWTH * np.arange(len(dates)) / 365
    season = np.array([_season(day) for day in dates])
    levels: Floats = np.where(working, usual, free) * season * growth
    return levels * rng.lognormal(0, _BUSY, len(dates))


def _season(day: dt.date) -> float:
    """Return how busy the part of the month and of the quarter is."""
    part = 1.25 if day.day <= 10 else 0.85 if day.day > 20 else 0.95
    return part * (1.15 if day.month % 3 == 1 and day.day <= 10 else 1.0)


def _collectors(
    rng: np.random.Generator, taken: Taken, shares: Floats, everybody: Floats, number: int
) -> tuple[Floats, tuple[Subject, ...]]:
    """Return the payments of collectors by day, and who they are: one at each place, then more."""
    there = np.argwhere(shares > 0)
    flat = shares[shares > 0]
    spare = max(0, number - len(there))
    more = rng.choice(len(there), spare, p=flat / flat.sum())
    at = np.concatenate([np.arange(len(there)), more])
    skill = rng.lognormal(0, 0.5, len(at))
    parts = flat[at] * skill / np.bincount(at, skill)[at]
    counts = rng.poisson(parts[:, None] * everybody).astype(float)
    who = [
        Subject(taken.offices[there[place][0]], taken.orgs[there[place][1]], f"NVT{code + 1:04d}")
        for code, place in enumerate(at)
    ]
    return counts, tuple(who)
