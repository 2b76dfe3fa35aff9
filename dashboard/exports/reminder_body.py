"""Owns the lines of a reminder's list on paper, and what they come to, added up as they pass."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from dashboard.exports import content, paper, template
from queries import overdue_payments

_AT: Final = {name: place for place, name in enumerate(overdue_payments.COLUMNS)}
_OFFICE, _AMOUNT = _AT["office_code"], _AT["amount"]
_COLLECTOR, _COLLECTOR_CODE = _AT["collector_name"], _AT["collector_code"]

Reader = Callable[[content.Row], paper.Value]


class Body:
    """The table of one list: its lines are read once; `amount` is what has passed."""

    def __init__(self, reminder: content.Content, words: template.Template) -> None:
        self.digest = content.Digest(reminder)
        self.amount = 0
        self._words = words
        self._offices = reminder.facts["below"]
        self._columns = words["columns"]
        self._no = itertools.count(1)

    def table(self) -> paper.Table:
        """Return the lines, office by office."""
        return paper.Table(None, template.columns(self._columns), self._lines())

    @property
    def _varies(self) -> bool:
        return len(self._offices) > 1

    def _lines(self) -> Iterator[paper.Line]:
        readers = [self._reader(column["key"]) for column in self._columns]
        rows = self.digest.passing()
        for office, part in itertools.groupby(rows, lambda row: row[_OFFICE]):
            yield from self._part(self._offices.get(office, office), part, readers)
        if self.digest.rows:
            yield self._sum(self._words["total"], self.amount, paper.Style.TOTAL)
        else:
            yield paper.Line(paper.Style.GROUP, (self._words["nothing"],))

    def _part(
        self, office: str, rows: Iterable[content.Row], readers: list[Reader]
    ) -> Iterator[paper.Line]:
        """Give the lines of an office; where there may be several, its name and sum as well."""
        before = self.amount
        if self._varies:
            yield paper.Line(paper.Style.GROUP, (self._words["part"].format(part=office),))
        for row in rows:
            self.amount += row[_AMOUNT]
            yield paper.Line(paper.Style.ROW, [read(row) for read in readers])
        if self._varies:
            words = self._words["sum"].format(part=office)
            yield self._sum(words, self.amount - before, paper.Style.SUBTOTAL)

    def _sum(self, words: str, amount: int, style: paper.Style) -> paper.Line:
        keys = [column["key"] for column in self._columns]
        cells: list[paper.Value] = [""] * len(keys)
        cells[0] = words
        if "amount" in keys:
            cells[keys.index("amount")] = amount
        return paper.Line(style, cells)

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
            names = self._words["products"]
            return lambda row: names.get(row[place], row[place])
        return lambda row: row[place]
