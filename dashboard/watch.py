"""Owns what a page does by itself around 08:00: it asks again while the forms are being sent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import clock, parts, troubles
from data import problems

if TYPE_CHECKING:
    from collections.abc import Callable

FROM: Final = dt.time(6)
UNTIL: Final = dt.time(9)
SECONDS: Final = 30


def between_six_and_nine(part: Callable[[], None]) -> None:
    """Show a part of a page that is shown anew by itself between 06:00 and 09:00.

    Args:
        part: asks the store and shows what it finds; the rest of the page stays as it is.
    """
    now = clock.now()

    def watched() -> None:
        # The pause is set by the whole page.
        if _is_morning(clock.now()) != _is_morning(now):
            st.rerun()
        try:
            part()
        except problems.Problem as problem:
            troubles.show(problem)

    parts.alone(watched, every=_pause(now))()


def _is_morning(now: dt.datetime) -> bool:
    return FROM <= now.time() < UNTIL


def _pause(now: dt.datetime) -> float:
    """Return the seconds until a part is to be shown anew."""
    if _is_morning(now):
        return SECONDS
    day = now.date() + dt.timedelta(days=now.time() >= UNTIL)
    return (dt.datetime.combine(day, FROM, now.tzinfo) - now).total_seconds() + 1
