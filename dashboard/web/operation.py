"""What those who run the dashboard may know of it: read from the store, and of the machine."""

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
from data import embedded, problems, scope, sessions, settings
from queries.store import operation

HOME: Final = "home"
TEMPORARY: Final = "temporary"


class Disk(NamedTuple):
    """The room of a folder's disk, in bytes."""

    free: int
    total: int


@dataclass(frozen=True)
class Found:
    """What the store says, and how many people are signed in."""

    state: operation.State
    sessions: int


def look() -> Found | None:
    """Read how the program does from the store; None where the store does not answer."""
    try:
        opened = current_store.current()
        with opened.reading(scope.Scope.everything()) as connection:
            state = operation.state(connection, day=clock.today())
        with opened.admitting() as connection:
            going_on = sessions.going_on(connection, admission.idle())
    except problems.Problem:
        return None
    return Found(state, sum(going_on.values()))


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
