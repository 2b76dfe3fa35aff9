"""Owns the two reports of lag as files: from payment to remittance, and from payment to code.

The rows are those of the screen and of the command line: one an agent, with all their columns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from dashboard.exports import content, paper, template
from dashboard.exports.documents import issuer, layout
from dashboard.figures import lag as figures_lag
from dashboard.text import formats
from data.derived import deadline
from queries import agents
from queries.lag import lagged, recording_lag, remittance_lag

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dashboard.exports.documents import stamp


REMITTANCE: Final = "remittance-lag"
RECORDING: Final = "recording-lag"
DAYS: Final = ("from", "to", "as_of")
# Whom the rows may stand for; the address has no others.
LEVELS: Final = (agents.By.OFFICE, agents.By.ORG, agents.By.COLLECTOR)
KEYS: Final = ("key",)

_QUESTIONS: Final[dict[str, Any]] = {
    REMITTANCE: remittance_lag.by_agent,
    RECORDING: recording_lag.by_agent,
}
_COLUMNS: Final = {REMITTANCE: remittance_lag.COLUMNS, RECORDING: recording_lag.COLUMNS}
_TEMPLATES: Final = {REMITTANCE: "remittance_lag", RECORDING: "recording_lag"}

# Rates have as many decimals as on the command line.
_DECIMALS: Final = Decimal("0.0001")

Row = Mapping[str, Any]


def found_remittance(
    connection: sa.Connection,
    asked: Mapping[str, str],
    *,
    in_full: bool = False,  # noqa: ARG001 - there are no participants on it
) -> content.Content:
    """Return how payments of a period had been remitted by the evening that was asked for.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    return _found(REMITTANCE, connection, asked)


def found_recording(
    connection: sa.Connection,
    asked: Mapping[str, str],
    *,
    in_full: bool = False,  # noqa: ARG001 - there are no participants on it
) -> content.Content:
    """Return how soon payments of a period had got their codes by that evening.

    Raises:
        problems.Problem: an unknown code.
    """
    return _found(RECORDING, connection, asked)


def _found(kind: str, connection: sa.Connection, asked: Mapping[str, str]) -> content.Content:
    """Return the rows and, in the facts, the one row of everything: rates do not add up."""
    ask = _QUESTIONS[kind]
    question = lagged.Question(**layout.period(asked), product=asked.get("product"))
    rows = ask(connection, question, by=agents.By(asked["by"]))
    total = content.only(ask(connection, question, by=agents.By.ALL))
    facts = issuer.facts(connection, office=asked.get("office")) | {"total": total}
    return content.Content(kind, asked, facts, tuple(_COLUMNS[kind]), content.rows(rows))


def paper_of(found: content.Content, taken: stamp.Stamp) -> paper.Paper:
    """Return the report on paper."""
    words = template.named(_TEMPLATES[found.kind])
    body = Body(found, words)
    level = words["levels"][found.asked["by"]]
    period = words["period"].format(**layout.days(found.asked))
    head = layout.head(found, words, (period, words["by"].format(level=level["by"])))
    return paper.Paper(
        name=layout.name(found, words, DAYS),
        head=head,
        tables=(body.table(level),),
        foot=lambda: layout.foot(
            body.digest, words, taken, above=head, sentences=body.sentences(), totals=body.totals()
        ),
        made_at=taken.made_at,
        made_by=taken.made_by,
    )


