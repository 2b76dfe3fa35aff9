"""Recognition of headings: canonical names and Vietnamese ones, in the first rows of a sheet.

It knows nothing of formats: a sheet is its first lines.
"""

import dataclasses
import functools
import itertools
import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from data import problems
from data.importing import sets
from data.importing.reading import tables
from data.problems import N_

# A heading stands in one of the first so many rows, and has no more cells than this.
FIRST_ROWS: Final = 30
MOST_CELLS: Final = tables.WIDEST

# The last column in the list of rejected rows, which is imported as it is: no column of a set.
_REASONS: Final = ("reason for rejection", "ly do tu choi")

_LETTERS: Final = 26
# A heading at fault is shown by so many of its cells, each of so many letters.
_CELLS_SHOWN: Final = 30
_LETTERS_SHOWN: Final = 40
_CODE_WORDS: Final = ("mã ", "ma ")
_BRACKET_AT_END: Final = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\])$")
_DIGIT: Final = re.compile(r"\d")
# A number or a letter of a column, or how it comes about: `(7) = (5) + (6)`. Spreadsheets make -1
# of a (1) that is typed in.
_NUMBERED: Final = re.compile(r"[(\[]?\s*(?:([A-Za-zĐđ])|-?(\d{1,2}))\s*[)\]]?(?:\s*=.*)?")
_FEWEST_NUMBERED: Final = 3


@dataclasses.dataclass(frozen=True)
class Layout:
    """Where the known columns stand in a file.

    `positions` are the places of `columns` in a row, `unknown` the headings that are ignored;
    `elsewhere` are the places and headings of those among them that another set knows. `width` is
    the number of cells that a row has at most before something would be lost.
    """

    columns: tuple[str, ...]
    positions: tuple[int, ...]
    unknown: tuple[str, ...]
    width: int
    elsewhere: tuple[tuple[int, str], ...] = ()


@dataclasses.dataclass(frozen=True)
class Heading:
    """A heading: the one or two lines that it stands in, and its cells as they are understood."""

    lines: tuple[tables.Line, ...]
    cells: tuple[str, ...]

    @property
    def last(self) -> int:
        """The number of its last row; the data are below."""
        return self.lines[-1].number


def find(known: sets.Set, head: Sequence[tables.Line]) -> Heading | None:
    """Return the first heading in which all required columns of `known` are found."""
    return next(
        (heading for place in range(len(head)) if (heading := at(known, head, place))), None
    )


def at(known: sets.Set, head: Sequence[tables.Line], place: int) -> Heading | None:
    """Return the heading that begins at a place of `head`, with all required columns of `known`.

    Two rows are one heading where only both have the columns, or where the second one divides
    what the first one names.
    """
    upper, *rest = head[place : place + 2]
    if upper.number > FIRST_ROWS:
        return None
    alone = Heading((upper,), tuple(upper.cells))
    fits = not missing(known, alone.cells)
    if not rest or rest[0].number != upper.number + 1:
        return alone if fits else None
    both = Heading((upper, rest[0]), _joined(known, upper.cells, rest[0].cells))
    if fits:
        return both if _divides(known, upper.cells, rest[0].cells) else alone
    if missing(known, both.cells) or not missing(known, rest[0].cells):
        return None
    return both


def nearest(known: sets.Set, head: Sequence[tables.Line]) -> tuple[int, tables.Line]:
    """Return how many columns of `known` the row names that names most of them, and the row."""
    rows = [line for line in head if line.number <= FIRST_ROWS and not is_blank(line.cells)]
    counts = [(recognised(known, line.cells), -line.number, line) for line in rows]
    count, _, line = max(counts, key=operator.itemgetter(0, 1), default=(0, 0, tables.Line(1, ())))
    return count, line


def is_blank(cells: Iterable[str]) -> bool:
    """Return whether nothing stands in any of `cells`."""
    return not "".join(cells).strip()


def recognised(known: sets.Set, cells: Iterable[str]) -> int:
    """Return how many columns of `known` stand in `cells`."""
    return len({column(known, cell) for cell in cells} - {None})


def known_anywhere(cells: Iterable[str]) -> int:
    """Return how many of `cells` are headings of any set."""
    known = _all_names()
    texts = (folded(cell) for cell in cells if cell.strip())
    return sum(text in known or without_marks(text) in known for text in texts)


def missing(known: sets.Set, cells: Iterable[str]) -> tuple[sets.Column, ...]:
    """Return the required columns that `cells` do not name."""
    present = {column(known, cell) for cell in cells}
    return tuple(each for each in known.columns if each.required and each.name not in present)


