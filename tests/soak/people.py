"""The people of a soak: each goes from page to page, and what goes wrong is noted."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bench import sockets
from soak import servers
from websockets import exceptions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench import addresses

MANY: Final = 30
_EVERY_SECONDS: Final = (3.0, 7.0)
_AGAIN_SECONDS: Final = 1.0
_MISSED: Final = "Chưa thực hiện"


@dataclass
class Seen:
    """What people saw: pages, and sentences about what was wrong, in faults and without."""

    pages: int = 0
    lost: int = 0
    slowest: float = 0.0
    in_faults: Counter[str] = field(default_factory=Counter)
    without: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Walk:
    """Where people go, as whom, and at which dashboards."""

    pages: Sequence[addresses.Address]
    cookies: Sequence[str]
    ports: Sequence[int]

    async def go(self, seen: Seen, is_faulty: Callable[[], bool], until: float) -> None:
        """Let many people go from page to page until a moment of the monotonic clock."""
        async with asyncio.TaskGroup() as together:
            for number in range(MANY):
                person = _Person(
                    seen,
                    self.pages,
                    self.ports[number % len(self.ports)],
                    self.cookies[number % len(self.cookies)],
                    is_faulty,
                    random.Random(number),  # noqa: S311 - the same walk each time
                )
                together.create_task(person.walk(until))


@dataclass
class _Person:
    seen: Seen
    pages: Sequence[addresses.Address]
    port: int
    cookie: str
    is_faulty: Callable[[], bool]
    chance: random.Random

    async def walk(self, until: float) -> None:
        while time.monotonic() < until:
            try:
                headers = {"Cookie": self.cookie}
                async with sockets.session(self.port, servers.PUBLIC, headers) as tab:
                    await self._through(tab, until)
            except (OSError, TimeoutError, exceptions.WebSocketException) as error:
                self.seen.lost += 1
                if not self.is_faulty():
                    self.seen.without[f"connection: {type(error).__name__}"] += 1
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _through(self, tab: sockets.Session, until: float) -> None:
        is_first = True
        while time.monotonic() < until:
            was_faulty = self.is_faulty()
            seconds = await tab.show(self.chance.choice(self.pages), first=is_first)
            self._note(tab, seconds, was_faulty=was_faulty or self.is_faulty())
            is_first = False
            await asyncio.sleep(self.chance.uniform(*_EVERY_SECONDS))

    def _note(self, tab: sockets.Session, seconds: float, *, was_faulty: bool) -> None:
        self.seen.pages += 1
        if not was_faulty:
            self.seen.slowest = max(self.seen.slowest, seconds)
        with contextlib.suppress(IndexError):
            while True:
                said = tab.said.pop()
                if said.startswith(_MISSED):
                    # The forms of the day before are closed a minute after the start.
                    continue
                (self.seen.in_faults if was_faulty else self.seen.without)[said] += 1
