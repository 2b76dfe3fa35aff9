"""Owns the pickers of form 01-XN alone: a day or a range, and what the rows stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import filters, form_choice, parsers, pickers
from dashboard.text import _

if TYPE_CHECKING:
    import datetime as dt

    from dashboard.form_choice import Choice

_DAY: Final = "day"
_RANGE: Final = "range"


def days(choice: Choice) -> None:
    """Let the user choose one day or a range of days, and which."""
    st.session_state["pick_span"] = _RANGE if choice.is_range else _DAY
    names = {_DAY: _("One day"), _RANGE: _("A range of days")}
    st.segmented_control(
        _("Time"),
        options=list(names),
        key="pick_span",
        required=True,
        format_func=names.__getitem__,
        on_change=lambda: filters.write(**_turned(choice)),
    )
    if choice.is_range:
        pickers.one_day("from", _("Recorded from"), choice.start, parsers.LAST_DAY)
        pickers.one_day("to", _("to"), choice.end, parsers.LAST_DAY)
    else:
        pickers.day(choice.filters)


def grouping(choice: Choice) -> None:
    """Let the user choose what the rows stand for."""
    names = {"office": _("Offices"), "org": _("Organisations"), "product": _("Products")}
    if choice.has_one_form:
        names = {"": _("Payments")} | names
    follows = "" if choice.has_one_form else "org" if choice.filters.office else "office"
    st.session_state["pick_by"] = choice.by.value if choice.by else follows
    st.selectbox(
        _("Rows"),
        options=list(names),
        key="pick_by",
        format_func=names.__getitem__,
        on_change=lambda: filters.write(**form_choice.close(), by=_unless(follows)),
        width=168,
    )


def _turned(choice: Choice) -> dict[str, dt.date | str | None]:
    """Return what turns a day into its month so far, and a range into its last day."""
    other: dict[str, dt.date | str | None] = (
        {"from": None, "to": None, "date": choice.end}
        if choice.is_range
        else {"from": choice.end.replace(day=1), "to": choice.end, "date": None}
    )
    return {**other, "sort": None}


def _unless(follows: str) -> str | None:
    """Return the grouping that was picked, or none where it is what follows from the rest."""
    picked = str(st.session_state["pick_by"])
    return None if picked == follows else picked
