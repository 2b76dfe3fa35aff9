"""Closing snapshots: what each office's form of a day says when it is due, at 08:00.

A form is closed once: a second process or user that closes it gets no second snapshot.
"""

import asyncio
import datetime as dt
import logging
from typing import Final

import sqlalchemy as sa
from starlette import concurrency

from dashboard import clock, current_store, people
from dashboard.auth import actor
from dashboard.exports import content, reports
from dashboard.exports.snapshots import freezing
from data import problems, scope, settings, snapshots, store
from queries import agents, directory
from queries.forms import form_01xn as form_queries

_log = logging.getLogger(__name__)

# The user of the closing snapshots that the clock takes.
CLOCK: Final = actor.Actor(
    scope.Scope.everything(),
    people.SYSTEM,
    may_reveal=False,
    may_audit=False,
    name="Hệ thống (tự động)",
)

# The first pages of a server that has just started come first.
_FIRST_SECONDS: Final = 60.0
# Clocks are set and machines sleep: the time is looked up again and again.
_LOOK_SECONDS: Final = 20.0


def take(
    opened: store.Store, taker: actor.Actor, day: dt.date, office: str | None = None
) -> list[snapshots.Snapshot]:
    """Close the form of a day of every office, or of one, and return what was not closed before.

    Raises:
        problems.Problem: an unknown office, another office's, or the store is down; what was
            closed until then stays.
    """
    report = reports.named(content.FORM_01XN)
    opened = opened.primary()
    if office is None and taker.scope.offices is None:
        offices = opened.ask(taker.scope, lambda connection: due(connection, day))
    else:
        offices = [office or ""]
    taken = []
    for each in offices:
        given = {"date": day.isoformat(), "office": each}
        params = reports.params(report, given, within=taker.scope, own=taker.own_office)
        taken.append(freezing.take(opened, taker, report, params, is_closing=True))
    return [snapshot for snapshot in taken if snapshot is not None]


def forms(
    opened: store.Store, taker: actor.Actor, day: dt.date, closed: list[snapshots.Snapshot]
) -> int:
    """Return how many forms 01-XN the snapshots of a day close: one a pair with codes that day.

    Raises:
        problems.Problem: the store is down.
    """
    rows = opened.ask(
        taker.scope, lambda c: form_queries.by_agent(c, date=day, by=agents.By.OFFICE)
    )
    offices = {code for each in closed for code in each.subject.office_codes}
    own = rows[rows["key"].isin(offices)]
    return int(own[["dispatched_on_time", "dispatched_late", "not_dispatched"]].to_numpy().sum())


def due(connection: sa.Connection, day: dt.date) -> list[str]:
    """Return the offices that have a form of a day: those with postings, and all that stand.

    An office that stands and has no postings yet has an empty form at 08:00; one that has others
    below it has none of its own.
    """
    offices = directory.offices(connection)
    posted = form_queries.by_agent(connection, date=day, by=agents.By.OFFICE)
    above = set(offices["parent_code"].dropna())
    standing = {
        row["office_code"]
        for row in offices.to_dict("records")
        if row["office_code"] not in above
        and (row["valid_from"] or day) <= day <= (row["valid_to"] or day)
    }
    return sorted(standing | set(posted["key"]))


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
    return yesterday if form_queries.due_at(yesterday) <= now else yesterday - dt.timedelta(days=1)


def is_closed(day: dt.date) -> bool:
    """Close the forms of a day and return whether that is done: otherwise it is tried again."""
    try:
        taken = take(current_store.current(), CLOCK, day)
    except problems.Problem as problem:
        _log.warning("the forms of %s are not closed: %s", day, problem)
        return False
    if taken:
        _log.info("%s offices' forms of %s were closed", len(taken), day)
    return True
