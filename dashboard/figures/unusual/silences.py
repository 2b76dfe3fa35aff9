"""Who has recorded nothing for some working days, and usually records something on each of them.

Of offices and organisations it is codes that are looked for, of collectors payments.

How long a silence has to be follows from the share of working days without a payment before it:
so long that chance alone makes fewer than one of ten thousand such stretches silent. Where many
codes are usual a day without any is enough.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from dashboard.figures.unusual.finding import Finding, Kind, Point, Subject
from dashboard.figures.unusual.taken import Flags, Floats, Taken

DAYS: Final = "days"

CHANCE: Final = 5e-5
LEAST_DAYS: Final = 3
# So many codes on a usual day that one day without any says enough.
MANY: Final = 20
# So many working days make twelve weeks, public holidays aside.
HISTORY: Final = 50
# Of longer silences everybody knows.
LONGEST_DAYS: Final = 20
# Which part of somebody's codes makes the silence of a part that of the whole.
_MOST: Final = 0.8
_COURSE: Final = 30


@dataclasses.dataclass(frozen=True)
class _Silence:
    """A silence: of whom, since when, for so many working days, and what was before it."""

    subject: Subject
    last: int
    days: int
    worked: int
    known: int


def chance(days: int, worked: int, known: int) -> float:
    """Return how likely so many days without a payment are.

    Args:
        days: the working days of the silence.
        worked: on how many working days before it there were payments.
        known: of how many.
    """
    return float(((known - worked + 0.5) / (known + 1)) ** days)


def find(taken: Taken, collectors: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Return the silences that last at the end of the last day, each cause once.

    Args:
        taken: the days.
        collectors: the silent ones, rows of `queries.unusual.collectors`.
    """
    places = sorted(_of_places(taken), key=lambda each: -_codes(taken, each.subject))
    people = [each for each in (_of_collector(taken, row) for row in collectors) if each]
    told = _told_once(taken, places, people)
    return [_finding(taken, each, collectors) for each in told]


def _codes(taken: Taken, subject: Subject) -> float:
    return float(taken.sum_of(taken.codes, taken.mask(subject)).sum())


def _of_places(taken: Taken) -> list[_Silence]:
    """Return the silences of offices, of organisations, and of organisations at offices."""
    parts = [each for each in taken.subjects if each.office or each.org]
    several = len(taken.offices) > 1 and len(taken.orgs) > 1
    pairs = [
        Subject(office=office, org=org)
        for at, office in enumerate(taken.offices)
        for where, org in enumerate(taken.orgs)
        if several and _has_stopped(taken.codes[at, where], taken)
    ]
    found = (_of_place(taken, each) for each in (*parts, *pairs))
    return [each for each in found if each is not None]


def _has_stopped(row: Floats, taken: Taken) -> bool:
    """Whether there was something, and nothing on the last working day."""
    working = np.flatnonzero(taken.working)
    return bool(len(working) and row.any() and not row[working[-1] :].any())


def _of_place(taken: Taken, subject: Subject) -> _Silence | None:
    row = taken.sum_of(taken.codes, taken.mask(subject))
    active = np.flatnonzero(row)
    if not len(active) or not _has_stopped(row, taken):
        return None
    last = int(active[-1])
    usual = _usual(taken, row, last)
    return _judged(
        taken,
        subject,
        int(active[0]),
        last,
        int((row[: last + 1] > 0)[taken.working[: last + 1]].sum()),
        is_busy=usual >= MANY,
    )


def _usual(taken: Taken, row: Floats, last: int) -> float:
    """Return the median of the working days up to a day."""
    days = row[: last + 1][taken.working[: last + 1]][-HISTORY:]
    return float(np.median(days)) if len(days) else 0.0


def _of_collector(taken: Taken, row: Mapping[str, Any]) -> _Silence | None:
    subject = Subject(
        row["office_code"], row["org_code"], row["collector_code"], row["collector_name"] or ""
    )
    first, last = ((row[name] - taken.start).days for name in ("first_day", "last_day"))
    return _judged(taken, subject, first, last, int(row["worked_days"]), is_busy=False)


def _judged(
    taken: Taken, subject: Subject, first: int, last: int, worked: int, *, is_busy: bool
) -> _Silence | None:
    """Return a silence that is too long for chance, and neither too short nor too long to tell."""
    known = int(taken.working[first : last + 1].sum())
    days = int(taken.working[last + 1 :].sum())
    least = 1 if is_busy else LEAST_DAYS
    if known < HISTORY or not least <= days <= LONGEST_DAYS:
        return None
    if chance(days, worked, known) > CHANCE and not (is_busy and worked == known):
        return None
    return _Silence(subject, last, days, worked, known)


def _told_once(
    taken: Taken, places: Sequence[_Silence], people: Sequence[_Silence]
) -> list[_Silence]:
    """Return the silences that are no part of another one.

    Of an organisation at an office whose only silent collector is silent, that one is told.
    """
    wide: list[_Silence] = []
    for each in places:
        mask = taken.mask(each.subject)
        if not any(_is_most(taken, taken.mask(other.subject), mask) for other in wide):
            wide.append(each)
    alone = [
        each
        for each in wide
        if each.subject.office
        and each.subject.org
        and len([one for one in people if _is_of(one, each)]) == 1
    ]
    wide = [each for each in wide if each not in alone]
    return wide + [one for one in people if not any(_is_of(one, each) for each in wide)]


def _is_most(taken: Taken, other: Flags, mask: Flags) -> bool:
    """Whether most of the codes of some cells are those of others."""
    codes = taken.codes.sum(axis=2)
    total = codes[mask].sum()
    return bool(total and codes[mask & other].sum() / total >= _MOST)


def _is_of(one: _Silence, place: _Silence) -> bool:
    """Whether a collector belongs to a place."""
    same_office = place.subject.office in (None, one.subject.office)
    return same_office and place.subject.org in (None, one.subject.org)


def _finding(taken: Taken, found: _Silence, collectors: Sequence[Mapping[str, Any]]) -> Finding:
    since = next(at for at in range(found.last + 1, taken.days) if taken.working[at])
    course: tuple[Point, ...] = ()
    if found.subject.collector is None:
        mask = taken.mask(found.subject)
        row = taken.sum_of(taken.codes, mask)
        shown = range(max(0, taken.days - _COURSE), taken.days)
        course = tuple(Point(taken.day(at), float(row[at])) for at in shown)
        money = float(taken.sum_of(taken.amount, mask).sum())
    else:
        money = next(
            float(row["amount"])
            for row in collectors
            if row["collector_code"] == found.subject.collector
        )
    return Finding(
        Kind.SILENCE,
        found.subject,
        taken.day(since),
        taken.end,
        DAYS,
        value=found.days,
        usual=found.worked,
        number=found.known,
        amount=round(money / found.known * found.days),
        course=course,
    )


def silent_from(working_days: Sequence[dt.date]) -> dt.date:
    """Return the first of the last days without payments that are a silence of collectors."""
    return working_days[-LEAST_DAYS:][0]
