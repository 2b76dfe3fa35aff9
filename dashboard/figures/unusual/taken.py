"""What offices and organisations recorded day by day, as arrays: what the detectors look at.

Axes are offices, organisations and days, in this order. A sum over the offices is the series of an
organisation, a sum over the organisations that of an office.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.figures.unusual.finding import Subject

Floats: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

# So many weeks back figures are compared with.
WEEKS: Final = 12
ONE_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = 7
_WEEKEND: Final = 2
_AXES: Final = ("office_code", "org_code")


@dataclass(frozen=True)
class Taken:
    """The days from `start` on, without a gap, up to the last one that is judged.

    Attributes:
        start: the first day.
        working: whether each day is a working day.
        offices: the codes of the first axis.
        orgs: the codes of the second axis.
        codes: the number of confirmation codes of each day.
        amount: the money of their payments, in đồng.
    """

    start: dt.date
    working: Flags
    offices: tuple[str, ...]
    orgs: tuple[str, ...]
    codes: Floats
    amount: Floats

    @property
    def days(self) -> int:
        """How many days there are."""
        return len(self.working)

    @property
    def end(self) -> dt.date:
        """The last day."""
        return self.day(self.days - 1)

    def day(self, place: int) -> dt.date:
        """Return the day at a place."""
        return self.start + dt.timedelta(place)

    @cached_property
    def weekdays(self) -> Places:
        """The day of the week of each day, Monday being 0."""
        return (self.start.weekday() + np.arange(self.days)) % _WEEK

    @cached_property
    def weeks(self) -> Places:
        """The number of the week of each day, the first one being 0."""
        return (self.start.weekday() + np.arange(self.days)) // _WEEK

    @cached_property
    def breaks(self) -> Flags:
        """Which days belong to days off that are more than a weekend, as round a holiday."""
        number = np.cumsum(self.working)
        lengths = np.bincount(number[~self.working], minlength=int(number[-1]) + 1)
        breaks: Flags = ~self.working & (lengths[number] > _WEEKEND)
        return breaks

    def monday(self, week: int) -> dt.date:
        """Return the first day of a week."""
        return self.start + dt.timedelta(week * _WEEK - self.start.weekday())

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """Everybody, each office, each organisation: whose series are judged, in this order.

        A single office or organisation is everybody, and stands here once.
        """
        offices = [Subject(office=code) for code in self.offices]
        orgs = [Subject(org=code) for code in self.orgs]
        everybody = Subject(
            office=self.offices[0] if len(offices) == 1 else None,
            org=self.orgs[0] if len(orgs) == 1 else None,
        )
        return (
            everybody,
            *(offices if len(offices) > 1 else ()),
            *(orgs if len(orgs) > 1 else ()),
        )

    def series(self, cells: Floats) -> Floats:
        """Return the sums of cells, one row for each of `subjects`."""
        rows = [cells.sum(axis=(0, 1))[None]]
        if len(self.offices) > 1:
            rows.append(cells.sum(axis=1))
        if len(self.orgs) > 1:
            rows.append(cells.sum(axis=0))
        return np.concatenate(rows)

    def cells_of(self, subject: Subject) -> tuple[Any, Any]:
        """Return the places of a subject on the first two axes."""
        office = self.offices.index(subject.office) if subject.office else slice(None)
        org = self.orgs.index(subject.org) if subject.org else slice(None)
        return office, org

    def mask(self, subject: Subject) -> Flags:
        """Return which cells belong to a subject."""
        belongs = np.zeros((len(self.offices), len(self.orgs)), dtype=bool)
        belongs[self.cells_of(subject)] = True
        return belongs

    def sum_of(self, cells: Floats, where: Flags) -> Floats:
        """Return the sums of the cells at some places of the first two axes."""
        total: Floats = cells[where].sum(axis=0)
        return total


def of_frames(
    rows: pd.DataFrame, days: pd.DataFrame, end: dt.date, weekly: Sequence[pd.DataFrame] = ()
) -> Taken:
    """Return the arrays of rows of `queries.unusual.days`, up to a day.

    Args:
        rows: one row an office, organisation and day with codes.
        days: the calendar of the period: `day` and `working`.
        end: the last day that is judged.
        weekly: other rows whose offices and organisations stand on the axes.
    """
    known = days[[day <= end for day in days["day"]]]
    start: dt.date = known["day"].iloc[0]
    place = (rows["day"].to_numpy(dtype="datetime64[D]") - np.datetime64(start)).astype(np.int64)
    is_shown = place < len(known)
    shown = rows[is_shown]
    axes = [
        tuple(sorted({code for each in (rows, *weekly) for code in each[name].unique().tolist()}))
        for name in _AXES
    ]
    places = (
        *(positions(shown, axis, name) for axis, name in zip(axes, _AXES, strict=True)),
        place[is_shown],
    )
    shape = (len(axes[0]), len(axes[1]), len(known))
    sums = (cells(shown[name], places, shape) for name in ("codes", "amount"))
    return Taken(start, known["working"].to_numpy(dtype=bool), axes[0], axes[1], *sums)


def positions(rows: pd.DataFrame, axis: Sequence[str], name: str) -> Places:
    """Return where on an axis the codes of a column stand."""
    known = {code: place for place, code in enumerate(axis)}
    return np.array(list(map(known.__getitem__, rows[name].tolist())), dtype=np.int64)


def cells(values: pd.Series, places: tuple[Places, ...], shape: tuple[int, ...]) -> Floats:
    """Return an array with values at their places, added up."""
    made = np.zeros(shape)
    np.add.at(made, places, values.to_numpy(dtype=np.float64))
    return made


def judged(taken: Taken, days: int) -> Iterator[int]:
    """Yield the places of the last days, the first of them first."""
    yield from range(max(0, taken.days - days), taken.days)


def alike(taken: Taken, place: int, weekday: int | None = None) -> Sequence[int]:
    """Return the places of the last twelve days before one that are like it, the latest last.

    A day is like another one if both are working days, or neither, and their weekday is the same;
    so a holiday is no measure of other Mondays. The days off round a holiday are like none.
    """
    if taken.breaks[place]:
        return []
    wanted = taken.weekdays[place] if weekday is None else weekday
    same = (taken.weekdays[:place] == wanted) & (taken.working[:place] == taken.working[place])
    same &= ~taken.breaks[:place]
    places: list[int] = np.flatnonzero(same)[-WEEKS:].tolist()
    return places
