"""Days whose total is far from that of the same weekday in the twelve weeks before.

What is judged is the number of confirmation codes on form 01-XN of the day: a household that pays
at once counts once, so that chance spreads it least. Where that is usual, the money of the form is.

Both are compared with the median of the last twelve days of the same weekday, working days with
working days. First each day is freed of what all offices and organisations have in common on it:
beginnings of months, days before a holiday. What is usual is as wide as the median absolute
deviation (MAD) of all weekdays of these weeks from their medians, on the scale of square roots, on
which the spread of counts is the same at every level. The limits were measured: docs/benchmarks.md.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dashboard.figures.unusual import taken as takens
from dashboard.figures.unusual.finding import Finding, Kind, Point, Subject
from dashboard.figures.unusual.taken import WEEKS, Flags, Floats, Taken

CODES: Final = "codes"
AMOUNT: Final = "amount"

# Below so many codes on a usual day nothing is said: chance alone halves and doubles them.
LEAST_CODES: Final = {CODES: 10, AMOUNT: 20}
# A day is unusual if it is less than one part of so many of the usual one, or more than so many
# times it, and its distance is so many times the spread.
TIMES: Final = {CODES: 2.0, AMOUNT: 4.0}
SPREADS: Final = {CODES: 2.8, AMOUNT: 5.0}
# Which part of a difference makes it the difference of a part.
_EXPLAINS: Final = 0.6
# From a MAD to a standard deviation, and what the median of twelve adds to it.
_OF_MAD: Final = 1.4826
_OF_MEDIAN: Final = 1.06
# What all have in common is read from so many of them, with so many codes on a usual day.
_COMMON: Final = 4
_COMMON_CODES: Final = 8
_LAST_WORKDAY: Final = 4


@dataclass(frozen=True)
class Expected:
    """What is usual on a day, one value a series; where nothing is known, not a number."""

    usual: Floats
    low: Floats
    high: Floats

    def far(self, values: Floats) -> Floats:
        """Return 1 where a value is above what is usual, -1 below, else 0."""
        # Of what is not a number neither is true.
        return (values > self.high).astype(float) - (values < self.low)

    def where(self, known: Flags) -> "Expected":
        """Return the same, with nothing known elsewhere."""
        ends = (self.usual, self.low, self.high)
        return Expected(*(np.where(known, each, np.nan) for each in ends))


@dataclass(frozen=True)
class _Candidate:
    """A series that is far from usual on a day."""

    at: int
    row: int
    measure: str
    sign: float
    mask: Flags
    subject: Subject


def common(taken: Taken) -> Floats:
    """Return by day how many times the usual codes there are with everybody.

    It is the median of three: of all codes together, of the offices, and of the organisations, so
    that one large organisation is not taken for everybody.
    """
    series = taken.series(taken.codes)
    levels = _levels(taken)
    factor = np.ones(taken.days)
    for weekday, works in {
        (int(d), bool(w)) for d, w in zip(taken.weekdays, taken.working, strict=True)
    }:
        days = np.flatnonzero((taken.weekdays == weekday) & (taken.working == works))
        usual = np.median(series[:, days], axis=1)
        rows = [level for level in levels if (usual[level] >= _COMMON_CODES).sum() >= _COMMON]
        if len(rows) == len(levels) and usual[0] >= _COMMON_CODES:
            with np.errstate(divide="ignore", invalid="ignore"):
                ratios = np.where(
                    usual[:, None] >= _COMMON_CODES, series[:, days] / usual[:, None], np.nan
                )
            medians = [ratios[0], *(np.nanmedian(ratios[level], axis=0) for level in rows)]
            factor[days] = np.clip(np.median(medians, axis=0), 0.3, 3.0)
    return factor


def _levels(taken: Taken) -> list[slice]:
    """Return the places of the offices and of the organisations among the series."""
    offices = len([each for each in taken.subjects[1:] if each.office])
    return [slice(1, 1 + offices), slice(1 + offices, None)]


def expected(
    taken: Taken, values: Floats, place: int, measure: str, *, unit: Floats, factor: Floats
) -> Expected:
    """Return what is usual of series on a day.

    Args:
        taken: the days.
        values: one row a series, one column a day.
        place: the day.
        measure: what the values are.
        unit: by series, what counts as one: money is measured in what a code usually brings.
        factor: what all have in common, of the same shape.
    """
    before = takens.alike(taken, place)
    nothing = np.full(len(values), np.nan)
    if len(before) < WEEKS:
        return Expected(nothing, nothing, nothing)
    freed, now = values / factor, factor[:, place]
    roots = _root(freed / unit[:, None])
    middle = np.median(roots[:, before], axis=1)
    wide = SPREADS[measure] * _OF_MEDIAN * _spread(taken, roots, place)
    usual = np.median(freed[:, before], axis=1)
    times = TIMES[measure]
    low = np.minimum(usual / times, _square(middle - wide) * unit)
    high = np.maximum(usual * times, _square(middle + wide) * unit)
    has_begun = values[:, : before[0] + 1].any(axis=1) & np.isfinite(unit)
    return Expected(usual * now, low * now, high * now).where(has_begun)


def find(taken: Taken, silent: Sequence[Finding], *, days: int) -> list[Finding]:
    """Return the days among the last ones that are unusual, each once.

    Args:
        taken: the days.
        silent: silences; what they make of a day is not told again.
        days: how many days are judged.
    """
    factor = common(taken)
    found: dict[tuple[str, Subject, float], list[Finding]] = {}
    for place in takens.judged(taken, days):
        candidates = _candidates(taken, factor, place)
        for each in _told_once(taken, candidates, _silent_at(taken, silent, place), factor, place):
            same = found.setdefault((each.measure, each.subject, each.sign), [])
            _join(same, _finding(taken, each, factor), taken)
    return [finding for findings in found.values() for finding in findings]


def is_judged(taken: Taken) -> Flags:
    """Return which of the subjects have twelve weeks of data before the last working day."""
    series = taken.series(taken.codes)
    for place in reversed(range(taken.days)):
        if taken.working[place] and taken.weekdays[place] <= _LAST_WORKDAY:
            one = np.ones(len(series))
            of_day = expected(taken, series, place, CODES, unit=one, factor=np.ones(series.shape))
            return np.isfinite(of_day.usual)
    return np.zeros(len(series), dtype=bool)


def _candidates(taken: Taken, factor: Floats, place: int) -> list[_Candidate]:
    """Return the series that are far from usual: in codes, or else in money."""
    counts, sums = taken.series(taken.codes), taken.series(taken.amount)
    factors = np.tile(factor, (len(counts), 1))
    # All together are what they have in common.
    factors[0] = 1
    of_counts = expected(taken, counts, place, CODES, unit=np.ones(len(counts)), factor=factors)
    with np.errstate(divide="ignore", invalid="ignore"):
        unit = sums.sum(axis=1) / counts.sum(axis=1)
    of_sums = expected(
        taken, sums, place, AMOUNT, unit=np.where(unit > 0, unit, np.nan), factor=factors
    )
    usual = of_counts.usual
    by_count = of_counts.where(usual >= LEAST_CODES[CODES]).far(counts[:, place])
    by_sum = of_sums.where(usual >= LEAST_CODES[AMOUNT]).far(sums[:, place])
    by_sum = np.where(by_count == 0, by_sum, 0)
    return [
        _Candidate(place, row, measure, float(signs[row]), taken.mask(subject), subject)
        for measure, signs in ((CODES, by_count), (AMOUNT, by_sum))
        for row, subject in enumerate(taken.subjects)
        if signs[row]
    ]


def _told_once(
    taken: Taken, candidates: list[_Candidate], silent: Flags, factor: Floats, place: int
) -> list[_Candidate]:
    """Return those candidates that no other one explains, nor a silence."""
    left = []
    before = takens.alike(taken, place)
    for measure, cells in ((CODES, taken.codes), (AMOUNT, taken.amount)):
        own = [each for each in candidates if each.measure == measure]
        if not own:
            continue
        usual = np.median(cells[:, :, before] / factor[before], axis=2)
        differences = cells[:, :, place] - usual * factor[place]
        for sign in (-1.0, 1.0):
            alike = [each for each in own if each.sign == sign]
            if sign < 0:
                alike = [each for each in alike if not _explains(silent, each.mask, differences)]
            left += _unexplained(alike, differences)
    return left


def _unexplained(candidates: list[_Candidate], differences: Floats) -> list[_Candidate]:
    """Return the candidates of a day and a direction that stand for themselves.

    Where all is unusual together, nothing is told of its parts, unless one of them makes most of
    it. An organisation that makes most of an office's difference is told instead of the office,
    and the other way round; where each makes most of the other's, both are told as one.
    """
    parts = [each for each in candidates if not each.mask.all()]
    whole = [each for each in candidates if each.mask.all()]
    if whole and not any(_explains(each.mask, whole[0].mask, differences) for each in parts):
        return whole
    explained: set[int] = set()
    pairs: list[_Candidate] = []
    for office in (each for each in parts if each.subject.org is None):
        for org in (each for each in parts if each.subject.office is None):
            of_org = _explains(org.mask, office.mask, differences)
            of_office = _explains(office.mask, org.mask, differences)
            explained |= {office.row} if of_org else set()
            explained |= {org.row} if of_office else set()
            pairs += [_crossed(office, org)] if of_org and of_office else []
    return [each for each in parts if each.row not in explained] + pairs


def _crossed(office: _Candidate, org: _Candidate) -> _Candidate:
    """Return an organisation at an office."""
    subject = Subject(office=office.subject.office, org=org.subject.org)
    mask = office.mask & org.mask
    return dataclasses.replace(office, subject=subject, mask=mask)


def _explains(part: Flags, whole: Flags, differences: Floats) -> bool:
    """Whether most of the difference of some cells is that of those that others share with them."""
    total = differences[whole].sum()
    shared = differences[part & whole].sum()
    return bool(total and shared / total >= _EXPLAINS)


def _silent_at(taken: Taken, silent: Sequence[Finding], place: int) -> Flags:
    """Return the cells that were silent on a day."""
    cells = np.zeros((len(taken.offices), len(taken.orgs)), dtype=bool)
    for each in silent:
        if each.since <= taken.day(place) and each.subject.collector is None:
            cells |= taken.mask(each.subject)
    return cells


def _finding(taken: Taken, found: _Candidate, factor: Floats) -> Finding:
    """Return what is told of a candidate, by the series of its own cells."""
    place, before = found.at, takens.alike(taken, found.at)
    counts = taken.sum_of(taken.codes, found.mask)
    money = taken.sum_of(taken.amount, found.mask)
    own = np.ones_like(factor) if found.mask.all() else factor
    values, unit = counts, 1.0
    if found.measure == AMOUNT:
        values, unit = money, float(money.sum() / max(1.0, counts.sum()))
    of_day = expected(
        taken, values[None], place, found.measure, unit=np.array([unit]), factor=own[None]
    )
    usual, low, high = (float(each[0]) for each in (of_day.usual, of_day.low, of_day.high))
    times = own[[*before, place]] / own[place]
    return Finding(
        Kind.DAY,
        found.subject,
        taken.day(place),
        taken.day(place),
        found.measure,
        float(values[place]),
        usual,
        low,
        high,
        number=1,
        amount=abs(
            round(float(money[place] - np.median(money[before] / own[before]) * own[place]))
        ),
        course=tuple(
            Point(taken.day(at), float(values[at]), low * float(time), high * float(time))
            for at, time in zip((*before, place), times, strict=True)
        ),
    )


def _join(findings: list[Finding], new: Finding, taken: Taken) -> None:
    """Add a finding; one that goes on from the last day that could be judged is the same."""
    last = findings[-1] if findings else None
    if last is not None and _follows(taken, last, new):
        findings[-1] = _joined(last, new)
    else:
        findings.append(new)


def _follows(taken: Taken, last: Finding, new: Finding) -> bool:
    """Whether there is no other working day between two days."""
    between = range((last.day - taken.start).days + 1, (new.day - taken.start).days)
    return not any(taken.working[place] for place in between)


def _joined(last: Finding, new: Finding) -> Finding:
    return dataclasses.replace(
        new, since=last.since, number=last.number + 1, amount=last.amount + new.amount
    )


def _spread(taken: Taken, roots: Floats, place: int) -> Floats:
    """Return how far days are from the medians of their weekdays: one standard deviation.

    Counts that depend on chance alone have a spread of one on this scale; none has less.
    """
    distances = []
    for weekday in range(7):
        before = takens.alike(taken, place, weekday)
        if len(before) == WEEKS:
            of_weekday = roots[:, before]
            distances.append(of_weekday - np.median(of_weekday, axis=1, keepdims=True))
    middle = np.median(np.abs(np.concatenate(distances, axis=1)), axis=1)
    spread: Floats = np.maximum(1.0, _OF_MAD * middle)
    return spread


def _root(values: Floats) -> Floats:
    """Return counts on the scale on which their spread is one (Anscombe)."""
    root: Floats = 2 * np.sqrt(np.maximum(values, 0) + 0.375)
    return root


def _square(roots: Floats) -> Floats:
    """Return counts from that scale."""
    return np.maximum(0.0, np.square(np.maximum(roots, 0) / 2) - 0.375)
