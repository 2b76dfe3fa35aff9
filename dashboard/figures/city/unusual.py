"""What is unusual on the morning after a day, and the names that its sentence needs."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from dashboard.figures import asking
from dashboard.figures.unusual import looking, sentences
from queries import agents, directory


@dataclass(frozen=True)
class Unusual:
    """What was found at the end of a day, and the names that its sentences need."""

    looked: looking.Looked
    names: sentences.Names


def ask(
    connection: sa.Connection, *, day: dt.date, offices: agents.Office, find: asking.Find
) -> Unusual:
    """Return what is unusual at the end of a day."""
    looked = find(connection, looking.look, looking.question(day, offices))
    if not looked.findings:
        return Unusual(looked, sentences.Names({}, {}))
    known = directory.offices(connection), directory.organizations(connection)
    offices_by_code, orgs_by_code = (
        dict(zip(rows[f"{what}_code"], rows[f"{what}_name"], strict=True))
        for rows, what in zip(known, ("office", "org"), strict=True)
    )
    return Unusual(looked, sentences.Names(offices_by_code, orgs_by_code))
