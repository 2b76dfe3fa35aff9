"""Several questions are asked at the same time: each once, each in the scope of who asks."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from dashboard import access, concurrent
from data import problems, scope, store
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Callable


OFFICE = "00101"
_SECONDS = 10

pytestmark = pytest.mark.usefixtures("example_shown")


def seen(connection: sa.Connection) -> list[str]:
    """Return the offices of which payments are seen, and that is all of them."""
    found = connection.execute(sa.text("SELECT DISTINCT office_code FROM payments ORDER BY 1"))
    return list(found.scalars())


def failing_once(error: Exception) -> Callable[[sa.Connection], str]:
    left = [error]

    def question(_connection: sa.Connection) -> str:
        if left:
            raise left.pop()
        return "told"

    return question


def test_each_question_is_answered_once_and_under_its_name() -> None:
    asked: list[int] = []

    def number(n: int) -> Callable[[sa.Connection], int]:
        def question(_connection: sa.Connection) -> int:
            asked.append(n)
            return n

        return question

    assert concurrent.ask({str(n): number(n) for n in range(9)}) == {str(n): n for n in range(9)}
    assert sorted(asked) == list(range(9))
    assert concurrent.ask({}) == {}


def test_two_are_asked_at_the_same_time_in_transactions_of_their_own() -> None:
    both = threading.Barrier(2)

    def backend(connection: sa.Connection) -> Any:
        both.wait(_SECONDS)
        return connection.scalar(sa.text("SELECT pg_backend_pid()"))

    found = concurrent.ask({"one": backend, "other": backend})
    assert found["one"] != found["other"]


def test_both_see_the_offices_of_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    both = threading.Barrier(2)

    def waiting(connection: sa.Connection) -> list[str]:
        both.wait(_SECONDS)
        return seen(connection)

    assert len(concurrent.ask({"all": seen})["all"]) > 1
    monkeypatch.setattr(access, "current", lambda: scope.Scope.of([OFFICE]))
    assert concurrent.ask({"one": waiting, "other": waiting}) == {
        "one": [OFFICE],
        "other": [OFFICE],
    }


def test_what_fails_while_the_store_restarts_is_asked_again() -> None:
    questions = {"one": failing_once(store.Down()), "other": seen}
    assert concurrent.ask(questions) == {"one": "told", "other": access.ask(seen)}


def test_a_refusal_is_told_and_no_connection_is_left_behind() -> None:
    refusal = problems.Problem(N_("The store is busy"), N_("Many questions are being asked."))
    for place in range(9):
        questions = {str(n): seen for n in range(9)} | {str(place): failing_once(refusal)}
        with pytest.raises(problems.Problem) as told:
            concurrent.ask(questions)
        assert told.value is refusal
    assert access.ask(seen)


@pytest.mark.fault
def test_one_connection_is_enough_where_no_other_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    ask, first = access.ask, threading.Semaphore(1)

    def one_at_most(question: Any) -> Any:
        if not first.acquire(blocking=False):
            raise store.Busy
        return ask(question)

    monkeypatch.setattr(access, "ask", one_at_most)
    questions = {"one": seen, "other": seen}
    assert concurrent.ask(questions) == dict.fromkeys(questions, ask(seen))
    with pytest.raises(store.Busy):
        concurrent.ask(questions)
