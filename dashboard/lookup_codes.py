"""Owns what is pasted to be looked up: the codes in a text, and their way through the address.

The address has the codes as they were typed, joined by commas. Whatever is no code stays out of
it, as people paste more than they mean to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from dashboard import filters

MOST: Final = 200
KEY: Final = "pick_codes"

_LEFT_OUT: Final = "codes_left_out"
_BETWEEN: Final = re.compile(r"[\s,;|\x00-\x1f]+")


@dataclass(frozen=True)
class Asked:
    """The codes that are looked up, as typed, each once; and what was given besides them.

    `beyond` counts the codes that are too many; `unusable` are words that can be no code.
    """

    codes: tuple[str, ...] = ()
    beyond: int = 0
    unusable: tuple[str, ...] = ()


def parse(words: str) -> Asked:
    """Return the codes in a text, separated by whatever separates them."""
    tokens = [_printable(token) for token in _BETWEEN.split(words)]
    given = {key: token for token in reversed(tokens) if (key := _key(token))}
    first_to_last = [given[key] for key in dict.fromkeys(map(_key, tokens)) if key]
    codes = tuple(token for token in first_to_last if _can_be_code(token))
    unusable = tuple(token for token in first_to_last if not _can_be_code(token))
    return Asked(codes[:MOST], max(0, len(codes) - MOST), unusable)


def read() -> Asked:
    """Return what the address asks for."""
    given = st.query_params.get_all("code")
    asked = parse("\n".join(given))
    if len(given) > 1:
        # What changes the address next would keep only the last one.
        st.query_params["code"] = _joined(asked)
    pasted: Asked | None = st.session_state.get(_LEFT_OUT)
    if pasted and pasted.codes == asked.codes:
        return replace(asked, beyond=pasted.beyond, unusable=pasted.unusable)
    return asked


def follow() -> None:
    """Look up what stands in the text area, for use in callbacks."""
    asked = parse(st.session_state[KEY])
    # The address has only what can be looked up; the screen says what was left out.
    st.session_state[_LEFT_OUT] = asked
    filters.write(code=_joined(asked), payment=None)


def _joined(asked: Asked) -> str:
    return ",".join(asked.codes)


def _printable(token: str) -> str:
    """Drop what nobody sees: chats and web pages add signs of no width."""
    return "".join(sign for sign in token if sign.isprintable())


def _key(token: str) -> str:
    """Return what codes are compared by, as the store does: letters and digits, without case."""
    return "".join(sign for sign in token if sign.isalnum()).upper()


def _can_be_code(token: str) -> bool:
    """Say whether this may go into the address: a word with diacritics may be a person's name."""
    is_word = not token.isascii() and not any(sign.isdigit() for sign in token)
    return len(token) <= filters.LONGEST_CODE and not is_word
