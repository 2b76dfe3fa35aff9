"""Owns the tables of an office's day on paper: few enough for a sheet or two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from dashboard.exports import content, paper, template
from dashboard.text import _, exception_terms, form_terms, formats, glossary
from queries.forms import cumulative

Row = Mapping[str, Any]

_DECIMALS: Final = Decimal("0.0001")
_SENT: Final = {"dispatched_on_time": "on_time", "dispatched_late": "late"}
_ADDED: Final = ("codes", "payments", "amount", "adjustment_amount", "net_amount")


class Body:
    """The tables of one office's day. There are few rows: they are read at once."""

    def __init__(self, found: content.Content, words: template.Template) -> None:
        self.digest = content.Digest(found)
        self._facts = found.facts
        self._words = words
        self._date = dt.date.fromisoformat(found.asked["date"])
        names = list(found.columns)
        self._rows = [dict(zip(names, row, strict=True)) for row in self.digest.passing()]

    def day(self) -> str:
        """Return what stands under the title."""
        words = {"weekday": formats.weekday(self._date), "day": formats.day(self._date)}
        return str(self._words["day"]).format(**words)

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
        return tuple(
            paper.Table(
                each["title"].format(**self._titles),
                template.columns(each["columns"]),
                list(makers[each["key"]](each)),
            )
            for each in self._words["tables"]
        )

    @cached_property
    def _titles(self) -> dict[str, str]:
        days = {name: dt.date.fromisoformat(self._facts[name]) for name in ("start", "as_of")}
        return {name: formats.day(day) for name, day in days.items()}

    def _part(self, part: str) -> list[dict[str, Any]]:
        return [row for row in self._rows if row["part"] == part]

    def _checks(self, _described: template.Template) -> Iterator[paper.Line]:
        for state, sentence in self._facts["checks"]:
            yield paper.Line(paper.Style.ROW, (state, sentence))

    def _form(self, described: template.Template) -> Iterator[paper.Line]:
        rows = [{**row, "sending": self._sending(row)} for row in self._part("form")]
        if not rows:
            nothing = self._words["nothing"]
            words = nothing.get(self._facts["feed"], nothing["received"])
            yield paper.Line(paper.Style.GROUP, (words,))
            return
        yield from _lines(rows, described)
        sums = {name: sum(row[name] for row in rows) for name in _ADDED}
        yield _total({"name": self._words["total"], "sending": "", **sums}, described)

    def _sending(self, row: Row) -> str:
        """Return what became of the forms of an organisation; of several, how many of each."""
        missing = "missing" if self._facts["is_due"] else "not_due"
        states = _SENT | {"not_dispatched": missing, "mismatched": "mismatched"}
        forms = sum(row[name] for name in (*_SENT, "not_dispatched"))
        if not forms:
            return str(self._words["no_form"])
        told = []
        for name, state in states.items():
            label = _(form_terms.STATUSES[state].label)
            if row[name]:
                told.append(label if forms == 1 else f"{label}: {formats.count(row[name])}")
        return "; ".join(told)

    def _products(self, described: template.Template) -> Iterator[paper.Line]:
        named = {code: _(name) for code, name in glossary.PRODUCTS.items()}
        rows = [{**row, "name": named[row["key"]]} for row in self._part("product")]
        yield from _lines(rows, described) if rows else self._none()

    def _to_date(self, described: template.Template) -> Iterator[paper.Line]:
        for row in self._part("to_date"):
            start = self._start(row["key"])
            earlier = {}
            if not self._is_known(row, cumulative.year_before(self._date)):
                earlier = dict.fromkeys(("earlier_codes", "earlier_net_amount"))
            label = self._words["periods"][row["key"]].format(start=formats.day(start))
            yield _row({**row, **earlier, "label": label}, described)

    def _start(self, period: str) -> dt.date:
        starts = {"month": self._date.replace(day=1), "year": self._date.replace(month=1, day=1)}
        return starts.get(period, self._date)

    def _is_known(self, row: Row, end: dt.date) -> bool:
        """Return whether the store has data of the year before; else a sum is unknown, not zero."""
        first = self._facts["first_day"]
        figures = row["earlier_codes"] or row["earlier_net_amount"]
        return bool(figures) or (first is not None and dt.date.fromisoformat(first) <= end)

    def _money(self, described: template.Template) -> Iterator[paper.Line]:
        rows = self._part("money")
        if not rows:
            yield from self._none()
            return
        yield from _lines(rows, described)
        for whole in self._part("all_money"):
            yield _total({**whole, "name": self._words["total"]}, described)

    def _differences(self, described: template.Template) -> Iterator[paper.Line]:
        labels = exception_terms.labels()
        cases = [row for row in self._part("difference") if row["cases"]]
        rows = [{**row, "label": labels[row["key"]]} for row in cases]
        yield from _lines(rows, described) if rows else self._none()

    def _none(self) -> Iterator[paper.Line]:
        yield paper.Line(paper.Style.GROUP, (self._words["none"],))


def _lines(rows: Sequence[Row], described: template.Template) -> Iterator[paper.Line]:
    return (_row(row, described) for row in rows)


def _row(row: Row, described: template.Template) -> paper.Line:
    return paper.Line(paper.Style.ROW, _cells(row, described))


def _total(row: Row, described: template.Template) -> paper.Line:
    return paper.Line(paper.Style.TOTAL, _cells(row, described))


def _cells(row: Row, described: template.Template) -> list[paper.Value]:
    return [
        Decimal(str(value)).quantize(_DECIMALS) if isinstance(value, float) else value
        for value in (row[column["key"]] for column in described["columns"])
    ]
