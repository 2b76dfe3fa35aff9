"""Limits of connections: how many there may be, and how long the head of a request may take.

uvicorn waits for the rest of a request for as long as a byte comes now and then, and accepts
connections until the process has no descriptor left, for the database neither. Here each of its
protocols is wrapped by one that counts. Where there are too many connections, the one that has been
waiting longest for the head of a request makes room, so that others are served. Connections with a
request that is being answered, and open pages (web sockets), are never closed for this.
"""

import asyncio
import collections
import ipaddress
import logging
import socket
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple, cast

from dashboard.auth import exposure
from data import machine

_log = logging.getLogger(__name__)

# A page of Streamlit would be slow long before.
_MOST: Final = 4096

# So many are accepted before the first of them is counted: without a limit asyncio takes the whole
# queue of the socket, whatever descriptors there are.
_ACCEPTED_AT_ONCE: Final = 16
_QUEUED: Final = 2048

_OUT_OF_DESCRIPTORS: Final = "socket.accept() out of system resource"

Factory = Callable[[], asyncio.Protocol]


class Limits(NamedTuple):
    """How many connections there may be, in all and from one address; and times in seconds."""

    total: int
    of_address: int
    head_seconds: float = 10
    # For a client that does not read its answer; a slow one needs a second for 50 kB.
    stalled_seconds: float = 60
    log_seconds: float = 60


