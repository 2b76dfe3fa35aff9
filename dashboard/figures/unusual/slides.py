"""Rates that slide for weeks: remitted on time, recorded on the day of the payment.

The last two weeks are compared with the median of the eight weeks before the last four. Payments
that are not due yet are in no week: of a week whose end is not due its first days count. A part
that makes the slide of the whole is told instead of it, and nothing is told of parts that slide
with the whole.
"""

import dataclasses
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from dashboard.figures.unusual import taken as takens
from dashboard.figures.unusual.finding import Finding, Kind, Point, Subject
from dashboard.figures.unusual.taken import Flags, Floats, Taken

RATE: Final = "rate"

# A week with fewer payments says nothing.
LEAST_PAYMENTS: Final = 30
# By how much a rate has to be lower, and how many times its spread.
DROP: Final = 0.15
SPREADS: Final = 2.75
# The least spread of weeks, and from which distance on a week belongs to the slide.
_LEAST_SPREAD: Final = 0.02
_STEP: Final = 0.05
_STEP_SPREADS: Final = 1.5
_RECENT: Final = 2
_APART: Final = 4
_OF_MAD: Final = 1.4826


@dataclasses.dataclass(frozen=True)
class Weeks:
    """Payments by week, and the good ones of them: the axes are those of `Taken`, then weeks."""

    kind: Kind
    payments: Floats
    good: Floats
    amount: Floats


@dataclasses.dataclass(frozen=True)
class _Slide:
    """A slide: of whom, from what to what, and the first of its weeks.

    `after` is the rate of the last week, `drop` by how much the last two lie lower together.
    """

    subject: Subject
    mask: Flags
    before: float
    after: float
    least: float
    drop: float
    since: int
    weeks: Sequence[int]
    rates: Floats


def weeks_of(taken: Taken, kind: Kind, rows: pd.DataFrame) -> Weeks:
    """Return rows of `queries.unusual` by week, on the axes of the days.

    Args:
        taken: the days.
        kind: what slides.
        rows: of `remitting.by_week` or `recording.by_week`.
    """
    first = np.datetime64(taken.monday(0))
    places = (
        takens.positions(rows, taken.offices, "office_code"),
        takens.positions(rows, taken.orgs, "org_code"),
        (rows["start"].to_numpy(dtype="datetime64[D]") - first).astype(np.int64) // 7,
    )
    shape = (len(taken.offices), len(taken.orgs), int(taken.weeks[-1]) + 1)
    names = ("payments", "good_payments", "amount")
    return Weeks(kind, *(takens.cells(rows[name], places, shape) for name in names))


def find(taken: Taken, weeks: Weeks) -> list[Finding]:
    """Return the slides that last up to the last week, each cause once."""
    slides = [_slide(weeks, each, taken.mask(each)) for each in taken.subjects]
    told = _told_once(weeks, [each for each in slides if each is not None])
    return [_finding(taken, weeks, each) for each in told]


def _slide(weeks: Weeks, subject: Subject, mask: Flags) -> _Slide | None:
    """Return the slide of some cells, if their rate slides."""
    payments, good = weeks.payments[mask].sum(axis=0), weeks.good[mask].sum(axis=0)
    known = np.flatnonzero(payments >= LEAST_PAYMENTS)[-takens.WEEKS :]
    # The last week may not be due yet, and the one before it partly.
    if len(known) < takens.WEEKS or known[-1] < len(payments) - _RECENT - 1:
        return None
    rates = good[known] / payments[known]
    before = rates[:-_APART]
    usual = float(np.median(before))
    spread = max(_LEAST_SPREAD, _OF_MAD * float(np.median(np.abs(before - usual))))
    last = known[-_RECENT:]
    drop = usual - float(good[last].sum() / payments[last].sum())
    least = usual - max(_STEP, _STEP_SPREADS * spread)
    below = rates < least
    is_slide = drop >= max(DROP, SPREADS * spread) and below[-_RECENT:].all()
    if not is_slide:
        return None
    # The first week of those that lie below without a break.
    run = int(np.argmin(below[::-1])) if not below.all() else len(below)
    return _Slide(
        subject, mask, usual, float(rates[-1]), least, drop, int(known[-run]), known.tolist(),
        rates,
    )  # fmt: skip


def _told_once(weeks: Weeks, slides: Sequence[_Slide]) -> list[_Slide]:
    """Return the slides that no other one explains."""
    parts = [each for each in slides if not each.mask.all()]
    whole = [each for each in slides if each.mask.all()]
    if whole and not any(_explains(weeks, each.mask, whole[0]) for each in parts):
        return whole
    explained: set[int] = set()
    pairs: list[_Slide] = []
    for office in (each for each in parts if each.subject.org is None):
        for org in (each for each in parts if each.subject.office is None):
            of_org = _explains(weeks, org.mask, office)
            of_office = _explains(weeks, office.mask, org)
            explained |= {id(office)} if of_org else set()
            explained |= {id(org)} if of_office else set()
            if of_org and of_office:
                pairs += _crossed(weeks, office, org)
    return [each for each in parts if id(each) not in explained] + pairs


def _crossed(weeks: Weeks, office: _Slide, org: _Slide) -> list[_Slide]:
    """Return the slide of an organisation at an office; by itself it may have few payments."""
    subject = Subject(office=office.subject.office, org=org.subject.org)
    return [_slide(weeks, subject, office.mask & org.mask) or org]


def _explains(weeks: Weeks, part: Flags, slide: _Slide) -> bool:
    """Whether the rest of a slide, without a part of it, would slide by less than half."""
    rest = slide.mask & ~part
    payments, good = weeks.payments[rest].sum(axis=0), weeks.good[rest].sum(axis=0)
    known = np.array(slide.weeks)
    before, last = known[:-_APART], known[-_RECENT:]
    sums = payments[before].sum(), payments[last].sum()
    if not all(sums):
        return True
    drop = good[before].sum() / sums[0] - good[last].sum() / sums[1]
    return bool(drop < slide.drop / 2)


def _finding(taken: Taken, weeks: Weeks, slide: _Slide) -> Finding:
    """Return what is told of a slide; its money is what is usually on time, and is not now."""
    sliding = [week for week in slide.weeks if week >= slide.since]
    payments = weeks.payments[slide.mask].sum(axis=0)
    good = weeks.good[slide.mask].sum(axis=0)
    lacking = slide.before * payments[sliding].sum() - good[sliding].sum()
    one = weeks.amount[slide.mask].sum() / max(1.0, weeks.payments[slide.mask].sum())
    return Finding(
        weeks.kind,
        slide.subject,
        taken.monday(slide.since),
        min(taken.end, taken.monday(slide.weeks[-1] + 1) - takens.ONE_DAY),
        RATE,
        value=slide.after,
        usual=slide.before,
        low=max(0.0, slide.least),
        high=1.0,
        number=int(payments[sliding].sum()),
        amount=max(0, round(float(lacking * one))),
        course=tuple(
            Point(taken.monday(week), float(rate), max(0.0, slide.least), 1.0)
            for week, rate in zip(slide.weeks, slide.rates, strict=True)
        ),
    )
