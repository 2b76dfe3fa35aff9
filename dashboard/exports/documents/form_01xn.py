"""Form 01-XN as an office signs it: its content from the store, and its paper.

One line a payment under its code, organisation by organisation; voided payments stand apart.
"""

import datetime as dt
import itertools
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from dashboard.exports import content, paper, template
from dashboard.exports.documents import amount_in_words, issuer, layout, stamp
from dashboard.text import formats, glossary
from queries.forms import lines, steps

_AT: Final = {name: place for place, name in enumerate(lines.COLUMNS)}
_OFFICE, _ORG = _AT["office_code"], _AT["org_code"]
_IS_ADJUSTMENT = _AT["is_adjustment"]
_CODE, _PRODUCT, _AMOUNT = _AT["confirmation_code"], _AT["product"], _AT["amount"]
# January and February alone are dated with a zero.
_LAST_ZEROED_MONTH: Final = 2
_CHUNK_LINES: Final = 500

# Gives the values of a column of the paper from the columns of some rows of the content.
Reader = Callable[[Sequence[Sequence[Any]]], Sequence[paper.Value]]

_by_part = operator.itemgetter(_OFFICE, _ORG)
_by_adjustment = operator.itemgetter(_IS_ADJUSTMENT)


def content_of(
    connection: sa.Connection, params: Mapping[str, str], *, in_full: bool = False
) -> content.Content:
    """Return the form of a date, and perhaps of an office and an organisation.

    The rows are fetched as they are read, within the transaction.

    Raises:
        problems.Problem: an unknown code.
    """
    facts = issuer.facts(connection, office=params.get("office"))
    rows = lines.listed(connection, question(params), in_full=in_full)
    return content.Content(content.FORM_01XN, params, facts, lines.COLUMNS, rows)


def question(params: Mapping[str, str]) -> steps.Question:
    """Return the day of a form, and whose it is."""
    date = dt.date.fromisoformat(params["date"])
    return steps.Question(start=date, end=date, office=params.get("office"), org=params.get("org"))


