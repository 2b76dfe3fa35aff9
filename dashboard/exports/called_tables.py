"""Files of tables that pages of other processes show: they are called for by way of the store.

The process that is asked begins a job of the user's and calls; the one that has the page makes the
file, which is kept in the store as that of any job, and the first one gives it. The store holds the
owner of the job to that of the table, and both processes who may see what.
"""

import hashlib
import json
import threading
import time
from collections.abc import Callable
from typing import Any, Final

import sqlalchemy as sa

from dashboard.auth import actor
from dashboard.exports import files, jobs, screen_tables
from data import store
from data.exporting import calls

# Whoever has the page says so by then.
ANSWER_SECONDS: Final = 3.0
_LOOK_SECONDS: Final = 0.1


def make(
    opened: store.Store,
    taker: actor.Actor,
    token: str,
    ending: str,
    *,
    separator: str = ",",
    abandoned: threading.Event | None = None,
) -> files.Made:
    """Return a table as a file, wherever its page is; the caller closes it.

    Raises:
        problems.Problem: no process keeps the table, it is too long, or the store is down.
        files.Abandoned: nobody waits for it any more.
    """
    try:
        return screen_tables.make(
            opened, taker, token, ending, separator=separator, abandoned=abandoned
        )
    except screen_tables.Gone:
        wanted = {"table": token, "ending": ending, "separator": separator}
        return _called_for(opened, taker, wanted, abandoned)


def listener(opened: Callable[[], store.Store | None]) -> calls.Listener:
    """Return what makes files of the tables of this process for others, once its store is open."""

    def engine() -> sa.Engine | None:
        known = opened()
        return None if known is None else known.engine

    def heard(words: dict[str, Any]) -> None:
        if known := opened():
            answer(known, words)

    return calls.Listener(engine, heard)


def answer(opened: store.Store, words: dict[str, Any]) -> None:
    """Make the file that is called for, if its table is of this process and this user.

    Raises:
        problems.Problem: the store is down.
        KeyError: it is no such call.
    """
    table = screen_tables.KNOWN.find(words["table"])
    if table is None or _digest(table.owner) != words["taker"]:
        return

    def work(watch: Callable[[int, int], None], abandoned: threading.Event) -> files.Made:
        watch(0, 1)
        return screen_tables.make(
            opened, table.owner, words["table"], words["ending"],
            separator=words["separator"], abandoned=abandoned,
        )  # fmt: skip

    jobs.take_up(opened, table.owner, words["job"], work)


def _called_for(
    opened: store.Store,
    taker: actor.Actor,
    wanted: dict[str, str],
    abandoned: threading.Event | None,
) -> files.Made:
    """Call for the file of a table, and return it when another process has made it."""
    with jobs.begun(opened, taker) as (connection, job):
        calls.call(connection, {**wanted, "job": job, "taker": _digest(taker)})
    ends = time.monotonic() + ANSWER_SECONDS
    found = jobs.at(opened, job, taker)
    while found is not None and not found.is_over:
        if abandoned is not None and abandoned.is_set():
            jobs.give_up(opened, job, taker)
            raise files.Abandoned
        if found.total == 0 and time.monotonic() > ends:
            jobs.fail(opened, job, taker, screen_tables.Gone())
        else:
            time.sleep(_LOOK_SECONDS)
        found = jobs.at(opened, job, taker)
    if found is not None and found.problem is not None:
        raise screen_tables.Gone() if found.total == 0 else found.problem
    made = jobs.take(opened, job, taker)
    if made is None:
        raise screen_tables.Gone
    return made


def _digest(owner: actor.Actor) -> str:
    """Return what two processes know one user by, with the rights of the moment."""
    return hashlib.sha256(json.dumps([owner.scope.offices, *owner[1:]]).encode()).hexdigest()
