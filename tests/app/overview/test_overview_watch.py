"""The watch around 08:00: the check of the forms is asked again by itself, and stops at nine."""

from __future__ import annotations

import datetime as dt
import importlib
from typing import TYPE_CHECKING, Any, Final

import pytest
import streamlit as st
from support import databases, desks
from support.screens import overview
from support.screens.overview import FRIDAY, code, payment, sent

from dashboard import access, clock
from dashboard.components import fragments
from data import problems
from data.problems import N_

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    from streamlit.testing.v1 import AppTest


HOUR: Final = 3600


class Watch:
    """The parts that a page shows anew by itself: how often, and what happens before the next."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self.between: list[Callable[[], None]] = []

    def fragment(self, part: Callable[[], None], *, run_every: float) -> Callable[[], None]:
        """Stand in for Streamlit: show the part, and again after whatever is to happen."""

        def show() -> None:
            self.pauses.append(run_every)
            part()
            while self.between:
                self.between.pop(0)()
                part()

        return show


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Have parts shown anew at once."""
    made = Watch()
    monkeypatch.setattr(st, "fragment", made.fragment)
    return made


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Load what is a fragment for good, before anything stands in for Streamlit."""
    importlib.import_module("dashboard.components.banners")
    importlib.import_module("dashboard.components.errors")


@pytest.fixture
def turn(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give the function that turns the clock of 22 August."""

    def to(hour: str) -> None:
        now = dt.datetime.fromisoformat(f"2026-08-22T{hour}").replace(tzinfo=clock.HANOI)
        monkeypatch.setattr(clock, "now", lambda: now)

    return to


@pytest.fixture
def desk(
    made: databases.Databases, tmp_path: pathlib.Path, use_store: Callable[[str], None]
) -> Iterator[desks.Desk]:
    """A desk on the screens where one form of Friday is still to be sent."""
    with made.fresh() as name, desks.opened(made, name, tmp_path) as opened:
        opened.masters()
        overview.all_well(opened)
        opened.hand_in(
            payments=[payment("D", FRIDAY, org_code="IS0002")], confirmations=[code("D", FRIDAY)]
        )
        use_store(name)
        yield opened


def forms(page: AppTest) -> list[tuple[str, str]]:
    return [told for told in overview.checks(page) if told[1].startswith("Mẫu 01-XN")]


def test_a_form_that_comes_before_eight_shows_by_itself(
    visit: Any, desk: desks.Desk, watched: Watch, turn: Callable[[str], None]
) -> None:
    def send() -> None:
        desk.hand_in(dispatches=[sent(FRIDAY, "2026-08-22T07:36", org_code="IS0002")])
        turn("07:40:00")

    turn("07:35:00")
    watched.between = [send]
    page = visit("overview")
    (before, first), (after, second) = forms(page)
    assert watched.pauses == [fragments.SECONDS]
    assert (before, after) == ("Chưa đến hạn", "Đạt")
    assert "còn 25 phút đến 08:00" in first
    assert "2/2 đơn vị có phát sinh gửi đủ trước 08:00 (3/3 mẫu)" in second


@pytest.mark.usefixtures("desk")
def test_when_eight_has_passed_the_whole_morning_is_asked_anew(
    visit: Any, watched: Watch, turn: Callable[[str], None]
) -> None:
    turn("07:59:50")
    watched.between = [lambda: turn("08:00:20")]
    page = visit("overview")
    assert not page.exception
    assert [state for state, _sentence in forms(page)] == ["Cần xử lý"]
    assert page.markdown[0].value == "**1 việc cần xử lý.**"
    assert watched.pauses == [fragments.SECONDS, fragments.SECONDS]


@pytest.mark.usefixtures("desk")
def test_at_nine_the_watch_ends(visit: Any, watched: Watch, turn: Callable[[str], None]) -> None:
    turn("08:59:50")
    watched.between = [lambda: turn("09:00:05")]
    page = visit("overview")
    assert len(forms(page)) == 1
    assert watched.pauses[0] == fragments.SECONDS
    assert watched.pauses[1] > 20 * HOUR


@pytest.mark.usefixtures("desk")
def test_with_a_stand_in_for_today_it_is_noon_and_nothing_is_watched(
    visit: Any, watched: Watch
) -> None:
    visit("overview")
    assert watched.pauses == [18 * HOUR + 1]


@pytest.mark.usefixtures("desk")
def test_an_earlier_day_is_not_watched(
    visit: Any, watched: Watch, turn: Callable[[str], None]
) -> None:
    turn("07:35:00")
    page = visit("overview", date="2026-08-20")
    assert len(forms(page)) == 1
    assert watched.pauses == []


@pytest.mark.usefixtures("desk")
def test_a_store_that_fails_in_the_meantime_is_said_in_place(
    visit: Any, watched: Watch, turn: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_question: object) -> None:
        raise problems.Problem(N_("Too many are asking"), N_("Try again in a moment."))

    def break_down() -> None:
        monkeypatch.setattr(access, "ask", fail)

    turn("07:35:00")
    watched.between = [break_down]
    page = visit("overview")
    assert not page.exception
    assert len(page.error) == 1
    assert len(forms(page)) == 1
    assert page.metric
