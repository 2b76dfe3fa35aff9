"""A clock that is set ahead is not believed for as long as it was set; set back, it is."""

import datetime as dt
from collections.abc import Callable

import pytest

from dashboard import clock
from dashboard.watch import steps

Look = Callable[[float, float], bool]


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Look:
    """Look at the clock, minutes after eight, when the machine has been on for so many minutes."""
    seen = steps.Steps()
    eight = dt.datetime(2026, 8, 22, 8, tzinfo=clock.HANOI)

    def at(wall: float, ran: float) -> bool:
        monkeypatch.setattr(clock, "machine", lambda: eight + dt.timedelta(minutes=wall))
        monkeypatch.setattr(steps, "running", lambda: ran * 60)
        return seen.is_unsteady()

    return at


@pytest.mark.fault
def test_ten_minutes_ahead_is_waited_for_until_it_would_have_been_eight(look: Look) -> None:
    """Fault 25, where the database is on the same machine."""
    assert not look(-8, 100)
    assert look(2.1, 100.1)
    assert look(9, 107)
    assert not look(12.2, 110.2)


@pytest.mark.fault
def test_ten_minutes_back_and_drawing_the_clock_change_nothing(look: Look) -> None:
    assert not look(5, 100)
    assert not look(-5, 100.1)
    assert not look(-4, 101)
    assert not look(-2.8, 102)


def test_a_machine_that_slept_is_believed(look: Look) -> None:
    """The clock that nobody sets goes on while the machine sleeps."""
    assert not look(-600, 100)
    assert not look(10, 710)


def test_a_clock_that_was_no_clock_is_waited_for_a_quarter_of_an_hour(look: Look) -> None:
    assert not look(-600_000, 100)
    assert look(1, 101)
    assert not look(17, 117)
