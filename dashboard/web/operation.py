"""What those who run the dashboard may know of it: read from the store, and of the machine."""

import collections
import datetime as dt
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import sqlalchemy as sa

from dashboard import clock, current_store
from dashboard.auth import admission
from data import embedded, problems, scope, sessions, settings, store
from data.mailing import mails
from queries import frames
from queries.store import due_things, operation

HOME: Final = "home"
TEMPORARY: Final = "temporary"


class Disk(NamedTuple):
    """The room of a folder's disk, in bytes."""

    free: int
    total: int


@dataclass(frozen=True)
class Found:
    """What the store says: how the program does, what is due by the clock, mails, sign-ins.

    `due` has the last day of each kind that is done, None before the first; `missed` how many
    things of each kind are. `sent` are attempts to send, by what came of them; while a standby
    answers for the primary, nothing is known of mails.
    """

    state: operation.State
    due: Mapping[str, dt.date | None]
    missed: Mapping[str, int]
    mails: mails.State | None
    sent: Mapping[str, int]
    sessions: int
    has_primary: bool = True


def look() -> Found | None:
    """Read how the program does from the store; None where the store does not answer."""
    try:
        opened = current_store.current()
        with opened.reading(scope.Scope.everything()) as connection:
            state = operation.state(connection, day=clock.today())
            last = frames.records(due_things.last(connection))
            missed = collections.Counter(each.kind for each in due_things.missed(connection))
        with opened.admitting() as connection:
            going_on = sessions.going_on(connection, admission.idle())
        queue, sent = _mails(opened)
    except problems.Problem:
        return None
    return Found(
        state=state,
        due={row["kind"]: row["done_day"] for row in last},
        missed={row["kind"]: missed[row["kind"]] for row in last},
        mails=queue,
        sent=sent,
        sessions=sum(going_on.values()),
        has_primary=queue is not None,
    )


def _mails(opened: store.Store) -> tuple[mails.State | None, Mapping[str, int]]:
    """Return how the queue of mails stands, which the primary alone knows."""
    if opened.is_cut_off:
        return None, {}
    try:
        with opened.registering() as connection:
            return mails.state(connection), mails.counts(connection)
    except problems.Problem:
        if opened.is_cut_off:
            return None, {}
        raise


class Pool(NamedTuple):
    """The connections of this process to the database."""

    busy: int
    idle: int
    size: int


def pool() -> Pool | None:
    """Return the connections of the store of this process; None while it is not open."""
    opened = current_store.opened()
    kept = opened.engine.pool if opened else None
    if not isinstance(kept, sa.pool.QueuePool):
        return None
    return Pool(kept.checkedout(), kept.checkedin(), kept.size())


def age(moment: dt.datetime, now: dt.datetime) -> float:
    """Return how long ago something was, in seconds; a clock that was set back makes it 0."""
    return max(0.0, (now - moment).total_seconds())


def disks() -> Mapping[str, Disk]:
    """Return the room on the disks of the home and of temporary files; one that is away has none.

    A home that has not been made yet is looked for in the folders above.
    """
    home = settings.read().home or embedded.default_home()
    places = {HOME: home.absolute(), TEMPORARY: Path(tempfile.gettempdir())}
    found = {name: _disk(place) for name, place in places.items()}
    return {name: disk for name, disk in found.items() if disk is not None}


def _disk(place: Path) -> Disk | None:
    there = next((each for each in (place, *place.parents) if each.exists()), None)
    try:
        usage = shutil.disk_usage(there) if there else None
    except OSError:
        return None
    return usage and Disk(usage.free, usage.total)
