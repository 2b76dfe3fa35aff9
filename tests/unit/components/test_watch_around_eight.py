"""A page asks again by itself between 06:00 and 09:00, and sleeps until then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import streamlit as st

from dashboard import clock, text
from dashboard.components import errors
from dashboard.components import fragments as components_fragments
from data import store

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Fragments:
    """Stands for Streamlit: notes the parts that run by themselves, and runs each once."""

    parts: list[Callable[[], None]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    whole_pages: int = 0

    def fragment(self, part: Callable[[], None], run_every: float) -> Callable[[], None]:
        self.parts.append(part)
        self.pauses.append(run_every)
        return part

    def rerun(self) -> None:
        self.whole_pages += 1


@pytest.fixture
def fragments(monkeypatch: pytest.MonkeyPatch) -> Fragments:
    noted = Fragments()
    monkeypatch.setattr(st, "fragment", noted.fragment)
    monkeypatch.setattr(st, "rerun", noted.rerun)
    return noted


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give the function that sets the clock."""

    def set_clock(moment: str) -> None:
        now = dt.datetime.fromisoformat(f"2026-08-{moment}").replace(tzinfo=clock.HANOI)
        monkeypatch.setattr(clock, "now", lambda: now)

    return set_clock


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        ("22 05:59:00", 61),
        ("22 06:00:00", components_fragments.SECONDS),
        ("22 08:59:59", components_fragments.SECONDS),
        ("22 09:00:00", 21 * 3600 + 1),
        ("22 23:59:59", 6 * 3600 + 2),
        ("31 09:00:00", 21 * 3600 + 1),
    ],
)
def test_the_pause_is_short_in_the_morning_and_otherwise_lasts_until_six(
    fragments: Fragments, at: Callable[[str], None], moment: str, seconds: float
) -> None:
    at(moment)
    shown: list[str] = []
    components_fragments.between_six_and_nine(lambda: shown.append("part"))
    assert fragments.pauses == [seconds]
    assert shown == ["part"]


@pytest.mark.parametrize(
    ("begun", "now"), [("22 05:59:00", "22 06:00:01"), ("22 08:59:00", "22 09:00:00")]
)
def test_at_six_and_at_nine_the_whole_page_runs_again_with_another_pause(
    fragments: Fragments, at: Callable[[str], None], begun: str, now: str
) -> None:
    at(begun)
    components_fragments.between_six_and_nine(lambda: None)
    assert fragments.whole_pages == 0
    at(now)
    fragments.parts[0]()
    assert fragments.whole_pages == 1


def test_a_part_alone_speaks_the_language_of_its_page(
    fragments: Fragments, at: Callable[[str], None]
) -> None:
    at("22 07:55:00")
    text.use("en")
    spoken: list[str] = []
    components_fragments.between_six_and_nine(lambda: spoken.append(text.language()))
    text.use("vi")
    fragments.parts[0]()
    assert spoken == ["en", "en"]


@pytest.mark.usefixtures("fragments")
def test_a_store_that_is_down_is_said_in_the_part(
    at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at("22 07:55:00")
    told: list[Exception] = []
    monkeypatch.setattr(errors, "show", told.append)

    def fail() -> None:
        raise store.Down

    components_fragments.between_six_and_nine(fail)
    assert [type(problem) for problem in told] == [store.Down]
