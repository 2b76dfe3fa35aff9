"""Owns the lines of a report of lag on paper, and the line of everything below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from dashboard import at_risk, formats
from dashboard.exports import content, deadline_words, paper, template

# Rates have as many decimals as on the command line.
_DECIMALS: Final = Decimal("0.0001")

Row = Mapping[str, Any]


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
        judged = deadline_words.sentences(self._found, deadlines) if deadlines else []
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
            lag = at_risk.lag(row, key)
            return None if lag is None else formats.lag(lag)
        return self._words["without_code"] if key in self._words["of_codes"] else None
