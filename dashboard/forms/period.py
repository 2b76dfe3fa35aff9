"""The data of form 01-XN for a day or a range: days, lists, totals and state."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from dashboard import cache, clock, directory
from dashboard.comparing import against, outcome
from dashboard.components import paging
from dashboard.exports import screen_tables
from dashboard.forms import selection
from dashboard.forms.selection import View
from queries import frames
from queries.forms import days as form_days
from queries.forms import dispatches, form_01xn, steps
from queries.forms import payments as form_payments
from queries.forms import states as form_states
from queries.forms.payments import Kind
from queries.paging import Page
from queries.store import freshness

# Names stand in the place of these codes: their order would look like none.
PAYMENTS_SORTABLE: Final = tuple(
    name for name in form_payments.SORTABLE if name not in {"office_code", "org_code"}
)
STATES_SORTABLE: Final = tuple(form_states.SORTABLE)


# The figures of all days together, and of the parts where these are compared.
_Other = tuple[dict[str, int], pd.DataFrame | None]


class State(enum.Enum):
    """Why there are figures or none; each state looks different from the others and from zero."""

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
    """The figures of form 01-XN for what is chosen.

    `days` has one row per day with postings; their sums are the figures of the screen. `parts` has
    one row per office, organisation or product where these are shown; `listed` has the lists;
    `compared` what the days are compared with.
    """

    choice: selection.Choice
    now: dt.datetime
    days: pd.DataFrame
    parts: pd.DataFrame | None
    listed: Listed
    first_day: dt.date | None
    latest_day: dt.date | None
    imported_at: dt.datetime | None
    compared: outcome.Outcome[_Other] | None = None

    @cached_property
    def totals(self) -> dict[str, int]:
        """The sums over all days; without forms where one product is chosen."""
        return _totals(self.days)

    @property
    def other_totals(self) -> dict[str, int]:
        """The sums of what the days are compared with; empty where there is nothing of it."""
        return self.compared.other[0] if self.compared and self.compared.other else {}

    @property
    def earlier_parts(self) -> pd.DataFrame | None:
        """The parts of the earlier days that these are compared with."""
        return self.compared.other[1] if self.compared and self.compared.other else None

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
        """Whether the deadline of the first day is over."""
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
        """Why there are figures or none."""
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


def _totals(days: pd.DataFrame) -> dict[str, int]:
    columns = [name for name in (*form_days.MONEY, *form_days.FORMS) if name in days]
    sums = frames.totals(days, dict.fromkeys(columns))
    if "not_dispatched" in sums:
        sums["not_dispatched"] -= sums["not_yet_due"]
    return sums


def ask(
    connection: sa.Connection,
    choice: selection.Choice,
    known: directory.Directory,
) -> FormPeriod:
    """Query the days that are chosen, and what they are compared with."""
    now = clock.now()
    latest = freshness.latest(connection)
    shows_parts = choice.view is View.AGENTS
    return FormPeriod(
        choice=choice,
        now=now,
        days=_days(connection, choice.question, now),
        parts=_parts(connection, choice.question, choice, now) if shows_parts else None,
        listed=_lists(connection, choice, now),
        first_day=_known(
            cache.find(connection, form_days.first, office=choice.question.office), "day"
        ),
        latest_day=_known(latest, "latest_recorded_day"),
        imported_at=_known(latest, "imported_at"),
        compared=_compared(
            connection, choice, against.read(choice.filters, known, choice.span), now
        ),
    )


def _compared(
    connection: sa.Connection,
    choice: selection.Choice,
    wanted: against.Against | None,
    now: dt.datetime,
) -> outcome.Outcome[_Other] | None:
    """Query what the days are compared with: of earlier ones the parts as well."""

    def ask_other(connection: sa.Connection, limits: outcome.Limits) -> _Other:
        question = outcome.limits_like(choice.question, limits)
        days = _days(connection, question, now)
        parts = None
        if wanted is not None and wanted.is_earlier and choice.view is View.AGENTS:
            parts = _parts(connection, question, choice, now)
        return (_totals(days) if len(days) else {}), parts

    return outcome.ask(connection, choice.filters, wanted, ask_other, of="recorded")


def _days(connection: sa.Connection, question: steps.Question, now: dt.datetime) -> pd.DataFrame:
    return cache.find(connection, form_days.by_day, question, now=form_01xn.as_at_deadline(now))


def _parts(
    connection: sa.Connection, question: steps.Question, choice: selection.Choice, now: dt.datetime
) -> pd.DataFrame:
    return cache.find(
        connection,
        form_days.by_part,
        question,
        by=choice.level,
        now=form_01xn.as_at_deadline(now),
    )


def _known(rows: pd.DataFrame, column: str) -> Any:
    values = rows[column].dropna()
    return None if values.empty else values.iloc[0]


@dataclass(frozen=True)
class Rows:
    """One page of a list, how many rows it has, what all come to, and what gives all of them."""

    rows: pd.DataFrame
    page: Page
    count: int
    amount: int
    whole: screen_tables.Whole


@dataclass(frozen=True)
class Listed:
    """The lists that are shown, else None; `voids` are the first adjustments of a form."""

    payments: Rows | None = None
    voids: Rows | None = None
    states: Rows | None = None
    sendings: pd.DataFrame | None = None


def _lists(connection: sa.Connection, choice: selection.Choice, now: dt.datetime) -> Listed:
    """Query the lists that are shown."""
    if choice.view is View.STATES:
        return Listed(states=_states(connection, choice, now))
    if choice.view is View.PAYMENTS:
        return Listed(payments=_payments(connection, choice, choice.kind))
    if choice.view is View.FORM:
        return Listed(
            payments=_payments(connection, choice, choice.kind),
            voids=_payments(connection, choice, Kind.ADJUSTMENTS, paging.FIRST),
            sendings=_sendings(connection, choice),
        )
    return Listed()


def _payments(
    connection: sa.Connection,
    choice: selection.Choice,
    kind: Kind,
    page: Page | None = None,
) -> Rows:
    """Return a page of payments of a kind: the page in the address, where none is given."""
    total = form_payments.totals(connection, choice.question, kind=kind).iloc[0]
    page = page or paging.wanted(int(total["payments"]), PAYMENTS_SORTABLE)

    def whole(connection: sa.Connection, page: Page) -> pd.DataFrame:
        return form_payments.listed(connection, choice.question, kind=kind, page=page)

    rows = whole(connection, page)
    return Rows(rows, page, int(total["payments"]), int(total["amount"]), whole)


def _states(connection: sa.Connection, choice: selection.Choice, now: dt.datetime) -> Rows:
    limits: dict[str, Any] = {"now": now, "status": choice.status(now)}
    total = form_states.totals(connection, choice.question, **limits).iloc[0]
    page = paging.wanted(int(total["forms"]), STATES_SORTABLE)

    def whole(connection: sa.Connection, page: Page) -> pd.DataFrame:
        return form_states.by_form(connection, choice.question, page=page, **limits)

    rows = whole(connection, page)
    return Rows(rows, page, int(total["forms"]), int(total["amount"]), whole)


def _sendings(connection: sa.Connection, choice: selection.Choice) -> pd.DataFrame | None:
    """Return the sendings of a day's form, which has all products."""
    chosen = choice.filters
    if choice.is_range or chosen.product or not choice.has_one_form or chosen.org is None:
        return None
    return dispatches.by_sending(connection, choice.question)
