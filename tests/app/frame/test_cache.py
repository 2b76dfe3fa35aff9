"""Answers are kept for a scope and a version of the data, and for nobody and nothing else."""

from __future__ import annotations

import concurrent.futures
import datetime as dt
import random
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard import cache, current_store
from data import scope
from queries import agents
from queries.lag import lagged, remittance_lag
from queries.store import freshness

if TYPE_CHECKING:
    from support import desks


CITY = scope.Scope.everything()
NOBODY = scope.Scope.of([])
ASKED = {
    "start": dt.date(2026, 8, 1), "end": dt.date(2026, 8, 31), "as_of": dt.date(2026, 8, 31),
}  # fmt: skip


class Counted:
    """The question of lag by office, which notes the scopes that it was asked for."""

    __module__ = "queries.counted"

    def __init__(self, name: str) -> None:
        self.__qualname__ = name
        self.asked: list[object] = []

    def __call__(
        self, connection: sa.Connection, question: lagged.Question, *, by: agents.By
    ) -> pd.DataFrame:
        self.asked.append((question, by))
        return remittance_lag.by_agent(connection, question, by=by)


@pytest.fixture
def question(request: pytest.FixtureRequest, example_shown: None) -> Counted:  # noqa: ARG001
    """A question of this test alone, asked of the worked example."""
    return Counted(request.node.name)


def find(
    question: Counted,
    seen: scope.Scope = CITY,
    by: agents.By = agents.By.OFFICE,
    **asked: Any,
) -> pd.DataFrame:
    limits: dict[str, Any] = ASKED | asked
    with current_store.current().reading(seen) as connection:
        return cache.find(connection, question, lagged.Question(**limits), by=by)


def test_the_same_question_is_asked_once(question: Counted) -> None:
    first, second = find(question), find(question)
    assert len(question.asked) == 1
    assert not first.empty
    pd.testing.assert_frame_equal(first, second)


def test_another_argument_is_another_question(question: Counted) -> None:
    find(question)
    find(question, by=agents.By.ORG)
    find(question, as_of=dt.date(2026, 8, 30))
    find(question, office=agents.OfToday(dt.date(2026, 8, 30)))
    find(question, office=agents.OfToday(dt.date(2026, 8, 31)))
    assert len(question.asked) == 5


def test_whoever_changes_an_answer_changes_no_other(question: Counted) -> None:
    first = find(question)
    first["amount"] = 0
    assert find(question)["amount"].sum() > 0
    assert len(question.asked) == 1


def test_an_answer_of_the_city_is_not_given_to_a_director(question: Counted) -> None:
    city = find(question)
    offices = list(city["key"])
    for office in offices:
        own = find(question, scope.Scope.of([office]))
        assert list(own["key"]) == [office]
    assert find(question, NOBODY).empty
    assert len(question.asked) == len(offices) + 2


def test_many_people_at_once_get_each_his_own(question: Counted) -> None:
    """Whoever asks first, whoever waits for whom, and whatever is kept by then."""
    offices = list(find(question)["key"])
    theirs = {CITY: offices, NOBODY: []} | {scope.Scope.of([each]): [each] for each in offices}
    drawn = random.Random(3964).choices(list(theirs), k=400)  # noqa: S311 - not a secret

    def is_wrong(seen: scope.Scope) -> bool:
        return list(find(question, seen)["key"]) != theirs[seen]

    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(is_wrong, drawn)) == 0
    # Those that asked at once may each have asked the store; no more.
    assert len(question.asked) <= len(theirs) * 8


def test_an_import_changes_the_answer_of_who_sees_its_rows_and_of_nobody_else(
    desk: desks.Desk,
) -> None:
    question = Counted("of two offices")
    own, other = scope.Scope.of(["00101"]), scope.Scope.of(["00110"])

    def payments(seen: scope.Scope) -> int:
        return int(find(question, seen)["payments"].sum())

    desk.hand_in(payments=[{}])
    assert [payments(seen) for seen in (own, other, CITY, NOBODY)] == [1, 0, 1, 0]
    desk.hand_in(payments=[{"payment_id": "P2", "office_code": "00110"}])
    assert [payments(seen) for seen in (NOBODY, CITY, other, own)] == [0, 2, 1, 1]
    asked = len(question.asked)
    assert [payments(seen) for seen in (own, other, CITY, NOBODY)] == [1, 1, 2, 0]
    assert len(question.asked) == asked


def test_a_new_version_of_the_data_is_asked_anew(
    question: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(question)
    older = "SELECT run_id - 1 AS run_id, finished_at FROM import_runs WHERE changed"
    monkeypatch.setattr(freshness, "VERSION", sa.text(older))
    find(question)
    assert len(question.asked) == 2


def test_a_refusal_is_not_kept(question: Counted) -> None:
    for _ in range(2):
        with pytest.raises(Exception, match="Unknown office"):
            find(question, office="?")
    assert len(question.asked) == 2
