"""Due things: one process takes each up, for as long as it says that it lives; done stays done."""

from __future__ import annotations

import concurrent.futures
import contextlib
import datetime as dt
import threading
from typing import TYPE_CHECKING, Any, Final

import pytest
import sqlalchemy as sa
from support import databases

from data import due_things, problems
from data import store as stores
from data.scope import Scope
from queries import frames, paging
from queries.store import due_things as questions

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY: Final = dt.date(2026, 8, 21)
LATER: Final = dt.timedelta(minutes=5)
KINDS: Final = ("closing",)


@pytest.fixture
def store(made: databases.Databases, empty_name: str) -> Iterator[stores.Store]:
    """An empty store, as the dashboard's login reaches it where each has its own."""
    with made.separate_store(empty_name) as opened:
        yield opened


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def note(store: stores.Store, due_at: dt.datetime, kind: str = "closing") -> None:
    thing = due_things.New(kind, DAY, due_at, due_at + LATER)
    with store.watching() as connection:
        due_things.add(connection, [thing])


def claim(
    store: stores.Store, worker: str = "a:1", ahead: dt.timedelta = dt.timedelta(0), **more: Any
) -> due_things.Claim | None:
    """Take a thing up, on a machine whose clock is ahead."""
    with store.watching() as connection:
        return due_things.claim(connection, KINDS, machine=now() + ahead, worker=worker, **more)


def claimed(store: stores.Store, **more: Any) -> due_things.Claim:
    taken = claim(store, **more)
    assert taken is not None
    return taken


def rows(store: stores.Store) -> list[dict[str, Any]]:
    """Return what a reader of no office sees, as everybody does."""
    page = paging.Page(100)
    with store.reading(Scope.of([])) as connection:
        return frames.records(questions.listed(connection, page=page))


def row(store: stores.Store) -> dict[str, Any]:
    (only,) = rows(store)
    return only


def change(store: stores.Store, statement: str) -> None:
    with store.watching() as connection:
        connection.execute(sa.text(statement))


def test_of_many_who_ask_at_once_one_takes_a_thing_up(store: stores.Store) -> None:
    note(store, now() - LATER)
    together = threading.Barrier(6)

    def ask(number: int) -> due_things.Claim | None:
        together.wait()
        return claim(store, f"machine:{number}")

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        taken = [each for each in pool.map(ask, range(6)) if each is not None]
    assert len(taken) == 1
    assert (row(store)["state"], row(store)["attempts"]) == ("working", 1)
    assert row(store)["worker"] == taken[0].worker


def test_what_is_noted_twice_is_there_once_and_done_once(store: stores.Store) -> None:
    for _time in range(2):
        note(store, now() - LATER)
    mine = claimed(store)
    with store.watching() as connection:
        assert due_things.done(connection, mine, {"offices": 30})
    note(store, now() - LATER)
    assert claim(store) is None
    assert (row(store)["state"], row(store)["outcome"]) == ("done", {"offices": 30})


@pytest.mark.fault
@pytest.mark.parametrize("ahead", [dt.timedelta(minutes=10), dt.timedelta(0)])
def test_a_machine_whose_clock_is_ahead_of_the_database_waits(
    ahead: dt.timedelta, store: stores.Store
) -> None:
    """Fault 25: 08:00 has come when it has by both clocks."""
    note(store, now() + LATER)
    assert claim(store, ahead=ahead) is None


@pytest.mark.fault
def test_a_machine_whose_clock_is_behind_the_database_waits(store: stores.Store) -> None:
    note(store, now() - LATER)
    assert claim(store, ahead=dt.timedelta(minutes=-10)) is None
    assert claim(store) is not None


def test_a_lease_that_has_run_out_is_taken_over_and_cannot_be_given_back(
    store: stores.Store,
) -> None:
    note(store, now() - LATER)
    first = claimed(store, worker="a:1", lease=dt.timedelta(0))
    second = claimed(store, worker="b:2")
    with store.watching() as connection:
        assert not due_things.renew(connection, first)
        assert not due_things.done(connection, first, {})
        assert not due_things.failed(connection, first, stores.Down())
        assert due_things.renew(connection, second)
        assert due_things.done(connection, second, {})
    assert (row(store)["worker"], row(store)["attempts"]) == ("b:2", 2)