def layout(known: sets.Set, heading: Heading, file: str) -> Layout:
    """Return where the columns of `known` stand under `heading`, which has all required ones.

    Raises:
        problems.Problem: two columns are headed alike, other than a code and its name.
    """
    named = list(heading.cells)
    while named and not named[-1].strip():
        named.pop()
    places = _places(known, named, heading, file)
    columns = tuple(places)
    meant = {place for place, cell in enumerate(named) if column(known, cell) is not None}
    unknown = {
        place: cell.strip() or letters(place)
        for place, cell in enumerate(named)
        if place not in meant and not is_reason(cell)
    }
    elsewhere = tuple(
        (place, cell) for place, cell in unknown.items() if _is_of_another(known, columns, cell)
    )
    return Layout(columns, tuple(places.values()), tuple(unknown.values()), len(named), elsewhere)


def is_reason(cell: str) -> bool:
    """Return whether a heading stands above the reasons of rejected rows."""
    return without_marks(folded(cell)) in _REASONS


def is_bounded(sheet: tables.Sheet, cells: Iterable[str]) -> bool:
    """Return whether nothing may stand under no heading: in a text, and in a list of rejected rows.

    The latter may have come from a text; `cells` are its heading.
    """
    return sheet.is_text or any(map(is_reason, cells))


def lacking(known: sets.Set, head: Sequence[tables.Line], file: str) -> problems.Problem:
    """Return the problem of a sheet in which the required columns of `known` are not found."""
    count, line = nearest(known, head)
    columns = ", ".join(f"{each.name} ({each.headings[0]})" for each in missing(known, line.cells))
    seen = shown(line.cells, are_headings=count > 0)
    if not seen:
        return problems.Problem(
            N_("Columns are missing"),
            N_(
                "{file} lacks the columns {columns}: none of the first {rows} rows names its "
                "columns."
            ),
            file=file,
            columns=columns,
            rows=FIRST_ROWS,
        )
    return problems.Problem(
        N_("Columns are missing"),
        N_("{file} lacks the columns {columns}. In row {row} stand: {headings}."),
        file=file,
        columns=columns,
        row=line.number,
        headings=seen,
    )


def empty(file: str) -> problems.Problem:
    """Return the problem of a file in which nothing stands."""
    return problems.Problem(
        N_("The file is empty"),
        N_("{file} is empty: it needs a first row with the names of its columns."),
        file=file,
    )


def shown(cells: Sequence[str], *, are_headings: bool) -> str:
    """Return what stands in a row; nothing where it may be a row of data, of a person even."""
    texts = [" ".join(cell.split())[:_LETTERS_SHOWN] for cell in cells if cell.strip()]
    if not are_headings and any(map(_DIGIT.search, texts)):
        return ""
    return ", ".join(texts[:_CELLS_SHOWN])


