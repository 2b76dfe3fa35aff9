"""Measures the processor time that the dashboard takes for an action: a page shown once more."""

from __future__ import annotations

import asyncio
import statistics
from typing import TYPE_CHECKING, Final

import psutil
from bench import addresses, served, sockets, stores, table

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUNS: Final = 20
_ROUNDS: Final = 3
_MOST_MS: Final = 65


def measure(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Show each page again and again in one session, with everything kept; the mean has a limit."""
    place = shelf.chosen
    day = place.shown_day
    taken = []
    with served.dashboard("product", place, day) as dashboard:
        for address in addresses.of(place, day):
            rounds = [asyncio.run(_again(dashboard, address)) for _ in range(_ROUNDS)]
            taken.append(statistics.median(rounds))
            yield table.Line(f"CPU of {address.name}, kept, {shelf.size}", table.ms(taken[-1]))
    mean = statistics.mean(taken)
    yield table.at_most("CPU of an action, kept", table.ms(mean), mean * 1000, _MOST_MS, "ms")


async def _again(dashboard: served.Served, address: addresses.Address) -> float:
    """Return the processor's seconds of one run, of many: it is told in hundredths of a second."""
    process = psutil.Process(dashboard.pid)
    async with sockets.session(dashboard.port) as opened:
        await opened.show(address, first=True)
        before = process.cpu_times()
        for _ in range(_RUNS):
            await opened.show(address, first=True)
        after = process.cpu_times()
    return (after.user + after.system - before.user - before.system) / _RUNS
