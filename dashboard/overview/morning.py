"""The data of the overview: what the store has of the day in the address."""

from dashboard import cache, clock, concurrent
from dashboard.components import filters, predecessors
from dashboard.figures.city import morning


def ask(chosen: filters.Filters) -> morning.Overview:
    """Query everything about a day, in several connections at the same time."""
    day, now = chosen.date, clock.now()
    asked = predecessors.asked(chosen, None)
    evening = filters.evening_of(chosen, day)
    before = filters.evening_of(chosen, day - morning.WEEK)
    found = concurrent.ask(morning.questions(day, asked, evening, before, cache.find))
    return morning.Overview(day=day, asked=asked, now=now, evening=evening, **found)
