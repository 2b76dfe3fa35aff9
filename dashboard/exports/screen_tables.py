"""Files of the tables that pages show: the columns, rows, order and sums of the screen.

A page keeps each table that it shows as a record, from which the browser's table is drawn as well.
The record lives as long as the session that shows it, in the process of its page; nothing of it is
in an address. Another process that is asked for the file calls for it (`called_tables`).
"""

import datetime as dt
import itertools
import secrets
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from dashboard import clock, text
from dashboard.auth import actor
from dashboard.exports import content, files, paper, template
from dashboard.exports.documents import issuer, layout, stamp
from dashboard.text import _, formats, glossary
from data import problems, store
from data.problems import N_
from queries.paging import Page

# What kind of file it is, and what it is called and limited to where files are logged.
KIND: Final = "table"
LIMITS: Final = "limits"
# A longer list is a report of its own, or is to be limited.
MOST: Final = 100_000

# What a list gives for one page of it.
Whole = Callable[[sa.Connection, Page], pd.DataFrame]

_KINDS: Final[Mapping[str, paper.Kind]] = {
    "count": paper.Kind.COUNT,
    "lag": paper.Kind.COUNT,
    "minutes": paper.Kind.COUNT,
    "figure": paper.Kind.COUNT,
    "money": paper.Kind.MONEY,
    "rate": paper.Kind.RATE,
    "count_change": paper.Kind.COUNT,
    "money_change": paper.Kind.MONEY,
    "rate_change": paper.Kind.RATE,
    "day": paper.Kind.DAY,
    "moment": paper.Kind.MOMENT,
    "code": paper.Kind.CODE,
}
_NARROWEST: Final[Mapping[paper.Kind, float]] = {
    paper.Kind.DAY: 11,
    paper.Kind.MOMENT: 16,
    paper.Kind.RATE: 9,
}
_WIDEST: Final = 32.0
# So many rows say how wide a column is.
_LOOKED_AT: Final = 200
_LONGEST_NAME: Final = 80


class Gone(problems.Problem):
    """The table is not kept any more, or is somebody else's."""

    def __init__(self) -> None:
        super().__init__(
            N_("The table is not kept any more"),
            N_("Open its page again, and take the file from there."),
        )


@dataclass(frozen=True)
class Source:
    """Where the rows of a table come from.

    Attributes:
        rows: those of the screen; of a list with pages, one page of it.
        whole: gives a page of the list, as long as is asked for; None where `rows` is all of it.
        page: the page and the order that are shown.
        is_of_log: whether the rows are read as an auditor.
    """

    rows: pd.DataFrame
    page: Page
    whole: Whole | None = None
    is_of_log: bool = False


@dataclass(frozen=True)
class ScreenTable:
    """A table as a page shows it to somebody.

    Attributes:
        owner: who sees it, and may take it.
        page: the address of the page, without parameters.
        name: what the table is called in the session.
        title: the title of the page.
        caption: what the rows are.
        limits: what the filters of the page say.
        language: of the screen.
        terms: its columns, in their order.
        source: its rows.
        totals: the figures of all rows, by column; None without a line of them.
        asked: the parameters of the address.
    """

    owner: actor.Actor
    page: str
    name: str
    title: str
    caption: str
    limits: Sequence[str]
    language: text.Language
    terms: Mapping[str, glossary.Term]
    source: Source
    totals: Mapping[str, object] | None
    asked: Mapping[str, str]

    def read(self, connection: sa.Connection) -> pd.DataFrame:
        """Return all rows in the order of the screen.

        Raises:
            problems.Problem: there are more than `MOST`.
        """
        source = self.source
        if source.whole is None:
            return source.rows
        rows = source.whole(connection, replace(source.page, limit=MOST + 1, offset=0))
        if len(rows) > MOST:
            raise problems.Problem(
                N_("The table is too long for a file"),
                N_("It has more than {most} rows: choose fewer days, or one office."),
                most=MOST,
            )
        return rows


class Kept:
    """The tables of a process, by tokens that nobody can guess."""

    def __init__(self) -> None:
        self._tables: weakref.WeakValueDictionary[str, ScreenTable] = weakref.WeakValueDictionary()
        self._lock = threading.Lock()

    def keep(self, table: ScreenTable, token: str | None = None) -> str:
        """Keep a table for as long as somebody else holds it; return its token."""
        token = token or secrets.token_urlsafe(16)
        with self._lock:
            self._tables[token] = table
        return token

    def at(self, token: str, owner: actor.Actor) -> ScreenTable:
        """Return a table to its owner.

        Raises:
            Gone: there is none, or it is another user's.
        """
        table = self.find(token)
        if table is None or table.owner != owner:
            raise Gone
        return table

    def find(self, token: str) -> ScreenTable | None:
        """Return a table, whoever its owner is."""
        with self._lock:
            return self._tables.get(token)


KNOWN: Final = Kept()


