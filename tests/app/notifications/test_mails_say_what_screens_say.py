"""The sentences of a mail are those of the overview at the same moment, word by word."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from support.screens import overview

from dashboard import current_store
from dashboard.figures import checks
from dashboard.mail import morning
from data import scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.mail.digest import Digest

    At = Callable[[str], None]

MOMENTS: Final = pytest.mark.parametrize(
    ("moment", "day"), [("2026-08-22T07:30", overview.FRIDAY), ("2026-08-27T07:30", "2026-08-26")]
)


def said(digest: Digest | None) -> list[tuple[str, str]]:
    """Return the word of the state and the sentence of all lines."""
    assert digest is not None
    return [
        (checks.word(line.check.state), line.check.plain)
        for section in digest.sections
        for line in section.lines
    ]


def mornings(day: str) -> morning.Mornings:
    return morning.Mornings(current_store.current(), dt.date.fromisoformat(day))


@MOMENTS
def test_the_city_reads_in_the_mail_what_it_sees_on_the_screen(
    visit: Any, example_shown: None, at: At, moment: str, day: str
) -> None:
    assert example_shown is None
    at(moment)
    shown = overview.checks(visit("overview", date=day))
    told = said(mornings(day).before(morning.Reader(scope.Scope.everything())))
    well = {checks.word(checks.State.GOOD), checks.word(checks.State.NOTHING_DUE)}
    assert told == [line for number, line in enumerate(shown) if not number or line[0] not in well]
    assert len(told) > 2


@MOMENTS
def test_a_director_reads_in_the_mail_what_the_own_screen_says(
    visit: Any, example_shown: None, at: At, moment: str, day: str
) -> None:
    assert example_shown is None
    at(moment)
    shown = overview.checks(visit("overview", date=day, office="00101"))
    reader = morning.Reader(scope.Scope.of(["00101"]), "00101")
    told = said(mornings(day).before(reader))
    assert told[:2] == shown[:2]
    assert set(told) <= set(shown)
    well = {checks.word(checks.State.GOOD), checks.word(checks.State.NOTHING_DUE)}
    assert {line for line in shown if line[0] not in well} <= set(told)
