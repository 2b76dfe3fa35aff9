"""1,100 half requests leave the dashboard to others, with the usual number of descriptors."""

import contextlib
import os
import pathlib
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Final

import pytest
from support import databases

ROOT: Final = pathlib.Path(__file__).parents[3]
USUAL: Final = 1024
# The limit is set by the child itself: other threads of the tests may be starting processes.
COMMAND: Final = f"""
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, ({USUAL}, {USUAL}))
from dashboard import cli
cli.main()
"""
HALF: Final = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
NUMBER: Final = 1100
ROUNDS: Final = 8
SECONDS: Final = 60


@pytest.fixture
def log(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "log"


@pytest.fixture
def port(
    made: databases.Databases, example_name: str, log: pathlib.Path, tmp_path: pathlib.Path
) -> Iterator[int]:
    """Give the port of a dashboard with 1,024 descriptors, whose words go to a file."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    url = made.url(example_name).render_as_string(hide_password=False)
    with log.open("wb") as words:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "run", "--headless", "--port", str(free)],
            cwd=tmp_path,
            env={**os.environ, "BHXH_STORE_URL": url, "PYTHONPATH": str(ROOT)},
            stdout=words,
            stderr=words,
        )
    try:
        deadline = time.monotonic() + SECONDS
        while "bhxh-monitor: http" not in log.read_text() and time.monotonic() < deadline:
            time.sleep(0.1)
        yield free
    finally:
        process.kill()
        process.wait(SECONDS)


@pytest.fixture(autouse=True)
def descriptors() -> Iterator[None]:
    """Let the test itself have as many connections as it needs."""
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(before, 2 * NUMBER)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(wanted, most)))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))


def seconds_of_health(port: int) -> float:
    begun = time.monotonic()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=10) as answer:
        assert answer.read() == b"ok"
    return time.monotonic() - begun


def send_slowly(connections: list[socket.socket]) -> None:
    for each in connections:
        with contextlib.suppress(OSError):
            each.sendall(b"x")


@pytest.mark.fault
def test_others_are_served_among_half_requests_and_the_log_stays_short(
    port: int, log: pathlib.Path
) -> None:
    quiet = log.stat().st_size
    with contextlib.ExitStack() as stack:
        slow = []
        for _ in range(NUMBER):
            slow.append(stack.enter_context(socket.create_connection(("127.0.0.1", port), 10)))
            slow[-1].sendall(HALF)
        for _ in range(ROUNDS):
            assert seconds_of_health(port) < 3
            send_slowly(slow)
            time.sleep(0.5)
    assert "closed to make room" in log.read_text()
    assert log.stat().st_size - quiet < 2000
