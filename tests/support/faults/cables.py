"""A cable that can be pulled: between a browser and its dashboard, say."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE: Final = 1 << 16


class Cable:
    """Passes on what comes to a port of its own, unless it is pulled: then nobody is told.

    What was sent meanwhile arrives once it is back, as over a network that loses packets.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._is_whole = threading.Event()
        self._is_whole.set()
        self._sockets: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._begin(self._accept)

    @contextlib.contextmanager
    def pulled(self) -> Iterator[None]:
        """Have nothing pass."""
        self._is_whole.clear()
        try:
            yield
        finally:
            self._is_whole.set()

    def close(self) -> None:
        """End all connections."""
        self._is_whole.set()
        for each in (self._server, *self._sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _begin(self, work: object, *given: socket.socket) -> None:
        threading.Thread(target=work, args=given, daemon=True).start()  # type: ignore[arg-type]

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = self._server.accept()
                self._sockets.append(near)
                self._begin(self._connect, near)

    def _connect(self, near: socket.socket) -> None:
        self._is_whole.wait()
        with contextlib.suppress(OSError):
            far = socket.create_connection(("127.0.0.1", self._to))
            self._sockets.append(far)
            self._begin(self._pass_on, near, far)
            self._begin(self._pass_on, far, near)

    def _pass_on(self, source: socket.socket, to: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while given := source.recv(_AT_ONCE):
                self._is_whole.wait()
                to.sendall(given)
        self._is_whole.wait()
        with contextlib.suppress(OSError):
            to.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def to(port: int) -> Iterator[Cable]:
    """Give a cable to a port of this machine."""
    cable = Cable(port)
    try:
        yield cable
    finally:
        cable.close()