class Body:
    """The table of one report of lag; its lines are read once."""

    def __init__(self, found: content.Content, words: template.Template) -> None:
        self.digest = content.Digest(found)
        self._found = found
        self._words = words
        self._total: Row | None = found.facts["total"]

    def table(self, level: template.Template) -> paper.Table:
        """Return the table, its first columns named for whom the rows stand for."""
        described = [
            {**each, "label": each["label"].format(**level)} for each in self._words["columns"]
        ]
        return paper.Table(None, template.columns(described), self._lines())

    def sentences(self) -> list[str]:
        """Return what the figures are judged by, and how they are to be read."""
        words = self._words
        deadlines = words.get("deadlines")
        judged = sentences(self._found, deadlines) if deadlines else []
        return [*judged, *words["explanations"]]

    def totals(self) -> list[tuple[str, str]]:
        """Return what the rows come to."""
        total = self._total or {}
        written = {"money": formats.money, "count": formats.count}
        return [
            (each["label"], written[each["kind"]](total.get(each["key"], 0)))
            for each in self._words["totals"]
        ]

    def _lines(self) -> Iterator[paper.Line]:
        names = self._found.columns
        for row in self.digest.passing():
            cells = self._cells(dict(zip(names, row, strict=True)))
            yield paper.Line(paper.Style.ROW, cells)
        if self._total is None:
            yield paper.Line(paper.Style.GROUP, (self._words["nothing"],))
        else:
            whole = {**self._total, "key": self._words["total"], "name": ""}
            yield paper.Line(paper.Style.TOTAL, self._cells(whole))

    def _cells(self, row: Row) -> list[paper.Value]:
        return [self._cell(row, each["key"], each["kind"]) for each in self._words["columns"]]

    def _cell(self, row: Row, key: str, kind: str) -> paper.Value:
        value: Any = row[key]
        if value is None:
            return self._not_reached(row, key)
        return Decimal(str(value)).quantize(_DECIMALS) if kind == paper.Kind.RATE else value

    def _not_reached(self, row: Row, key: str) -> str | None:
        """Return what stands for a value that is not there: for a quantile how far it got."""
        if key in self._words["beyond_the_oldest"]:
            lag = figures_lag.lag(row, key)
            return None if lag is None else formats.lag(lag)
        return self._words["without_code"] if key in self._words["of_codes"] else None


class _Policy(NamedTuple):
    name: str
    org: str
    since: str
    value: str


def sentences(found: content.Content, words: template.Template) -> list[str]:
    """Return the general deadline, and those that organisations have of their own.

    Args:
        found: a report of a period; its facts have all policies of the store.
        words: of its template.
    """
    known = [_Policy(*policy) for policy in found.facts["policies"]]
    known = [policy for policy in known if policy.name == deadline.DEADLINE_POLICY]
    asked = found.asked
    own = {policy.org for policy in known if policy.org}
    if "org" in asked:
        own &= {asked["org"]}
    told = [_own(org, known, found, words) for org in sorted(own)]
    general = words["general"].format(terms=_terms(_in_force("", known, asked), words))
    own_words = "; ".join(filter(None, told))
    return [general, *([words["own"].format(terms=own_words)] if own_words else [])]


def _own(
    org: str, known: Sequence[_Policy], found: content.Content, words: template.Template
) -> str:
    in_force = [each for each in _in_force(org, known, found.asked) if each.org]
    if not in_force:
        return ""
    name = found.facts["organizations"].get(org, org)
    return str(
        words["of_organization"].format(organization=name, code=org, terms=_terms(in_force, words))
    )


def _in_force(org: str, known: Sequence[_Policy], asked: Mapping[str, str]) -> list[_Policy]:
    """Return the policies that hold on days of the period, the earliest first.

    The program's own deadline holds for everybody before the first general policy.
    """
    last = min(asked["to"], asked["as_of"])
    by_default = _Policy("", "", dt.date.min.isoformat(), str(deadline.DEFAULT_DEADLINE_DAYS))
    mine = sorted(each for each in known if each.org == org and each.since <= last)
    before = [each for each in mine if each.since <= asked["from"]]
    first = before[-1:] or ([by_default] if not org else [])
    return [*first, *mine[len(before) :]]


def _terms(in_force: Sequence[_Policy], words: template.Template) -> str:
    each = (
        words["days"].format(
            days=formats.count(policy.value), since=formats.day(dt.date.fromisoformat(policy.since))
        )
        if policy.name
        else words["default"].format(days=formats.count(policy.value))
        for policy in in_force
    )
    return ", ".join(each)
