"""The data of a morning of the city: what the store has of a day, and what follows from it.

Screens and mails ask the same questions; `find` gives what was asked before, where it is kept.
"""

import datetime as dt
import enum
import functools
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from dashboard import clock
from dashboard.figures import asking, older_debt
from dashboard.figures import evening as figures_evening
from dashboard.figures.city import unusual as city_unusual
from dashboard.text import _, formats, glossary
from queries import agents, frames
from queries.exceptions import counts
from queries.forms import calendar, form_01xn, steps
from queries.lag import lagged, owing, without_code
from queries.money import daily
from queries.store import about
from queries.store import feeds as store_feeds

Questions = dict[str, Callable[[sa.Connection], Any]]

WEEK: Final = dt.timedelta(days=7)
_DAY: Final = dt.timedelta(days=1)
# How far back the chart and the calendar look, the day at hand included.
_MONEY_DAYS: Final = dt.timedelta(days=29)
_CALENDAR_DAYS: Final = dt.timedelta(days=29)


class State(enum.Enum):
    """Why there are figures or none."""

    FILLED = enum.auto()
    FUTURE = enum.auto()
    EMPTY_STORE = enum.auto()


@dataclass(frozen=True)
class Forms:
    """The forms of a day at a moment; `rows` has one row per office."""

    day: dt.date
    now: dt.datetime
    rows: pd.DataFrame

    @functools.cached_property
    def totals(self) -> dict[str, int]:
        """The sums of the offices' rows."""
        return frames.totals(self.rows, glossary.FORM)

    @functools.cached_property
    def due(self) -> list[dict[str, Any]]:
        """The offices that have a form to send."""
        return [office for office in frames.records(self.rows) if _forms(office)]

    @property
    def number(self) -> int:
        """The number of forms that are due for the day."""
        return sum(_forms(office) for office in self.due)

    @property
    def offices_on_time(self) -> int:
        """How many offices sent all of their forms on time."""
        return sum(office["dispatched_on_time"] == _forms(office) for office in self.due)

    @property
    def deadline(self) -> dt.datetime:
        """The moment by which the forms are to be sent."""
        return form_01xn.due_at(self.day)

    @property
    def is_due(self) -> bool:
        """Whether a form that is not sent now is missing."""
        return self.now > self.deadline

    def named(self, column: str) -> list[str]:
        """Return the offices that have forms in a state, the most of them first."""
        named = [office for office in self.due if office[column] > 0]
        named.sort(key=operator.itemgetter(column), reverse=True)
        return [str(office["name"]) for office in named]


@dataclass(frozen=True)
class Overview:
    """What the store has of a day, whose forms are due in the morning after it.

    `asked` are the offices as queries take them; `evening` is the period of payment that counts at
    the end of the day.
    `feeds` has one row per office; `owed` and `owed_before` one per organisation that owed anything
    at the end of the day and a week before (None: unknown); `waiting` one per organisation with
    payments without a code, the one with the oldest first; `kinds` one per kind of difference;
    `money` one per day; `offices` one per office and day. `last_import` is its number and status.
    `older` is what is overdue from before the period that counts.
    """

    day: dt.date
    asked: agents.Office
    now: dt.datetime
    evening: figures_evening.Evening
    standing: about.Standing
    feeds: pd.DataFrame
    forms: Forms
    owed: pd.DataFrame
    owed_before: pd.DataFrame | None
    waiting: pd.DataFrame
    kinds: pd.DataFrame
    money: pd.DataFrame
    offices: pd.DataFrame
    unusual: city_unusual.Unusual
    last_import: tuple[int, int] | None = None
    older: older_debt.Debt | None = None

    @functools.cached_property
    def latest_day(self) -> dt.date | None:
        """The last day of which there is anything in the store."""
        days = (
            day
            for name in ("latest_recorded_day", "latest_paid_day")
            for day in frames.plain(self.feeds[name])
        )
        return max(filter(None, days), default=None)

    @property
    def state(self) -> State:
        """Why there are figures or none."""
        if self.latest_day is None:
            return State.EMPTY_STORE
        return State.FUTURE if self.day > self.now.date() else State.FILLED

    @property
    def is_over(self) -> bool:
        """Whether the day has ended: until then data of it may still come."""
        return self.day < self.now.date()

    @functools.cached_property
    def is_known(self) -> bool:
        """Whether the figures at the end of the day rest on data.

        They do not where the store begins later, or where nothing has come since a working day.
        """
        if not self.known_money:
            return False
        last, today = max(self.known_money), self.now.date()
        return not any(row["working"] for row in self._days if last < row["day"] < today)

    @property
    def is_before(self) -> bool:
        """Whether the store begins after the day."""
        return not self.known_money and not self.has_not_come

    @property
    def has_not_come(self) -> bool:
        """Whether nothing of the day or later has come yet."""
        return self.latest_day is None or self.latest_day < self.day

    @functools.cached_property
    def silent(self) -> list[str]:
        """The names of the offices from which nothing came that should have come."""
        return self._offices.get("silent", []) if self.is_over else []

    @functools.cached_property
    def expected(self) -> int:
        """How many offices data are expected from."""
        return len(self.feeds) - len(self._offices.get("never", ()))

    @functools.cached_property
    def received(self) -> int:
        """How many offices have codes of the day."""
        return len(self._offices.get("received", ()))

    @functools.cached_property
    def newly_overdue(self) -> pd.DataFrame:
        """The organisations with overdue money that had none a week before, the most first."""
        before = self.owed.head(0) if self.owed_before is None else self.owed_before
        late, late_before = (rows[rows["overdue_payments"] > 0] for rows in (self.owed, before))
        new = late[~late["key"].isin(late_before["key"])]
        return new.sort_values("overdue_amount", ascending=False, kind="stable")

    @property
    def slowest(self) -> str:
        """The organisation with the oldest payment without a code, with its payments and the day.

        Of several the one with the most such payments; empty where every payment has its code.
        """
        if self.waiting.empty:
            return ""
        row = self.waiting.iloc[0]
        return _("{name} ({payments}, since {since})").format(
            name=formats.words(row["name"]),
            payments=formats.payments(int(row["payments"])),
            since=formats.day(row["oldest_day"]),
        )

    @functools.cached_property
    def known_money(self) -> dict[dt.date, dict[str, Any]]:
        """The days of money of which anything is known: elsewhere a zero would mean nothing."""
        return {row["day"]: row for row in self._days if row["known"]}

    @functools.cached_property
    def _days(self) -> list[dict[str, Any]]:
        """The days of money."""
        return frames.records(self.money)

    def kind(self, name: str) -> dict[str, Any]:
        """Return the row of a kind of difference."""
        return next(row for row in frames.records(self.kinds) if row["kind"] == name)

    def money_of(self, day: dt.date) -> dict[str, Any] | None:
        """Return what a day came to; None where nothing is known of it."""
        return self.known_money.get(day)

    @functools.cached_property
    def _offices(self) -> dict[str, list[str]]:
        """The names of the offices, by the state of their feeds."""
        offices: dict[str, list[str]] = {}
        names = zip(*(frames.plain(self.feeds[n]) for n in ("state", "office_name")), strict=True)
        for state, name in names:
            offices.setdefault(state, []).append(str(name))
        return offices


