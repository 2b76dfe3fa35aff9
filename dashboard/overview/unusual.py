"""The check of what is unusual: a line with the weightiest of it, and none where nothing is."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from dashboard import cache
from dashboard.figures import checks
from dashboard.figures.checks import Lead, Line, State
from dashboard.figures.unusual import finding, looking, sentences
from dashboard.text import _, formats, ngettext
from queries import agents, directory


@dataclass(frozen=True)
class Unusual:
    """What was found at the end of a day, and the names that its sentences need."""

    looked: looking.Looked
    names: sentences.Names


def ask(connection: sa.Connection, *, day: dt.date, offices: agents.Office) -> Unusual:
    """Return what is unusual at the end of a day."""
    looked = cache.find(connection, looking.look, looking.question(day, offices))
    if not looked.findings:
        return Unusual(looked, sentences.Names({}, {}))
    known = directory.offices(connection), directory.organizations(connection)
    offices_by_code, orgs_by_code = (
        dict(zip(rows[f"{what}_code"], rows[f"{what}_name"], strict=True))
        for rows, what in zip(known, ("office", "org"), strict=True)
    )
    return Unusual(looked, sentences.Names(offices_by_code, orgs_by_code))


def weightiest(unusual: Unusual) -> Iterator[Line]:
    """Yield the line of what is unusual, with what most money stands behind."""
    findings = unusual.looked.findings
    if not findings:
        return
    first = finding.weightiest(findings)
    told = sentences.told(first, unusual.names)
    sentence = ngettext(
        "**Unusual**, up to {until}: {found} matter.",
        "**Unusual**, up to {until}: {found} matters, the one with most money:",
        len(findings),
    )
    words = {"found": formats.count(len(findings)), "until": formats.day(unusual.looked.end)}
    check = checks.make(
        State.BAD,
        f"{sentence} {told.sentence}",
        words={**told.words, **words},
        names=told.names,
    )
    params = {"as_of": unusual.looked.as_of}
    yield Line(check, (Lead(_("Unusual"), "unusual", params),))
