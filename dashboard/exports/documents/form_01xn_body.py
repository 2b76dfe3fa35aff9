"""Owns the lines of form 01-XN on paper, and what they come to, added up as they pass."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from dashboard.exports import content, paper, template
from queries.forms import lines

_AT: Final = {name: place for place, name in enumerate(lines.COLUMNS)}
_OFFICE, _ORG = _AT["office_code"], _AT["org_code"]
_IS_ADJUSTMENT = _AT["is_adjustment"]
_CODE, _PRODUCT, _AMOUNT = _AT["confirmation_code"], _AT["product"], _AT["amount"]
_NAMED: Final = {
    "office": (_OFFICE, "below"),
    "org": (_ORG, "organizations"),
}

_LINES_AT_ONCE: Final = 500

# What finds the values of a column of the paper in those of the content.
Reader = Callable[[Sequence[Sequence[Any]]], Sequence[paper.Value]]

_by_part = operator.itemgetter(_OFFICE, _ORG)
_by_adjustment = operator.itemgetter(_IS_ADJUSTMENT)

PRODUCTS = ("IS", "BI", "AR", "IL")


class Body:
    """The tables of one form: they are read once, its lines before its sums."""

    def __init__(self, form: content.Content, words: template.Template) -> None:
        self.digest = content.Digest(form)
        self.tally = Tally()
        self._form = form
        self._words = words
        self._keys = [column["key"] for column in words["columns"]]
        self._no = itertools.count(1)

    def tables(self) -> tuple[paper.Table, paper.Table]:
        """Return the lines, organisation by organisation, and the sums by product."""
        words = self._words
        return (
            paper.Table(None, template.columns(words["columns"]), self._lines()),
            paper.Table(words["by_product"], template.columns(words["sums"]), self._sums()),
        )

    def _lines(self) -> Iterator[paper.Line | paper.Rows]:
        readers = [self._reader(key) for key in self._keys]
        rows = self.digest.passing()
        for (office, org), part in itertools.groupby(rows, _by_part):
            yield from self._part(self._name(office, org), part, readers)
        if self.digest.rows:
            yield self._sum("total", "", self.tally.whole.net_amount, paper.Style.TOTAL)
        else:
            yield paper.Line(paper.Style.GROUP, (self._words["nothing"],))

    def _part(
        self, name: str, rows: Iterable[content.Row], readers: list[Reader]
    ) -> Iterator[paper.Line | paper.Rows]:
        """Give the lines of an organisation: its payments, then apart its adjustments.

        Payments that are all there is have no sum of their own above the whole one.
        """
        self.tally.begin_part()
        subtotal = None
        for is_adjustment, some in itertools.groupby(rows, _by_adjustment):
            yield from _known(subtotal)
            yield from self._heading(name, is_adjustment=is_adjustment)
            while part := list(itertools.islice(some, _LINES_AT_ONCE)):
                found = list(zip(*part, strict=True))
                self.tally.add(
                    found[_CODE], found[_PRODUCT], found[_AMOUNT], is_adjustment=is_adjustment
                )
                yield paper.Rows([read(found) for read in readers])
            subtotal = self._part_sum(name, is_adjustment=is_adjustment)
        if name or self.tally.part.adjustments:
            yield from _known(subtotal)

    def _heading(self, name: str, *, is_adjustment: bool) -> Iterator[paper.Line]:
        words = (name, self._words["adjustments"] if is_adjustment else "")
        if title := ": ".join(filter(None, words)):
            yield paper.Line(paper.Style.GROUP, (title,))

    def _part_sum(self, name: str, *, is_adjustment: bool) -> paper.Line:
        part = self.tally.part
        amount = part.adjustment_amount if is_adjustment else part.amount
        words = "adjustment_sum" if is_adjustment else "sum"
        return self._sum(words, name, amount, paper.Style.SUBTOTAL)

    def _sum(self, words: str, part: str, amount: int, style: paper.Style) -> paper.Line:
        """Return a line with a sum in the column of the amounts, and its words before it."""
        cells: list[paper.Value] = [""] * len(self._keys)
        cells[0] = str(self._words[words]).format(part=part).strip()
        if "amount" in self._keys:
            cells[self._keys.index("amount")] = amount
        return paper.Line(style, cells)

    def _sums(self) -> Iterator[paper.Line]:
        keys = [column["key"] for column in self._words["sums"]]
        for product, total in self.tally.products.items():
            if not (total.payments or total.adjustments):
                continue
            values = vars(total) | {
                "product": self._words["products"][product], "net_amount": total.net_amount,
            }  # fmt: skip
            yield paper.Line(paper.Style.ROW, [values[key] for key in keys])
        whole = self.tally.whole
        values = vars(whole) | {"product": self._words["total"], "net_amount": whole.net_amount}
        yield paper.Line(paper.Style.TOTAL, [values[key] for key in keys])

    def _name(self, office: str, org: str) -> str:
        """Return the name of a part: of what the whole form has not one of."""
        asked, facts = self._form.asked, self._form.facts
        varies = (len(facts["below"]) > 1, "org" not in asked)
        names = (facts["below"].get(office, office), facts["organizations"].get(org, org))
        return " · ".join(name for name, is_one in zip(names, varies, strict=True) if is_one)

    def _reader(self, key: str) -> Reader:
        """Return what takes the values of a column out of those of some rows."""
        if key == "no":
            return lambda found: list(itertools.islice(self._no, len(found[_CODE])))
        if key == "product":
            return _translated(_PRODUCT, self._words["products"])
        if key == "collector":
            name, code = _AT["collector_name"], _AT["collector_code"]
            return lambda found: list(map(_first_known, found[name], found[code]))
        if key in _NAMED:
            place, names = _NAMED[key]
            return _translated(place, self._form.facts[names])
        return operator.itemgetter(_AT[key])


def _translated(place: int, names: Mapping[str, Any]) -> Reader:
    return lambda found: list(map(names.get, found[place], found[place]))


def _first_known(one: str | None, other: str | None) -> str | None:
    return one or other


def _known(line: paper.Line | None) -> Iterator[paper.Line]:
    if line is not None:
        yield line


@dataclass
class Sum:
    """What some lines come to: amounts in đồng, those of adjustments negative."""

    codes: int = 0
    payments: int = 0
    amount: int = 0
    adjustments: int = 0
    adjustment_amount: int = 0
    _last_code: object = None

    @property
    def net_amount(self) -> int:
        """What is left of the amount after adjustments."""
        return self.amount + self.adjustment_amount

    def add(self, codes: Sequence[str], amounts: Sequence[int], *, is_adjustment: bool) -> None:
        """Add lines, by their columns; the lines of a code follow one another."""
        if is_adjustment:
            self.adjustments += len(amounts)
            self.adjustment_amount += sum(amounts)
        elif codes:
            self.codes += sum(map(operator.ne, codes, (self._last_code, *codes)))
            self._last_code = codes[-1]
            self.payments += len(amounts)
            self.amount += sum(amounts)


@dataclass
class Tally:
    """What the form comes to: everything, the part at hand, and each product."""

    whole: Sum = field(default_factory=Sum)
    part: Sum = field(default_factory=Sum)
    products: dict[str, Sum] = field(default_factory=lambda: {each: Sum() for each in PRODUCTS})

    def begin_part(self) -> None:
        """Begin a part, which has summed up to nothing yet."""
        self.part = Sum()

    def add(
        self,
        codes: Sequence[str],
        products: Sequence[str],
        amounts: Sequence[int],
        *,
        is_adjustment: bool,
    ) -> None:
        """Add lines, by their columns, to everything that they belong to.

        A code belongs to one office and organisation, so its lines stand together in their part.
        """
        for total in (self.whole, self.part):
            total.add(codes, amounts, is_adjustment=is_adjustment)
        for product in set(products):
            own = [each == product for each in products]
            self.products[product].add(
                list(itertools.compress(codes, own)),
                list(itertools.compress(amounts, own)),
                is_adjustment=is_adjustment,
            )
