"""Owns what is pasted to be looked up: the words in a text, and their way through the address.

The address has the words as they were typed, joined by commas. Whatever can be no code or number
of a record stays out of it, as people paste more than they mean to. So does what may be a person's
name or number, unless the store knows it as something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import filters

if TYPE_CHECKING:
    from collections.abc import Collection

MOST: Final = 200
KEY: Final = "pick_codes"

_LEFT_OUT: Final = "codes_left_out"
_BETWEEN: Final = re.compile(r"[\s,;|\x00-\x1f]+")
# Digits of an old identity number, a social insurance number, an identity number.
_OF_PERSONS: Final = (9, 10, 12)


@dataclass(frozen=True)
class Asked:
    """The words that are looked up, as typed, each once; and what was given besides them.

    `beyond` counts the words that are too many; `unusable` are words that can be no code; `held`
    are words among `codes` that stay out of the address.
    """

    codes: tuple[str, ...] = ()
    beyond: int = 0
    unusable: tuple[str, ...] = ()
    held: tuple[str, ...] = ()

    @property
    def address(self) -> tuple[str, ...]:
        """The words that may stand in the address."""
        return tuple(word for word in self.codes if word not in self.held)


def parse(words: str) -> Asked:
    """Return the words in a text, separated by whatever separates them."""
    tokens = [_printable(token) for token in _BETWEEN.split(words)]
    given = {key: token for token in reversed(tokens) if (key := _key(token))}
    first_to_last = [given[key] for key in dict.fromkeys(map(_key, tokens)) if key]
    codes = tuple(token for token in first_to_last if _can_be_code(token))
    unusable = tuple(token for token in first_to_last if not _can_be_code(token))
    return Asked(codes[:MOST], max(0, len(codes) - MOST), unusable)


def read() -> Asked:
    """Return what the address asks for, and what was typed besides in this tab."""
    given = st.query_params.get_all("code")
    asked = parse("\n".join(given))
    if len(given) > 1:
        # What changes the address next would keep only the last one.
        st.query_params["code"] = _joined(asked.codes)
    # What was typed is forgotten with the text area, when another page is shown.
    pasted: Asked | None = st.session_state.get(_LEFT_OUT) if KEY in st.session_state else None
    return pasted if pasted and pasted.address == asked.codes else asked


def follow() -> None:
    """Look up what stands in the text area, for use in callbacks."""
    asked = parse(st.session_state[KEY])
    asked = replace(asked, held=tuple(filter(_may_be_personal, asked.codes)))
    # The address has only what can be looked up; the screen says what was left out.
    st.session_state[_LEFT_OUT] = asked
    filters.write(code=_joined(asked.address), payment=None)


def forget() -> None:
    """Look nothing up, for use in callbacks."""
    st.session_state.pop(_LEFT_OUT, None)
    filters.write(code=None, payment=None)


def admit(asked: Asked, known: Collection[str]) -> None:
    """Put into the address what was held back and turned out to be the number of a record."""
    held = tuple(word for word in asked.held if word not in known)
    if held != asked.held:
        asked = replace(asked, held=held)
        st.session_state[_LEFT_OUT] = asked
        st.query_params["code"] = _joined(asked.address)


def _joined(words: Collection[str]) -> str:
    return ",".join(words)


def _printable(token: str) -> str:
    """Drop what nobody sees: chats and web pages add signs of no width."""
    return "".join(sign for sign in token if sign.isprintable())


def _key(token: str) -> str:
    """Return what codes are compared by, as the store does: letters and digits, without case."""
    return "".join(sign for sign in token if sign.isalnum()).upper()


def _can_be_code(token: str) -> bool:
    """Say whether this can be looked up: a word with diacritics may be a person's name."""
    is_word = not token.isascii() and not any(sign.isdigit() for sign in token)
    return len(token) <= filters.LONGEST_CODE and not is_word


def _may_be_personal(token: str) -> bool:
    """Say whether this may be a name without diacritics, or a number that stands for a person."""
    key = _key(token)
    is_number = key.isdigit() and len(key) in _OF_PERSONS
    return is_number or not any(sign.isdigit() for sign in key)