def questions(
    day: dt.date,
    asked: agents.Office,
    evening: figures_evening.Evening,
    before: figures_evening.Evening,
    find: asking.Find,
) -> Questions:
    """Return what is to be asked about a day, by the names of `Overview`; the slowest come first.

    Args:
        day: the day whose forms are due in the morning.
        asked: the offices as queries take them.
        evening: the period of payment that counts at the end of the day.
        before: that of a week before.
        find: asks a question, or gives its result where it is kept.
    """
    now = clock.now()
    return {
        # The day at hand is not over: each of its figures would be too small.
        "unusual": functools.partial(
            city_unusual.ask, day=min(day, now.date() - _DAY), offices=asked, find=find
        ),
        "offices": lambda c: find(
            c,
            calendar.by_day,
            steps.Question(start=day - _CALENDAR_DAYS, end=day, office=asked),
            now=form_01xn.as_at_deadline(now),
        ),
        "kinds": lambda c: find(c, counts.by_kind, evening.question()),
        "money": lambda c: find(
            c,
            daily.by_day,
            lagged.Question(start=day - _MONEY_DAYS, end=day, as_of=evening.as_of),
        ),
        "owed": functools.partial(_owed, evening=evening, find=find),
        "waiting": lambda c: find(c, without_code.by_agent, evening.question(), by=agents.By.ORG),
        "owed_before": functools.partial(_owed_before, evening=before, find=find),
        "older": functools.partial(older_debt.ask, question=evening.question(), find=find),
        "feeds": lambda c: find(c, store_feeds.by_office, day=day, office=asked),
        "forms": functools.partial(ask_forms, day=day, asked=asked, find=find),
        "last_import": about.last_import,
        "standing": functools.partial(about.standing, day=now.date()),
    }


def ask_forms(
    connection: sa.Connection, day: dt.date, asked: agents.Office, find: asking.Find
) -> Forms:
    """Query the forms of a day."""
    rows = find(connection, form_01xn.by_agent, date=day, by=agents.By.OFFICE, office=asked)
    return Forms(day, clock.now(), rows)


def _owed(
    connection: sa.Connection, evening: figures_evening.Evening, find: asking.Find
) -> pd.DataFrame:
    owed: pd.DataFrame = find(connection, owing.by_agent, evening.question(), by=agents.By.ORG)
    return owed


def _owed_before(
    connection: sa.Connection, evening: figures_evening.Evening, find: asking.Find
) -> pd.DataFrame | None:
    """Return what was owed; None where nothing is known of the period."""
    if not daily.is_any(connection, evening.question()):
        return None
    return _owed(connection, evening, find)


def _forms(office: Mapping[str, int]) -> int:
    return office["dispatched_on_time"] + office["dispatched_late"] + office["not_dispatched"]
