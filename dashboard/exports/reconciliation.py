"""Owns the monthly reconciliation record of an office and an organisation: content and paper.

What was collected, recorded and handed over in the month, what is left outstanding, and what does
not fit together: section by section, each row known by its section and its line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from dashboard import formats
from dashboard.exports import (
    amount_words,
    content,
    paper,
    parties,
    reconciliation_body,
    reconciliation_rows,
    template,
)

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dashboard.exports import stamp

KIND: Final = "reconciliation"


def found(
    connection: sa.Connection,
    asked: Mapping[str, str],
    *,
    in_full: bool = False,  # noqa: ARG001 - nobody is named on it
) -> content.Content:
    """Return the figures of a month between an office, with all below it, and an organisation.

    Raises:
        problems.Problem: an unknown code, or a month beyond the calendar.
    """
    rows = reconciliation_rows.found(
        connection,
        start=dt.date.fromisoformat(asked["from"]),
        end=dt.date.fromisoformat(asked["to"]),
        office=asked["office"],
        org=asked["org"],
    )
    facts = parties.facts(connection, office=asked["office"])
    return content.Content(KIND, asked, facts, reconciliation_rows.COLUMNS, rows)


def paper_of(record: content.Content, taken: stamp.Stamp) -> paper.Paper:
    """Return the record as both sides sign it."""
    words = template.named("reconciliation")
    body = reconciliation_body.Body(record, words)
    asked = record.asked
    parts = ("bien-ban-doi-chieu", asked["from"][: len("yyyy-mm")], asked["office"], asked["org"])
    return paper.Paper(
        name="-".join(parts),
        head=_head(record, words),
        tables=body.tables(),
        foot=lambda: _foot(body, record, words, taken),
        made_at=taken.made_at,
        made_by=taken.made_by,
    )


def _head(record: content.Content, words: template.Template) -> paper.Head:
    facts = record.facts
    values = {**reconciliation_body.days(record), **_parties(record)}
    return paper.Head(
        upper=str(facts["upper"] or words["upper"]).upper(),
        office=str(facts["office"] or "").upper(),
        number="",
        basis="",
        title=words["title"].format(**values),
        about=(words["about"].format(**values),),
        unit=words["unit"],
        letter=[line.format(**values) for line in words["letter"]],
    )


def _parties(record: content.Content) -> dict[str, str]:
    """Return the names of the two sides."""
    code = record.asked["org"]
    name = record.facts["organizations"].get(code, code)
    return {"office": str(record.facts["office"]), "organization": name, "code": code}


def _foot(
    body: reconciliation_body.Body,
    record: content.Content,
    words: template.Template,
    taken: stamp.Stamp,
) -> paper.Foot:
    sides = _parties(record)
    closing = body.amount("balance", "closing")
    about = words["about"].format(**reconciliation_body.days(record))
    office = f"{sides['office']} ({record.facts['office_code']})"
    organization = f"{sides['organization']} ({sides['code']})"
    totals = [
        ("Số tiền thu trong tháng", formats.money(body.amount("balance", "collected"))),
        ("Số tiền các lần nộp trong tháng", formats.money(body.amount("settled", "transferred"))),
        ("Số tiền chưa nộp cuối tháng", formats.money(closing)),
    ]
    return paper.Foot(
        words=(words["in_words"].format(words=amount_words.money(closing)), *words["agreed"]),
        place="",
        signatures=[
            paper.Signature(block["role"], block["how"], sides[block["of"]])
            for block in words["signatures"]
        ],
        notes=taken.notes(body.digest, f"{office}; {organization}; {about}", totals),
        mark=taken.mark(body.digest),
    )
