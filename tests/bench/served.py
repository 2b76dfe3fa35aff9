"""The servers under measure: each is a process of its own, ended by whoever started it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING, Final, NamedTuple

import psutil
from bench import addresses, sockets, stores

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

_PORTS: Final = range(8640, 8650)
_SECONDS: Final = 60


class Served(NamedTuple):
    """A server that answers."""

    port: int
    pid: int

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def resident_bytes(self) -> int:
        """The memory of its process; that of the database is its own."""
        return int(psutil.Process(self.pid).memory_info().rss)

    def health_seconds(self) -> float:
        """Return how long it takes to say that it is well."""
        begun = time.perf_counter()
        with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=_SECONDS):  # noqa: S310 - ours
            return time.perf_counter() - begun


@contextlib.contextmanager
def dashboard(variant: str, place: stores.Place, day: dt.date) -> Iterator[Served]:
    """Give a dashboard on the morning after a day, every page of which has been opened once."""
    environment = place.environment(day + stores.NIGHT)
    with running("bench.serving", variant, environment=environment) as served:
        for address in addresses.of(place, day):
            asyncio.run(sockets.open_once(served.port, address))
        yield served


@contextlib.contextmanager
def running(module: str, *words: str, environment: dict[str, str]) -> Iterator[Served]:
    """Give the server that a module starts; the port is its last argument."""
    port = free_port()
    command = [sys.executable, "-m", module, *words, str(port)]
    with ended(start(command, environment)) as process:
        served = Served(port, process.pid)
        wait_for(served, process)
        yield served


def start(command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a program; standard output is the table's alone."""
    return subprocess.Popen(command, env=environment, cwd="/", stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Give a process, and end it afterwards, whatever happened."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(served: Served, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            served.health_seconds()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"The server did not start: {process.poll()}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    for port in _PORTS:
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise RuntimeError(f"No port is free from {_PORTS.start} to {_PORTS.stop - 1}")
