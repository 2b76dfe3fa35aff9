"""The clock goes on whatever happens: errors, a store that takes nothing, a killed process."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
import json
import logging
import select
import subprocess
import threading
import time
from typing import IO, TYPE_CHECKING, Any, Final

import pytest
from support import clockwork, databases, desks

from dashboard.exports.snapshots import verifying
from dashboard.watch import clock, kinds
from data import due_things, local_time, problems
from data.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from data import store as stores

DAY: Final = dt.date(2026, 8, 21)
PATIENCE: Final = 30.0
CLOSINGS: Final = """
    SELECT office_codes[1], count(*) FROM snapshots WHERE is_closing AND day = '{day}'
    GROUP BY 1 ORDER BY 1
"""
THINGS: Final = "SELECT state, attempts, problem FROM due_things WHERE kind = '{kind}' ORDER BY day"
SHUT: Final = (
    'ALTER DATABASE "{name}" SET default_transaction_read_only = on',
    'ALTER DATABASE "{name}" RESET default_transaction_read_only',
)
AWAY: Final = (
    'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false',
    'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true',
)


@dataclasses.dataclass
class Work:
    """The work of a kind of the test's own, due since a minute ago: it fails as it is told."""

    faults: list[Exception]
    done: int = 0

    def kind(self) -> kinds.Kind:
        moment = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
        return kinds.Kind("test", "Test", lambda *_given: [(DAY, moment)], self._do)

    def _do(self, _store: stores.Store, _claim: due_things.Claim) -> Mapping[str, int]:
        if self.faults:
            raise self.faults.pop(0)
        self.done += 1
        return {"n": self.done}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No day stands in for today, and pauses are short."""
    monkeypatch.delenv("BHXH_TODAY", raising=False)
    monkeypatch.setattr(due_things, "FIRST_PAUSE", dt.timedelta(milliseconds=50))
    for name in ("FIRST_SECONDS", "LOOK_SECONDS", "LONGEST_PAUSE_SECONDS"):
        monkeypatch.setattr(clock, name, 0.1)


@contextlib.contextmanager
def going(opened: Callable[[], stores.Store], *of: kinds.Kind) -> Iterator[threading.Thread]:
    """Give the thread of a clock that goes."""
    stopping = threading.Event()
    thread = threading.Thread(target=clock.Clock(opened, of).forever, args=(stopping,))
    thread.start()
    try:
        yield thread
    finally:
        stopping.set()
        thread.join(PATIENCE)


def until(question: Callable[[], Any], answer: Any) -> None:
    """Wait until a question has this answer."""
    end = time.monotonic() + PATIENCE
    while (found := question()) != answer:
        assert time.monotonic() < end, found
        time.sleep(0.05)


def state(desk: desks.Desk, kind: str = "test") -> str | None:
    found = desk.ask(THINGS.format(kind=kind))
    return found[0][0] if found else None


def test_no_error_ends_the_clock_and_each_is_logged_and_tried_again(
    empty_desk: desks.Desk, caplog: pytest.LogCaptureFixture
) -> None:
    faults = [
        RuntimeError("of the program"), problems.Problem("No", "Not now."), MemoryError(),
        KeyError("x"),
    ]  # fmt: skip
    work = Work(faults)
    with caplog.at_level(logging.INFO), going(lambda: empty_desk.store, work.kind()) as thread:
        until(lambda: state(empty_desk), "done")
        assert thread.is_alive()
    ((_state, attempts, problem),) = empty_desk.ask(THINGS.format(kind="test"))
    assert (attempts, work.done) == (5, 1)
    assert problem == problems.Failed(
        "The program failed", "{kind}: the log says more. It is tried again.", kind="KeyError"
    ).as_json()  # fmt: skip
    assert caplog.text.count("Traceback") == 4
    assert "RuntimeError: of the program" in caplog.text


def test_a_store_that_cannot_be_opened_is_opened_when_it_can(
    empty_desk: desks.Desk, caplog: pytest.LogCaptureFixture
) -> None:
    faults: list[Exception] = [OSError("disk"), ValueError("x"), ValueError("x"), ValueError("x")]

    def opened() -> stores.Store:
        if faults:
            raise faults.pop(0)
        return empty_desk.store

    work = Work([])
    with going(opened, work.kind()):
        until(lambda: work.done, 1)
    assert caplog.text.count("Traceback") == 2
    assert "the clock goes on" in caplog.text


def test_a_kind_that_does_not_know_its_days_keeps_no_other_from_being_done(
    empty_desk: desks.Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def due(*_given: object) -> Any:
        raise ZeroDivisionError("of a day")

    work = Work([])
    broken = kinds.Kind("broken", "Broken", due, lambda *_given: {})
    running = clock.Clock(lambda: empty_desk.store, [broken, work.kind()])
    for _look in range(3):
        running.once()
    assert work.done == 1
    assert caplog.text.count("ZeroDivisionError: of a day") == 1


def test_the_clock_of_a_dashboard_begins_and_stops(
    empty_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Work([])
    monkeypatch.setattr(
        clock, "Clock", functools.partial(clock.Clock, of=[work.kind()], lease=due_things.LEASE)
    )
    stopping = clock.start(lambda: empty_desk.store)
    until(lambda: work.done, 1)
    stopping.set()
    until(lambda: [each.name for each in threading.enumerate() if each.name == "watch"], [])


@pytest.mark.fault
@pytest.mark.parametrize(
    "seconds", [2, pytest.param(120, marks=[pytest.mark.long, pytest.mark.timeout(300)])]
)
@pytest.mark.parametrize("fault", [SHUT, AWAY], ids=["read-only", "away"])
def test_a_closing_waits_while_the_store_takes_nothing_and_is_done_once(
    fault: tuple[str, str],
    seconds: float,
    made: databases.Databases,
    full_desk: desks.Desk,
) -> None:
    """Faults 2, 23 and 24 as the clock sees them; of the read-only store at most two minutes."""
    work = Work([])
    with going(lambda: full_desk.store, work.kind()) as thread:
        until(lambda: state(full_desk), "done")
        full_desk.execute("DELETE FROM due_things")
        with broken(made, full_desk.name(), fault):
            time.sleep(seconds)
            assert (work.done, thread.is_alive()) == (1, True)
        began = time.monotonic()
        until(lambda: state(full_desk), "done")
        back = time.monotonic() - began
    assert work.done == 2
    assert back < 5


@contextlib.contextmanager
def broken(made: databases.Databases, name: str, fault: tuple[str, str]) -> Iterator[None]:
    """Have a database take nothing, its connections ended, and put it right again."""
    end = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = '{name}' AND usename <> current_user"
    )
    made._command(fault[0].format(name=name), end)
    try:
        yield
    finally:
        made._command(fault[1].format(name=name), end)


@pytest.mark.fault
def test_of_several_dashboards_one_closes_a_day_and_a_killed_one_is_replaced(
    made: databases.Databases, full_desk: desks.Desk
) -> None:
    """Faults 5 and 24: the process that closes is killed between two offices."""
    slow = clockwork.Wrong(slow_seconds=0.7)
    with contextlib.ExitStack() as stack:
        processes = [
            stack.enter_context(clockwork.start(made, full_desk.name(), slow)) for _time in range(2)
        ]
        closing = {each.stdout: each for each in processes}[first_of(processes)]
        closing.kill()
        began = time.monotonic()
        until(lambda: state(full_desk, "closing"), "done")
        took = time.monotonic() - began
    assert took < clockwork.LEASE_SECONDS + 20
    yesterday = dt.datetime.now(local_time.HANOI) - dt.timedelta(days=1, hours=8)
    closed = full_desk.ask(CLOSINGS.format(day=yesterday.date()))
    assert [number for _office, number in closed] == [1] * len(closed)
    assert len(closed) > 1
    (closed_thing, *_next) = full_desk.ask(THINGS.format(kind="closing"))
    assert closed_thing[:2] == ("done", 2)
    everything = Scope.everything()
    assert not verifying.the_store(full_desk.store, everything).findings


def first_of(processes: list[Any]) -> IO[str]:
    """Return the output on which something is said first."""
    outputs = [each.stdout for each in processes]
    ready, _w, _x = select.select(outputs, [], [], PATIENCE)
    first: IO[str] = ready[0]
    return first


@pytest.mark.fault
def test_a_clock_that_is_wrong_by_ten_minutes_does_nothing_early_and_nothing_twice(
    made: databases.Databases, full_desk: desks.Desk
) -> None:
    """Fault 25: two dashboards, one ten minutes ahead and one behind, and the database is right."""
    ahead, behind = (clockwork.Wrong(seconds, waits_for_moment=True) for seconds in (600, -600))
    with (
        clockwork.start(made, full_desk.name(), ahead) as early,
        clockwork.start(made, full_desk.name(), behind) as late,
    ):
        due_at = clockwork.tell_moment(early, late, seconds=2)
        until(lambda: state(full_desk), "done")
        time.sleep(1)
        (line,), nothing = said(early), said(late)
    assert due_at <= json.loads(line)["at"] < due_at + PATIENCE
    assert nothing == []


def said(process: subprocess.Popen[str]) -> list[str]:
    """Kill a process; return what it has said."""
    process.kill()
    assert process.stdout is not None
    return process.stdout.read().splitlines()
