"""The real dashboard on every address: a sample for everybody, until real data take its place."""

from __future__ import annotations

import http.client
import os
import pathlib
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

import pytest
import websockets
from streamlit.proto import BackMsg_pb2, ForwardMsg_pb2
from support import imports
from support.builders import samples
from websockets.sync import client

from data.sample import filling, marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support import databases

    from data import store as stores


ROOT: Final = pathlib.Path(__file__).parents[3]
EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - meant
# A name under which this machine is not known is another machine's.
ANY_NAME: Final = "sample.example"
SECONDS: Final = 60
DONE: Final = ForwardMsg_pb2.ForwardMsg.FINISHED_SUCCESSFULLY


@pytest.fixture
def shown(made: databases.Databases, empty_name: str) -> dict[str, str]:
    url = made.url(empty_name).render_as_string(hide_password=False)
    return {**os.environ, "BHXH_STORE_URL": url, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}


@pytest.fixture
def port(empty_store: stores.Store, shown: dict[str, str]) -> Iterator[int]:
    """Give the port of a dashboard that shows a sample on every address."""
    filling.fill(empty_store, samples.planned(600, 10), lambda _payments: None)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    process = started(shown, "--port", str(number))
    try:
        wait_for(number, process)
        yield number
    finally:
        process.terminate()
        process.wait(SECONDS)


def started(shown: dict[str, str], *words: str) -> subprocess.Popen[str]:
    command = (sys.executable, "-m", "dashboard.cli", "--host", EVERYWHERE, "--headless", *words)
    return subprocess.Popen(
        command, cwd="/", env=shown, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            assert status(port, "localhost", "/_stcore/health") == 200
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the dashboard did not start")


def status(port: int, name: str, path: str = "/overview") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    connection.request("GET", path, headers={"Host": f"{name}:{port}"})
    return connection.getresponse().status


def show(page: client.ClientConnection) -> None:
    """Have the page run and wait until it has."""
    asked = BackMsg_pb2.BackMsg()
    asked.rerun_script.page_name = "overview"
    page.send(asked.SerializeToString())
    while True:
        message = ForwardMsg_pb2.ForwardMsg.FromString(page.recv(SECONDS, decode=False))
        if message.WhichOneof("type") == "script_finished" and message.script_finished == DONE:
            return


def test_a_sample_is_shown_to_others_until_real_data_come(
    port: int, empty_store: stores.Store
) -> None:
    assert status(port, ANY_NAME) == 200
    address = f"ws://{ANY_NAME}:{port}/_stcore/stream"
    way = socket.create_connection(("127.0.0.1", port))
    origin = websockets.Origin(f"http://{ANY_NAME}:{port}")
    with client.connect(address, sock=way, origin=origin) as page:
        show(page)
        imports.load(empty_store, imports.EXAMPLE / "import", first=marker.remove)
        with pytest.raises(websockets.ConnectionClosed):
            show(page)
    assert status(port, ANY_NAME) == 403
    assert status(port, "localhost") == 200


def test_real_data_are_not_served_to_others(
    empty_store: stores.Store, shown: dict[str, str]
) -> None:
    imports.load(empty_store, imports.EXAMPLE / "import")
    process = started(shown)
    told, why = process.communicate(timeout=SECONDS)
    assert (process.returncode, told) == (2, "")
    assert "nobody signs in" in why
    assert why.count("\n") == 1
