"""Owns how a paper is written as csv: for programs, and for whoever opens it in a spreadsheet.

The headings of the main table are the first row; every line of the table follows, in its order,
words above rows and sums too, so that nothing is lost. A last column says what each line is:
whoever adds up takes the lines that are `dòng`. Each further table follows after an empty line,
under its title. After one more empty line stands what the paper says beside its tables, and what
was asked, when and by whom, as label and value.

UTF-8 with a mark at the beginning, without which Excel takes the letters for others; lines end as
Excel ends them (CR LF). Numbers are plain, shares of one; days are yyyy-mm-dd, moments ISO 8601 in
Hanoi's time; unknown is empty. Texts are as they are, except that none is taken for a formula.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Final

from dashboard.exports import harmless, paper, template, written
from data import problems
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Callable

SEPARATORS: Final = (",", ";", "\t")
_LINES_AT_ONCE: Final = 1_000
_END: Final = "\r\n"

Cell = str | int
Row = Sequence[Cell]


def write(document: paper.Paper, to: IO[bytes], *, separator: str = ",") -> None:
    """Write a paper as csv.

    Raises:
        problems.Problem: nothing else separates the values of a csv of ours.
    """
    for part in chunks(document, separator):
        to.write(part)


def chunks(document: paper.Paper, separator: str = ",") -> Iterator[bytes]:
    """Give the bytes of a paper as csv, some lines at a time, as its lines are read.

    Raises:
        problems.Problem: nothing else separates the values of a csv of ours.
    """
    if separator not in SEPARATORS:
        raise problems.Problem(
            N_("No such separator"),
            N_("Values are separated by a comma, a semicolon or a tab."),
        )
    return _encoded(_rows(document), separator)


def _encoded(rows: Iterator[Row], separator: str) -> Iterator[bytes]:
    yield codecs.BOM_UTF8
    while some := list(itertools.islice(rows, _LINES_AT_ONCE)):
        kept = io.StringIO(newline="")
        csv.writer(kept, delimiter=separator, lineterminator=_END).writerows(some)
        yield kept.getvalue().encode()


def _rows(document: paper.Paper) -> Iterator[Row]:
    for place, table in enumerate(document.tables):
        if place:
            yield ()
        yield from _table(table)
    yield ()
    for label, value in _about(document):
        yield harmless.cell(label), harmless.cell(value)


def _table(table: paper.Table) -> Iterator[Row]:
    words = template.named("delimited")
    if table.title:
        yield (harmless.cell(table.title),)
    yield [harmless.cell(column.label) for column in table.columns] + [words["lines"]]
    styles = {style: words["styles"][style.value] for style in paper.Style}
    rest = [""] * (len(table.columns) - 1)
    days = [place for place, each in enumerate(table.columns) if each.kind is paper.Kind.DAY]
    for line in table.lines:
        cells = line.cells
        if line.style is paper.Style.GROUP:
            cells = [*cells, *rest]
        yield [*_cells(cells, days, len(table.columns)), styles[line.style]]


def _cells(cells: Sequence[paper.Value], days: Sequence[int], width: int) -> Row:
    if len(cells) != width:
        # Every figure below would stand in another column.
        raise ValueError(f"{len(cells)} cells under {width} columns")
    for place in days:
        if isinstance(value := cells[place], dt.datetime):
            cells = [*cells[:place], written.local_moment(value).date(), *cells[place + 1 :]]
    return [_WRITTEN[type(value)](value) for value in cells]


# By the very type: of a million values each is looked at once.
_WRITTEN: Final[dict[type, Callable[..., Cell]]] = {
    type(None): lambda _none: "",
    str: harmless.cell,
    int: int,
    Decimal: lambda value: f"{value:f}",
    dt.date: dt.date.isoformat,
    dt.datetime: lambda value: written.local_moment(value).isoformat(),
}


def _about(document: paper.Paper) -> Iterator[tuple[str, str]]:
    """Give what stands beside the tables; what a paper has not got is left out."""
    labels, head, foot = template.named("delimited")["labels"], document.head, document.foot()
    for name in ("upper", "office", "number", "basis", "title"):
        yield from _labelled(labels[name], [getattr(head, name)])
    for about in head.about:
        yield _parted(labels["about"], about)
    yield from (_parted(labels["unit"], unit) for unit in [head.unit] if unit)
    for words in (*head.letter, *foot.words):
        yield _parted(labels["words"], words)
    yield from _labelled(labels["place"], [foot.place])
    signed = (f"{each.role} {each.how} {each.body}".strip() for each in foot.signatures)
    yield from _labelled(labels["signature"], signed)
    yield from foot.notes
    yield from _labelled(labels["mark"], [foot.mark])
    yield labels["made_at"], written.local_moment(document.made_at).isoformat()
    yield labels["made_by"], document.made_by


def _labelled(label: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((label, value) for value in values if value)


def _parted(label: str, words: str) -> tuple[str, str]:
    own, colon, value = words.partition(": ")
    return (own, value) if colon else (label, words)
