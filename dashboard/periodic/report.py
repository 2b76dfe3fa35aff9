"""The report of a week or month on the screen: what is asked of the store, and its state."""

import enum
import functools
from dataclasses import dataclass

from dashboard import access, cache, clock, concurrent
from dashboard.figures import periodic, periodic_questions, weeks_and_months


class State(enum.Enum):
    """Why there are figures or none."""

    FILLED = enum.auto()
    NOT_BEGUN = enum.auto()
    BEFORE_DATA = enum.auto()
    EMPTY_STORE = enum.auto()


@dataclass(frozen=True)
class Shown:
    """A report: its limits, and its figures where there are any."""

    asked: periodic_questions.Limits
    figures: periodic.Figures | None

    @property
    def state(self) -> State:
        """Why there are figures or none."""
        if self.asked.first_day is None:
            return State.EMPTY_STORE
        if not self.asked.period.has_begun:
            return State.NOT_BEGUN
        return State.FILLED if self.asked.has_data else State.BEFORE_DATA


def ask(period: weeks_and_months.Period, office: str | None) -> Shown:
    """Return the report of a period, of an office or of all, from several connections at once."""
    limits = functools.partial(
        periodic_questions.limits, period=period, office=office, now=clock.now()
    )
    asked = access.ask(limits)
    if not (period.has_begun and asked.has_data):
        return Shown(asked, None)
    found = concurrent.ask(periodic_questions.questions(asked, cache.find))
    return Shown(asked, periodic.Figures(asked, found))
