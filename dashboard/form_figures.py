"""Owns the figures of form 01-XN above its tables, and the controls that lead to their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import streamlit as st

from dashboard import filters, formats, tables
from dashboard.form_choice import View
from dashboard.text import _, form_terms
from queries.form_payments import Kind
from queries.form_states import Status

if TYPE_CHECKING:
    from dashboard.form_period import FormPeriod
    from dashboard.text import glossary

_Colour = Literal["green", "orange", "red", "blue"]

# The figure of each state, its icon and its colour.
_STATUSES: Final[dict[Status, tuple[str, str, _Colour]]] = {
    Status.ON_TIME: ("dispatched_on_time", ":material/check_circle:", "green"),
    Status.LATE: ("dispatched_late", ":material/schedule:", "orange"),
    Status.MISSING: ("not_dispatched", ":material/cancel:", "red"),
    Status.NOT_DUE: ("not_yet_due", ":material/hourglass_empty:", "blue"),
    Status.MISMATCHED: ("mismatched", ":material/difference:", "orange"),
}
# The figure of each list of payments and its icon.
_KINDS: Final = {
    Kind.PAYMENTS: ("payments", ":material/list:"),
    Kind.LATE_RECORDED: ("late_recorded", ":material/history:"),
    Kind.ADJUSTMENTS: ("adjustments", ":material/undo:"),
}
_METRICS: Final = ("codes", "payments", "amount", "adjustment_amount", "net_amount")


def metrics(period: FormPeriod) -> None:
    """Show the figures of all days together, side by side."""
    terms = money_terms(period)
    tables.cards({column: terms[column] for column in _METRICS}, period.totals)


def statuses(period: FormPeriod) -> None:
    """Show how many forms are in which state; each leads to their list."""
    if not period.forms:
        return
    with st.container(horizontal=True, gap="small"):
        for status, (column, icon, colour) in _STATUSES.items():
            number = period.totals[column]
            if number or not _is_left_out(period, status):
                term = form_terms.STATUSES[status]
                _control(f"status_{status}", term, number, icon, colour, status=status, kind=None)


def kinds(period: FormPeriod) -> None:
    """Show how many payments each figure is made of; each leads to their list."""
    terms = money_terms(period)
    with st.container(horizontal=True, gap="small"):
        for kind, (column, icon) in _KINDS.items():
            if kind is Kind.PAYMENTS and period.choice.view is View.FORM:
                continue
            number = period.totals[column]
            _control(f"kind_{kind}", terms[column], number, icon, None, kind=kind, status=None)


def number(period: FormPeriod, status: Status) -> int:
    """Return how many forms are in a state."""
    return period.totals[_STATUSES[status][0]]


def money_terms(period: FormPeriod) -> dict[str, glossary.Term]:
    """Return the terms of the figures about money, of a day or of several."""
    return dict(form_terms.RANGE_MONEY if period.choice.is_range else form_terms.MONEY)


def _is_left_out(period: FormPeriod, status: Status) -> bool:
    """Whether a state that no form is in is not worth a word: before and after 08:00."""
    hidden = Status.NOT_DUE if period.has_fallen_due else Status.MISSING
    return status is hidden


def _control(
    key: str,
    term: glossary.Term,
    number: int,
    icon: str,
    colour: _Colour | None,
    **leads: str | None,
) -> None:
    words = f"{_(term.label)}: {formats.count(number)}"
    st.button(
        f":{colour}[{icon} {words}]" if colour and number else f"{icon} {words}",
        key=key,
        help=_(term.help),
        disabled=not number,
        on_click=filters.write,
        kwargs={**leads, "sort": None},
    )
