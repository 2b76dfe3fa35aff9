"""What is missed is asked at most once a minute, whoever looks, and told to whom it concerns."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any, Final

import pytest

from dashboard.text import watch_terms
from dashboard.watch import alerts
from data import due_things
from queries.store import due_things as questions

DAY: Final = dt.date(2026, 8, 21)
AT: Final = dt.datetime(2026, 8, 22, 1, tzinfo=dt.UTC)


class Asked:
    """A store that says what is missed, and counts how often it is asked."""

    def __init__(self, *kinds: str, state: str = due_things.State.WAITING) -> None:
        self.times = 0
        self._missed = [questions.Missed(kind, DAY, AT, state, 0, None) for kind in kinds]

    def ask(self, *_given: object) -> list[questions.Missed]:
        self.times += 1
        return self._missed


def told(store: Any, *, is_administrator: bool = False) -> list[str]:
    return alerts.sentences(store, is_administrator=is_administrator)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BHXH_TODAY", raising=False)


def test_pages_of_a_minute_ask_once(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    store = Asked("closing")
    for _page in range(20):
        assert len(told(store)) == 1
    assert store.times == 1
    now += alerts.SECONDS
    told(store)
    assert store.times == 2


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (due_things.State.WAITING, "Việc này chưa được bắt đầu."),
        (due_things.State.WORKING, "Việc này đang được thực hiện."),
        (due_things.State.FAILED, "Hệ thống đang tiếp tục thử lại."),
        (due_things.State.GIVEN_UP, "Hệ thống không thử lại nữa."),
    ],
)
def test_it_is_said_what_happens_next(state: str, words: str) -> None:
    (sentence,) = told(Asked("closing", state=state))
    assert sentence.startswith("Chưa thực hiện: Chốt mẫu 01-XN, ngày 21/08/2026")
    assert sentence.endswith(words)


def test_what_concerns_the_program_alone_is_for_administrators() -> None:
    assert told(Asked("pruning", "nothing_known")) == []
    assert len(told(Asked("pruning", "nothing_known"), is_administrator=True)) == 2


def test_every_state_has_words() -> None:
    assert set(watch_terms.STATES) == set(due_things.State)
