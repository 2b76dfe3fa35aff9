"""Closing snapshots: what each office's form of a day says when it is due, at 08:00.

A form is closed once: a second process or user that closes it gets no second snapshot.
"""

import datetime as dt
import logging
from typing import Final

import sqlalchemy as sa

from dashboard import clock, people
from dashboard.auth import actor
from dashboard.exports import content, reports
from dashboard.exports.snapshots import freezing
from dashboard.text import _, formats
from data import due_things, problems, scope, snapshots, store
from data.problems import N_
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

# A closing that comes later than this after its moment is a late one.
IN_TIME: Final = dt.timedelta(minutes=15)


def take(
    opened: store.Store, taker: actor.Actor, day: dt.date, office: str | None = None
) -> list[snapshots.Snapshot]:
    """Close the form of a day of every office, or of one, and return what was not closed before.

    An office whose form cannot be closed does not keep the others from being closed.

    Raises:
        problems.Problem: the day's form is not due yet, an unknown office, another office's, or
            the store is down; what could be closed is.
    """
    _require_due(opened, taker, day)
    opened = opened.primary()
    if office is None and taker.scope.offices is None:
        offices = opened.ask(taker.scope, lambda connection: due(connection, day))
    else:
        offices = [office or ""]
    taken, faults = [], []
    for each in offices:
        try:
            taken.append(_take_one(opened, taker, day, each))
        except store.Down:
            raise
        except problems.Problem as problem:
            _log.warning("the form of %s of office %s is not closed: %s", day, each, problem)
            faults.append(problem)
    if faults:
        raise faults[0]
    return [snapshot for snapshot in taken if snapshot is not None]


def is_late(day: dt.date, taken_at: dt.datetime) -> bool:
    """Return whether the form of a day was closed well after its moment."""
    return taken_at > form_queries.due_at(day) + IN_TIME


def lateness(day: dt.date, taken_at: dt.datetime) -> str:
    """Return how late the form of a day was closed, in words; empty where it was in time."""
    if not is_late(day, taken_at):
        return ""
    due = form_queries.due_at(day)
    here = taken_at.astimezone(due.tzinfo)
    if here.date() == due.date():
        words = _("closed late at {time}, due at {due}")
    else:
        words = _("closed late at {time} on {day}, due at {due} on {due_day}")
    return words.format(
        time=f"{here:%H:%M}", day=formats.day(here.date()),
        due=f"{due:%H:%M}", due_day=formats.day(due.date()),
    )  # fmt: skip


def _take_one(
    opened: store.Store, taker: actor.Actor, day: dt.date, office: str
) -> snapshots.Snapshot | None:
    report = reports.named(content.FORM_01XN)
    given = {"date": day.isoformat(), "office": office}
    params = reports.params(report, given, within=taker.scope, own=taker.own_office)
    return freezing.take(opened, taker, report, params, is_closing=True)


def _require_due(opened: store.Store, taker: actor.Actor, day: dt.date) -> None:
    """Refuse to close a form that can still be sent in time, by any clock that there is.

    This machine's, the database's, and the day that stands in for today must all have come to it.

    Raises:
        problems.Problem: its moment has not come.
    """
    moment = form_queries.due_at(day)
    now = min(clock.now(), clock.machine(), opened.ask(taker.scope, due_things.now))
    if now < moment:
        raise problems.Problem(
            N_("The forms of this day are not due yet"),
            N_(
                "They can still be sent until {due}; closed they are final, so that they are closed"
                " from that moment on. To keep what they say now, freeze one by hand, with a note."
            ),
            due=f"{moment:%H:%M %d/%m/%Y}",
        )


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