class Form(layout.Document):
    """The paper of one form: its lines are read before its sums."""

    TEMPLATE = "form_01xn"

    def __init__(self, report: content.Content, made: stamp.Stamp) -> None:
        super().__init__(report, made)
        self.tally = Tally()
        self._keys = layout.keys(self.words["columns"])
        self._no = itertools.count(1)

    def about(self) -> tuple[str, str]:
        """Return the day and the organisation."""
        words, params = self.words, self.report.params
        day = words["day"].format(day=layout.days(params)["date"])
        if "org" not in params:
            return day, words["every_organization"]
        return day, self.shared["organization"].format(**self.organization())

    def subject(self) -> tuple[str, ...]:
        """Return the office, the day and the organisation."""
        return (self.issuer(), *self.about())

    def sentences(self) -> tuple[str]:
        """Return the amount in words."""
        amount = amount_in_words.money(self.tally.whole.net_amount)
        return (self.words["in_words"].format(words=amount),)

    def month(self, day: dt.date) -> str:
        """Return the month of the date at the place.

        Source: Decree 30/2020/ND-CP on the drafting of official papers.
        """
        return super().month(day) if day.month <= _LAST_ZEROED_MONTH else str(day.month)

    def totals(self) -> list[tuple[str, str]]:
        """Return what the form comes to."""
        whole = self.tally.whole
        return [
            ("Số mã xác nhận", formats.count(whole.codes)),
            ("Số tiền thu", formats.money(whole.amount)),
            ("Số tiền điều chỉnh giảm", formats.money(whole.adjustment_amount)),
            ("Số tiền sau điều chỉnh", formats.money(whole.net_amount)),
        ]

    def tables(self) -> tuple[paper.Table, paper.Table]:
        """Return the lines, organisation by organisation, and the sums by product."""
        words = self.words
        return (
            paper.Table(None, template.columns(words["columns"]), self._lines(), words["groups"]),
            paper.Table(words["by_product"], template.columns(words["sums"]), self._sums()),
        )

    def _lines(self) -> Iterator[paper.Line | paper.Rows]:
        readers = [self._reader(key) for key in self._keys]
        rows = self.digest.passing()
        for (office, org), part in itertools.groupby(rows, _by_part):
            yield from self._part(self._name(office, org), part, readers)
        if self.digest.rows:
            amounts = {"amount": self.tally.whole.net_amount}
            yield layout.total(self.words["total"], amounts, self._keys)
        else:
            yield layout.words_across(self.words["nothing"])

    def _part(
        self, name: str, rows: Iterable[content.Row], readers: list[Reader]
    ) -> Iterator[paper.Line | paper.Rows]:
        """Give the lines of an organisation: its payments, then its adjustments.

        Where there are only payments of one part, the sum of the part is left out: it would repeat
        that of the whole form.
        """
        self.tally.begin_part()
        subtotal = None
        for is_adjustment, some in itertools.groupby(rows, _by_adjustment):
            if subtotal is not None:
                yield subtotal
            words = (name, self.words["adjustments"] if is_adjustment else "")
            if title := ": ".join(filter(None, words)):
                yield layout.words_across(title)
            while part := list(itertools.islice(some, _CHUNK_LINES)):
                columns = list(zip(*part, strict=True))
                self.tally.add(
                    columns[_CODE], columns[_PRODUCT], columns[_AMOUNT], is_adjustment=is_adjustment
                )
                yield paper.Rows([read(columns) for read in readers])
            subtotal = self._subtotal(name, is_adjustment=is_adjustment)
        if subtotal is not None and (name or self.tally.part.adjustments):
            yield subtotal

    def _subtotal(self, name: str, *, is_adjustment: bool) -> paper.Line:
        part = self.tally.part
        amount = part.adjustment_amount if is_adjustment else part.amount
        words = self.words["adjustment_sum" if is_adjustment else "sum"].format(part=name).strip()
        return layout.total(words, {"amount": amount}, self._keys, paper.Style.SUBTOTAL)

    def _sums(self) -> Iterator[paper.Line]:
        keys = layout.keys(self.words["sums"])
        for product, total in self.tally.products.items():
            if total.payments or total.adjustments:
                yield layout.row(total.values(self.products[product]), keys)
        values = self.tally.whole.values(self.words["total"])
        yield paper.Line(paper.Style.TOTAL, [values[key] for key in keys])

    def _name(self, office: str, org: str) -> str:
        """Return the name of a part: its office and organisation, where the form has several."""
        facts = self.report.facts
        names = [
            *([facts["below"].get(office, office)] if len(facts["below"]) > 1 else []),
            *([facts["organizations"].get(org, org)] if "org" not in self.report.params else []),
        ]
        return " · ".join(names)

    def _reader(self, key: str) -> Reader:
        facts = self.report.facts
        names = {
            "product": (_PRODUCT, self.products),
            "office": (_OFFICE, facts["below"]),
            "org": (_ORG, facts["organizations"]),
        }
        if key == "no":
            return lambda columns: list(itertools.islice(self._no, len(columns[_CODE])))
        if key == "collector":
            name, code = _AT["collector_name"], _AT["collector_code"]
            return lambda columns: list(
                map(lambda one, other: one or other, columns[name], columns[code])
            )
        if key in names:
            place, known = names[key]
            return lambda columns: list(map(known.get, columns[place], columns[place]))
        return operator.itemgetter(_AT[key])


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
        """The amount after adjustments."""
        return self.amount + self.adjustment_amount

    def values(self, label: str) -> dict[str, Any]:
        """Return the values of a line of sums."""
        return vars(self) | {"product": label, "net_amount": self.net_amount}

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
    """Sums of the form: of everything, of the current part, and of each product."""

    whole: Sum = field(default_factory=Sum)
    part: Sum = field(default_factory=Sum)
    products: dict[str, Sum] = field(
        default_factory=lambda: {product: Sum() for product in glossary.PRODUCTS}
    )

    def begin_part(self) -> None:
        """Begin a part, whose sums are zero."""
        self.part = Sum()

    def add(
        self,
        codes: Sequence[str],
        products: Sequence[str],
        amounts: Sequence[int],
        *,
        is_adjustment: bool,
    ) -> None:
        """Add lines, by their columns, to all sums that they belong to.

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
