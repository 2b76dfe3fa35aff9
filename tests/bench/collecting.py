"""Measures what Streamlit's garbage collection after each run costs, and two ways around it."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
from typing import TYPE_CHECKING, Final

from bench import addresses, served, sockets, stores, table

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUNS: Final = 60
_VARIANTS: Final = {
    "product": "`runner.postScriptGC=false`, as it is",
    "frozen": "`gc.freeze()` after the warm-up instead",
    "collected": "neither",
}


def measure(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Run one page again and again in one session, each time as soon as the last run is over."""
    place = shelf.place("small")
    day = place.shown_day
    address = addresses.of(place, day)[3]
    with contextlib.ExitStack() as stack:
        servers = {
            variant: stack.enter_context(served.dashboard(variant, place, day))
            for variant in _VARIANTS
        }
        for variant, words in _VARIANTS.items():
            p50 = asyncio.run(_again(servers[variant].port, address))
            yield table.Line(f"p50 of a rerun of {address.name}, 1.2 M: {words}", table.ms(p50))


async def _again(port: int, address: addresses.Address) -> float:
    async with sockets.session(port) as opened:
        await opened.show(address, first=True)
        return statistics.median([await opened.show(address) for _ in range(_RUNS)])
