"""Fragments: parts of a page that run alone, by a timer or once they are opened."""

import datetime as dt
import functools
from collections.abc import Callable
from typing import Final, ParamSpec

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import clock, logs, text
from dashboard.components import errors
from data import problems

P = ParamSpec("P")

FROM: Final = dt.time(6)
UNTIL: Final = dt.time(9)
SECONDS: Final = 30


def alone(part: Callable[P, None], *, every: float | None) -> Callable[P, None]:
    """Return a fragment that runs again after so many seconds, or when a control in it is used.

    It keeps the language of the page, and what lines of the log are about; a fragment would begin
    with none of them.
    """
    language = text.language()
    about = logs.known()

    @functools.wraps(part)
    def translated(*args: P.args, **named: P.kwargs) -> None:
        text.use(language)
        logs.about(**about)
        part(*args, **named)

    return st.fragment(translated, run_every=every)


def opened(title: str, *, icon: str, key: str) -> DeltaGenerator | None:
    """Show an expander, and return its container while it is open, else None.

    A closed one costs no time, here or in the browser.
    """
    below = st.expander(title, icon=icon, key=key, on_change="rerun")
    return below if below.open else None


def between_six_and_nine(part: Callable[[], None]) -> None:
    """Show a part of a page, which refreshes by itself between 06:00 and 09:00."""
    now = clock.now()

    def watched() -> None:
        # The pause is set by the whole page.
        if _is_morning(clock.now()) != _is_morning(now):
            st.rerun()
        try:
            part()
        except problems.Problem as problem:
            errors.show(problem)

    alone(watched, every=_pause(now))()


def _is_morning(now: dt.datetime) -> bool:
    return FROM <= now.time() < UNTIL


def _pause(now: dt.datetime) -> float:
    """Return the seconds until the next refresh."""
    if _is_morning(now):
        return SECONDS
    day = now.date() + dt.timedelta(days=now.time() >= UNTIL)
    return (dt.datetime.combine(day, FROM, now.tzinfo) - now).total_seconds() + 1
