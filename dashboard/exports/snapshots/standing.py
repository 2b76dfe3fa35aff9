"""Which snapshots of a list say something else than the store says now.

Each is computed once for every version of the data: the digest of its figures now beside the one
that was frozen. Where they differ, the rows decide, as on the page of the snapshot.
"""

import datetime as dt
import enum
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from dashboard import clock
from dashboard.exports import content, reports, urls
from dashboard.exports.snapshots import comparing, freezing
from data import problems, scope, store
from queries import frames
from queries.store import freshness, snapshots

# What a look at the list may take, and how many answers are kept: small ones.
SECONDS: Final = 0.4
_MOST: Final = 20_000

# Reports that look at the clock: what falls due changes them without an import.
_BY_CLOCK: Final = frozenset({"exceptions", "office-day", "week", "month"})


class Standing(enum.StrEnum):
    """How a snapshot stands to the store."""

    SAME = "same"
    CHANGED = "changed"
    LOST = "lost"
    OPEN = "open"


# A snapshot never changes: its number, its figures, what is seen, the version of the data, the day.
_Key = tuple[int, str | None, scope.Scope, int, dt.date]
_Known = OrderedDict[_Key, Standing]
_of_stores: Final[weakref.WeakKeyDictionary[store.Store, _Known]] = weakref.WeakKeyDictionary()
_lock: Final = threading.Lock()


def of(
    opened: store.Store, within: scope.Scope, listed: pd.DataFrame, *, seconds: float = SECONDS
) -> list[Standing]:
    """Return how each snapshot of a list stands; `OPEN` where time was up before.

    Args:
        opened: the store.
        within: what is seen; the snapshots may be.
        listed: rows of `queries.store.snapshots.listed`.
        seconds: how long it may take, but for the one that is on the way then.

    Raises:
        problems.Problem: the store is down.
    """
    rows = frames.records(listed[["snapshot_id", "kind", "asked", "data_version"]])
    if not rows:
        return []
    latest, digests = opened.ask(
        within,
        lambda c: (
            frames.records(freshness.latest(c))[0]["data_version"],
            snapshots.digests(c, numbers=[row["snapshot_id"] for row in rows]),
        ),
    )
    version, end = int(latest or 0), time.monotonic() + seconds
    found = []
    for row in rows:
        number = int(row["snapshot_id"])
        key = (number, digests.get(number), within, version, clock.today())
        known = _kept(opened, key)
        if row["kind"] not in _BY_CLOCK and row["data_version"] == version:
            known = Standing.SAME
        elif known is None and time.monotonic() < end:
            known = _compared(opened, within, key, row)
            _keep(opened, key, known)
        found.append(known or Standing.OPEN)
    return found


def _compared(
    opened: store.Store, within: scope.Scope, key: _Key, row: Mapping[str, Any]
) -> Standing:
    """Compare the figures now with those that were frozen, row by row where they differ."""
    number, frozen, *_rest = key
    try:
        report = reports.named(row["kind"])
        now = freezing.current(opened, within, report, urls.params(row["asked"]))
        if frozen == _digest(now):
            return Standing.SAME
        before = freezing.opened_at(opened, within, number).content
    except store.Down:
        raise
    except (problems.Problem, ValueError):
        # The office is gone, or what is kept is not what was frozen: its page says which.
        return Standing.LOST
    changes = comparing.compared(before, now, report.keys)
    return Standing.CHANGED if changes else Standing.SAME


def _digest(now: content.Content) -> str:
    passed = content.Digest(replace(now, rows=list(now.rows)))
    for _row in passed.passing():
        pass
    return passed.hex


def _kept(opened: store.Store, key: _Key) -> Standing | None:
    with _lock:
        return _of_stores.get(opened, _Known()).get(key)


def _keep(opened: store.Store, key: _Key, standing: Standing) -> None:
    with _lock:
        known = _of_stores.setdefault(opened, _Known())
        known[key] = standing
        while len(known) > _MOST:
            known.popitem(last=False)
