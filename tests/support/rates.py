"""How often the detectors of what is unusual are right, on cities by numbers."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from support.builders import cities

from dashboard.figures.unusual import day_totals, large_codes, silences, slides
from dashboard.figures.unusual.finding import Finding, Kind, Subject

WEEK: Final = 7
# The first evening with twelve weeks before a week, and the public holidays among them.
FIRST: Final = 139


def false_alarms(city: cities.City, first: int = FIRST) -> tuple[dict[str, int], int]:
    """Return what is found in a city without anything unusual, each once, and in how many weeks."""
    found: dict[str, set[str]] = {kind: set() for kind in Kind}
    evenings = range(first, city.taken.days)
    for end in evenings:
        shown = city.until(end)
        of_evening = silences.find(shown.taken, shown.silent())
        if (end - first) % WEEK == WEEK - 1:
            of_evening = [*of_evening, *of_week(shown, of_evening)]
        for each in of_evening:
            found[each.kind].add(each.key)
    return {kind: len(keys) for kind, keys in found.items()}, len(evenings) // WEEK


def of_week(city: cities.City, silent: Sequence[Finding] = ()) -> list[Finding]:
    """Return the days of the last week and the slides that are found."""
    sliding = (slides.find(city.taken, city.weeks(kind)) for kind in (Kind.ON_TIME, Kind.RECORDING))
    of_days = day_totals.find(city.taken, silent, days=WEEK)
    return [*of_days, *(each for found in sliding for each in found)]


def of_days(city: cities.City, factor: float, least: float, most: float, number: int) -> list[bool]:
    """Return whether days that came to so many times as much are found.

    Args:
        city: a city without anything unusual.
        factor: how many times as much the day came to.
        least: the codes of a usual working day of those who are chosen, at least.
        most: the same, at most.
        number: how many days are planted, one at a time.
    """
    rng = np.random.default_rng(number)
    found = []
    for end in _workdays(city, rng):
        shown = city.until(end)
        codes = shown.taken.series(shown.taken.codes)[:, shown.taken.working]
        usual = codes[:, -60:].mean(axis=1)
        rows = np.flatnonzero((usual >= least) & (usual <= most))
        rows = rows[rows > 0]
        if not len(rows):
            continue
        mask = shown.taken.mask(shown.taken.subjects[int(rng.choice(rows))])
        planted = cities.times(shown, mask, factor)
        told = day_totals.find(planted.taken, [], days=1)
        found.append(any((planted.taken.mask(each.subject) & mask).any() for each in told))
        if len(found) == number:
            break
    return found


def of_silences(city: cities.City, days: int, number: int) -> dict[str, list[bool]]:
    """Return whether silences of those who practically always have something are found."""
    rng = np.random.default_rng(number)
    found: dict[str, list[bool]] = {"org": [], "collector": []}
    for end in _workdays(city, rng):
        shown = city.until(end)
        working = shown.taken.working
        always = np.flatnonzero((shown.collectors[:, working][:, -60:] > 0).mean(axis=1) >= 0.98)
        if not len(always):
            continue
        one = int(rng.choice(always))
        planted = cities.away(shown, one, days)
        told = silences.find(planted.taken, planted.silent())
        code = shown.places[one].collector
        found["collector"].append(any(each.subject.collector == code for each in told))
        org = str(rng.choice(shown.taken.orgs[:-1]))
        mask = shown.taken.mask(Subject(org=org))
        quiet = cities.silenced(shown, mask, days)
        told = silences.find(quiet.taken, quiet.silent())
        found["org"].append(any(each.subject.org == org for each in told))
        if len(found["org"]) == number:
            break
    return found


def of_slides(city: cities.City, points: float, number: int) -> dict[str, list[bool]]:
    """Return whether rates that slide by so much in four weeks are found when those are due."""
    rng = np.random.default_rng(number)
    found: dict[str, list[bool]] = {kind: [] for kind in (Kind.ON_TIME, Kind.RECORDING)}
    mondays = [at for at in range(FIRST + 28, city.taken.days - 36) if city.taken.weekdays[at] == 0]
    for first in rng.permutation(mondays)[:number]:
        end = int(first) + 4 * WEEK + WEEK - 2
        shown = city.until(end)
        usual = shown.taken.codes.sum(axis=(0, 2)) / cities.READ * WEEK
        org = str(rng.choice(np.array(shown.taken.orgs)[usual >= 2 * slides.LEAST_PAYMENTS]))
        mask = shown.taken.mask(Subject(org=org))
        planted = cities.slid(shown, mask, int(first) - (end - shown.taken.days + 1), points)
        for kind, hits in found.items():
            told = slides.find(planted.taken, planted.weeks(Kind(kind)))
            hits.append(any(each.subject.org == org for each in told))
    return found


def of_codes(codes: int, size: int, number: int) -> list[bool]:
    """Return whether a code of so many payments is found among so many others."""
    day = dt.date(2026, 8, 20)
    found = []
    for seed in range(number):
        known = cities.sizes(seed, codes)
        known[size] = known.get(size, 0) + 1
        row: dict[str, Any] = {
            "confirmation_code": "XN", "office_code": "00101", "org_code": "TC0001", "day": day,
            "payments": size, "amount": 1,
        }  # fmt: skip
        found.append(bool(large_codes.find([row], known, [day])))
    return found


def large_ones(codes: int, number: int) -> int:
    """Return how many codes of households alone are found unusual."""
    alarms = 0
    for seed in range(number):
        known = cities.sizes(1000 + seed, codes)
        alarms += sum(count for size, count in known.items() if size >= large_codes.least(known))
    return alarms


def _workdays(city: cities.City, rng: np.random.Generator) -> Iterator[int]:
    days = [
        at
        for at in range(FIRST, city.taken.days)
        if city.taken.working[at] and city.taken.weekdays[at] < 5
    ]
    yield from (int(at) for at in rng.choice(days, 20 * len(days)))
