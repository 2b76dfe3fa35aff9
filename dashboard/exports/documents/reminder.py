"""Owns the list of overdue payments that goes with a reminder: its content, and its paper.

One line a payment of one organisation, office by office, the oldest first, whenever it was paid.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from dashboard import clock
from dashboard.exports import content, paper, template
from dashboard.exports.documents import amount_in_words, issuer
from dashboard.text import formats
from queries.lag import lagged, overdue_payments, payments

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dashboard.exports.documents import stamp


KIND: Final = "reminder-list"

_AT: Final = {name: place for place, name in enumerate(overdue_payments.COLUMNS)}
_OFFICE, _AMOUNT = _AT["office_code"], _AT["amount"]
_COLLECTOR, _COLLECTOR_CODE = _AT["collector_name"], _AT["collector_code"]

Reader = Callable[[content.Row], paper.Value]


def found(
    connection: sa.Connection,
    asked: Mapping[str, str],
    *,
    in_full: bool = False,  # noqa: ARG001 - nobody is named on it
) -> content.Content:
    """Return what an organisation had overdue at the end of a day, everywhere or with an office.

    The rows are fetched as they are read; the facts have their number and sum beforehand, by the
    question that the screen asks.

    Raises:
        problems.Problem: an unknown code, or a day beyond the calendar.
    """
    as_of = dt.date.fromisoformat(asked["as_of"])
    agent: dict[str, Any] = {"org": asked["org"], "office": asked.get("office")}
    question = lagged.Question(start=overdue_payments.BEGINNING, end=as_of, as_of=as_of, **agent)
    total = payments.total(connection, question, status="overdue").iloc[0]
    facts = issuer.facts(connection, office=agent["office"]) | {
        "payments": int(total["payments"]),
        "amount": int(total["amount"]),
    }
    rows = overdue_payments.listed(connection, as_of=as_of, **agent)
    return content.Content(KIND, asked, facts, overdue_payments.COLUMNS, rows)


def paper_of(reminder: content.Content, taken: stamp.Stamp) -> paper.Paper:
    """Return the list as it is signed and sent."""
    words = template.named("reminder_list")
    body = Body(reminder, words)
    asked = reminder.asked
    parts = ("bang-ke-don-doc", asked["org"], asked["as_of"], asked.get("office"))
    return paper.Paper(
        name="-".join(part for part in parts if part),
        head=_head(reminder, words),
        tables=(body.table(),),
        foot=lambda: _foot(body, reminder, words, taken),
        made_at=taken.made_at,
        made_by=taken.made_by,
    )


def _head(reminder: content.Content, words: template.Template) -> paper.Head:
    facts = reminder.facts
    letter = words["overdue"] if facts["payments"] else words["nothing_overdue"]
    values = {"payments": formats.count(facts["payments"]), "amount": _money(facts["amount"])}
    return paper.Head(
        upper=str(facts["upper"] or words["upper"]).upper(),
        office=str(facts["office"] or "").upper(),
        number="",
        basis="",
        title=words["title"],
        about=_about(reminder, words),
        unit=words["unit"] if facts["payments"] else "",
        letter=(letter.format(day=_day(reminder), **values),),
    )


def _about(reminder: content.Content, words: template.Template) -> tuple[str, str]:
    """Return the day and whom it is addressed to, as they stand under the title."""
    code = reminder.asked["org"]
    name = reminder.facts["organizations"].get(code, code)
    return (
        words["as_of"].format(day=_day(reminder)),
        words["addressed"].format(organization=name, code=code),
    )


def _foot(
    body: Body,
    reminder: content.Content,
    words: template.Template,
    taken: stamp.Stamp,
) -> paper.Foot:
    facts = reminder.facts
    day = taken.made_at.astimezone(clock.HANOI)
    asked = (f"{facts['office']} ({facts['office_code']})", *_about(reminder, words))
    totals = [
        ("Số khoản thu quá hạn", formats.count(body.digest.rows)),
        ("Số tiền quá hạn", formats.money(body.amount)),
    ]
    return paper.Foot(
        words=_sentences(body, words, str(facts["office"])),
        place=words["place"].format(day=f"{day:%d}", month=f"{day:%m}", year=day.year),
        signatures=template.signatures(words),
        notes=taken.notes(body.digest, "; ".join(asked), totals),
        mark=taken.mark(body.digest),
    )


def _sentences(body: Body, words: template.Template, office: str) -> tuple[str, ...]:
    """Return the sum in words and what is asked; where nothing is overdue, nothing is."""
    if not body.digest.rows:
        return ()
    return (
        words["in_words"].format(words=amount_in_words.money(body.amount)),
        words["explained"],
        words["request"].format(office=office),
    )


def _day(reminder: content.Content) -> str:
    return formats.day(dt.date.fromisoformat(reminder.asked["as_of"]))


def _money(amount: int) -> str:
    """Return an amount within a sentence."""
    return f"{formats.count(amount)} đồng"


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
