"""Imports that stop and go on are noted once each; what is old and of no use is deleted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest

from dashboard import clock as clocks
from dashboard.watch import clock, closings, feeds, housekeeping, registry
from data import due_things, pruning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from support import desks

NOTED: Final = "SELECT kind, day::text, state FROM due_things WHERE kind LIKE 'feed%' ORDER BY 1, 2"
LAST: Final = """
    UPDATE import_runs SET finished_at = now() - INTERVAL '{hours} hours'
    WHERE run_id = (SELECT max(run_id) FROM import_runs)
"""
OLD: Final = "UPDATE import_runs SET finished_at = finished_at - INTERVAL '{days} days'"
AN_IMPORT: Final[dict[str, Any]] = {"payments": [{"payment_id": "P9"}]}
SPOILED: Final[dict[str, Any]] = {"payments": [{"payment_id": "P8", "amount": "x"}]}


@pytest.fixture(autouse=True)
def by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """No day stands in for today."""
    monkeypatch.delenv("BHXH_TODAY", raising=False)


def look(desk: desks.Desk) -> list[tuple[str, str]]:
    """Do what is due of the feeds; return the days that are noted, and all of them done."""
    clock.Clock(lambda: desk.store, [feeds.SILENT, feeds.BACK]).once()
    rows = desk.ask(NOTED)
    assert {state for _kind, _day, state in rows} <= {"done"}
    return [(kind, day) for kind, day, _state in rows]


def day_of(hours: float) -> str:
    """Return the local day so many hours ago."""
    return (clocks.machine() - dt.timedelta(hours=hours)).date().isoformat()


def test_a_silence_is_noted_once_when_it_begins_and_once_when_it_ends(desk: desks.Desk) -> None:
    assert look(desk) == []
    desk.execute(LAST.format(hours=25))
    assert look(desk) == []
    desk.execute(LAST.format(hours=50))
    silent = ("feed_silent", day_of(50))
    for _time in range(2):
        assert look(desk) == [silent]
    desk.hand_in(**AN_IMPORT)
    for _time in range(2):
        assert look(desk) == [("feed_back", day_of(50)), silent]
    assert desk.column("SELECT missed_at > due_at FROM due_things") == [True, True]


def test_an_import_of_which_all_was_refused_ends_no_silence(desk: desks.Desk) -> None:
    desk.execute(LAST.format(hours=50))
    desk.hand_in(**SPOILED)
    assert look(desk) == [("feed_silent", day_of(50))]


@pytest.mark.fault
def test_a_clock_that_steps_back_makes_no_silence_and_no_negative_age(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 25: by a clock that was set back, the last import ended ten minutes from now."""
    machine = clocks.machine
    monkeypatch.setattr(clocks, "machine", lambda: machine() - dt.timedelta(minutes=10))
    assert look(desk) == []


def pruned(desk: desks.Desk) -> Mapping[str, int]:
    """Prune, and return what was deleted."""
    now = dt.datetime.now(dt.UTC)
    claim = due_things.Claim("pruning", now.date(), now, 1, "machine:1")
    return housekeeping.KIND.work(desk.store, claim)


@pytest.mark.fault
def test_a_machine_whose_clock_is_two_years_behind_prunes_nothing(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As little as a database whose clock is two years ahead."""
    desk.hand_in(**SPOILED)
    desk.execute(OLD.format(days=500))
    machine = clocks.machine
    monkeypatch.setattr(clocks, "machine", lambda: machine() - dt.timedelta(days=730))
    assert pruned(desk)["rejected_rows"] == 0


@pytest.mark.parametrize(("days", "left"), [(399, 1), (401, 0)])
def test_rejected_rows_go_when_their_run_is_four_hundred_days_old(
    desk: desks.Desk, days: int, left: int
) -> None:
    desk.hand_in(**SPOILED)
    runs = desk.column("SELECT count(*) FROM import_runs")
    desk.execute(OLD.format(days=days))
    assert pruned(desk)["rejected_rows"] == 1 - left
    assert desk.column("SELECT count(*) FROM import_rejects") == [left]
    assert desk.column("SELECT count(*) FROM import_runs") == runs


def test_the_policies_let_nothing_younger_go_whatever_is_asked(
    desk: desks.Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.hand_in(**SPOILED)
    monkeypatch.setattr(pruning, "KEPT", dt.timedelta(0))
    assert pruned(desk) == {"rejected_rows": 0, "due_things": 0}
    assert desk.column("SELECT count(*) FROM import_rejects") == [1]


def test_many_rejected_rows_go_in_parts(desk: desks.Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.hand_in(payments=[{"payment_id": f"P{number}", "amount": "x"} for number in range(5)])
    desk.execute(OLD.format(days=500))
    monkeypatch.setattr(pruning, "_ROWS", 2)
    assert pruned(desk)["rejected_rows"] == 5


def test_what_was_due_long_ago_goes_too(desk: desks.Desk) -> None:
    desk.execute("""
        INSERT INTO due_things (kind, day, due_at, missed_at, next_try_at)
        SELECT 'closing', day, day, day, day
        FROM unnest(ARRAY[CAST(now() AS date) - 399, CAST(now() AS date) - 402]) AS day
    """)
    assert pruned(desk) == {"rejected_rows": 0, "due_things": 1}


def test_every_kind_has_a_name_of_its_own() -> None:
    names = [each.name for each in registry.ALL]
    assert len(set(names)) == len(names)
    assert registry.named("closing") is closings.KIND
    assert registry.named("nothing") is None
