"""Slow and idle connections make room for others, and fill no log."""

import asyncio
import contextlib
import logging
import resource
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Final

import pytest
import uvicorn
from starlette import applications, responses, routing, websockets
from starlette.requests import Request
from websockets.sync import client

from dashboard import logs
from dashboard.auth import exposure
from dashboard.web import connections
from data import machine

HALF: Final = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
WHOLE: Final = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
LONG: Final = b"GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n"
SECONDS: Final = 10
FEW: Final = connections.Limits(20, 8)

Start = Callable[[connections.Limits], int]


async def short(_request: Request) -> responses.Response:
    return responses.PlainTextResponse("here")


async def unending(_request: Request) -> responses.Response:
    await asyncio.sleep(60)
    return responses.PlainTextResponse("late")


async def much(_request: Request) -> responses.Response:
    return responses.PlainTextResponse("x" * 50_000_000)


async def echo(websocket: websockets.WebSocket) -> None:
    await websocket.accept()
    async for message in websocket.iter_text():
        await websocket.send_text(message)


@pytest.fixture
def start() -> Iterator[Start]:
    """Give the function that starts a server under limits, as Streamlit does, for its port."""
    with contextlib.ExitStack() as running:
        yield lambda limits: running.enter_context(serving(limits))


@contextlib.contextmanager
def serving(limits: connections.Limits) -> Iterator[int]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: applications.Starlette) -> AsyncIterator[None]:
        connections.limit(asyncio.get_running_loop(), limits)
        yield

    routes = (
        routing.Route("/", short),
        routing.Route("/long", unending),
        routing.Route("/much", much),
        routing.WebSocketRoute("/socket", echo),
    )
    app = applications.Starlette(routes=routes, lifespan=lifespan)
    # Streamlit chooses this implementation of web sockets.
    config = uvicorn.Config(
        app, ws="websockets-sansio", access_log=False, log_config=None,
        timeout_graceful_shutdown=1, timeout_keep_alive=SECONDS,
    )  # fmt: skip
    server = uvicorn.Server(config)
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.setblocking(False)
        thread = threading.Thread(target=server.run, args=([bound],))
        thread.start()
        deadline = time.monotonic() + SECONDS
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        yield int(bound.getsockname()[1])
        server.should_exit = True
        thread.join()
    logging.getLogger("uvicorn.error").filters.clear()


def connected(port: int, sent: bytes = b"", host: str = "127.0.0.1") -> socket.socket:
    """Return a new connection that has sent some bytes."""
    made = socket.create_connection(("127.0.0.1", port), SECONDS, (host, 0))
    made.sendall(sent)
    return made


def is_closed(connection: socket.socket, seconds: float = SECONDS) -> bool:
    """Return whether the server closes a connection in time, without an answer."""
    connection.settimeout(seconds)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def answer(connection: socket.socket) -> bytes:
    """Return what a connection is answered, as far as its body."""
    received = b""
    while not received.endswith(b"here"):
        some = connection.recv(1000)
        if not some:
            break
        received += some
    return received


def test_half_requests_make_room_for_others(start: Start) -> None:
    port = start(FEW)
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connected(port, HALF)) for _ in range(300)]
        begun = time.monotonic()
        with connected(port, WHOLE) as other:
            assert answer(other).startswith(b"HTTP/1.1 200")
        assert time.monotonic() - begun < 3
        assert all(is_closed(each) for each in slow[: 300 - FEW.total])
        assert not is_closed(slow[-1], 0.1)


def test_the_head_of_a_request_has_its_time(start: Start) -> None:
    port = start(FEW._replace(head_seconds=0.5))
    with connected(port, HALF) as dripping, connected(port) as silent:
        with contextlib.suppress(ConnectionError):
            for _ in range(20):
                time.sleep(0.1)
                dripping.sendall(b"x")
        assert is_closed(dripping, 0.1)
        assert is_closed(silent, 0.1)


def test_the_second_request_of_a_connection_has_no_more_time(start: Start) -> None:
    port = start(FEW._replace(head_seconds=0.5))
    with connected(port, WHOLE) as kept:
        assert answer(kept).startswith(b"HTTP/1.1 200")
        time.sleep(0.8)
        kept.sendall(WHOLE)
        assert answer(kept).startswith(b"HTTP/1.1 200")
        kept.sendall(HALF)
        assert is_closed(kept, 2)


def test_a_long_answer_may_take_its_time(start: Start) -> None:
    port = start(FEW._replace(head_seconds=0.2))
    with connected(port, LONG) as waiting:
        assert not is_closed(waiting, 1)


