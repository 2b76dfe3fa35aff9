"""The checks on the overview; the first, of the forms, refreshes by itself around 08:00."""

import datetime as dt
import functools
from collections.abc import Callable

import streamlit as st

from dashboard import access, cache, clock, concurrent
from dashboard.components import (
    check_list,
    filters,
    fragments,
    page_head,
    predecessors,
    tables,
)
from dashboard.figures import checks as figures_checks
from dashboard.figures.city import checks, morning
from dashboard.figures.city.morning import Forms, Overview
from dashboard.text import _, formats


def ask(chosen: filters.Filters) -> Overview:
    """Query everything about a day, in several connections at the same time."""
    day, now = chosen.date, clock.now()
    asked = predecessors.asked(chosen, None)
    evening = filters.evening_of(chosen, day)
    before = filters.evening_of(chosen, day - morning.WEEK)
    found = concurrent.ask(morning.questions(day, asked, evening, before, cache.find))
    return Overview(day=day, asked=asked, now=now, evening=evening, **found)


def state(city: Overview) -> None:
    """Show why there are no figures."""
    if city.state is morning.State.EMPTY_STORE:
        tables.empty_store()
    else:
        words = _("The day {day} has not come yet.").format(day=formats.day(city.day))
        st.info(words, icon=":material/event_upcoming:")


def show(city: Overview) -> None:
    """Show all checks, each a sentence with links to its rows."""
    others = checks.lines(city)
    lines = [checks.of_forms(city, city.forms), *others]
    headline = figures_checks.headline(lines)
    check_list.head(headline, checks.title(city), lines, {"date": city.day})
    _forms(city)
    check_list.show(others)


def _forms(city: Overview) -> None:
    """Show the check of the forms; it refreshes by itself around the 08:00 deadline."""
    if city.day == city.now.date() - dt.timedelta(days=1):
        fragments.between_six_and_nine(_part(city))
    else:
        check_list.show([checks.of_forms(city, city.forms)])


def _part(city: Overview) -> Callable[[], None]:
    """Return the fragment of the check: first with the forms at hand, then queried anew."""
    at_hand = [city.forms]

    def show_forms() -> None:
        forms = at_hand.pop() if at_hand else _query(city)
        if forms.is_due != city.forms.is_due:
            # The headline of the whole morning changes with it.
            st.rerun()
        line = checks.of_forms(city, forms)
        check_list.show([line])
        page_head.announce(line.check.plain, key="forms_status")

    return show_forms


def _query(city: Overview) -> Forms:
    return access.ask(
        functools.partial(morning.ask_forms, day=city.day, asked=city.asked, find=cache.find)
    )