def picker(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Return a function that picks the cells at `places` from a full row, in order."""
    if len(places) == 1:
        (place,) = places
        return lambda row: (row[place],)
    return operator.itemgetter(*places)


def column(known: sets.Set, cell: str) -> str | None:
    """Return the column of `known` that a heading means."""
    if not cell:
        return None
    exact, plain = _names(known)
    heading = folded(cell)
    return exact.get(heading) or plain.get(without_marks(heading))


def folded(heading: str) -> str:
    """Return `heading` in one spelling: NFC, without case, one space between words.

    What says no more of the column falls away: `*`, `:` and a bracket at the end, as of a unit.
    """
    text = unicodedata.normalize("NFC", heading).replace("_", " ").replace("*", " ").casefold()
    text = " ".join("".join(filter(_is_seen, text)).split())
    before = ""
    while before != text:
        before = text
        text = _BRACKET_AT_END.sub("", text.rstrip(": "))
    return text


def without_marks(text: str) -> str:
    """Return `text` without its diacritics."""
    decomposed = unicodedata.normalize("NFD", text)
    # The stroke of đ is no mark in Unicode: it is a letter of its own.
    return "".join(each for each in decomposed if not unicodedata.combining(each)).replace("đ", "d")


def letters(place: int) -> str:
    """Return the letters by which a spreadsheet names a column, for one without a heading.

    Behind the widest row that is read they stand for all that follow.
    """
    named = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        named = chr(ord("A") + rest) + named
    return f"{named}…" if place >= MOST_CELLS else named


def _is_seen(letter: str) -> bool:
    return letter.isascii() or unicodedata.category(letter) != "Cf"


def _places(known: sets.Set, cells: Sequence[str], heading: Heading, file: str) -> dict[str, int]:
    """Return the place of each known column, in the order of the file."""
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        if name := column(known, cell):
            found.setdefault(name, []).append(place)
    twice = {
        name: several
        for name, places in found.items()
        if len(several := _codes(known.column(name), cells, places)) > 1
    }
    if twice:
        raise problems.Problem(
            N_("A column stands twice"),
            N_(
                "{file}, row {row}: there is more than one column for {columns}: remove all but "
                "one of {headings}."
            ),
            file=file,
            row=heading.last,
            columns=", ".join(twice),
            headings=", ".join(
                f"{cells[place].strip()} ({letters(place)})"
                for places in twice.values()
                for place in places
            ),
        )
    chosen = {name: _codes(known.column(name), cells, each)[0] for name, each in found.items()}
    return dict(sorted(chosen.items(), key=operator.itemgetter(1)))


def _codes(known: sets.Column, cells: Sequence[str], places: Sequence[int]) -> Sequence[int]:
    """Return the places of codes among those that mean one column: a name may stand beside it."""
    if known.kind not in {sets.Kind.CODE, sets.Kind.CONFIRMATION}:
        return places
    codes = [place for place in places if _says_code(known, folded(cells[place]))]
    return codes or places


def _says_code(known: sets.Column, heading: str) -> bool:
    return heading == folded(known.name) or heading.startswith(_CODE_WORDS)


def _is_of_another(known: sets.Set, columns: Sequence[str], cell: str) -> bool:
    """Return whether a heading says that it belongs to another set.

    A name beside its code does not, nor does a word that stands in lists of all kinds.
    """
    if folded(cell) in set(map(folded, sets.EVERYDAY)):
        return False
    names = {column(each, cell) for each in sets.ALL if each is not known} - {None}
    beside = {f"{name.removesuffix('_code')}_name" for name in columns}
    return bool(names) and not names <= beside


def _joined(known: sets.Set, upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Return what the cells of two heading rows say together."""
    return tuple(
        next((text for text in texts if column(known, text)), texts[-1])
        for texts in _readings(upper, lower)
    )


def _readings(upper: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the ways to read each place of two heading rows, the first that is known counts.

    A cell of the upper row that is merged stands over the places to its right as well.
    """
    above = ""
    width = max(len(upper), len(lower))
    for place in range(width):
        own, below, following = (
            cells[at] if at < len(cells) else ""
            for cells, at in ((upper, place), (lower, place), (upper, place + 1))
        )
        if not folded(below):
            above = ""
            yield (own,)
        else:
            above = own if own.strip() else above
            ends = bool(following.strip()) or place + 1 == width
            alone = (own,) if own.strip() and ends else ()
            yield (f"{below} {above}", f"{above} {below}", below, *alone)


def _divides(known: sets.Set, upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Return whether a row below a heading is part of it: it names columns or gives units alone."""
    places = [place for place, cell in enumerate(lower) if folded(cell)]
    if not places:
        return not is_blank(lower) and not is_numbering(lower)
    readings = list(_readings(upper, lower))
    named = [place for place in places if any(column(known, each) for each in readings[place][:3])]
    heads = [place < len(upper) and column(known, upper[place]) for place in places]
    return bool(named) and all(
        not head or place in named for place, head in zip(places, heads, strict=True)
    )


def is_numbering(cells: Iterable[str]) -> bool:
    """Return whether a row numbers the columns: `A B 1 2`, `(1) (2) (3)`."""
    found = [_NUMBERED.fullmatch(cell.strip()) for cell in cells if cell.strip()]
    matches = [match for match in found if match]
    if len(matches) < _FEWEST_NUMBERED or len(matches) < len(found):
        return False
    letters = [match[1].casefold() for match in matches if match[1]]
    numbers = [int(match[2]) for match in matches if match[2]]
    first = matches[0]
    begins = first[1].casefold() == "a" if first[1] else first[2] == "1"
    return begins and _ascends(letters) and _ascends(numbers)


def _ascends(values: Sequence[Any]) -> bool:
    return all(one < next_one for one, next_one in itertools.pairwise(values))


@functools.cache
def _names(known: sets.Set) -> tuple[dict[str, str], dict[str, str]]:
    """Return column names by heading as written, and by heading without diacritics.

    Of the latter only those that mean one column: without marks two may be alike.
    """
    exact = {
        folded(heading): each.name
        for each in known.columns
        for heading in (each.name, *each.headings)
    }
    meanings: dict[str, set[str]] = {}
    for heading, name in exact.items():
        meanings.setdefault(without_marks(heading), set()).add(name)
    plain = {heading: min(names) for heading, names in meanings.items() if len(names) == 1}
    return exact, plain


@functools.cache
def _all_names() -> frozenset[str]:
    """Return the headings of all sets, with and without diacritics."""
    return frozenset(name for each in sets.ALL for names in _names(each) for name in names)