def test_open_pages_count_and_are_never_closed(start: Start) -> None:
    port = start(connections.Limits(6, 6, head_seconds=0.5))
    with contextlib.ExitStack() as stack:
        address = f"ws://127.0.0.1:{port}/socket"
        pages = [stack.enter_context(client.connect(address, proxy=None)) for _ in range(3)]
        busy = [stack.enter_context(connected(port, LONG)) for _ in range(3)]
        time.sleep(0.7)
        with connected(port, WHOLE) as refused:
            assert is_closed(refused)
        for number, page in enumerate(pages):
            page.send(str(number))
        assert [page.recv(SECONDS) for page in pages] == ["0", "1", "2"]
        pages[0].close()
        busy[0].close()
        with connected(port, WHOLE) as other:
            assert answer(other).startswith(b"HTTP/1.1 200")


def test_idle_connections_make_room_when_no_half_request_is_left(start: Start) -> None:
    port = start(connections.Limits(2, 2))
    with connected(port, WHOLE) as idle, connected(port, LONG) as busy:
        answer(idle)
        # Its head has been read by then: else it would be a half request itself.
        time.sleep(0.5)
        with connected(port, WHOLE) as other:
            assert answer(other).startswith(b"HTTP/1.1 200")
        assert is_closed(idle)
        assert not is_closed(busy, 0.1)


def test_one_address_has_its_own_limit(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposure, "is_loopback", lambda _host: False)
    port = start(connections.Limits(20, 4))
    with contextlib.ExitStack() as stack:
        other = stack.enter_context(connected(port, HALF, "127.0.0.2"))
        slow = [stack.enter_context(connected(port, HALF, "127.0.0.3")) for _ in range(30)]
        assert all(is_closed(each) for each in slow[:26])
        assert not is_closed(slow[26], 0.1)
        assert not is_closed(other, 0.1)


def test_a_proxy_on_this_machine_has_no_limit_of_its_own(start: Start) -> None:
    port = start(connections.Limits(20, 4))
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connected(port, HALF)) for _ in range(10)]
        assert not is_closed(slow[0], 0.1)


@pytest.mark.fault
def test_who_does_not_read_an_answer_is_closed(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    port = start(FEW._replace(stalled_seconds=0.5))
    with connected(port, b"GET /much HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        deadline = time.monotonic() + SECONDS
        while "without reading the answer" not in caplog.text and time.monotonic() < deadline:
            time.sleep(0.05)
    assert "without reading the answer" in caplog.text


@pytest.mark.fault
def test_failures_are_a_few_lines_a_minute(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    port = start(FEW._replace(log_seconds=1))
    caplog.handler.addFilter(logs.Sparing())
    with contextlib.ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(connected(port, HALF))
        for _ in range(50):
            with connected(port, b"nonsense\r\n\r\n") as wrong:
                wrong.recv(1000)
        time.sleep(1.5)
    lines = [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
    assert lines[0].startswith("Connections: 1 closed to make room")
    assert sum(line.startswith("Connections:") for line in lines) <= 3
    assert sum("Invalid HTTP request" in line for line in lines) <= 10


def test_descriptors_that_run_out_are_logged_once(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    port = start(connections.Limits(10_000, 10_000))
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(socket.socket()) for _ in range(60)]
        free = max(each.fileno() for each in clients) + 20
        resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        for each in clients:
            each.connect(("127.0.0.1", port))
        time.sleep(2.5)
    said = [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
    assert len(said) == 1
    assert "not accepted for want of descriptors" in said[0]


@pytest.mark.parametrize(
    ("descriptors", "total", "of_address"),
    [(1024, 682, 170), (256, 170, 42), (1_000_000, 4096, 1024), (None, 4096, 1024)],
)
def test_the_limits_leave_descriptors_for_the_database(
    descriptors: int | None, total: int, of_address: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "descriptor_limit", lambda: descriptors)
    assert connections.limits()[:2] == (total, of_address)


@pytest.mark.parametrize(
    ("peer", "place"),
    [
        (("127.0.0.1", 1), None),
        (("::1", 1, 0, 0), None),
        (("::ffff:127.0.0.1", 1, 0, 0), None),
        (("10.0.0.7", 1), "10.0.0.7"),
        (("::ffff:10.0.0.7", 1, 0, 0), "10.0.0.7"),
        (("2001:db8:1:2:3::4", 1, 0, 0), "2001:db8:1:2::/64"),
        (("fe80::1%eth0", 1, 0, 2), "fe80::/64"),
        ("", None),
        (None, None),
    ],
)
def test_what_counts_as_one_address(peer: object, place: str | None) -> None:
    assert connections._place(peer) == place
