"""A database whose processes stand still holds nobody up for longer than a statement may take."""

from __future__ import annotations

import contextlib
import threading
import time
from concurrent import futures
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import sqlalchemy as sa
from support import embedded_home
from support.faults import servers

from data import engine, opening, problems, scope, settings
from data import store as stores
from data.connections import watchdog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support import commands

pytestmark = pytest.mark.fault

EVERYTHING = scope.Scope.everything()
PEOPLE = 12


class Heard(NamedTuple):
    """What one question came to, and after how many seconds."""

    problem: problems.Problem | None
    seconds: float


@pytest.fixture(scope="module")
def server() -> Iterator[servers.Breakable]:
    with servers.breakable() as broken:
        yield broken


@pytest.fixture(params=["socket", "tcp"])
def store(request: pytest.FixtureRequest, server: servers.Breakable) -> Iterator[stores.Store]:
    """The store of a server that may hang, with connections that lie in its pool."""
    known = settings.Settings(home=server.home)
    if request.param == "tcp":
        known = settings.Settings(store_url=server.address())  # type: ignore[arg-type]
    with contextlib.closing(opening.open_store(known)) as opened:
        heard_by_many(opened, "SELECT pg_sleep(0.2)")
        yield opened


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have all limits be a tenth of what they are."""
    monkeypatch.setattr(watchdog, "GRACE_SECONDS", 2.0 - engine.READ_TIMEOUT_SECONDS)
    monkeypatch.setattr(engine, "PING_SECONDS", 0.5)
    monkeypatch.setitem(engine._PATIENCE, "connect_timeout", 1)
    monkeypatch.setattr(stores, "_PAUSE_SECONDS", 0.5)


def heard(store: stores.Store, statement: str = "SELECT 1") -> Heard:
    """Ask a question as a page does."""
    begun = time.monotonic()
    found = None
    try:
        store.ask(EVERYTHING, lambda connection: connection.execute(sa.text(statement)).all())
    except problems.Problem as problem:
        found = problem
    return Heard(found, time.monotonic() - begun)


def heard_by_many(store: stores.Store, statement: str = "SELECT 1") -> list[Heard]:
    """Ask it from many threads at once."""
    with futures.ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(lambda _: heard(store, statement), range(PEOPLE)))


def held_up(store: stores.Store, server: servers.Breakable) -> tuple[Heard, list[Heard], float]:
    """Return what who waits for a statement hears, what others hear, and how soon all is well."""
    with futures.ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(heard, store, "SELECT pg_sleep(12)")
        time.sleep(0.5)
        with server.hanging():
            others = heard_by_many(store)
            others += heard_by_many(store)
            first = waiting.result()
            again = threading.Timer(0, lambda: heard(store))
            again.start()
        begun = time.monotonic()
        while heard(store).problem is not None:
            assert time.monotonic() - begun < 60
            time.sleep(0.1)
        back = time.monotonic() - begun
        again.join()
    return first, others, back


@pytest.mark.usefixtures("quick")
def test_everybody_hears_of_it_in_time_and_all_is_well_soon_after(
    store: stores.Store, server: servers.Breakable
) -> None:
    first, others, back = held_up(store, server)
    assert isinstance(first.problem, stores.Hangs)
    assert first.seconds < 2.0 + 1.5
    # Whoever finds no free connection is told that the store is busy; pages look again.
    assert {type(each.problem) for each in others} <= {stores.Hangs, stores.Busy}
    assert max(each.seconds for each in others) < 5
    assert back < 5
    assert heard_by_many(store)[-1].problem is None


@pytest.mark.long
def test_with_the_limits_of_a_page_it_is_the_same(
    store: stores.Store, server: servers.Breakable
) -> None:
    first, others, back = held_up(store, server)
    assert isinstance(first.problem, stores.Hangs)
    assert engine.READ_TIMEOUT_SECONDS < first.seconds < engine.READ_TIMEOUT_SECONDS + 2
    assert max(each.seconds for each in others) < engine.READ_TIMEOUT_SECONDS + 2
    assert back < 5


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "ask",
    [lambda connection, _rows: connection.commit(), lambda _connection, rows: list(rows)],
    ids=["commit", "rows that are sent piece by piece"],
)
def test_a_hang_in_the_midst_of_a_transaction_ends_too(
    server: servers.Breakable, ask: Callable[[sa.Connection, Any], object]
) -> None:
    known = settings.Settings(store_url=server.address())  # type: ignore[arg-type]

    def interrupted(connection: sa.Connection) -> None:
        rows = engine.cursor(connection, "stream")
        rows.execute("SELECT generate_series(1, 9000)")
        with server.hanging():
            ask(connection, rows)

    with contextlib.closing(opening.open_store(known)) as opened:
        with pytest.raises(stores.Hangs):
            opened.ask(EVERYTHING, interrupted)
        assert embedded_home.wait_until(lambda: heard(opened).problem is None, seconds=5)


def test_doctor_ends_in_time_and_names_where_it_asked(
    server: servers.Breakable,
    main: commands.Main,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BHXH_STORE_URL", server.address(query={"connect_timeout": "2"}))
    begun = time.monotonic()
    with server.hanging():
        assert main("doctor") == 1
    assert time.monotonic() - begun < 10
    said = capsys.readouterr().out
    assert f"host 127.0.0.1, port {server.port}, database bhxh, role bhxh_app" in said
    assert "timeout expired" in said
    assert str(server.url.password) not in said