def limits() -> Limits:
    """Return the limits for this process.

    A third of the descriptors is left for files, the database, and connections that are just being
    accepted or closed. An address may be that of a whole office, behind its router.
    """
    descriptors = machine.descriptor_limit()
    total = _MOST if descriptors is None else min(_MOST, descriptors * 2 // 3)
    return Limits(total, max(total // 4, 1))


def limit(loop: asyncio.AbstractEventLoop, chosen: Limits) -> None:
    """Have the servers that this loop will create keep the limits, and log failures sparingly.

    Streamlit starts uvicorn, and binds the socket itself, so that asyncio does not set TCP_NODELAY
    (github.com/Kludex/uvicorn/issues/3149), without which two short messages in a row take 40 ms.
    Accepted connections inherit the option from the listening socket.
    """
    create_server = loop.create_server
    registry = _Registry(chosen, loop)

    async def create(make: Factory, *args: Any, **named: Any) -> asyncio.Server:
        bound: socket.socket | None = named.get("sock")
        if named.get("ssl"):
            named.setdefault("ssl_handshake_timeout", chosen.head_seconds)
        named["backlog"] = _ACCEPTED_AT_ONCE
        if bound is not None:
            bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = await create_server(lambda: _Connection(make, registry), *args, **named)
        if bound is not None:
            bound.listen(_QUEUED)
        return server

    def handle(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if context.get("message") == _OUT_OF_DESCRIPTORS:
            registry.count("not accepted for want of descriptors")
        else:
            # Its own words for a task hold those of the error.
            fault = context.get("exception")
            _log.error("%s", context.get("message") or "a task failed", exc_info=fault)

    if isinstance(loop, asyncio.BaseEventLoop):
        vars(loop)["create_server"] = create
    loop.set_exception_handler(handle)


class _Connection(asyncio.Protocol):
    """A connection, between its transport and the protocol of uvicorn that serves it."""

    def __init__(self, make: Factory, registry: "_Registry") -> None:
        self._make = make
        self._registry = registry
        # uvicorn's protocol: the one of HTTP, and after an upgrade that of web sockets.
        self._inner: Any = None
        self._is_socket = False
        self._head_timer: asyncio.TimerHandle | None = None
        self._write_timer: asyncio.TimerHandle | None = None
        self.transport: asyncio.Transport
        self.place: str | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.place = _place(transport.get_extra_info("peername"))
        if not self._registry.admit(self):
            self.transport.abort()
            return
        self._inner = self._make()
        self._inner.connection_made(_Handed(self.transport, self._upgrade))
        self._note()

    def data_received(self, data: bytes) -> None:
        self._inner.data_received(data)
        self._note()

    def eof_received(self) -> bool | None:
        return cast("bool | None", self._inner.eof_received()) if self._inner else None

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timers()
        self._registry.remove(self)
        if self._inner:
            self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        self._inner.pause_writing()
        if not self._is_socket and self._write_timer is None:
            self._write_timer = self._registry.stalled_timer(self)

    def resume_writing(self) -> None:
        if self._write_timer:
            self._write_timer.cancel()
            self._write_timer = None
        self._inner.resume_writing()

    def is_idle(self) -> bool:
        """Return whether no request is being answered: the head of the next one has to come."""
        if self._is_socket:
            return False
        return self._inner.cycle is None or bool(self._inner.cycle.response_complete)

    def drop(self, reason: str) -> None:
        """Close the connection at once; what it says is not waited for."""
        self._stop_timers()
        self._registry.count(reason)
        self._registry.remove(self)
        self.transport.abort()

    def _upgrade(self, protocol: asyncio.BaseProtocol) -> None:
        self._inner, self._is_socket = protocol, True

    def _note(self) -> None:
        """Note whether the head of a request has begun or ended with the data that came."""
        if not self.is_idle():
            if self._head_timer:
                self._head_timer.cancel()
                self._head_timer = None
            self._registry.serve(self, is_socket=self._is_socket)
        elif self._head_timer is None:
            self._head_timer = self._registry.head_timer(self)
            self._registry.wait(self)

    def _stop_timers(self) -> None:
        for timer in (self._head_timer, self._write_timer):
            if timer:
                timer.cancel()


class _Handed:
    """The transport as a protocol of uvicorn has it, which does not replace its wrapper."""

    def __init__(
        self, transport: asyncio.Transport, upgrade: Callable[[asyncio.BaseProtocol], None]
    ) -> None:
        self._transport = transport
        self.set_protocol = upgrade

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class _Group:
    """Connections that count together: all of them, or those of one address. Oldest first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        # Dictionaries, as they keep an order and forget quickly.
        self.waiting: dict[_Connection, None] = {}
        self.served: dict[_Connection, None] = {}
        self.sockets: dict[_Connection, None] = {}

    def oldest(self) -> _Connection | None:
        """Return the connection that can be closed soonest; None if all are being served.

        One that stays open after an answer comes after those that never made a request.
        """
        idle = (each for each in self.served if each.is_idle())
        return next(iter(self.waiting), None) or next(idle, None)

    def forget(self, connection: _Connection) -> None:
        self.waiting.pop(connection, None)
        self.served.pop(connection, None)
        self.sockets.pop(connection, None)


class _Registry:
    """All connections of a server, by address; and the log of what was done to them."""

    def __init__(self, chosen: Limits, loop: asyncio.AbstractEventLoop) -> None:
        self._limits = chosen
        self._loop = loop
        self._open: set[_Connection] = set()
        self._all = _Group(chosen.total)
        self._of_address: dict[str, _Group] = {}
        self._counts: collections.Counter[str] = collections.Counter()
        self._is_silent = False

    def admit(self, connection: _Connection) -> bool:
        """Take a new connection in, for which another one may have to go; False if none can."""
        if not all(self._has_room(group) for group in self._groups(connection)):
            self._forget_address(connection.place)
            self.count("refused")
            return False
        self._open.add(connection)
        for group in self._groups(connection):
            group.size += 1
        return True

    def wait(self, connection: _Connection) -> None:
        """Note that the head of a request has to come, or the rest of it."""
        self._move(connection, lambda group: group.waiting)

    def serve(self, connection: _Connection, *, is_socket: bool) -> None:
        """Note that a connection has a request; one with a web socket is never closed."""
        self._move(connection, lambda group: group.sockets if is_socket else group.served)

    def remove(self, connection: _Connection) -> None:
        """Forget a connection; removing it again does nothing."""
        if connection not in self._open:
            return
        self._open.discard(connection)
        for group in self._groups(connection):
            group.size -= 1
            group.forget(connection)
        self._forget_address(connection.place)

    def head_timer(self, connection: _Connection) -> asyncio.TimerHandle:
        """Return the timer that ends a connection without the head of a request."""
        seconds = self._limits.head_seconds
        return self._loop.call_later(seconds, connection.drop, "without a request in time")

    def stalled_timer(self, connection: _Connection) -> asyncio.TimerHandle:
        """Return the timer that ends a connection whose client does not read the answer."""
        seconds = self._limits.stalled_seconds
        return self._loop.call_later(seconds, connection.drop, "without reading the answer")

    def count(self, reason: str) -> None:
        """Note the end of a connection: the first is logged at once, others once a minute."""
        self._counts[reason] += 1
        if not self._is_silent:
            self._write()

    def _write(self) -> None:
        self._is_silent = bool(self._counts)
        if self._counts:
            ended = ", ".join(f"{number} {reason}" for reason, number in self._counts.items())
            _log.warning("Connections: %s; %d are open", ended, len(self._open))
            self._counts.clear()
            self._loop.call_later(self._limits.log_seconds, self._write)

    def _has_room(self, group: _Group) -> bool:
        """Return whether a group can take one more, after closing another one if need be."""
        if group.size < group.most:
            return True
        oldest = group.oldest()
        if oldest:
            oldest.drop("closed to make room")
        return oldest is not None

    def _move(
        self, connection: _Connection, to: Callable[[_Group], dict[_Connection, None]]
    ) -> None:
        if connection in self._open:
            for group in self._groups(connection):
                group.forget(connection)
                to(group)[connection] = None

    def _forget_address(self, place: str | None) -> None:
        if place and place in self._of_address and not self._of_address[place].size:
            del self._of_address[place]

    def _groups(self, connection: _Connection) -> Iterator[_Group]:
        """Give the groups that a connection counts in, the smaller one first."""
        if connection.place:
            most = self._limits.of_address
            yield self._of_address.setdefault(connection.place, _Group(most))
        yield self._all


def _place(peer: Any) -> str | None:
    """Return what counts as one address; None for this machine, where a proxy may be.

    A client has 2^64 addresses of IPv6, with the first half in common.
    """
    if not isinstance(peer, tuple) or exposure.is_loopback(str(peer[0])):
        return None
    try:
        address = ipaddress.ip_address(str(peer[0]).partition("%")[0])
    except ValueError:
        return str(peer[0])
    if isinstance(address, ipaddress.IPv6Address) and not address.ipv4_mapped:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
