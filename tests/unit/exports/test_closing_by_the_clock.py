"""The clock of closing snapshots: which day is due, and what happens when it cannot be closed."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import loops

from dashboard import clock, current_store
from dashboard.exports.snapshots import closing
from data import store as stores

if TYPE_CHECKING:
    from collections.abc import Callable


AUGUST: Final = dt.date(2026, 8, 22)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-08-22T07:59:59+07:00", dt.date(2026, 8, 20)),
        ("2026-08-22T08:00:00+07:00", dt.date(2026, 8, 21)),
        ("2026-08-22T23:59:59+07:00", dt.date(2026, 8, 21)),
        ("2026-08-23T00:00:00+07:00", dt.date(2026, 8, 21)),
        # Of a machine whose clock is in UTC, and of one in New York.
        ("2026-08-22T01:00:00+00:00", dt.date(2026, 8, 21)),
        ("2026-08-21T20:59:59-04:00", dt.date(2026, 8, 20)),
    ],
)
def test_yesterday_is_due_from_eight_in_hanoi(moment: str, due: dt.date) -> None:
    assert closing.last_due(dt.datetime.fromisoformat(moment)) == due


def test_a_store_that_is_down_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def down() -> Any:
        raise stores.Down

    monkeypatch.setattr(current_store, "current", down)
    assert not closing.is_closed(AUGUST)
    monkeypatch.setattr(current_store, "current", object)
    monkeypatch.setattr(closing, "take", lambda *_: [])
    assert closing.is_closed(AUGUST)


def test_each_day_is_closed_once_and_the_next_one_when_it_is_due(
    clockwork: Callable[[list[str]], list[dt.date]],
) -> None:
    assert clockwork(
        ["2026-08-22T07:59:50+07:00", "2026-08-22T08:00:10+07:00", "2026-08-22T08:00:30+07:00",
         "2026-08-23T07:00:00+07:00", "2026-08-23T08:00:05+07:00"]
    ) == [dt.date(2026, 8, 20), dt.date(2026, 8, 21), dt.date(2026, 8, 22)]  # fmt: skip


def test_a_day_that_stands_in_for_today_closes_nothing(
    clockwork: Callable[[list[str]], list[dt.date]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TODAY", "2026-08-22")
    assert clockwork(["2026-08-22T08:00:10+07:00"]) == []


@pytest.fixture
def clockwork(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], list[dt.date]]:
    """Give the function that runs the clock at some moments, and returns the days it closed."""

    def run(moments: list[str]) -> list[dt.date]:
        left = [dt.datetime.fromisoformat(moment) for moment in moments]
        closed: list[dt.date] = []
        waits = iter(range(len(moments) + 1))

        async def sleep(_seconds: float) -> None:
            if next(waits, None) is None or not left:
                raise asyncio.CancelledError

        def close(day: dt.date) -> bool:
            closed.append(day)
            return True

        monkeypatch.setattr(asyncio, "sleep", sleep)
        monkeypatch.setattr(clock, "machine", lambda: left.pop(0))
        monkeypatch.setattr(closing, "is_closed", close)
        with pytest.raises(asyncio.CancelledError):
            loops.run(_until_over())
        return closed

    return run


async def _until_over() -> None:
    await closing.close()
    raise asyncio.CancelledError
