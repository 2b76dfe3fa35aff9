"""The differences to reconcile as a file: all kinds with their money, or the cases of one."""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from dashboard import clock
from dashboard.exports import content, paper, template
from dashboard.exports.documents import issuer, layout, stamp
from dashboard.text import _, exception_terms, formats, glossary
from data.derived import difference_rules
from queries import frames
from queries.exceptions import counts, looked_after
from queries.exceptions import rows as exception_rows
from queries.lag import lagged

KIND: Final = "exceptions"

# A content knows days and moments by the names of their columns.
NAMES: Final = {"day": "case_day", "moment": "moment_at", "other_moment": "other_moment_at"}

_COUNTED: Final = ("kind", "subject", "cases", "amount", "oldest_days")
_LISTED: Final = tuple(NAMES.get(name, name) for name in exception_rows.EVERY)

# What people have noted on a case is no figure of a report, which stays the same when a case
# changes hands: who looks after it and by when is among the facts, and what was noted stays inside.
_LEFT_OUT: Final = ("note",)
# Which cases a file can be limited to; those of a person are asked for by the name.
ONLY: Final = tuple(only for only in looked_after.Only if only is not looked_after.Only.MINE)
_MILLION: Final = 1_000_000
_KINDS: Final = {"words": paper.Kind.TEXT}
_NUMBER: Final = "no"


def content_of(connection: sa.Connection, params: Mapping[str, str]) -> content.Content:
    """Return what is to be reconciled of a period: one row a kind, or one a case.

    Cases are of a given kind, or of all that are not listed apart where it is said which cases are
    meant. All of them are there; they are fetched as they are read, within the transaction. What
    they must come to is in the facts, and who looks after them.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    question, kind = layout.question(params), params.get("kind")
    limits = _limits(params)
    counted = _by_kind(connection, question, limits)
    facts = issuer.facts(connection, office=params.get("office"))
    if kind is None and limits.only is None:
        # A row without a subject is a kind as a whole.
        rows = [tuple({"subject": "", **row}[name] for name in _COUNTED) for row in counted]
        return content.Content(KIND, params, facts, _COUNTED, rows)
    listed = {kind} if kind else set(exception_terms.KINDS) - set(difference_rules.APART)
    known = [row for row in counted if row["kind"] in listed]
    facts |= {
        "counted": {name: sum(int(row[name]) for row in known) for name in ("cases", "amount")},
        "noted": looked_after.noted(connection, kind=kind),
    }
    cases = exception_rows.every(connection, question, kind=kind, limits=limits)
    return content.Content(KIND, params, facts, _LISTED, cases)


def _limits(params: Mapping[str, str]) -> looked_after.Limits:
    """Return which cases are meant: those of a person, or of a state."""
    if owner := params.get("owner"):
        return looked_after.Limits(looked_after.Only.MINE, owner)
    only = looked_after.Only(params["only"]) if "only" in params else None
    return looked_after.Limits(only, today=clock.today())


def _by_kind(
    connection: sa.Connection, question: lagged.Question, limits: looked_after.Limits
) -> list[dict[str, Any]]:
    if limits.only is None:
        return frames.records(counts.by_kind(connection, question))
    return frames.records(counts.noted_by_kind(connection, question, limits=limits))


class Differences(layout.Document):
    """The paper of the differences: one table of the kinds, or of the cases of one kind."""

    TEMPLATE = "differences"

    def __init__(self, report: content.Content, made: stamp.Stamp) -> None:
        super().__init__(report, made)
        self._kind = report.params.get("kind")
        self._is_list = "cases" not in report.columns
        self._noted = report.facts.get("noted", {})
        self._amount = 0

    def about(self) -> list[str]:
        """Return the kind, the period, and whose figures they are."""
        params = self.report.params
        about = [self.words["period"].format(**layout.days(params)), *self.scope()]
        if "owner" in params:
            about.append(self.words["of_person"].format(owner=params["owner"]))
        if "only" in params:
            only = exception_terms.ONLY[params["only"]]
            about.append(self.words["only"].format(only=_(only)))
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
        if not self._is_list:
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
        if not self._is_list:
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
        amount = self.report.columns.index("amount")
        numbers = itertools.count(1)
        for row in self.digest.passing():
            self._amount += row[amount]
            named = self.report.named(row)
            # A snapshot of an earlier version has no such column.
            others = named["other"], named.get("other_office_name")
            named |= {"other": exception_terms.other(*others), **self._of_case(named)}
            # Neither has it a weight.
            cells = [named.get(NAMES.get(name, name)) for name in terms]
            yield paper.Line(paper.Style.ROW, [next(numbers), *cells])
        if self.digest.rows:
            yield self._total(terms)
        else:
            yield layout.words_across(self.words["nothing"])

    def _of_case(self, named: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the list says of a case in words, and what is noted of it."""
        key = f"{named['kind']} {named['subject']}"
        owner, due_day = self._noted.get(key, (None, None))
        weight = named.get("weight")
        kind = exception_terms.KINDS[named["kind"]]
        return {
            "label": _(kind.label),
            "weight": None if weight is None else -(-int(weight) // _MILLION),
            "owner": owner,
            "due_day": dt.date.fromisoformat(due_day) if due_day else None,
        }

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

    def _terms(self, kind: str | None) -> dict[str, glossary.Term]:
        """Return the columns that the screen has for a kind."""
        terms = exception_terms.KINDS[kind].columns if kind else exception_terms.CASES
        return {name: term for name, term in terms.items() if name not in _LEFT_OUT}
