"""The differences to reconcile as a file: all kinds with their money, or the cases of one."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import sqlalchemy as sa

from dashboard.exports import content, paper, template
from dashboard.exports.documents import issuer, layout, stamp
from dashboard.text import _, exception_terms, formats, glossary
from queries import frames
from queries.exceptions import counts
from queries.exceptions import rows as exception_rows

KIND: Final = "exceptions"

# A content knows days and moments by the names of their columns.
NAMES: Final = {"day": "case_day", "moment": "moment_at", "other_moment": "other_moment_at"}

_COUNTED: Final = ("kind", "subject", "cases", "amount", "oldest_days")
_LISTED: Final = tuple(NAMES.get(name, name) for name in exception_rows.EVERY)

# Notes of people on a case are no figures of a report.
_LEFT_OUT: Final = ("owner", "note")
_KINDS: Final = {"words": paper.Kind.TEXT}
_NUMBER: Final = "no"


def content_of(connection: sa.Connection, params: Mapping[str, str]) -> content.Content:
    """Return what is to be reconciled of a period: one row a kind, or one a case of a given kind.

    All cases are there; they are fetched as they are read, within the transaction. What they must
    come to is in the facts.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    question, kind = layout.question(params), params.get("kind")
    counted = frames.records(counts.by_kind(connection, question))
    facts = issuer.facts(connection, office=params.get("office"))
    if kind is None:
        # A row without a subject is a kind as a whole.
        rows = [tuple({"subject": "", **row}[name] for name in _COUNTED) for row in counted]
        return content.Content(KIND, params, facts, _COUNTED, rows)
    facts |= {"counted": next(row for row in counted if row["kind"] == kind)}
    cases = exception_rows.every(connection, question, kind=kind)
    return content.Content(KIND, params, facts, _LISTED, cases)


class Differences(layout.Document):
    """The paper of the differences: one table of the kinds, or of the cases of one kind."""

    TEMPLATE = "differences"

    def __init__(self, report: content.Content, made: stamp.Stamp) -> None:
        super().__init__(report, made)
        self._kind = report.params.get("kind")
        self._amount = 0

    def about(self) -> list[str]:
        """Return the kind, the period, and whose figures they are."""
        about = [self.words["period"].format(**layout.days(self.report.params)), *self.scope()]
        if self._kind is None:
            return about
        return [self.words["kind"].format(kind=_(exception_terms.KINDS[self._kind].label)), *about]

    def sentences(self) -> Sequence[str]:
        """Return what the figures mean."""
        if self._kind is None:
            return super().sentences()
        return [_(exception_terms.KINDS[self._kind].help)]

    def totals(self) -> list[tuple[str, str]]:
        """Return what the cases come to, and whether that is what the kind was counted to."""
        if self._kind is None:
            return []
        counted = self.report.facts["counted"]
        agree = (counted["cases"], counted["amount"]) == (self.digest.rows, self._amount)
        words = self.words["agree"] if agree else self.words["differ"]
        written = {
            "cases": formats.count(counted["cases"]),
            "amount": formats.money(counted["amount"]),
        }
        return [
            (self.words["amount_of_cases"], formats.money(self._amount)),
            (self.words["compared"], words.format(**written)),
        ]

    def tables(self) -> tuple[paper.Table]:
        """Return the table of the kinds, or of the cases of one."""
        if self._kind is None:
            columns = template.columns(self.words["columns"])
            return (paper.Table(None, columns, self._counted()),)
        terms = self._terms(self._kind)
        return (paper.Table(None, self._columns(terms), self._listed(terms)),)

    def _counted(self) -> Iterator[paper.Line]:
        keys = layout.keys(self.words["columns"])
        for row in self.rows():
            term = exception_terms.KINDS[row["kind"]]
            yield layout.row({**row, "label": _(term.label), "meaning": _(term.help)}, keys)

    def _listed(self, terms: Mapping[str, glossary.Term]) -> Iterator[paper.Line]:
        columns = [NAMES.get(name, name) for name in terms]
        amount = self.report.columns.index("amount")
        numbers = itertools.count(1)
        for row in self.digest.passing():
            self._amount += row[amount]
            named = self.report.named(row)
            # A snapshot of an earlier version has no such column.
            others = named["other"], named.get("other_office_name")
            named |= {"other": exception_terms.other(*others)}
            yield paper.Line(paper.Style.ROW, [next(numbers), *(named[name] for name in columns)])
        if self.digest.rows:
            yield self._total(terms)
        else:
            yield layout.words_across(self.words["nothing"])

    def _total(self, terms: Mapping[str, glossary.Term]) -> paper.Line:
        words = self.words["total"].format(cases=formats.count(self.digest.rows))
        # On a list of forms the money is what the store has.
        place = "amount" if "amount" in terms else "expected_amount"
        return layout.total(words, {place: self._amount}, [_NUMBER, *terms])

    def _columns(self, terms: Mapping[str, glossary.Term]) -> list[paper.Column]:
        widths = self.words["widths"]
        return [
            paper.Column(self.words["number_label"], paper.Kind.COUNT, widths[_NUMBER]),
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
