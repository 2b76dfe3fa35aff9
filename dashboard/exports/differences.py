"""Owns the differences to reconcile as a file: all kinds with their money, or the cases of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from dashboard.exports import (
    asking,
    content,
    difference_body,
    figures,
    framed,
    paper,
    parties,
    template,
)
from dashboard.text import _, exception_terms
from queries import exception_rows, exceptions

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dashboard.exports import stamp

KIND: Final = "exceptions"
DAYS: Final = ("from", "to", "as_of")
# A row without a subject is a kind as a whole.
KEYS: Final = ("kind", "subject")

_COUNTED: Final = ("kind", "subject", "cases", "amount", "oldest_days")
_LISTED: Final = tuple(difference_body.NAMES.get(name, name) for name in exception_rows.EVERY)


def found(
    connection: sa.Connection,
    asked: Mapping[str, str],
    *,
    in_full: bool = False,  # noqa: ARG001 - there are no participants on it
) -> content.Content:
    """Return what is to be reconciled of a period: one row a kind, or one a case of the kind asked.

    All cases are there; they are fetched as they are read, within the transaction. What they must
    come to is in the facts.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    limits, kind = asking.period(asked), asked.get("kind")
    counted = framed.records(exceptions.by_kind(connection, **limits))
    facts = parties.facts(connection, office=asked.get("office"))
    if kind is None:
        rows = [tuple({"subject": "", **row}[name] for name in _COUNTED) for row in counted]
        return content.Content(KIND, asked, facts, _COUNTED, rows)
    facts |= {"counted": next(row for row in counted if row["kind"] == kind)}
    cases = exception_rows.every(connection, kind=kind, **limits)
    return content.Content(KIND, asked, facts, _LISTED, cases)


def paper_of(found: content.Content, taken: stamp.Stamp) -> paper.Paper:
    """Return the differences on paper."""
    words, kind = template.named("differences"), found.asked.get("kind")
    body = difference_body.Body(found, words)
    about = [words["period"].format(**asking.days(found.asked))]
    if kind is not None:
        about.insert(0, words["kind"].format(kind=_(exception_terms.KINDS[kind].label)))
    head = figures.head(found, words, about)
    return paper.Paper(
        name=figures.name(found, words, DAYS),
        head=head,
        tables=(body.table(),),
        foot=lambda: figures.foot(
            body.digest, words, taken, above=head, sentences=body.sentences(), totals=body.totals()
        ),
        made_at=taken.made_at,
        made_by=taken.made_by,
    )
