"""Each statement is told by the name of its question, and each wait for a connection."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from support import canaries, imports

from data import problems, scope
from data.connections import timing
from queries.store import about, freshness, operation

if TYPE_CHECKING:
    from support import databases

    from data import store as stores

EVERYTHING = scope.Scope.everything()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the questions that are asked."""
    names: list[str] = []
    monkeypatch.setattr(timing.OBSERVERS, "questions", [lambda name, _seconds: names.append(name)])
    return names


def test_a_question_has_the_name_of_its_function(example: stores.Store, asked: list[str]) -> None:
    example.ask(EVERYTHING, about.is_sample)
    example.ask(EVERYTHING, freshness.latest)
    example.ask(EVERYTHING, lambda connection: operation.state(connection, day=imports.TODAY))
    example.ask(EVERYTHING, lambda connection: connection.scalar(sa.text("SELECT 1")))
    assert asked[:2] == ["store.about.is_sample", "store.freshness.latest"]
    # What others ask for it counts as its own.
    assert set(asked[2:-1]) == {"store.operation.state"}
    assert asked[-1] == timing.OTHER


@pytest.mark.fault
def test_a_question_that_is_cut_off_is_told_as_slow(
    example: stores.Store, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 6: it is measured until its end, and its name is in the log."""
    monkeypatch.setattr(timing, "SLOW_SECONDS", 0.1)

    def sleep(connection: sa.Connection) -> None:
        connection.execute(sa.text("SET LOCAL statement_timeout = '200ms'"))
        connection.execute(sa.text("SELECT pg_sleep(:x)"), {"x": 30})

    with canaries.written_log() as log, pytest.raises(problems.Problem):
        example.ask(EVERYTHING, sleep)
    assert asked == [timing.OTHER] * 2
    lines = [json.loads(line) for line in log().splitlines() if line.startswith("{")]
    (told,) = [line for line in lines if line["event"] == "slow question"]
    assert (told["question"], told["outcome"]) == (timing.OTHER, "failed")
    assert 0.2 <= float(told["seconds"]) < 10


def test_a_wait_for_a_connection_is_told_whether_or_not_one_comes(
    made: databases.Databases, example_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[tuple[float, bool]] = []
    monkeypatch.setattr(timing.OBSERVERS, "waits", [lambda *given: waits.append(given)])
    engine = sa.create_engine(
        made.url(example_name), poolclass=timing.Pool, pool_size=1, max_overflow=0,
        pool_timeout=0.05,
    )  # fmt: skip
    with engine.connect(), pytest.raises(sa.exc.TimeoutError), engine.connect():
        pass
    engine.dispose()
    assert [came for _seconds, came in waits] == [True, False]
    assert waits[1][0] >= 0.05
