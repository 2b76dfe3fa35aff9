"""Owns the closing snapshots: what each office's form of a day says when it is due, at 08:00.

A form is closed once. Whoever comes second, another process or a person, finds it closed.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dashboard.exports import form_01xn, freezing, reports
from queries import agents, directory
from queries import form_01xn as form_queries

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dashboard import acting
    from data import snapshots, store


def take(
    opened: store.Store, taker: acting.Actor, day: dt.date, office: str | None = None
) -> list[snapshots.Snapshot]:
    """Close the form of a day of every office, or of one, and return what was not closed before.

    Raises:
        problems.Problem: an unknown office, another office's, or the store is down; what was
            closed until then stays.
    """
    report = reports.named(form_01xn.KIND)
    if office is None and taker.scope.offices is None:
        offices = opened.ask(taker.scope, lambda connection: due(connection, day))
    else:
        offices = [office or ""]
    taken = []
    for each in offices:
        given = {"date": day.isoformat(), "office": each}
        asked = reports.asked(report, given, within=taker.scope, own=taker.own_office)
        taken.append(freezing.take(opened, taker, report, asked, is_closing=True))
    return [snapshot for snapshot in taken if snapshot is not None]


def due(connection: sa.Connection, day: dt.date) -> list[str]:
    """Return the offices that have a form of a day: those with postings, and all that stand.

    An office that stands and has no postings yet has an empty form at 08:00, and that is told; one
    that has others below it has none of its own.
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
