"""Measures many people at once: sessions that rest, and sessions that click."""

from __future__ import annotations

import asyncio
import collections
import contextlib
import itertools
import statistics
import time
from typing import TYPE_CHECKING, Final

import psutil
from bench import addresses, served, sockets, stores, table

from data.embedded import postmaster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_IDLE: Final = 200
_AT_ONCE: Final = 4
_LOOKS: Final = 20
_ACTIVE: Final = 50
_EVERY_SECONDS: Final = 10.0
_SECONDS: Final = 60.0
_HURRY_SECONDS: Final = 20.0
_TURNS: Final = 3


def idle(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Open a page in each session, then leave them alone."""
    place = shelf.chosen
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
    place = shelf.chosen
    day = place.shown_day
    with served.dashboard("product", place, day) as dashboard:
        seconds, errors = asyncio.run(_click(dashboard, addresses.of(place, day)))
    p50, p95 = (statistics.quantiles(seconds, n=20)[n] for n in (9, 18))
    what = f"{_ACTIVE} active sessions, {shelf.size}"
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


def two(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Have people click once a second on one dashboard, then on two of the same store, in turn."""
    place = shelf.chosen
    day = place.shown_day
    pages = addresses.of(place, day)
    rates, cpu = [], collections.Counter[str]()
    with (
        served.dashboard("product", place, day) as one,
        served.dashboard("product", place, day) as other,
    ):
        for _ in range(_TURNS):
            alone = asyncio.run(_hurry([one], pages))
            before = _cpu(place, [one, other])
            rates.append((alone, asyncio.run(_hurry([one, other], pages))))
            cpu.update(_cpu(place, [one, other]) - before)
    of_one, of_two = (statistics.median(each) for each in zip(*rates, strict=True))
    what = f"{_ACTIVE} people who click once a second, {shelf.size}"
    figure = f"{of_two:.1f} ÷ {of_one:.1f} actions a second"
    yield table.at_least(f"{what}: two dashboards ÷ one", figure, of_two / of_one, 1.8)
    actions = sum(rate for _, rate in rates) * _HURRY_SECONDS
    parts = ", ".join(f"{name} {table.ms(cpu[name] / actions)}" for name in cpu)
    # One dashboard has one interpreter, and so one core; two have what is left of the machine.
    most = (psutil.cpu_count() or 1) * cpu["dashboard"] / cpu.total()
    yield table.Line(f"{what}: CPU an action; the most that two could be ÷ one", parts, most)


def _cpu(place: stores.Place, dashboards: Sequence[served.Served]) -> collections.Counter[str]:
    """Return the seconds of the CPU that dashboards, database and the people have taken so far."""
    found = postmaster.find(place.home.resolve() / "data")
    if found is None:
        raise RuntimeError("The database does not run")
    _, server = found
    backends = [server, *server.children()]
    programs = [psutil.Process(each.pid) for each in dashboards]
    every = {"dashboard": programs, "database": backends, "people": [psutil.Process()]}
    return collections.Counter({name: sum(map(_spent, group)) for name, group in every.items()})


def _spent(process: psutil.Process) -> float:
    """Return what a process has taken, and those of its children that have ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return float(sum(process.cpu_times()[:4]))
    return 0.0


async def _hurry(dashboards: list[served.Served], pages: list[addresses.Address]) -> float:
    """Return how many actions a second are done for people who want one a second each."""
    done = 0

    async def person(number: int, opened: sockets.Session, ends: float) -> None:
        nonlocal done
        await asyncio.sleep(number / _ACTIVE)
        walk = itertools.islice(itertools.cycle(pages), number, None)
        while time.monotonic() < ends:
            due = time.monotonic() + 1
            await opened.show(next(walk))
            done += time.monotonic() < ends
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async with contextlib.AsyncExitStack() as stack:
        ports = (dashboards[number % len(dashboards)].port for number in range(_ACTIVE))
        tabs = [await stack.enter_async_context(sockets.session(port)) for port in ports]
        for opened in tabs:
            await opened.show(pages[0], first=True)
        ends = time.monotonic() + _HURRY_SECONDS
        await asyncio.gather(*(person(number, each, ends) for number, each in enumerate(tabs)))
    return done / _HURRY_SECONDS


def _mb(size: float) -> str:
    return f"{size / 1e6:.0f} MB"
