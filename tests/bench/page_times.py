"""Measures the server's time for a page that nobody has opened before."""

from __future__ import annotations

import asyncio
import statistics
from typing import TYPE_CHECKING, Final

from bench import addresses, served, sockets, stores, table

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUNS: Final = 9
_MOST_MS: Final = 150
_MOST_TIMES: Final = 3


def measure(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Compare each page with the same page whose questions are answered from a recording."""
    place = shelf.chosen
    day = place.shown_day
    with (
        served.dashboard("asking", place, day) as asking,
        served.dashboard("replaying", place, day) as replaying,
    ):
        for address in addresses.of(place, day):
            taken = [_both(asking, replaying, address) for _ in range(_RUNS)]
            asked, constant = map(statistics.median, zip(*taken, strict=True))
            what = f"page {address.name}, cold, {shelf.size}"
            yield table.at_most(what, table.ms(asked), asked * 1000, _MOST_MS, "ms")
            yield table.times(f"{what} ÷ from constants", asked, constant, _MOST_TIMES)


def _both(
    asking: served.Served, replaying: served.Served, address: addresses.Address
) -> tuple[float, float]:
    """Return the seconds of both, one after the other: both meet the same machine."""
    asked, constant = (
        asyncio.run(sockets.open_once(each.port, address)) for each in (asking, replaying)
    )
    return asked, constant
