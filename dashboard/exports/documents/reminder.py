"""The list of overdue payments that goes with a reminder: its content, and its paper.

One line a payment of one organisation, office by office, the oldest first, whenever it was paid.
"""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from dashboard.exports import content, paper, template
from dashboard.exports.documents import amount_in_words, issuer, layout, stamp
from dashboard.text import formats
from queries import frames
from queries.lag import lagged, overdue_payments, payments

KIND: Final = "reminder-list"

_AT: Final = {name: place for place, name in enumerate(overdue_payments.COLUMNS)}
_OFFICE, _AMOUNT = _AT["office_code"], _AT["amount"]
_COLLECTOR, _COLLECTOR_CODE = _AT["collector_name"], _AT["collector_code"]

# What lines of the overview come to: their sums, the first day, and the most days.
_SUMS: Final[Mapping[str, Callable[[list[Any]], Any]]] = {
    "payments": sum,
    "amount": sum,
    "oldest_day": lambda days: dt.date.fromisoformat(min(days)),
    "overdue_days": max,
}

Reader = Callable[[content.Row], paper.Value]


def content_of(connection: sa.Connection, params: Mapping[str, str]) -> content.Content:
    """Return what an organisation had overdue at the end of a day, everywhere or with an office.

    The rows are fetched as they are read; the facts have their number and sum beforehand, by the
    question that the screen asks.

    Raises:
        problems.Problem: an unknown code, or a day beyond the calendar.
    """
    as_of = dt.date.fromisoformat(params["as_of"])
    agent: dict[str, Any] = {"org": params["org"], "office": params.get("office")}
    question = lagged.Question(start=overdue_payments.BEGINNING, end=as_of, as_of=as_of, **agent)
    total = payments.total(connection, question, status="overdue").iloc[0]
    collectors = overdue_payments.summed(connection, as_of=as_of, **agent)
    facts = issuer.facts(connection, office=agent["office"]) | {
        "payments": int(total["payments"]),
        "amount": int(total["amount"]),
        "collectors": [_as_json(row) for row in frames.records(collectors)],
    }
    rows = overdue_payments.listed(connection, as_of=as_of, **agent)
    return content.Content(KIND, params, facts, overdue_payments.COLUMNS, rows)


def _as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "oldest_day": row["oldest_day"].isoformat()}


def _sums(rows: Sequence[Mapping[str, Any]]) -> dict[str, paper.Value]:
    return {name: add([row[name] for row in rows]) for name, add in _SUMS.items()}