def test_a_lease_that_is_renewed_is_left_alone(store: stores.Store) -> None:
    note(store, now() - LATER)
    mine = claimed(store, lease=dt.timedelta(0))
    with store.watching() as connection:
        assert due_things.renew(connection, mine)
    assert claim(store, worker="b:2") is None


def test_after_each_failure_the_pause_is_longer_up_to_five_minutes(store: stores.Store) -> None:
    note(store, now() - LATER)
    pauses = []
    for _attempt in range(8):
        mine = claimed(store)
        with store.watching() as connection:
            assert due_things.failed(connection, mine, stores.Down())
        pauses.append((row(store)["next_try_at"] - row(store)["ended_at"]).total_seconds())
        assert claim(store) is None
        change(store, "UPDATE due_things SET next_try_at = clock_timestamp()")
    assert [round(each) for each in pauses] == [15, 30, 60, 120, 240, 300, 300, 300]
    assert row(store)["problem"] == stores.Down().as_json()


@pytest.mark.fault
def test_a_pause_that_a_clock_set_back_has_made_long_is_over(store: stores.Store) -> None:
    """Fault 25: the next attempt was noted by a clock that was ten minutes ahead."""
    note(store, now() - LATER)
    mine = claimed(store)
    with store.watching() as connection:
        due_things.failed(connection, mine, stores.Down())
    change(store, "UPDATE due_things SET next_try_at = clock_timestamp() + INTERVAL '10 minutes'")
    assert claim(store) is not None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE due_things SET due_at = now() + INTERVAL '1 day'",
        "UPDATE due_things SET kind = 'other'",
        "DELETE FROM due_things",
        "INSERT INTO due_things (kind, day, due_at, state) VALUES ('x', now(), now(), 'done')",
        "SELECT value FROM import_rejects",
        "DELETE FROM import_runs",
        "SELECT files FROM import_runs",
    ],
)
def test_whoever_takes_things_up_changes_nothing_else(statement: str, store: stores.Store) -> None:
    note(store, now() - LATER)
    before = rows(store)
    with contextlib.suppress(problems.Problem):
        change(store, statement)
    assert rows(store) == before


def test_what_is_done_is_not_undone(store: stores.Store) -> None:
    note(store, now() - LATER)
    mine = claimed(store)
    with store.watching() as connection:
        due_things.done(connection, mine, {})
    change(store, "UPDATE due_things SET state = 'waiting'")
    assert row(store)["state"] == "done"


def missed(store: stores.Store) -> list[questions.Missed]:
    with store.reading(Scope.of([])) as connection:
        return questions.missed(connection)


def test_what_is_not_done_in_time_is_missed_until_it_is(store: stores.Store) -> None:
    note(store, now() - dt.timedelta(minutes=4), "pruning")
    assert missed(store) == []
    note(store, now() - dt.timedelta(minutes=7), "freshness")
    note(store, now() - dt.timedelta(minutes=6))
    assert [each.kind for each in missed(store)] == ["freshness", "closing"]
    mine = claimed(store)
    assert [each.state for each in missed(store)] == ["waiting", "working"]
    with store.watching() as connection:
        due_things.done(connection, mine, {})
    assert [each.kind for each in missed(store)] == ["freshness"]


def test_what_has_failed_again_and_again_is_missed_before_its_time(store: stores.Store) -> None:
    note(store, now() - dt.timedelta(seconds=1))
    for attempt in range(questions.MANY_ATTEMPTS):
        assert missed(store) == [], attempt
        mine = claimed(store)
        with store.watching() as connection:
            due_things.failed(connection, mine, stores.Down())
        change(store, "UPDATE due_things SET next_try_at = clock_timestamp()")
    (told,) = missed(store)
    assert (told.day, told.attempts, str(told.problem)) == (DAY, 5, str(stores.Down()))


def test_what_is_given_up_is_told_for_a_day_and_not_tried_again(store: stores.Store) -> None:
    note(store, now() - dt.timedelta(hours=5))
    with store.watching() as connection:
        assert due_things.give_up(connection, "closing", after=dt.timedelta(hours=6)) == 0
        assert due_things.give_up(connection, "closing", after=dt.timedelta(hours=4)) == 1
    assert claim(store) is None
    assert [each.state for each in missed(store)] == ["given_up"]
    change(store, "UPDATE due_things SET ended_at = clock_timestamp() - INTERVAL '25 hours'")
    assert missed(store) == []
