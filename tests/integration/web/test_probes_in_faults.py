"""What probes and Prometheus are answered while the database hangs, and when it is back."""

from __future__ import annotations

import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any, Final

import psutil
import pytest
from prometheus_client import parser
from support import embedded_home, sources

from dashboard.web import probing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support import databases

    from data import embedded

pytestmark = pytest.mark.fault

SECONDS: Final = 60
TOKEN: Final = "a token of the tests"  # noqa: S105 - made up
BEARER: Final = {"Authorization": f"Bearer {TOKEN}"}
# Two seconds, and what a machine that is busy adds.
LIMIT: Final = probing.SECONDS + 1.5
BACK: Final = 5


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("dashboard") / "log"


@pytest.fixture(scope="module")
def address(made: databases.Databases, example_name: str, log: pathlib.Path) -> Iterator[str]:
    """The address of a dashboard that shows the worked example."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with log.open("wb") as words:
        process = subprocess.Popen(
            [sys.executable, "-c", "from dashboard import cli; cli.main()", "run",
             "--headless", "--port", str(port)],
            cwd=log.parent,
            env={
                **os.environ, "BHXH_METRICS_TOKEN": TOKEN, "BHXH_LOG": "json",
                "BHXH_STORE_URL": made.url(example_name).render_as_string(hide_password=False),
                "BHXH_HOME": str(log.parent), "BHXH_TODAY": "2026-08-22",
                "PYTHONPATH": str(sources.ROOT),
            },
            stdout=subprocess.DEVNULL,
            stderr=words,
        )  # fmt: skip
    found = f"http://127.0.0.1:{port}"
    try:
        assert embedded_home.wait_until(lambda: is_ready(found), SECONDS)
        yield found
    finally:
        process.terminate()
        process.wait(SECONDS)


def ask(address: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, str, float]:
    """Return the status of an answer, its text, and the seconds that it took."""
    begun = time.monotonic()
    request = urllib.request.Request(f"{address}{path}", headers=headers or {})  # noqa: S310 - ours
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - ours
            status, text = answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read().decode()
    return status, text, time.monotonic() - begun


def is_ready(address: str) -> bool:
    try:
        return ask(address, "/readyz")[0] == 200
    except OSError:
        return False


def store_up(address: str) -> tuple[float, float]:
    """Return what a scrape says of the store, and how long it took."""
    status, text, seconds = ask(address, "/metrics", BEARER)
    assert status == 200
    families = {each.name: each for each in parser.text_string_to_metric_families(text)}
    return families["bhxh_store_up"].samples[0].value, seconds


def processes(server: embedded.Server) -> list[psutil.Process]:
    """Return the processes of the tests' own server, its first one first."""
    first = psutil.Process(server.pid)
    return [first, *first.children()]


def test_a_dashboard_on_its_store_is_ready_and_measured(address: str) -> None:
    assert json.loads(ask(address, "/healthz")[1]) == {"status": "ok"}
    told: dict[str, Any] = json.loads(ask(address, "/readyz", BEARER)[1])
    assert told["details"]["pool"]["size"] > 0
    assert set(told["details"]["disks"]) == {"home", "temporary"}
    assert store_up(address)[0] == 1


def test_a_database_that_hangs_keeps_no_probe_waiting(
    address: str, server: embedded.Server
) -> None:
    """Fault 22: its processes are stopped, and go on after a while."""
    stopped = processes(server)
    try:
        for each in stopped:
            each.suspend()
        # What was found within the last second is not asked for once more.
        time.sleep(probing.KEPT_SECONDS)
        status, _text, seconds = ask(address, "/readyz")
        assert (status, seconds < LIMIT) == (503, True), seconds
        for _ in range(20):
            status, _text, seconds = ask(address, "/readyz")
            assert (status, seconds < 1) == (503, True), seconds
        up, seconds = store_up(address)
        assert (up, seconds < LIMIT) == (0, True), seconds
        status, _text, seconds = ask(address, "/healthz")
        assert (status, seconds < 1) == (200, True), seconds
    finally:
        for each in reversed(stopped):
            each.resume()
    assert embedded_home.wait_until(lambda: is_ready(address), BACK)
    assert embedded_home.wait_until(lambda: store_up(address)[0] == 1, BACK)


def test_what_was_logged_is_json_and_names_no_token(address: str, log: pathlib.Path) -> None:
    assert address
    text = log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert lines[0]["event"] == "start"
    assert all({"time", "level", "event"} <= set(line) for line in lines)
    assert TOKEN not in text
