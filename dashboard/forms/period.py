"""Owns the days of form 01-XN on the screen: what is asked of the store, added up, their state."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from dashboard import clock
from dashboard.components import paging as pages
from dashboard.components import predecessors
from dashboard.forms.selection import View
from dashboard.text import _, glossary
from queries import frames
from queries import paging as queries_paging
from queries.forms import days as form_days
from queries.forms import dispatches, form_01xn
from queries.forms import payments as form_payments
from queries.forms import states as form_states
from queries.forms.payments import Kind
from queries.store import freshness

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

    from dashboard import directory
    from dashboard.forms import selection


# Names stand in the place of these codes: their order would look like none.
PAYMENTS_SORTABLE: Final = tuple(
    name for name in form_payments.SORTABLE if name not in {"office_code", "org_code"}
)
STATES_SORTABLE: Final = tuple(form_states.SORTABLE)


class State(enum.Enum):
    """Why the days show what they show; each looks different from the others and from zero."""

    FILLED = enum.auto()
    NOTHING_DUE = enum.auto()
    NOTHING_YET = enum.auto()
    NOT_RECEIVED = enum.auto()
    BEFORE_DATA = enum.auto()
    NEVER_DATA = enum.auto()
    FUTURE = enum.auto()
    EMPTY_STORE = enum.auto()


@dataclass(frozen=True)
class FormPeriod:
    """The answers of the store for what is chosen.

    `days` has a row per day with postings, whose sums are the figures of the screen. `parts` has
    a row per office, organisation or product where these are shown, `listed` the rows of a list.
    """

    choice: selection.Choice
    now: dt.datetime
    days: pd.DataFrame
    parts: pd.DataFrame | None
    listed: Listed
    first_day: dt.date | None
    latest_day: dt.date | None
    imported_at: dt.datetime | None

    @cached_property
    def totals(self) -> dict[str, int]:
        """The sums of everything; without the forms where one product is chosen."""
        columns = [name for name in (*form_days.MONEY, *form_days.FORMS) if name in self.days]
        sums = frames.totals(self.days, dict.fromkeys(columns))
        if "not_dispatched" in sums:
            sums["not_dispatched"] -= sums["not_yet_due"]
        return sums

    @property
    def forms(self) -> int:
        """The number of forms that these days call for; none is sent for one product alone."""
        parts = ("dispatched_on_time", "dispatched_late", "not_dispatched", "not_yet_due")
        return sum(self.totals.get(part, 0) for part in parts)

    @property
    def deadline(self) -> dt.datetime:
        """The moment by which the forms of the last day are to be sent."""
        return form_01xn.due_at(self.choice.end)

    @property
    def has_fallen_due(self) -> bool:
        """Whether a form that is not sent now can be missing, of the first day at least."""
        return self.now > form_01xn.due_at(self.choice.start)

    @property
    def today(self) -> dt.date:
        """The day at hand."""
        return self.now.date()

    @property
    def yesterday(self) -> dt.date:
        """The last day that is over."""
        return self.today - dt.timedelta(days=1)

    @property
    def state(self) -> State:
        """Why the days show what they show."""
        if not self.days.empty:
            return State.FILLED
        if self.latest_day is None:
            return State.EMPTY_STORE
        return self._state_of_nothing(self.choice.start, self.choice.end, self.latest_day)

    def note(self, day: dt.date) -> State:
        """Return the state of one day that has no row."""
        return self._state_of_nothing(day, day, self.latest_day or day)

    def _state_of_nothing(self, start: dt.date, end: dt.date, latest: dt.date) -> State:
        if start > self.today:
            return State.FUTURE
        if start == self.today:
            return State.NOTHING_YET
        if self.first_day is None:
            return State.NEVER_DATA
        if end < self.first_day:
            return State.BEFORE_DATA
        return State.NOT_RECEIVED if start > latest else State.NOTHING_DUE


def ask(connection: sa.Connection, choice: selection.Choice) -> FormPeriod:
    """Ask the store for the days that are chosen."""
    now = clock.now()
    latest = freshness.latest(connection)
    shows_parts = choice.view is View.AGENTS
    return FormPeriod(
        choice=choice,
        now=now,
        days=form_days.by_day(connection, choice.question, now=now),
        parts=form_days.by_part(connection, choice.question, by=choice.level, now=now)
        if shows_parts
        else None,
        listed=ask_lists(connection, choice, now),
        first_day=_known(form_days.first(connection, office=choice.question.office), "day"),
        latest_day=_known(latest, "latest_recorded_day"),
        imported_at=_known(latest, "imported_at"),
    )


def scope_name(choice: selection.Choice, known: directory.Directory) -> str:
    """Return whose figures these are."""
    chosen = choice.filters
    names = [
        known.organizations[chosen.org] if chosen.org else "",
        predecessors.name(chosen, known) or _("All offices"),
        _(glossary.PRODUCTS[chosen.product]) if chosen.product else "",
    ]
    if chosen.org and not chosen.office:
        names[1] = ""
    return ", ".join(filter(None, names))


def _known(rows: pd.DataFrame, column: str) -> Any:
    values = rows[column].dropna()
    return None if values.empty else values.iloc[0]


@dataclass(frozen=True)
class Rows:
    """One page of a list, with how many rows it has and what all of them come to."""

    rows: pd.DataFrame
    page: queries_paging.Page
    count: int
    amount: int


@dataclass(frozen=True)
class Listed:
    """The lists that are shown; what is not shown is None.

    `voids` are the first adjustments beside the payments of a form.
    """

    payments: Rows | None = None
    voids: Rows | None = None
    states: Rows | None = None
    sendings: pd.DataFrame | None = None


def ask_lists(connection: sa.Connection, choice: selection.Choice, now: dt.datetime) -> Listed:
    """Ask the store for the lists that are shown."""
    if choice.view is View.STATES:
        return Listed(states=_states(connection, choice, now))
    if choice.view is View.PAYMENTS:
        return Listed(payments=_payments(connection, choice))
    if choice.view is View.FORM:
        return Listed(
            payments=_payments(connection, choice),
            voids=_voids(connection, choice),
            sendings=_sendings(connection, choice),
        )
    return Listed()


def _payments(connection: sa.Connection, choice: selection.Choice) -> Rows:
    total = form_payments.totals(connection, choice.question, kind=choice.kind).iloc[0]
    page = pages.wanted(int(total["payments"]), PAYMENTS_SORTABLE)
    rows = form_payments.listed(connection, choice.question, kind=choice.kind, page=page)
    return Rows(rows, page, int(total["payments"]), int(total["amount"]))


def _voids(connection: sa.Connection, choice: selection.Choice) -> Rows:
    """Return the first adjustments; the address has the page of the payments beside them."""
    kind = Kind.ADJUSTMENTS
    total = form_payments.totals(connection, choice.question, kind=kind).iloc[0]
    page = queries_paging.Page(pages.ROWS)
    rows = form_payments.listed(connection, choice.question, kind=kind, page=page)
    return Rows(rows, page, int(total["payments"]), int(total["amount"]))


def _states(connection: sa.Connection, choice: selection.Choice, now: dt.datetime) -> Rows:
    asked: dict[str, Any] = {"now": now, "status": choice.status(now)}
    total = form_states.totals(connection, choice.question, **asked).iloc[0]
    page = pages.wanted(int(total["forms"]), STATES_SORTABLE)
    rows = form_states.by_form(connection, choice.question, page=page, **asked)
    return Rows(rows, page, int(total["forms"]), int(total["amount"]))


def _sendings(connection: sa.Connection, choice: selection.Choice) -> pd.DataFrame | None:
    """Return the sendings of a day's form, which has all products."""
    org = choice.filters.org
    if choice.is_range or choice.filters.product or not choice.has_one_form or org is None:
        return None
    office = choice.question.office
    return dispatches.by_sending(connection, date=choice.start, office=office, org=org)
