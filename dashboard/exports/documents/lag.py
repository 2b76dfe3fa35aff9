"""The two reports of lag as files: from payment to remittance, and from payment to code.

The rows are those of the screen and of the command line: one an agent, with all their columns.
"""

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from dashboard.exports import content, paper, template
from dashboard.exports.documents import issuer, layout
from dashboard.figures import lag as figures_lag
from dashboard.text import formats
from data.derived import deadline
from queries import agents, frames
from queries.lag import recording_lag, remittance_lag

REMITTANCE: Final = "remittance-lag"
RECORDING: Final = "recording-lag"
# What the rows may stand for; the address has no others.
LEVELS: Final = (agents.By.OFFICE, agents.By.ORG, agents.By.COLLECTOR)

Row = Mapping[str, Any]


def _content(
    kind: str, questions: ModuleType, connection: sa.Connection, params: Mapping[str, str]
) -> content.Content:
    """Return the rows and, in the facts, the one row of everything: rates do not add up.

    Raises:
        problems.Problem: an unknown code, or an as-of day beyond the calendar.
    """
    question = layout.question(params)
    rows = frames.records(questions.by_agent(connection, question, by=agents.By(params["by"])))
    whole = frames.records(questions.by_agent(connection, question, by=agents.By.ALL))
    facts = issuer.facts(connection, office=params.get("office"))
    facts["total"] = next(iter(whole), None)
    columns = tuple(questions.COLUMNS)
    return content.Content(kind, params, facts, columns, [tuple(row.values()) for row in rows])


remittance_content = functools.partial(_content, REMITTANCE, remittance_lag)
recording_content = functools.partial(_content, RECORDING, recording_lag)


class Lag(layout.Document):
    """The paper of a report of lag."""

    def about(self) -> list[str]:
        """Return the period, what the rows stand for, and whose figures they are."""
        period = self.words["period"].format(**layout.days(self.report.params))
        return [period, self.words["by"].format(level=self._level()["by"]), *self.scope()]

    def sentences(self) -> list[str]:
        """Return the deadlines that figures are measured by, and how figures are to be read."""
        deadlines = self.words.get("deadlines")
        of_report = _deadlines(self.report, deadlines) if deadlines else []
        return [*of_report, *super().sentences()]

    def totals(self) -> list[tuple[str, str]]:
        """Return what the rows come to."""
        total = self.report.facts["total"] or {}
        written = {"money": formats.money, "count": formats.count}
        return [
            (each["label"], written[each["kind"]](total.get(each["key"], 0)))
            for each in self.words["totals"]
        ]

    def tables(self) -> tuple[paper.Table]:
        """Return the table, its first columns named for what the rows stand for."""
        described = [
            {**each, "label": each["label"].format(**self._level())}
            for each in self.words["columns"]
        ]
        return (paper.Table(None, template.columns(described), self._lines()),)

    def _level(self) -> template.Template:
        level: template.Template = self.shared["levels"][self.report.params["by"]]
        return level

    def _lines(self) -> Iterator[paper.Line]:
        for row in self.rows():
            yield paper.Line(paper.Style.ROW, self._cells(row))
        total = self.report.facts["total"]
        if total is None:
            yield layout.words_across(self.words["nothing"])
        else:
            whole = {**total, "key": self.words["total"], "name": ""}
            yield paper.Line(paper.Style.TOTAL, self._cells(whole))

    def _cells(self, row: Row) -> list[paper.Value]:
        return [self._cell(row, each["key"], each["kind"]) for each in self.words["columns"]]

    def _cell(self, row: Row, key: str, kind: str) -> paper.Value:
        value: Any = row[key]
        if value is None:
            return self._not_reached(row, key)
        return layout.rate(value) if kind == paper.Kind.RATE else value

    def _not_reached(self, row: Row, key: str) -> str | None:
        """Return what stands for an unknown value: of a quantile how far it got."""
        if key in self.words["beyond_the_oldest"]:
            lag = figures_lag.lag(row, key)
            return None if lag is None else formats.lag(lag)
        return self.words["without_code"] if key in self.words["of_codes"] else None


class Remittance(Lag):
    """How payments of a period had been remitted by an evening."""

    TEMPLATE = "remittance_lag"


class Recording(Lag):
    """How soon payments of a period had got their codes by an evening."""

    TEMPLATE = "recording_lag"


class _Policy(NamedTuple):
    name: str
    org: str
    since: str
    value: str


def _deadlines(report: content.Content, words: template.Template) -> list[str]:
    """Return the general deadline, and those that organisations have of their own.

    Args:
        report: a report of a period; its facts have all policies of the store.
        words: of its template.
    """
    known = [_Policy(*policy) for policy in report.facts["policies"]]
    known = [policy for policy in known if policy.name == deadline.DEADLINE_POLICY]
    params = report.params
    own = {policy.org for policy in known if policy.org}
    if "org" in params:
        own &= {params["org"]}
    of_organizations = [_own(org, known, report, words) for org in sorted(own)]
    general = words["general"].format(terms=_terms(_in_force("", known, params), words))
    own_words = "; ".join(filter(None, of_organizations))
    return [general, *([words["own"].format(terms=own_words)] if own_words else [])]


def _own(
    org: str, known: Sequence[_Policy], report: content.Content, words: template.Template
) -> str:
    in_force = [each for each in _in_force(org, known, report.params) if each.org]
    if not in_force:
        return ""
    name = report.facts["organizations"].get(org, org)
    return str(
        words["of_organization"].format(organization=name, code=org, terms=_terms(in_force, words))
    )


def _in_force(org: str, known: Sequence[_Policy], params: Mapping[str, str]) -> list[_Policy]:
    """Return the policies that hold on days of the period, the earliest first.

    The program's own deadline holds for everybody before the first general policy.
    """
    last = min(params["to"], params["as_of"])
    by_default = _Policy("", "", dt.date.min.isoformat(), str(deadline.DEFAULT_DEADLINE_DAYS))
    mine = sorted(each for each in known if each.org == org and each.since <= last)
    before = [each for each in mine if each.since <= params["from"]]
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
