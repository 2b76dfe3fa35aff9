"""Owns the clock that closes the forms of yesterday at 08:00, when they are due."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Final

from starlette import concurrency

from dashboard import acting, clock, storage
from dashboard.exports import closing
from data import problems, scope, settings
from queries import form_01xn

_log = logging.getLogger(__name__)

# Under which name closing snapshots are kept that nobody took by hand.
CLOCK: Final = acting.Actor(
    scope.Scope.everything(), "bhxh-monitor (08:00)", may_reveal=False, may_audit=False
)

# The first pages of a server that has just started come first.
_FIRST_SECONDS: Final = 60.0
# Clocks are set and machines sleep: it is asked again and again what time it is.
_LOOK_SECONDS: Final = 20.0


async def close() -> None:
    """Close the forms of each day when they are due, for as long as the dashboard runs.

    Where it was not running at 08:00, it closes yesterday's when it starts: the snapshot says when.
    A day that stands in for today is for demonstrations, and closes nothing.
    """
    closed = None
    await asyncio.sleep(_FIRST_SECONDS)
    while settings.read().today is None:
        due = last_due(clock.machine())
        if due != closed and await concurrency.run_in_threadpool(is_closed, due):
            closed = due
        await asyncio.sleep(_LOOK_SECONDS)


def last_due(now: dt.datetime) -> dt.date:
    """Return the last day whose form is due by a moment."""
    yesterday = now.astimezone(clock.HANOI).date() - dt.timedelta(days=1)
    return yesterday if form_01xn.due_at(yesterday) <= now else yesterday - dt.timedelta(days=1)


def is_closed(day: dt.date) -> bool:
    """Close the forms of a day and return whether that is done: otherwise it is tried again."""
    try:
        taken = closing.take(storage.current(), CLOCK, day)
    except problems.Problem as problem:
        _log.warning("the forms of %s are not closed: %s", day, problem)
        return False
    if taken:
        _log.info("%s forms of %s were closed", len(taken), day)
    return True
