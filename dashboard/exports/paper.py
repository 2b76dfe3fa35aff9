"""What a document on paper is made of, whatever format it is written in.

A paper is built once, with the texts of its template; each writer writes the same paper.
Its tables may be longer than memory: their lines are read once, from the first to the last.
"""

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

# What a cell holds: None stands for unknown, and differs from zero. A moment is in Hanoi's time.
Value = str | int | Decimal | dt.date | dt.datetime | None


class Kind(enum.StrEnum):
    """How the values of a column are written, and on which side they stand."""

    TEXT = "text"
    CODE = "code"
    COUNT = "count"
    MONEY = "money"
    DAY = "day"
    MOMENT = "moment"
    RATE = "rate"

    @property
    def side(self) -> str:
        """The side on which values stand."""
        if self in {Kind.TEXT, Kind.CODE}:
            return "left"
        return "center" if self in {Kind.DAY, Kind.MOMENT} else "right"


class Style(enum.StrEnum):
    """What a line is: a row, words across the table above rows, or what rows come to."""

    ROW = "row"
    GROUP = "group"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True)
class Column:
    """One column: its heading, what is in it, and its width in letters of the body."""

    label: str
    kind: Kind
    width: float


@dataclass(frozen=True)
class Line:
    """One line of a table: as many cells as it has columns; of a group, one, across all of them.

    A sum has its words in the first cell that is not empty, and they run on over empty ones.
    """

    style: Style
    cells: Sequence[Value]

    @property
    def span(self) -> tuple[int, int]:
        """Where the words of a sum begin, and where the empty cells after them end."""
        filled = [place for place, cell in enumerate(self.cells) if cell != ""]
        end = filled[1] if len(filled) > 1 else len(self.cells)
        return (filled[0] if filled else 0, end)


@dataclass(frozen=True)
class Rows:
    """Some rows of a table by their columns, all of one length: quicker than a `Line` each."""

    columns: Sequence[Sequence[Value]]


@dataclass(frozen=True)
class Table:
    """A table under its title, if it has one; its parts are read once, or its lines.

    `groups` is what the words above its rows are called, in a column of their own, where rows stand
    without such words. `is_overview`: it stands on a page of its own before the table that it sums
    up; in what programs read it comes last.
    """

    title: str | None
    columns: Sequence[Column]
    parts: Iterable[Line | Rows]
    groups: str = ""
    is_overview: bool = False

    @property
    def lines(self) -> Iterator[Line]:
        """Every line by itself."""
        for part in self.parts:
            if isinstance(part, Line):
                yield part
            else:
                for cells in zip(*part.columns, strict=True):
                    yield Line(Style.ROW, cells)


@dataclass(frozen=True)
class Head:
    """What stands above the tables.

    Attributes:
        upper: the body above the office, in capitals; empty for none.
        office: the office that issues the paper, in capitals.
        number: what the form is called, as "Mẫu 01-XN"; empty for none.
        basis: what prescribes the form; empty for none.
        title: the title, in capitals.
        about: the lines under the title, as the day.
        unit: in what amounts are given.
        letter: whole sentences above the tables, addressed to the receiver of the paper.
    """

    upper: str
    office: str
    number: str
    basis: str
    title: str
    about: Sequence[str]
    unit: str
    letter: Sequence[str] = ()


@dataclass(frozen=True)
class Signature:
    """A block for a signature: who signs as what, how, and for whom."""

    role: str
    how: str
    body: str = ""


@dataclass(frozen=True)
class Foot:
    """What stands below the tables, known when their lines have been read.

    Attributes:
        words: whole sentences, as the amount in words.
        place: place and date, for the last signature.
        signatures: from left to right.
        notes: subject, totals, moment, author and digest of the file: label and value.
        mark: the version of the data and the short hash, which stands on every page.
    """

    words: Sequence[str]
    place: str
    signatures: Sequence[Signature]
    notes: Sequence[tuple[str, str]]
    mark: str


@dataclass(frozen=True)
class Paper:
    """A document, as it is signed, sent or kept.

    Attributes:
        name: what the file is called, without its ending: plain letters.
        head: what stands above the tables.
        tables: one after the other.
        foot: gives what stands below, once all lines have been read.
        made_at: when the figures were taken: the file's own time, so that the same figures
            written twice are the same bytes.
        made_by: who took them, as the file's author.
    """

    name: str
    head: Head
    tables: Sequence[Table]
    foot: Callable[[], Foot]
    made_at: dt.datetime
    made_by: str

    @property
    def for_programs(self) -> Sequence[Table]:
        """The tables as programs read them: those with the rows first, overviews last."""
        return sorted(self.tables, key=lambda table: table.is_overview)