def make(
    opened: store.Store,
    taker: actor.Actor,
    token: str,
    ending: str,
    *,
    separator: str = ",",
    abandoned: threading.Event | None = None,
) -> files.Made:
    """Return a table as a file, logged before it is read; the caller closes it.

    Raises:
        problems.Problem: the table is not kept, is too long, or the store is down.
        files.Abandoned: nobody waits for it any more.
    """
    table = KNOWN.at(token, taker)
    office = table.asked.get("office") or taker.own_office
    facts = opened.ask(taker.scope, lambda c: issuer.facts(c, office=office))
    files.log_download(
        opened,
        taker,
        kind=f"{KIND}/{table.page}",
        ending=ending,
        asked={**table.asked, KIND: table.caption, LIMITS: " · ".join(table.limits)},
        in_full=False,
        offices=issuer.visible_offices(facts, taker.scope),
    )
    reading = opened.auditing if table.source.is_of_log else opened.exporting
    with reading(taker.scope) as connection, text.speaking(table.language):
        rows = table.read(connection)
        if abandoned is not None and abandoned.is_set():
            raise files.Abandoned
        document = draw(table, rows, facts, stamp.Stamp(clock.now(), taker.person))
    return files.complete(document, ending, separator=separator)


def draw(
    table: ScreenTable, rows: pd.DataFrame, facts: Mapping[str, Any], made: stamp.Stamp
) -> paper.Paper:
    """Return the paper of a table with these rows, in the language at hand."""
    shown = [[_value(each, term) for each in rows[name]] for name, term in table.terms.items()]
    about = content.Content(KIND, table.asked, facts, tuple(table.terms), zip(*shown, strict=True))
    digest = content.Digest(about)
    columns = [
        _column(term, cells) for term, cells in zip(table.terms.values(), shown, strict=True)
    ]
    subject = "; ".join((table.title, table.caption, *table.limits))

    def foot() -> paper.Foot:
        notes = made.notes(digest, subject, [])
        return paper.Foot(words=(), place="", signatures=(), notes=notes, mark=made.mark(digest))

    return paper.Paper(
        name=f"{table.page}-{table.name}"[:_LONGEST_NAME],
        head=_head(table, facts),
        tables=[paper.Table(None, columns, _lines(table, digest))],
        foot=foot,
        made_at=made.made_at,
        made_by=made.made_by,
    )


def _value(given: object, term: glossary.Term) -> Any:
    """Return what a cell of a file holds: what the screen writes, as a value that JSON has."""
    if formats.is_unknown(given) or given == "":
        return None
    return _READ.get(term.kind, str)(given)


def _number(given: Any) -> int:
    return int(str(given))


def _lag(given: Any) -> int | str:
    return formats.lag(given) if formats.is_beyond(given) else _number(given)


def _minutes(given: Any) -> int | str:
    """Return minutes as a number, however many: the screen has those of days in words."""
    return formats.minutes(given) if formats.is_never(given) else _number(given)


def _moment(given: Any) -> dt.datetime:
    """Return a moment of a frame as writers know them."""
    return given.to_pydatetime() if isinstance(given, pd.Timestamp) else given


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "count": _number,
    "money": _number,
    "lag": _lag,
    "minutes": _minutes,
    "rate": float,
    "count_change": _number,
    "money_change": _number,
    "rate_change": float,
    "trend": lambda given: "; ".join(map(formats.count, given)),
    "day": lambda given: given,
    "moment": _moment,
}


def _lines(table: ScreenTable, digest: content.Digest) -> Iterator[paper.Line]:
    for row in digest.passing():
        yield paper.Line(paper.Style.ROW, list(map(_cell, row)))
    if table.totals is not None:
        yield paper.Line(paper.Style.TOTAL, list(map(_cell, _totals(table))))


def _cell(given: Any) -> paper.Value:
    cell: paper.Value = layout.rate(given) if isinstance(given, float) else given
    return cell


def _totals(table: ScreenTable) -> list[Any]:
    totals = table.totals or {}
    cells = [
        _value(totals[name], term) if name in totals else "" for name, term in table.terms.items()
    ]
    return cells if next(iter(table.terms)) in totals else [_("In all"), *cells[1:]]


def _head(table: ScreenTable, facts: Mapping[str, Any]) -> paper.Head:
    shared = template.named("figures")
    has_money = any(term.kind == "money" for term in table.terms.values())
    return paper.Head(
        upper=str(facts["upper"] or shared["upper"]).upper(),
        office=str(facts["office"] or "").upper(),
        number="",
        basis="",
        title=table.title.upper(),
        about=[table.caption, *filter(None, [" · ".join(table.limits)])],
        unit=_("Unit: đồng") if has_money else "",
    )


def _column(term: glossary.Term, cells: Sequence[paper.Value]) -> paper.Column:
    """Return a column, as wide as the words in its first rows and the longest word of its head."""
    kind = _KINDS.get(term.kind, paper.Kind.TEXT)
    label = _(term.label)
    width = _NARROWEST.get(kind) or max(
        (_width(each) for each in itertools.islice(cells, _LOOKED_AT)), default=0.0
    )
    word = max(map(len, label.split()), default=0) + 1.0
    return paper.Column(label, kind, min(_WIDEST, max(width, word, len(label) / 3, 4.0)))


def _width(cell: paper.Value) -> float:
    written = f"{cell:,}" if isinstance(cell, int) else str(cell)
    return len(written) + 1.0
