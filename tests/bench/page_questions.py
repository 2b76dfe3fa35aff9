"""Measures what the pages ask of the database, on stores of different lengths and densities."""

from __future__ import annotations

import contextlib
import os
import statistics
from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st
from bench import addresses, statements, stores, table
from streamlit import logger, util
from streamlit.testing import v1

from dashboard import current_store, screens

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

_RUNS: Final = 5
_SECONDS: Final = 60
_FRAME: Final = screens.FIRST.script.parents[1] / "dashboard" / "frame.py"


class Shown(NamedTuple):
    """A store, and the last day that is looked at."""

    place: stores.Place
    day: dt.date


def measure(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Compare each page between stores, taking turns, so that both meet the same machine."""
    # Outside a server Streamlit says so, again and again.
    logger.set_log_level("error")
    small, long, dense = (shelf.place(name) for name in ("small", "long", "dense"))
    brief = Shown(small, small.shown_day)
    like = Shown(long, long.day_like(small))
    close = Shown(dense, dense.shown_day)
    for what, one, other, limit in (
        ("12 M ÷ 1.2 M", like, brief, 1.3), ("ten times as dense", close, like, 3.0),
    ):  # fmt: skip
        yield table.Line(f"**queries of a page, {what}**", _periods(one, other))
        yield from _compared(one, other, limit)


def _periods(one: Shown, other: Shown) -> str:
    counts = (f"{each.place.payments_until(each.day):,}" for each in (one, other))
    return "payments in 90 days: {} ÷ {}".format(*counts)


def _compared(one: Shown, other: Shown, limit: float) -> Iterator[table.Line]:
    pairs = zip(addresses.of(*one), addresses.of(*other), strict=True)
    for ours, theirs in pairs:
        taken: tuple[list[float], list[float]] = ([], [])
        for run in range(_RUNS + 1):
            seconds = (_asked(one, ours), _asked(other, theirs))
            if run:
                taken[0].append(seconds[0])
                taken[1].append(seconds[1])
        one_seconds, other_seconds = map(statistics.median, taken)
        yield table.times(ours.name, one_seconds, other_seconds, limit)


def _asked(shown: Shown, address: addresses.Address) -> float:
    """Return the seconds of all statements of a page that nobody has opened before."""
    st.cache_data.clear()
    with _on_screen(shown), statements.noted() as seconds:
        opened = v1.AppTest.from_file(str(_FRAME), default_timeout=_SECONDS)
        opened.query_params.update(address.query)
        opened._page_hash = util.calc_hash(screens.at(address.page).address)
        opened.run()
    if opened.exception or opened.error:
        raise RuntimeError(f"{address.link} fails: {[*opened.exception, *opened.error]}")
    return sum(seconds)


@contextlib.contextmanager
def _on_screen(shown: Shown) -> Iterator[None]:
    """Have the dashboard of this process show a store, on the morning after the day."""
    os.environ["BHXH_TODAY"] = (shown.day + stores.NIGHT).isoformat()
    current_store._holder._store = shown.place.store
    try:
        yield
    finally:
        current_store._holder._store = None
