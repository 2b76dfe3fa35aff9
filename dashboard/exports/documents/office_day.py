"""The day of an office as a file for a meeting: what the screen of the office says of it.

The rows are those of several questions, each a part; a row has the columns of its part, and
nothing in those of the others. The sentences are kept as they were said.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from dashboard import text
from dashboard.exports import content, paper, template
from dashboard.exports.documents import issuer, layout, stamp
from dashboard.figures import checks, evening, lag, office_checks, office_money, office_profile
from dashboard.figures import office_day as figures
from dashboard.text import _, exception_terms, form_terms, formats
from queries import agents, frames
from queries.exceptions import counts
from queries.forms import cumulative, steps
from queries.forms import days as form_days
from queries.lag import remittance_lag

KIND: Final = "office-day"

Row = Mapping[str, Any]

_PART: Final = "part"
_SENT: Final = {"dispatched_on_time": "on_time", "dispatched_late": "late"}
_ADDED: Final = ("codes", "payments", "amount", "adjustment_amount", "net_amount")
_LEFT_OUT: Final = ("kind", "period", "start", "end", "earlier_start", "earlier_end")
_COLUMNS: Final = tuple(
    dict.fromkeys(
        name
        for names in (
            (_PART, "key", "name"),
            form_days.MONEY,
            form_days.FORMS,
            cumulative.COLUMNS,
            remittance_lag.COLUMNS,
            counts.COLUMNS,
        )
        for name in names
        if name not in _LEFT_OUT
    )
)


def content_of(connection: sa.Connection, params: Mapping[str, str]) -> content.Content:
    """Return what an office has of a day, and what it has to look after at the end of it.

    Raises:
        problems.Problem: an unknown code, or a day beyond the calendar.
    """
    office, date = params["office"], dt.date.fromisoformat(params["date"])
    agents.require_known(connection, office=office, org=None)
    with text.speaking("vi"):
        facts = office_profile.ask(connection, office)
        forms = figures.ask(connection, facts, date)
        money = _money(connection, facts, evening.ending(date))
        sentences = _sentences(forms, money)
    (first,) = frames.records(form_days.first(connection, office=office)) or [{}]
    days = {
        "first_day": first.get("day"),
        "start": money.evening.start,
        "as_of": money.evening.as_of,
    }
    written = {name: day and day.isoformat() for name, day in days.items()}
    about = issuer.facts(connection, office=office) | sentences | written
    return content.Content(KIND, params, about, _COLUMNS, _rows(_parts(connection, forms, money)))


def _money(
    connection: sa.Connection, facts: office_profile.Facts, end: evening.Evening
) -> office_money.Money:
    """Ask the store for what the office has to look after; no answer is kept for the screen."""
    question = end.question(office=facts.code)
    rows = remittance_lag.by_agent(connection, question, by=agents.By.ORG)
    kinds = counts.by_kind(connection, question)
    return office_money.Money(facts, end, lag.ranked(rows), kinds)


def _parts(
    connection: sa.Connection, forms: figures.Forms, money: office_money.Money
) -> dict[str, pd.DataFrame]:
    """Return the answers by their parts, each with its keys."""
    office, date = forms.facts.code, forms.date
    days = cumulative.to_date(connection, steps.Question(start=date, end=date, office=office))
    question = money.evening.question(office=office)
    whole = remittance_lag.by_agent(connection, question, by=agents.By.ALL)
    return {
        "form": forms.agents,
        "product": forms.products,
        "to_date": days.assign(key=days["period"]),
        "money": money.organizations,
        "all_money": whole,
        "difference": money.kinds.assign(key=money.kinds["kind"]),
    }


def _sentences(forms: figures.Forms, money: office_money.Money) -> dict[str, Any]:
    """Return the sentences of the screen, each with the word for its state, and what it knows."""
    lines = [
        *office_checks.of_forms(forms),
        *office_money.of_money(money, known=forms.is_known),
    ]
    return {
        "checks": [[checks.word(line.check.state), line.check.plain] for line in lines],
        "feed": forms.feed.name.lower(),
        "is_due": forms.is_due,
    }


def _rows(parts: Mapping[str, pd.DataFrame]) -> Iterator[tuple[Any, ...]]:
    for part, frame in parts.items():
        for row in frames.records(frame):
            known = {**row, _PART: part}
            yield tuple(known.get(name) for name in _COLUMNS)


class OfficeDay(layout.Document):
    """The paper of an office's day. There are few rows: they are read when it is begun."""

    TEMPLATE = "office_day"

    def __init__(self, report: content.Content, made: stamp.Stamp) -> None:
        super().__init__(report, made)
        self._date = dt.date.fromisoformat(report.params["date"])
        self._rows = list(self.rows())

    def about(self) -> list[str]:
        """Return the day, and the office."""
        words = {"weekday": formats.weekday(self._date), "day": formats.day(self._date)}
        return [str(self.words["day"]).format(**words), *self.scope()]

    def tables(self) -> tuple[paper.Table, ...]:
        """Return the sentences, then the figures that they are about."""
        makers = {
            "checks": self._checks,
            "form": self._form,
            "products": self._products,
            "to_date": self._to_date,
            "money": self._money,
            "differences": self._differences,
        }
        facts = self.report.facts
        days = {
            name: formats.day(dt.date.fromisoformat(facts[name])) for name in ("start", "as_of")
        }
        return tuple(
            paper.Table(
                each["title"].format(**days),
                template.columns(each["columns"]),
                list(makers[each["key"]](each)),
            )
            for each in self.words["tables"]
        )

    def _part(self, part: str) -> list[dict[str, Any]]:
        return [row for row in self._rows if row["part"] == part]

    def _checks(self, _described: template.Template) -> Iterator[paper.Line]:
        for state, sentence in self.report.facts["checks"]:
            yield paper.Line(paper.Style.ROW, (state, sentence))

    def _form(self, described: template.Template) -> Iterator[paper.Line]:
        rows = [{**row, "sending": self._sending(row)} for row in self._part("form")]
        if not rows:
            nothing = self.words["nothing"]
            words = nothing.get(self.report.facts["feed"], nothing["received"])
            yield layout.words_across(words)
            return
        yield from _lines(rows, described)
        sums = {name: sum(row[name] for row in rows) for name in _ADDED}
        yield _total({"name": self.words["total"], "sending": "", **sums}, described)

    def _sending(self, row: Row) -> str:
        """Return what became of the forms of an organisation; of several, how many of each."""
        missing = "missing" if self.report.facts["is_due"] else "not_due"
        states = _SENT | {"not_dispatched": missing, "mismatched": "mismatched"}
        forms = sum(row[name] for name in (*_SENT, "not_dispatched"))
        if not forms:
            return str(self.words["no_form"])
        labels = {name: _(form_terms.STATUSES[state].label) for name, state in states.items()}
        return "; ".join(
            label if forms == 1 else f"{label}: {formats.count(row[name])}"
            for name, label in labels.items()
            if row[name]
        )

    def _products(self, described: template.Template) -> Iterator[paper.Line]:
        rows = [{**row, "name": self.products[row["key"]]} for row in self._part("product")]
        yield from _lines(rows, described) if rows else self._none()

    def _to_date(self, described: template.Template) -> Iterator[paper.Line]:
        for row in self._part("to_date"):
            start = self._start(row["key"])
            earlier = {}
            if not self._is_known(row, cumulative.year_before(self._date)):
                earlier = dict.fromkeys(("earlier_codes", "earlier_net_amount"))
            label = self.words["periods"][row["key"]].format(start=formats.day(start))
            yield _row({**row, **earlier, "label": label}, described)
        first = self.report.facts["first_day"]
        begun = dt.date.fromisoformat(first) if first else None
        starts = [cumulative.year_before(self._start(row["key"])) for row in self._part("to_date")]
        if begun is None or any(begun > start for start in starts):
            words = self.words["begun" if begun else "not_begun"]
            yield layout.words_across(words.format(day=formats.day(begun)))

    def _start(self, period: str) -> dt.date:
        starts = {"month": self._date.replace(day=1), "year": self._date.replace(month=1, day=1)}
        return starts.get(period, self._date)

    def _is_known(self, row: Row, end: dt.date) -> bool:
        """Return whether the store has data of the year before; else a sum is unknown, not zero."""
        first = self.report.facts["first_day"]
        known = row["earlier_codes"] or row["earlier_net_amount"]
        return bool(known) or (first is not None and dt.date.fromisoformat(first) <= end)

    def _money(self, described: template.Template) -> Iterator[paper.Line]:
        rows = self._part("money")
        if not rows:
            yield from self._none()
            return
        yield from _lines(rows, described)
        for whole in self._part("all_money"):
            yield _total({**whole, "name": self.words["total"]}, described)

    def _differences(self, described: template.Template) -> Iterator[paper.Line]:
        labels = exception_terms.labels()
        cases = [row for row in self._part("difference") if row["cases"]]
        rows = [{**row, "label": labels[row["key"]]} for row in cases]
        yield from _lines(rows, described) if rows else self._none()

    def _none(self) -> Iterator[paper.Line]:
        yield layout.words_across(self.words["none"])


def _lines(rows: Sequence[Row], described: template.Template) -> Iterator[paper.Line]:
    return (_row(row, described) for row in rows)


def _row(row: Row, described: template.Template) -> paper.Line:
    return paper.Line(paper.Style.ROW, _cells(row, described))


def _total(row: Row, described: template.Template) -> paper.Line:
    return paper.Line(paper.Style.TOTAL, _cells(row, described))


def _cells(row: Row, described: template.Template) -> list[paper.Value]:
    return [
        layout.rate(value) if isinstance(value, float) else value
        for value in (row[column["key"]] for column in described["columns"])
    ]
