"""What the server writes is sent without waiting until the browser has taken what came before."""

from __future__ import annotations

import asyncio
import socket
import threading
import webbrowser
from typing import Any

import pytest
from support import loops

from dashboard import current_store, first_run
from dashboard.watch import clock
from dashboard.web import server


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start without a store, and nothing in a browser."""
    monkeypatch.setattr(first_run, "announce", lambda: None)
    monkeypatch.setattr(first_run, "prepare", lambda: None)
    monkeypatch.setattr(webbrowser, "open", lambda _address: True)
    monkeypatch.setattr(clock, "start", lambda _opened: threading.Event())
    monkeypatch.setattr(current_store, "close", lambda: None)


class Accepting(asyncio.Protocol):
    """Notes the option of the connection that is accepted."""

    def __init__(self, noted: asyncio.Future[int]) -> None:
        self._noted = noted

    def connection_made(self, transport: Any) -> None:
        connection = transport.get_extra_info("socket")
        self._noted.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        transport.close()


async def accepted(bound: socket.socket) -> int:
    """Return the option of a connection to a server that is given a socket, as Streamlit does."""
    loop = asyncio.get_running_loop()
    noted: asyncio.Future[int] = loop.create_future()
    async with await loop.create_server(lambda: Accepting(noted), sock=bound):
        await asyncio.open_connection(*bound.getsockname())
        return await noted


def test_a_connection_to_a_socket_that_was_bound_before_does_not_wait() -> None:
    async def under_the_dashboard() -> int:
        async with server.lifespan(None):  # type: ignore[arg-type]
            with socket.socket() as bound:
                bound.bind(("127.0.0.1", 0))
                bound.setblocking(False)
                return await accepted(bound)

    assert loops.run(under_the_dashboard()) == 1
