"""The codes and numbers to look up: how pasted text is split, and what of it the address keeps.

A number may have spaces inside: neighbouring words are looked up together as well as one by one.
The address keeps them as they were typed, lines joined by commas. What cannot be a code or number
of a record is left out of it, and so is what may be a person's name or number, unless the store
knows it as something else.
"""

import functools
import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import streamlit as st

from dashboard import access
from dashboard.components import filters
from dashboard.text import parsing
from queries.audit import searches

# Words that were typed side by side.
Line = tuple[str, ...]

MOST: Final = 200
# A number may consist of so many words.
_MOST_WORDS: Final = 5
KEY: Final = "pick_codes"

_LEFT_OUT: Final = "codes_left_out"
_NOTED: Final = "codes_noted"
_SEARCHED: Final = "search_kept"
LONGEST_SEARCH: Final = 200
_PAGE: Final = "lookup"
# What no number has inside; spaces are another matter.
_BETWEEN: Final = re.compile(r"[,;|\x00-\x1f\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Request:
    """The words to look up as typed, in lines, each line once.

    `excess` counts the words over the limit; `unusable` are words that cannot be a code;
    `withheld` are the places (line, word) of words that stay out of the address.
    """

    lines: tuple[Line, ...] = ()
    excess: int = 0
    unusable: tuple[str, ...] = ()
    withheld: frozenset[tuple[int, int]] = frozenset()

    @property
    def codes(self) -> tuple[str, ...]:
        """The single words, each once."""
        return _once(word for line in self.lines for word in line)

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """What the store is request for: the words, and those side by side as one."""
        return _once(_together(line, run) for line in self.lines for run in _runs(line))

    @property
    def typed(self) -> tuple[str, ...]:
        """The lines as they were typed."""
        return tuple(map(" ".join, self.lines))

    @property
    def address(self) -> tuple[str, ...]:
        """The lines that may stand in the address."""
        left = [
            part
            for number, line in enumerate(self.lines)
            for part in _parts(line, {at for row, at in self.withheld if row == number})
        ]
        return tuple(map(" ".join, _distinct(left)))

    @property
    def withheld_words(self) -> set[str]:
        """The words that stay out of the address."""
        return {self.lines[number][place] for number, place in self.withheld}

    def resolved(self, known: Collection[str]) -> tuple[str, ...]:
        """Return the words by name, given those of `wanted` that the store knows.

        Words that are known together are one; each is named by itself only where it is also known
        by itself.
        """
        keys = set(map(_key, known))
        first = {_key(words): words for words in self.wanted}
        resolved = [words for line in self.lines for words in _resolved(line, keys)]
        return tuple(first[key] for key in dict.fromkeys(map(_key, resolved)))


def parse(words: str) -> Request:
    """Return the words in a text, in lines by whatever separates them but spaces."""
    lines = [_split(line) for line in _BETWEEN.split(words)]
    unusable = _once(word for line in lines for word in line if not _can_be_code(word))
    kept, excess = _cut(_without(lines, lambda word: not _can_be_code(word)))
    return Request(kept, excess, unusable)


def read() -> Request:
    """Return what the address asks for, and what was typed besides in this tab."""
    given = st.query_params.get_all("code")
    request = parse("\n".join(given))
    if len(given) > 1:
        # What changes the address next would keep only the last one.
        st.query_params["code"] = ",".join(request.address)
    # What was typed is forgotten with the text area, when another page is shown.
    pasted: Request | None = st.session_state.get(_LEFT_OUT) if KEY in st.session_state else None
    return pasted if pasted and pasted.address == request.address else request


def follow() -> None:
    """Look up what stands in the text area, for use in callbacks."""
    request = withholding(parse(st.session_state[KEY]))
    keep(None)
    # The address has only what can be looked up; the screen says what was left out.
    st.session_state[_LEFT_OUT] = request
    filters.write(q=None, code=",".join(request.address), payment=None, sort=None)


def forget() -> None:
    """Look nothing up, for use in callbacks."""
    st.session_state.pop(_LEFT_OUT, None)
    keep(None)
    filters.write(q=None, code=None, payment=None, sort=None)


def keep(words: str | None) -> None:
    """Keep in this tab what was searched for and may be a person's; None drops it."""
    st.session_state[_SEARCHED] = words


def searched() -> str | None:
    """Return what was searched for: from the address, or of this tab; None where codes are shown.

    Whatever has a single answer is gone to, and nothing is kept of it.
    """
    if words := parsing.one_line(st.query_params.get("q", ""))[:LONGEST_SEARCH]:
        return words
    kept: str | None = st.session_state.get(_SEARCHED)
    return None if "code" in st.query_params else kept


def withholding(request: Request) -> Request:
    """Return a request that keeps what may be a person's out of the address."""
    return replace(request, withheld=frozenset(_personal(request.lines)))


def admitting(request: Request, known: Collection[str]) -> Request:
    """Return a request that lets into the address what the store knows as number of a record."""
    keys = set(map(_key, known))
    found = {
        (number, place)
        for number, line in enumerate(request.lines)
        for run in _known(line, keys)
        for place in run
    }
    return replace(request, withheld=request.withheld - found)


def note(missing: Collection[str]) -> None:
    """Note a search for words that were not found, before that is said, once a lookup.

    They may be those of a payment of an office that the user does not see. What was found is not
    noted: it is masked.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    looked_up = access.current(), tuple(missing)
    if missing and st.session_state.get(_NOTED) != looked_up:
        entry = functools.partial(searches.add, kind=searches.KEY, asked=len(missing), found=0)
        access.append(functools.partial(entry, who=access.person(), page=_PAGE))
    st.session_state[_NOTED] = looked_up


def admit(request: Request, known: Collection[str]) -> None:
    """Put into the address what was held back and turned out to be the number of a record."""
    if not request.withheld:
        return
    admitted = admitting(request, known)
    if admitted.withheld != request.withheld:
        st.session_state[_LEFT_OUT] = admitted
        st.query_params["code"] = ",".join(admitted.address)


def _cut(lines: Collection[Line]) -> tuple[tuple[Line, ...], int]:
    """Return the lines without the words that are too many, and how many these are."""
    words = _once(word for line in lines for word in line)
    excess = set(map(_key, words[MOST:]))
    kept = _without(lines, lambda word: _key(word) in excess)
    return kept, len(excess)


def _can_be_code(token: str) -> bool:
    """Say whether this can be looked up: a word with diacritics may be a person's name."""
    is_word = not token.isascii() and not any(sign.isdigit() for sign in token)
    return len(token) <= parsing.LONGEST_CODE and (not is_word or not _key(token))


def _personal(lines: Iterable[Line]) -> Iterator[tuple[int, int]]:
    """Return the places of words that may be a person's, alone or with others beside them."""
    for number, line in enumerate(lines):
        for run in _runs(line):
            if parsing.may_be_personal(_together(line, run)):
                yield from ((number, place) for place in run)


def _split(line: str) -> Line:
    """Return the words of a line without what nobody sees: chats and web pages add such signs."""
    printable = ("".join(filter(str.isprintable, word)) for word in line.split())
    return tuple(filter(None, printable))


def _parts(line: Line, left_out: Collection[int]) -> Iterator[Line]:
    """Return what is left of a line without some places; signs at its ends are no part of it."""
    for is_left, places in itertools.groupby(range(len(line)), lambda at: at not in left_out):
        part = [line[place] for place in places]
        while part and not _key(part[-1]):
            part.pop()
        while part and not _key(part[0]):
            part.pop(0)
        if is_left and part:
            yield tuple(part)


def _without(lines: Iterable[Line], is_left_out: Callable[[str], bool]) -> tuple[Line, ...]:
    """Return lines without some words; a line that these part is two."""
    return _distinct(
        part
        for line in lines
        for part in _parts(line, {place for place, word in enumerate(line) if is_left_out(word)})
    )


def _runs(line: Line) -> Iterator[range]:
    """Return where words stand that may be one number, the most words first, then each alone."""
    ends = [place for place, word in enumerate(line) if _key(word)]
    for length in range(min(_MOST_WORDS, len(line)), 0, -1):
        for start in ends:
            run = range(start, start + length)
            if run[-1] in ends and len(_together(line, run)) <= parsing.LONGEST_CODE:
                yield run


def _together(line: Line, run: range) -> str:
    """Return words side by side as one."""
    return " ".join(line[run.start : run.stop])


def _known(line: Line, keys: Collection[str]) -> list[range]:
    """Return where the words of a line stand that are known, together or alone."""
    return [run for run in _runs(line) if _key(_together(line, run)) in keys]


def _resolved(line: Line, keys: Collection[str]) -> list[str]:
    """Return what is known of a line, and the words that are not, in the order of typing."""
    found = _known(line, keys)
    places = {place for run in found for place in run}
    every = [(run.start, _together(line, run)) for run in found]
    every += [(place, word) for place, word in enumerate(line) if place not in places]
    return [words for _, words in sorted(every, key=lambda each: each[0]) if _key(words)]


def _distinct(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return lines, those that are read alike once, as typed first."""
    first: dict[Line, Line] = {}
    for line in lines:
        first.setdefault(tuple(map(_key, line)), line)
    return tuple(first.values())


def _once(given: Iterable[str]) -> tuple[str, ...]:
    """Return words, those that are read alike once, as typed first; signs alone are none."""
    first: dict[str, str] = {}
    for word in given:
        first.setdefault(_key(word), word)
    first.pop("", None)
    return tuple(first.values())


def _key(token: str) -> str:
    """Return what codes are compared by, as the store does: letters and digits, without case."""
    return "".join(sign for sign in token if sign.isalnum()).upper()
