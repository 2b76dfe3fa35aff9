"""Owns the differences to reconcile as a file: all kinds with their money, or the cases of one."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from dashboard.exports import content, paper, template
from dashboard.exports.documents import issuer, layout
from dashboard.text import _, exception_terms, formats, glossary
from queries.exceptions import counts
from queries.exceptions import rows as exception_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import sqlalchemy as sa

    from dashboard.exports.documents import stamp


KIND: Final = "exceptions"
DAYS: Final = ("from", "to", "as_of")
# A row without a subject is a kind as a whole.
KEYS: Final = ("kind", "subject")

# A content knows days and moments by the names of their columns.
NAMES: Final = {"day": "case_day", "moment": "moment_at", "other_moment": "other_moment_at"}

_COUNTED: Final = ("kind", "subject", "cases", "amount", "oldest_days")
_LISTED: Final = tuple(NAMES.get(name, name) for name in exception_rows.EVERY)

# What people note beside a case is no figure of a report.
_LEFT_OUT: Final = ("owner", "note")
_KINDS: Final = {"words": paper.Kind.TEXT}
_NUMBER: Final = "no"


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
    limits, kind = layout.period(asked), asked.get("kind")
    counted = content.records(counts.by_kind(connection, **limits))
    facts = issuer.facts(connection, office=asked.get("office"))
    if kind is None:
        rows = [tuple({"subject": "", **row}[name] for name in _COUNTED) for row in counted]
        return content.Content(KIND, asked, facts, _COUNTED, rows)
    facts |= {"counted": next(row for row in counted if row["kind"] == kind)}
    cases = exception_rows.every(connection, kind=kind, **limits)
    return content.Content(KIND, asked, facts, _LISTED, cases)


def paper_of(found: content.Content, taken: stamp.Stamp) -> paper.Paper:
    """Return the differences on paper."""
    words, kind = template.named("differences"), found.asked.get("kind")
    body = Body(found, words)
    about = [words["period"].format(**layout.days(found.asked))]
    if kind is not None:
        about.insert(0, words["kind"].format(kind=_(exception_terms.KINDS[kind].label)))
    head = layout.head(found, words, about)
    return paper.Paper(
        name=layout.name(found, words, DAYS),
        head=head,
        tables=(body.table(),),
        foot=lambda: layout.foot(
            body.digest, words, taken, above=head, sentences=body.sentences(), totals=body.totals()
        ),
        made_at=taken.made_at,
        made_by=taken.made_by,
    )


class Body:
    """The one table of differences: of the kinds, or of the cases of one; it is read once."""

    def __init__(self, found: content.Content, words: template.Template) -> None:
        self.digest = content.Digest(found)
        self._words = words
        self._found = found
        self._kind = found.asked.get("kind")
        self._amount = 0

    def table(self) -> paper.Table:
        """Return the table of what was asked for."""
        if self._kind is None:
            return paper.Table(None, template.columns(self._words["columns"]), self._counted())
        terms = self._terms(self._kind)
        return paper.Table(None, self._columns(terms), self._listed(terms))

    def sentences(self) -> list[str]:
        """Return what the figures mean."""
        if self._kind is None:
            return list(self._words["explanations"])
        return [_(exception_terms.KINDS[self._kind].help)]

    def totals(self) -> list[tuple[str, str]]:
        """Return what the cases come to, and whether that is what the kind was counted to."""
        if self._kind is None:
            return []
        counted = self._found.facts["counted"]
        agree = (counted["cases"], counted["amount"]) == (self.digest.rows, self._amount)
        words = self._words["agree"] if agree else self._words["differ"]
        written = {
            "cases": formats.count(counted["cases"]),
            "amount": formats.money(counted["amount"]),
        }
        return [
            (self._words["amount_of_cases"], formats.money(self._amount)),
            (self._words["compared"], words.format(**written)),
        ]

    def _counted(self) -> Iterator[paper.Line]:
        keys = [column["key"] for column in self._words["columns"]]
        for row in self.digest.passing():
            known = dict(zip(self._found.columns, row, strict=True))
            term = exception_terms.KINDS[known["kind"]]
            values = known | {"label": _(term.label), "meaning": _(term.help)}
            yield paper.Line(paper.Style.ROW, [values[key] for key in keys])

    def _listed(self, terms: Mapping[str, glossary.Term]) -> Iterator[paper.Line]:
        places = [self._found.columns.index(NAMES.get(name, name)) for name in terms]
        amount = self._found.columns.index("amount")
        numbers = itertools.count(1)
        for row in self.digest.passing():
            self._amount += row[amount]
            yield paper.Line(paper.Style.ROW, [next(numbers), *(row[place] for place in places)])
        if self.digest.rows:
            yield paper.Line(paper.Style.TOTAL, self._total(terms))
        else:
            yield paper.Line(paper.Style.GROUP, (self._words["nothing"],))

    def _total(self, terms: Mapping[str, glossary.Term]) -> list[paper.Value]:
        words = self._words["total"].format(cases=formats.count(self.digest.rows))
        # On a list of forms the money is what the store has.
        place = "amount" if "amount" in terms else "expected_amount"
        return [words, *(self._amount if name == place else "" for name in terms)]

    def _columns(self, terms: Mapping[str, glossary.Term]) -> list[paper.Column]:
        widths = self._words["widths"]
        return [
            paper.Column(self._words["number"], paper.Kind.COUNT, widths[_NUMBER]),
            *(
                paper.Column(
                    _(term.label), _KINDS.get(term.kind) or paper.Kind(term.kind), widths[name]
                )
                for name, term in terms.items()
            ),
        ]

    def _terms(self, kind: str) -> dict[str, glossary.Term]:
        """Return the columns that the screen has for a kind."""
        terms = exception_terms.KINDS[kind].columns
        return {name: term for name, term in terms.items() if name not in _LEFT_OUT}
