"""Writer of csv: for programs, and for spreadsheets.

The headings of the main table are the first row; every line of the table follows, in its order,
words above rows and sums too, so that nothing is lost. A last column says what each line is:
sums are made of the lines that are `dòng`. Each further table follows after an empty line,
under its title. After one more empty line follow the head and the foot of the paper, with its
subject, its moment and its author, as label and value.

UTF-8 with a mark at the beginning, without which Excel takes the letters for others; lines end as
Excel ends them (CR LF). Numbers are plain, shares of one; days are yyyy-mm-dd, moments ISO 8601 in
Hanoi's time; unknown is empty. Texts are as they are, except that none is taken for a formula.
"""

import codecs
import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Final, NamedTuple, cast

from dashboard.exports import cell_text, paper, template
from dashboard.exports.writers import formula_safe
from data import local_time, problems
from data.problems import N_

# By their names in addresses and commands.
SEPARATORS: Final = {"comma": ",", "semicolon": ";", "tab": "\t"}
_END: Final = "\r\n"


class Block(NamedTuple):
    """Some lines of the file, by their columns, and whether none of their cells needs quotes."""

    columns: Sequence[Sequence[str]]
    is_plain: bool = False


_EMPTY_LINE: Final = Block([[""]], is_plain=True)


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
    if separator not in SEPARATORS.values():
        raise problems.Problem(
            N_("No such separator"),
            N_("Values are separated by a comma, a semicolon or a tab."),
        )
    return _encoded(_blocks(document), separator)


def _encoded(blocks: Iterator[Block], separator: str) -> Iterator[bytes]:
    yield codecs.BOM_UTF8
    for block in blocks:
        kept = io.StringIO(newline="")
        rows = zip(*block.columns, strict=True)
        if block.is_plain:
            kept.writelines(f"{separator.join(row)}{_END}" for row in rows)
        else:
            csv.writer(kept, delimiter=separator, lineterminator=_END).writerows(rows)
        yield kept.getvalue().encode()


def _blocks(document: paper.Paper) -> Iterator[Block]:
    for place, table in enumerate(document.for_programs):
        if place:
            yield _EMPTY_LINE
        # The first row has the headings, also where an overview stands before them on paper.
        yield from _table(table, has_title=bool(place) or table is document.tables[0])
    yield _EMPTY_LINE
    for about in _about(document):
        yield _line(about)


def _table(table: paper.Table, *, has_title: bool) -> Iterator[Block]:
    words = template.named("delimited")
    if table.title and has_title:
        yield _line([table.title])
    labels = [column.label for column in table.columns]
    yield _line([*labels, words["lines"]])
    kinds = [column.kind for column in table.columns]
    for part in table.parts:
        style, columns = _columns(part, len(labels))
        known = list(map(_texts, columns, kinds))
        last = [words["styles"][style.value]] * len(columns[0])
        yield Block([*(texts for texts, _ in known), last], all(plain for _, plain in known))


def _line(texts: Iterable[str]) -> Block:
    return Block([[formula_safe.cell(each)] for each in texts])


def _columns(
    part: paper.Line | paper.Rows, width: int
) -> tuple[paper.Style, Sequence[Sequence[paper.Value]]]:
    """Return what the lines of a part are, and their columns; of a group as well, one for each."""
    if isinstance(part, paper.Rows):
        style, columns = paper.Style.ROW, part.columns
    else:
        style, columns = part.style, [[cell] for cell in part.cells]
    if style is paper.Style.GROUP:
        columns = [*columns, *[[""]] * (width - 1)]
    if len(columns) != width:
        # Every figure below would stand in another column.
        raise ValueError(f"{len(columns)} cells under {width} columns")
    return style, columns


def _texts(values: Sequence[paper.Value], kind: paper.Kind) -> tuple[Sequence[str], bool]:
    """Return the cells of a column, and whether no quotes are needed for any of them."""
    types = set(map(type, values))
    if types == {int}:
        return list(map(str, values)), True
    if types == {str} and formula_safe.are_plain(texts := cast("Sequence[str]", values)):
        return texts, True
    if types == {dt.datetime} and kind is paper.Kind.DAY:
        local = map(cell_text.local_moment, cast("Sequence[dt.datetime]", values))
        return list(map(dt.date.isoformat, map(dt.datetime.date, local))), True
    writers = _WRITERS | ({dt.datetime: _local_day} if kind is paper.Kind.DAY else {})
    texts = [writers[type(value)](value) for value in values]
    return texts, formula_safe.are_plain(texts)


def _local_day(value: dt.datetime) -> str:
    return cell_text.local_moment(value).date().isoformat()


# By the very type.
_WRITERS: Final[dict[type, Callable[..., str]]] = {
    type(None): lambda _none: "",
    str: formula_safe.cell,
    int: str,
    Decimal: lambda value: f"{value:f}",
    dt.date: dt.date.isoformat,
    dt.datetime: lambda value: local_time.iso(cell_text.local_moment(value)),
}


def _about(document: paper.Paper) -> Iterator[tuple[str, str]]:
    """Give the head and the foot of a paper as label and value; empty parts are left out."""
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
    yield labels["made_at"], cell_text.local_moment(document.made_at).isoformat()
    yield labels["made_by"], document.made_by


def _labelled(label: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((label, value) for value in values if value)


def _parted(label: str, words: str) -> tuple[str, str]:
    own, colon, value = words.partition(": ")
    return (own, value) if colon else (label, words)