class Reminder(layout.Document):
    """The list as it is signed and sent; `amount` is the sum of the lines that have been read."""

    TEMPLATE = "reminder_list"

    def __init__(self, report: content.Content, made: stamp.Stamp) -> None:
        super().__init__(report, made)
        self.amount = 0
        self._offices = report.facts["below"]
        self._keys = layout.keys(self.words["columns"])
        self._no = itertools.count(1)

    def name(self) -> str:
        """Return what the file is called."""
        params = self.report.params
        parts = (self.words["file"], params["org"], params["as_of"], params.get("office"))
        return "-".join(filter(None, parts))

    def head(self) -> paper.Head:
        """Return the head, with a letter that says what is overdue."""
        facts, words = self.report.facts, self.words
        values = {
            "day": self._day(),
            "payments": formats.count(facts["payments"]),
            "amount": f"{formats.count(facts['amount'])} đồng",
        }
        letter = words["overdue"] if facts["payments"] else words["nothing_overdue"]
        return dataclasses.replace(
            super().head(),
            unit=words["unit"] if facts["payments"] else "",
            letter=(letter.format(**values),),
        )

    def about(self) -> tuple[str, str]:
        """Return the day, and whom the list is addressed to."""
        words = self.words
        return (
            words["as_of"].format(day=self._day()),
            words["addressed"].format(**self.organization()),
        )

    def subject(self) -> tuple[str, ...]:
        """Return the office, the day, and whom the list is addressed to."""
        return (self.issuer(), *self.about())

    def sentences(self) -> tuple[str, ...]:
        """Return the sum in words and the request; none where nothing is overdue."""
        words = self.words
        if not self.digest.rows:
            return ()
        return (
            words["in_words"].format(words=amount_in_words.money(self.amount)),
            words["explained"],
            words["request"].format(office=self.report.facts["office"]),
        )

    def totals(self) -> list[tuple[str, str]]:
        """Return how many payments are overdue, and their amount."""
        return [
            ("Số khoản thu quá hạn", formats.count(self.digest.rows)),
            ("Số tiền quá hạn", formats.money(self.amount)),
        ]

    def tables(self) -> tuple[paper.Table, ...]:
        """Return the lines, office by office; a long list begins with what they come to."""
        words = self.words
        # A snapshot of an earlier version has no such fact.
        sums = self.report.facts.get("collectors") or []
        is_long = len(sums) > 1 and self.report.facts["payments"] > words["most_without_overview"]
        columns = template.columns(words["columns"])
        groups = words["groups"] if len(self._offices) > 1 else ""
        listed = paper.Table(words["listed"] if is_long else None, columns, self._lines(), groups)
        if not is_long:
            return (listed,)
        overview = template.columns(words["overview"])
        by_collector = paper.Table(
            words["by_collector"], overview, self._overview(sums), is_overview=True
        )
        return (by_collector, listed)

    def _overview(self, sums: Sequence[Mapping[str, Any]]) -> Iterator[paper.Line]:
        """Give a line a collector, office by office, and the sums of offices and of everything."""
        keys = layout.keys(self.words["overview"])
        for office, part in itertools.groupby(sums, lambda row: row["office_code"]):
            name, rows = self._offices.get(office, office), list(part)
            for row in rows:
                known = {
                    "office": name,
                    "collector": row["collector_name"] or row["collector_code"],
                    "oldest_day": dt.date.fromisoformat(row["oldest_day"]),
                }
                yield layout.row({**row, **known}, keys)
            if len(rows) > 1 and len(self._offices) > 1:
                words = self.words["sum"].format(part=name)
                yield layout.total(words, _sums(rows), keys, paper.Style.SUBTOTAL)
        yield layout.total(self.words["total"], _sums(sums), keys)

    def _day(self) -> str:
        return layout.days(self.report.params)["as_of"]

    def _lines(self) -> Iterator[paper.Line]:
        readers = [self._reader(key) for key in self._keys]
        rows = self.digest.passing()
        for office, part in itertools.groupby(rows, lambda row: row[_OFFICE]):
            yield from self._part(self._offices.get(office, office), part, readers)
        if self.digest.rows:
            yield layout.total(self.words["total"], {"amount": self.amount}, self._keys)
        else:
            yield layout.words_across(self.words["nothing"])

    def _part(
        self, office: str, rows: Iterable[content.Row], readers: list[Reader]
    ) -> Iterator[paper.Line]:
        """Give the lines of an office; where there may be several, its name and sum as well."""
        before, is_one_of_several = self.amount, len(self._offices) > 1
        if is_one_of_several:
            yield layout.words_across(self.words["part"].format(part=office))
        for row in rows:
            self.amount += row[_AMOUNT]
            yield paper.Line(paper.Style.ROW, [read(row) for read in readers])
        if is_one_of_several:
            words, sums = self.words["sum"].format(part=office), {"amount": self.amount - before}
            yield layout.total(words, sums, self._keys, paper.Style.SUBTOTAL)

    def _reader(self, key: str) -> Reader:
        """Return what takes the value of a column out of a row."""
        if key == "no":
            return lambda _row: next(self._no)
        if key == "office":
            return lambda row: self._offices.get(row[_OFFICE], row[_OFFICE])
        if key == "collector":
            return lambda row: row[_COLLECTOR] or row[_COLLECTOR_CODE]
        place = _AT[key]
        if key == "product":
            return lambda row: self.products.get(row[place], row[place])
        return lambda row: row[place]
