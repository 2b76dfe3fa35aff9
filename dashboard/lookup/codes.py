"""Owns what is pasted to be looked up: the words in a text, and their way through the address.

A number may have spaces inside: words that stand side by side are looked up together as well as
one by one. The address has them as they were typed, lines joined by commas. Whatever can be no code
or number of a record stays out of it, as people paste more than they mean to. So does what may be a
person's name or number, unless the store knows it as something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components import filters
from dashboard.lookup import tokens
from dashboard.text import parsing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


MOST: Final = 200
KEY: Final = "pick_codes"

_LEFT_OUT: Final = "codes_left_out"
# What no number has inside; spaces are another matter.
_BETWEEN: Final = re.compile(r"[,;|\x00-\x1f\x85\u2028\u2029]+")
# Digits of an old identity number, a social insurance number, an identity number.
_OF_PERSONS: Final = (9, 10, 12)


@dataclass(frozen=True)
class Asked:
    """The words that are looked up, as typed, in lines, each line once; and what was given besides.

    `beyond` counts the words that are too many; `unusable` are words that can be no code; `held`
    says which words of which line stay out of the address, by their places.
    """

    lines: tuple[tokens.Line, ...] = ()
    beyond: int = 0
    unusable: tuple[str, ...] = ()
    held: frozenset[tuple[int, int]] = frozenset()

    @property
    def codes(self) -> tuple[str, ...]:
        """The single words, each once."""
        return tokens.once(word for line in self.lines for word in line)

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """What the store is asked for: the words, and those side by side as one."""
        return tokens.once(
            tokens.together(line, run) for line in self.lines for run in tokens.runs(line)
        )

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
            for part in tokens.parts(line, {at for held, at in self.held if held == number})
        ]
        return tuple(map(" ".join, tokens.distinct(left)))

    @property
    def held_words(self) -> set[str]:
        """The words that stay out of the address."""
        return {self.lines[number][place] for number, place in self.held}

    def told(self, known: Collection[str]) -> tuple[str, ...]:
        """Return what is said of `wanted`, of which the store knows some.

        Words that are known together are one; alone they are named only where they are known alone
        as well.
        """
        keys = set(map(tokens.key, known))
        first = {tokens.key(words): words for words in self.wanted}
        told = [words for line in self.lines for words in tokens.told(line, keys)]
        return tuple(first[key] for key in dict.fromkeys(map(tokens.key, told)))


def parse(words: str) -> Asked:
    """Return the words in a text, in lines by whatever separates them but spaces."""
    lines = [tokens.words(line) for line in _BETWEEN.split(words)]
    unusable = tokens.once(word for line in lines for word in line if not _can_be_code(word))
    kept, beyond = _cut(tokens.without(lines, lambda word: not _can_be_code(word)))
    return Asked(kept, beyond, unusable)


def read() -> Asked:
    """Return what the address asks for, and what was typed besides in this tab."""
    given = st.query_params.get_all("code")
    asked = parse("\n".join(given))
    if len(given) > 1:
        # What changes the address next would keep only the last one.
        st.query_params["code"] = _joined(asked.address)
    # What was typed is forgotten with the text area, when another page is shown.
    pasted: Asked | None = st.session_state.get(_LEFT_OUT) if KEY in st.session_state else None
    return pasted if pasted and pasted.address == asked.address else asked


def follow() -> None:
    """Look up what stands in the text area, for use in callbacks."""
    asked = parse(st.session_state[KEY])
    asked = replace(asked, held=frozenset(_personal(asked.lines)))
    # The address has only what can be looked up; the screen says what was left out.
    st.session_state[_LEFT_OUT] = asked
    filters.write(code=_joined(asked.address), payment=None, sort=None)


def forget() -> None:
    """Look nothing up, for use in callbacks."""
    st.session_state.pop(_LEFT_OUT, None)
    filters.write(code=None, payment=None, sort=None)


def admit(asked: Asked, known: Collection[str]) -> None:
    """Put into the address what was held back and turned out to be the number of a record."""
    if not asked.held:
        return
    keys = set(map(tokens.key, known))
    found = {
        (number, place)
        for number, line in enumerate(asked.lines)
        for run in tokens.known(line, keys)
        for place in run
    }
    held = asked.held - found
    if held != asked.held:
        asked = replace(asked, held=held)
        st.session_state[_LEFT_OUT] = asked
        st.query_params["code"] = _joined(asked.address)


def _joined(words: Collection[str]) -> str:
    return ",".join(words)


def _cut(lines: Collection[tokens.Line]) -> tuple[tuple[tokens.Line, ...], int]:
    """Return the lines without the words that are too many, and how many these are."""
    words = tokens.once(word for line in lines for word in line)
    beyond = set(map(tokens.key, words[MOST:]))
    kept = tokens.without(lines, lambda word: tokens.key(word) in beyond)
    return kept, len(beyond)


def _can_be_code(token: str) -> bool:
    """Say whether this can be looked up: a word with diacritics may be a person's name."""
    is_word = not token.isascii() and not any(sign.isdigit() for sign in token)
    return len(token) <= parsing.LONGEST_CODE and (not is_word or not tokens.key(token))


def _personal(lines: Iterable[tokens.Line]) -> Iterator[tuple[int, int]]:
    """Return the places of words that may be a person's, alone or with others beside them."""
    for number, line in enumerate(lines):
        for run in tokens.runs(line):
            if _may_be_personal(tokens.together(line, run)):
                yield from ((number, place) for place in run)


def _may_be_personal(token: str) -> bool:
    """Say whether this may be a name without diacritics, or a number that stands for a person."""
    key = tokens.key(token)
    is_number = key.isdigit() and len(key) in _OF_PERSONS
    return is_number or not any(sign.isdigit() for sign in key)
