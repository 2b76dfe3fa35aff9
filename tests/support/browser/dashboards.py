"""Dashboards for browsers: each a process, forked from one that has loaded the program.

To load it takes as long as to open a page. Starts from nothing are tested where commands are, and
with the wheel.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
import pkgutil
import socket
import sys
import time
import urllib.request
from typing import TYPE_CHECKING, Final

import pytest

import dashboard
from dashboard import cli

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.context import ForkServerContext, ForkServerProcess

    import sqlalchemy as sa

SECONDS: Final = 60
# Scripts and programs: they do something when they are imported.
_RUN: Final = ("dashboard.frame", "dashboard.commands", "dashboard.text.messages")


class Ports:
    """The ports that a browser has known, to be used anew: it keeps scripts by address."""

    def __init__(self) -> None:
        self._known: list[int] = []

    def free(self) -> int:
        """Return the first one that nobody listens on, or a new one."""
        found = next(filter(None, map(_bound, [*self._known, 0])))
        self._known = list(dict.fromkeys([*self._known, found]))
        return found


class Dashboards:
    """Starts dashboards, and ends them."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._running: list[ForkServerProcess] = []

    def start(
        self,
        store: sa.URL,
        today: str = "2026-08-22",
        # It must not depend on the folder that it is started in.
        folder: pathlib.Path | str = "/",
        configure: Callable[[str], dict[str, str]] = lambda _address: {},
    ) -> str:
        """Start a dashboard on a store and return its address, once it is up."""
        port = self._ports.free()
        address = f"http://127.0.0.1:{port}"
        settings = {
            "BHXH_STORE_URL": store.render_as_string(hide_password=False),
            "BHXH_TODAY": today,
            **configure(address),
        }
        words = ("run", "--port", str(port), "--headless")
        process = _loaded().Process(target=_run, args=(words, folder, {**os.environ, **settings}))
        process.start()
        self._running.append(process)
        _wait_for(f"{address}/_stcore/health", process)
        return address

    def stop(self) -> None:
        """End all that were started, at once: each takes its time."""
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.join(SECONDS)
        self._running.clear()


def _bound(port: int) -> int | None:
    """Return a port that is free: this one, or any where it is 0."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return None
        return int(probe.getsockname()[1])


@functools.cache
def _loaded() -> ForkServerContext:
    """Return how processes are forked from one that has imported what a page needs."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_modules()))
    return context


def _modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(dashboard.__path__, "dashboard."):
        if not module.name.startswith(_RUN):
            yield module.name


def _run(words: Sequence[str], folder: str, environment: dict[str, str]) -> None:
    """Be the program, started with these words."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["bhxh-monitor", *words]
    cli.main()


def _wait_for(url: str, process: ForkServerProcess) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.is_alive():
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the dashboard did not start: {process.exitcode}")
