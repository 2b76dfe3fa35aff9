"""Recognition of the headings of a file: canonical names and Vietnamese ones."""

import dataclasses
import functools
import operator
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from data import problems
from data.importing import sets
from data.problems import N_

_LETTERS = 26


@dataclasses.dataclass(frozen=True)
class Layout:
    """Where the known columns stand in a file.

    `positions` are the places of `columns` in a row, `unknown` the headings that are ignored,
    `width` the cells that a row has at most before something would be lost.
    """

    columns: tuple[str, ...]
    positions: tuple[int, ...]
    unknown: tuple[str, ...]
    width: int


def recognised(known: sets.Set, cells: Iterable[str]) -> int:
    """Return how many of `cells` are headings of `known`."""
    return sum(_column(known, cell) is not None for cell in cells)


def missing(known: sets.Set, cells: Iterable[str]) -> tuple[sets.Column, ...]:
    """Return the required columns that `cells` do not name."""
    present = {_column(known, cell) for cell in cells}
    return tuple(
        column for column in known.columns if column.required and column.name not in present
    )


def layout(known: sets.Set, cells: Sequence[str], file: str) -> Layout:
    """Return where the columns of `known` stand under the headings `cells`.

    Raises:
        problems.Problem: there are none, a required one is missing, or one stands there twice.
    """
    named = list(cells)
    if not named:
        raise empty(file)
    while named and not named[-1].strip():
        named.pop()
    places = [(place, _column(known, cell)) for place, cell in enumerate(named)]
    known_places = [(place, column) for place, column in places if column is not None]
    columns = tuple(column for _, column in known_places)
    _check(known, named, columns, file)
    unknown = tuple(
        named[place].strip() or _letters(place) for place, column in places if column is None
    )
    return Layout(columns, tuple(place for place, _ in known_places), unknown, len(named))


def empty(file: str) -> problems.Problem:
    """Return the problem of a file in which nothing stands."""
    return problems.Problem(
        N_("The file is empty"),
        N_("{file} is empty: it needs a first row with the names of its columns."),
        file=file,
    )


def picker(layout: Layout) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return a function that picks the cells of the known columns from a full row, in order."""
    if len(layout.positions) == 1:
        place = layout.positions[0]
        return lambda row: (row[place],)
    return operator.itemgetter(*layout.positions)


def _check(known: sets.Set, cells: Sequence[str], columns: Sequence[str], file: str) -> None:
    """Raise a problem where a column stands twice or a required one is missing."""
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise problems.Problem(
            N_("A column stands twice"),
            N_("{file} has more than one column for {columns}: remove all but one."),
            file=file,
            columns=", ".join(twice),
        )
    if lacking := missing(known, cells):
        raise problems.Problem(
            N_("Columns are missing"),
            N_("{file} lacks the columns {columns}: add them to its first row."),
            file=file,
            columns=", ".join(f"{column.name} ({column.headings[0]})" for column in lacking),
        )


def _column(known: sets.Set, cell: str) -> str | None:
    exact, plain = _names(known)
    heading = _folded(cell)
    return exact.get(heading) or plain.get(_without_marks(heading))


@functools.cache
def _names(known: sets.Set) -> tuple[dict[str, str], dict[str, str]]:
    """Return column names by heading as written, and by heading without diacritics.

    Of the latter only those that mean one column: without marks two may be alike.
    """
    exact = {
        _folded(heading): column.name
        for column in known.columns
        for heading in (column.name, *column.headings)
    }
    meanings: dict[str, set[str]] = {}
    for heading, name in exact.items():
        meanings.setdefault(_without_marks(heading), set()).add(name)
    plain = {heading: min(names) for heading, names in meanings.items() if len(names) == 1}
    return exact, plain


def _folded(heading: str) -> str:
    """Return `heading` in one spelling: NFC, without case, one space between words."""
    text = unicodedata.normalize("NFC", heading).replace("_", " ").casefold()
    return " ".join(text.split())


def _without_marks(heading: str) -> str:
    decomposed = unicodedata.normalize("NFD", heading)
    # The stroke of đ is no mark in Unicode: it is a letter of its own.
    return "".join(each for each in decomposed if not unicodedata.combining(each)).replace("đ", "d")


def _letters(place: int) -> str:
    """Return the letters by which a spreadsheet names a column, for one without a heading."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
