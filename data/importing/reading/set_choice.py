"""Which of the ten sets a sheet holds: by its name, by its file's name, or by its headings.

It knows nothing of formats: a sheet is its title and its first lines.
"""

import functools
import re
from collections.abc import Sequence
from typing import Final

from data.importing import sets
from data.importing.reading import headings, tables

_NO_LETTERS: Final = re.compile(r"[^a-z0-9]+")


class UndecidedError(Exception):
    """The headings are those of several sets alike; `rows` are the numbers of theirs."""

    def __init__(self, several: Sequence[sets.Set], rows: Sequence[int]) -> None:
        self.several = several
        self.rows = rows
        super().__init__(", ".join(each.name for each in several))


def by_name(name: str) -> sets.Set | None:
    """Return the set that a file or a sheet is named after, with anything behind it.

    Of `remittance` and `remittance lines` the longer name counts. A name ends where no letter
    follows: `paymentsystem` is not named after the payments.
    """
    plain = f"{_plain(name)} "
    found = [
        (len(known), each)
        for known, each in _names()
        if plain.startswith(known) and not plain[len(known)].isalpha()
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def by_headings(head: Sequence[tables.Line]) -> sets.Set | None:
    """Return the set whose required columns all stand in one of the first rows.

    Of several sets it is the one with the most required columns, in whatever row: what a title says
    of an organisation, its code and its name, is no list of organisations.

    Raises:
        UndecidedError: several sets have equally many.
    """
    found = {each: heading for each in sets.ALL if (heading := headings.find(each, head))}
    most = max((len(each.required) for each in found), default=0)
    largest = [each for each in found if len(each.required) == most]
    if len(largest) > 1:
        rows = sorted({found[each].lines[0].number for each in largest})
        raise UndecidedError(largest, rows)
    return largest[0] if largest else None


def nearest(head: Sequence[tables.Line]) -> sets.Set:
    """Return the set of whose required columns the largest part stands in one row."""
    return max(sets.ALL, key=lambda each: (share(each, head), len(each.required)))


def share(known: sets.Set, head: Sequence[tables.Line]) -> float:
    """Return the largest part of the required columns of a set that stands in one row, 0 to 1."""
    _, line = headings.nearest(known, head)
    return 1 - len(headings.missing(known, line.cells)) / len(known.required)


@functools.cache
def _names() -> tuple[tuple[str, sets.Set], ...]:
    """Return every name of every set, as names are compared."""
    return tuple((_plain(name), each) for each in sets.ALL for name in (each.name, *each.names))


def _plain(name: str) -> str:
    """Return a name without case, diacritics and punctuation."""
    letters = headings.without_marks(name.casefold())
    return _NO_LETTERS.sub(" ", letters).strip()
