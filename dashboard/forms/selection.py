"""What is chosen on the page of form 01-XN: days, place, grouping and list."""

import datetime as dt
import enum
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from dashboard import directory
from dashboard.comparing import menu
from dashboard.components import filters, pickers, predecessors
from dashboard.components.filters import Filters
from dashboard.figures import periods
from dashboard.text import _, formats, parsing
from queries.forms import days as form_days
from queries.forms import form_01xn, payments, states, steps

GROUPINGS: Final = (form_days.By.OFFICE, form_days.By.ORG, form_days.By.PRODUCT)
LONGEST_RANGE: Final = 366

_DAY: Final = "day"
_RANGE: Final = "range"


class View(enum.Enum):
    """What the rows of the page are."""

    AGENTS = enum.auto()
    FORM = enum.auto()
    PAYMENTS = enum.auto()
    STATES = enum.auto()


LISTS: Final = (View.PAYMENTS, View.STATES)


@dataclass(frozen=True)
class Choice:
    """What is chosen in the address; `by` is None where the grouping follows from the rest."""

    filters: Filters
    is_range: bool
    by: form_days.By | None = None

    @property
    def start(self) -> dt.date:
        """The first day."""
        return self.filters.start if self.is_range else self.filters.date

    @property
    def end(self) -> dt.date:
        """The last day."""
        return self.filters.end if self.is_range else self.filters.date

    @property
    def span(self) -> periods.Span:
        """The days; a form has no evening that it is as of."""
        return periods.until(self.start, self.end)

    @property
    def is_too_long(self) -> bool:
        """Whether the range has more days than may be queried."""
        return (self.end - self.start).days >= LONGEST_RANGE

    @property
    def question(self) -> steps.Question:
        """What limits the queries of `queries.forms`."""
        return steps.Question(
            start=self.start,
            end=self.end,
            office=predecessors.asked(self.filters, self.filters.office),
            org=self.filters.org,
            product=self.filters.product,
        )

    @property
    def has_one_form(self) -> bool:
        """Whether an office and an organisation are chosen, which share one form."""
        return self.filters.office is not None and self.filters.org is not None

    @property
    def view(self) -> View:
        """What the rows of the page are."""
        if self.filters.status:
            return View.STATES
        if self.filters.kind:
            return View.PAYMENTS
        return View.FORM if self.has_one_form and self.by is None else View.AGENTS

    @property
    def level(self) -> form_days.By:
        """What the rows of the table stand for."""
        if self.by is not None:
            return self.by
        return form_days.By.ORG if self.filters.office else form_days.By.OFFICE

    @property
    def kind(self) -> payments.Kind:
        """Which payments are listed."""
        return payments.Kind(self.filters.kind or payments.Kind.PAYMENTS)

    def status(self, now: dt.datetime) -> states.Status:
        """Return the state whose forms are listed; before 08:00 none is missing yet."""
        status = states.Status(self.filters.status or states.Status.MISSING)
        if status is states.Status.MISSING and now <= form_01xn.due_at(self.start):
            return states.Status.NOT_DUE
        return status


def read(known: directory.Directory) -> Choice:
    """Return what is chosen in the address."""
    is_range = bool({"from", "to"} & set(st.query_params))
    days: tuple[filters.Param, ...] = ("from", "to") if is_range else ("date",)
    chosen = filters.read(
        *days, "office", "offices", "org", "product", "kind", "status", "against",
        offices=known.offices, organizations=known.organizations,
        kinds=tuple(payments.Kind), statuses=tuple(states.Status),
    )  # fmt: skip
    chosen = predecessors.read(chosen, known)
    by, notices = _grouping()
    if chosen.status and chosen.product:
        chosen = replace(chosen, product=None)
        notices = (*notices, _("A form is not sent by product: all products are shown."))
    return Choice(replace(chosen, notices=(*chosen.notices, *notices)), is_range, by)


def close() -> dict[str, None]:
    """Return the changes to the address that close a list."""
    return dict.fromkeys(("kind", "status", "sort"))


def _grouping() -> tuple[form_days.By | None, tuple[str, ...]]:
    given = st.query_params.get("by", "")
    if not given:
        return None, ()
    if given in GROUPINGS:
        return form_days.By(given), ()
    shown = formats.plain(given[: parsing.LONGEST_CODE])
    return None, (_("There is no grouping “{value}”.").format(value=shown),)


def days(choice: Choice) -> None:
    """Show the pickers of one day or a range of days."""
    st.session_state["pick_span"] = _RANGE if choice.is_range else _DAY
    names = {_DAY: _("One day"), _RANGE: _("A range of days")}
    st.segmented_control(
        _("Time"),
        options=list(names),
        key="pick_span",
        required=True,
        format_func=names.__getitem__,
        on_change=lambda: filters.write(**_other_span(choice)),
    )
    menu.show(choice.span, _written)
    if choice.is_range:
        pickers.one_day("from", _("Recorded from"), choice.start, parsing.LAST_DAY)
        pickers.one_day("to", _("to"), choice.end, parsing.LAST_DAY)
    else:
        pickers.day(choice.filters)


def grouping(choice: Choice) -> None:
    """Show the picker of what rows stand for."""
    names = {"office": _("Offices"), "org": _("Organisations"), "product": _("Products")}
    if choice.has_one_form:
        names = {"": _("Payments")} | names
    default = "" if choice.has_one_form else "org" if choice.filters.office else "office"
    st.session_state["pick_by"] = choice.by.value if choice.by else default
    st.selectbox(
        _("Group by"),
        options=list(names),
        key="pick_by",
        format_func=names.__getitem__,
        on_change=lambda: filters.write(**close(), by=_unless_default(default)),
        width=168,
        filter_mode=None,
    )


def _written(span: periods.Span) -> menu.Changes:
    """Return a day or a range of days as the address has it."""
    if span.start == span.end:
        return {"from": None, "to": None, "date": span.end, "sort": None}
    return {"from": span.start, "to": span.end, "date": None, "sort": None}


def _other_span(choice: Choice) -> dict[str, dt.date | str | None]:
    """Return the changes to the address from a day to its month, or from a range to its end."""
    other: dict[str, dt.date | str | None] = (
        {"from": None, "to": None, "date": choice.end}
        if choice.is_range
        else {"from": choice.end.replace(day=1), "to": choice.end, "date": None}
    )
    return {**other, "sort": None}


def _unless_default(default: str) -> str | None:
    """Return the picked grouping, None where it is the default."""
    picked = str(st.session_state["pick_by"])
    return None if picked == default else picked
