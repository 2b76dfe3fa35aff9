"""Why a period of payment shows figures or none."""

import datetime as dt
import enum

import streamlit as st

from dashboard.components import filters, tables
from dashboard.text import _, formats


class State(enum.Enum):
    """Why the period shows what it shows."""

    FILLED = enum.auto()
    NOT_BEGUN = enum.auto()
    NOTHING_COLLECTED = enum.auto()
    EMPTY_STORE = enum.auto()


def of(chosen: filters.Filters, *, has_payments: bool, latest_day: dt.date | None) -> State:
    """Return the state of the period that is chosen.

    Args:
        chosen: the period.
        has_payments: whether anything was collected in it.
        latest_day: of the last payment in the store, None if there is none.
    """
    if has_payments:
        return State.FILLED
    if latest_day is None:
        return State.EMPTY_STORE
    begun = chosen.start <= chosen.as_of
    return State.NOTHING_COLLECTED if begun else State.NOT_BEGUN


def show(state: State, chosen: filters.Filters, where: str, latest_day: dt.date | None) -> None:
    """Show why there are no figures."""
    values = {
        "place": formats.plain(where),
        "start": formats.day(chosen.start),
        "end": formats.day(chosen.end),
        "as_of": formats.day(chosen.as_of),
        "latest": formats.day(latest_day),
    }
    if state is State.EMPTY_STORE:
        tables.empty_store()
    elif state is State.NOT_BEGUN:
        sentence = _(
            "The period begins on {start}, after the end of {as_of}: nothing had been collected."
        )
        st.info(sentence.format(**values), icon=":material/event_upcoming:")
    else:
        sentence = _(
            "Nothing was collected from {start} to {end} ({place}); the last payment in the store "
            "is of {latest}."
        )
        st.info(sentence.format(**values), icon=":material/event_busy:")
