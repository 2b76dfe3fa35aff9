"""Owns the words of a pasted line: which of them may be one number together, what is read alike."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from dashboard.text import parsing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator


# Words that were typed side by side.
Line = tuple[str, ...]

# So many words can be one number.
_LONGEST: Final = 5


def words(line: str) -> Line:
    """Return the words of a line without what nobody sees: chats and web pages add such signs."""
    printable = ("".join(filter(str.isprintable, word)) for word in line.split())
    return tuple(filter(None, printable))


def parts(line: Line, left_out: Collection[int]) -> Iterator[Line]:
    """Return what is left of a line without some places; signs at its ends are no part of it."""
    for is_left, places in itertools.groupby(range(len(line)), lambda at: at not in left_out):
        part = [line[place] for place in places]
        while part and not key(part[-1]):
            part.pop()
        while part and not key(part[0]):
            part.pop(0)
        if is_left and part:
            yield tuple(part)


def without(lines: Iterable[Line], is_left_out: Callable[[str], bool]) -> tuple[Line, ...]:
    """Return lines without some words; a line that these part is two."""
    return distinct(
        part
        for line in lines
        for part in parts(line, {place for place, word in enumerate(line) if is_left_out(word)})
    )


def runs(line: Line) -> Iterator[range]:
    """Return where words stand that may be one number, the most words first, then each alone."""
    ends = [place for place, word in enumerate(line) if key(word)]
    for length in range(min(_LONGEST, len(line)), 0, -1):
        for start in ends:
            run = range(start, start + length)
            if run[-1] in ends and len(together(line, run)) <= parsing.LONGEST_CODE:
                yield run


def together(line: Line, run: range) -> str:
    """Return words side by side as one."""
    return " ".join(line[run.start : run.stop])


def known(line: Line, keys: Collection[str]) -> list[range]:
    """Return where the words of a line stand that are known, together or alone."""
    return [run for run in runs(line) if key(together(line, run)) in keys]


def told(line: Line, keys: Collection[str]) -> list[str]:
    """Return what is known of a line, and the words that are not, in the order of typing."""
    found = known(line, keys)
    places = {place for run in found for place in run}
    every = [(run.start, together(line, run)) for run in found]
    every += [(place, word) for place, word in enumerate(line) if place not in places]
    return [words for _, words in sorted(every, key=lambda each: each[0]) if key(words)]


def distinct(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return lines, those that are read alike once, as typed first."""
    first: dict[Line, Line] = {}
    for line in lines:
        first.setdefault(tuple(map(key, line)), line)
    return tuple(first.values())


def once(given: Iterable[str]) -> tuple[str, ...]:
    """Return words, those that are read alike once, as typed first; signs alone are none."""
    first: dict[str, str] = {}
    for word in given:
        first.setdefault(key(word), word)
    first.pop("", None)
    return tuple(first.values())


def key(token: str) -> str:
    """Return what codes are compared by, as the store does: letters and digits, without case."""
    return "".join(sign for sign in token if sign.isalnum()).upper()
