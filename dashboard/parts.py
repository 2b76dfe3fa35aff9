"""Owns parts of a page that run alone: again by themselves, or once somebody opens them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, ParamSpec

import streamlit as st

from dashboard import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.delta_generator import DeltaGenerator

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


def opened(title: str, *, icon: str, key: str) -> DeltaGenerator | None:
    """Show a title that opens; return what is below it while it is open, otherwise None.

    What nobody looks at takes no time, here or in the browser.
    """
    below = st.expander(title, icon=icon, key=key, on_change="rerun")
    return below if below.open else None
