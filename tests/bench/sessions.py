"""Measures many people at once: sessions that rest, and sessions that click."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import statistics
import time
from typing import TYPE_CHECKING, Final

from bench import addresses, served, sockets, stores, table

if TYPE_CHECKING:
    from collections.abc import Iterator

_IDLE: Final = 200
_AT_ONCE: Final = 4
_LOOKS: Final = 20
_ACTIVE: Final = 50
_EVERY_SECONDS: Final = 10.0
_SECONDS: Final = 60.0


def idle(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Open a page in each session, then leave them alone."""
    place = shelf.place("small")
    day = place.shown_day
    with served.dashboard("product", place, day) as dashboard:
        alone = dashboard.resident_bytes
        after, health = asyncio.run(_rest(dashboard, addresses.of(place, day)[0]))
    what = f"{_IDLE} sessions idle"
    yield table.Line("the server before the first session", _mb(alone))
    yield table.at_most(f"{what}: RSS of the server", _mb(after), after / 1e6, 400, "MB")
    yield table.at_most(f"{what}: health", table.ms(health), health * 1000, 100, "ms")


async def _rest(dashboard: served.Served, address: addresses.Address) -> tuple[int, float]:
    """Return the server's memory and the median of its health answers, with all sessions open."""
    door = asyncio.Semaphore(_AT_ONCE)
    async with contextlib.AsyncExitStack() as stack:

        async def enter() -> None:
            async with door:
                opened = await stack.enter_async_context(sockets.session(dashboard.port))
                await opened.show(address, first=True)

        await asyncio.gather(*(enter() for _ in range(_IDLE)))
        await asyncio.sleep(2)
        looks = [await asyncio.to_thread(dashboard.health_seconds) for _ in range(_LOOKS)]
        return dashboard.resident_bytes, statistics.median(looks)


def active(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Let each session go from page to page, one every ten seconds, for a minute."""
    place = shelf.place("long")
    day = place.shown_day
    with served.dashboard("product", place, day) as dashboard:
        seconds, errors = asyncio.run(_click(dashboard, addresses.of(place, day)))
    p50, p95 = (statistics.quantiles(seconds, n=20)[n] for n in (9, 18))
    what = f"{_ACTIVE} active sessions, 12 M"
    actions = f"{what}: p50 of {len(seconds)} actions"
    yield table.Line(actions, table.ms(p50))
    yield table.at_most(f"{what}: p95", table.ms(p95), p95, 1.5, "s")
    yield table.at_most(f"{what}: errors", str(errors), errors, 0, "")


async def _click(
    dashboard: served.Served, pages: list[addresses.Address]
) -> tuple[list[float], int]:
    """Return the seconds of all actions, and how many errors they showed."""
    seconds: list[float] = []
    begun = time.monotonic()

    async def person(number: int) -> int:
        # Nobody clicks in step with the others, and everybody begins on another page.
        await asyncio.sleep(number * _EVERY_SECONDS / _ACTIVE)
        walk = itertools.islice(itertools.cycle(pages), number, None)
        async with sockets.session(dashboard.port) as opened:
            await opened.show(next(walk), first=True)
            while time.monotonic() - begun < _SECONDS + _EVERY_SECONDS:
                due = time.monotonic() + _EVERY_SECONDS
                seconds.append(await opened.show(next(walk)))
                await asyncio.sleep(max(0.0, due - time.monotonic()))
        return len(opened.said)

    return seconds, sum(await asyncio.gather(*map(person, range(_ACTIVE))))


def _mb(size: float) -> str:
    return f"{size / 1e6:.0f} MB"
