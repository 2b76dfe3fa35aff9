"""Owns parts of a page that run again alone, while the rest of the page stays as it is."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, ParamSpec

import streamlit as st

from dashboard import text

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")


def alone(part: Callable[P, None], *, every: float | None) -> Callable[P, None]:
    """Return a part that runs again after so many seconds, and whenever something in it is used.

    It speaks the language of the page: a run of a part alone begins with the default one.
    """
    language = text.language()

    @functools.wraps(part)
    def spoken(*args: P.args, **named: P.kwargs) -> None:
        text.use(language)
        part(*args, **named)

    return st.fragment(spoken, run_every=every)
