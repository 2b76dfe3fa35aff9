"""Kinds of things that are due by the clock: when each is due, and what is done then."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from data import due_things, local_time, store
from queries import working_days

# What is not done so long after its moment is missed: every page says so.
MISSED_AFTER: Final = dt.timedelta(minutes=15)
# What was missed while nothing ran is made up for, from so many days back.
_CATCH_UP: Final = dt.timedelta(days=7)
# A working day is looked for so far ahead: the longest holidays are shorter.
_AHEAD: Final = dt.timedelta(days=14)

# What a kind is asked with: a transaction of a reader, the moment that has come by both clocks, and
# the last day of this kind that is noted, if any.
Due = Callable[[sa.Connection, dt.datetime, dt.date | None], Iterable[tuple[dt.date, dt.datetime]]]
# What is done: it returns numbers by name, and may be called again for the same day: a process can
# be killed between its last step and the note that it is done.
Work = Callable[[store.Store, due_things.Claim], Mapping[str, int]]


@dataclass(frozen=True)
class Kind:
    """One kind of due things.

    Attributes:
        name: what rows of it are known by in the store.
        label: what it is called, a message id.
        due: returns the days that are or will be due, each with its moment.
        work: does it. A `problems.Problem`, as any other error, has it tried again; its sentence
            and values are shown, and must not be personal.
        missed_after: how long after its moment it counts as missed.
        given_up_after: how long after its moment it is of no use any more.
        concerns_everybody: whether all users are told that it is missed, or administrators alone.
    """

    name: str
    label: str
    due: Due
    work: Work
    missed_after: dt.timedelta = MISSED_AFTER
    given_up_after: dt.timedelta = dt.timedelta(hours=12)
    concerns_everybody: bool = False

    def new(
        self, connection: sa.Connection, now: dt.datetime, noted: dt.date | None
    ) -> list[due_things.New]:
        """Return what is to be noted of this kind: what has become due since, and what is next."""
        return [
            due_things.New(self.name, day, moment, moment + self.missed_after)
            for day, moment in self.due(connection, now, noted)
            if moment + self.given_up_after > now
        ]


def every_day(at: dt.time, *, days_later: int = 0) -> Due:
    """Return when each day's thing is due: at a local time of that day, or of a later one."""

    def due(
        _connection: sa.Connection, now: dt.datetime, noted: dt.date | None
    ) -> Iterable[tuple[dt.date, dt.datetime]]:
        later = dt.timedelta(days=days_later)
        first = _first(now, noted, later)
        days = (first + dt.timedelta(days=number) for number in itertools.count())
        return _until_next(((day, local_time.begin(day + later, at)) for day in days), now, noted)

    return due


def every_working_day(at: dt.time) -> Due:
    """Return when each working day's thing is due: at a local time of that day."""

    def due(
        connection: sa.Connection, now: dt.datetime, noted: dt.date | None
    ) -> Iterable[tuple[dt.date, dt.datetime]]:
        first = _first(now, noted, dt.timedelta(0))
        days = working_days.between(connection, start=first, end=first + _AHEAD)
        return _until_next(((day, local_time.begin(day, at)) for day in days), now, noted)

    return due


def _first(now: dt.datetime, noted: dt.date | None, later: dt.timedelta) -> dt.date:
    """Return from which day on to look: the last that is noted, but not too far back."""
    longest_ago = now.astimezone(local_time.HANOI).date() - later - _CATCH_UP
    return max(noted or longest_ago, longest_ago)


def _until_next(
    days: Iterable[tuple[dt.date, dt.datetime]], now: dt.datetime, noted: dt.date | None
) -> list[tuple[dt.date, dt.datetime]]:
    """Return the days after the last one noted, up to the first whose moment lies ahead.

    Where none is noted, nothing was missed: the last one that is due, and the next.
    """
    found = []
    for day, moment in days:
        found.append((day, moment))
        if moment > now:
            break
    if noted is None:
        return found[-2:]
    return [(day, moment) for day, moment in found if day > noted]
