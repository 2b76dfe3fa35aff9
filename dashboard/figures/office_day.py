"""The data of one day of an office: its form 01-XN, how it was sent, and the feed."""

import datetime as dt
import enum
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import sqlalchemy as sa

from dashboard import clock
from dashboard.figures import office_profile
from dashboard.text import _, glossary
from queries import agents as queries_agents
from queries import frames
from queries.forms import days as form_days
from queries.forms import form_01xn, steps
from queries.store import feeds as store_feeds


class Feed(enum.Enum):
    """What is known of the data of a day."""

    RECEIVED = enum.auto()
    NOTHING_DUE = enum.auto()
    SILENT = enum.auto()
    NEVER = enum.auto()
    NOT_THERE = enum.auto()
    NOT_OVER = enum.auto()
    FUTURE = enum.auto()


@dataclass(frozen=True)
class Forms:
    """What the store has of an office, and all below it, on a day.

    `agents` has a row per organisation, `products` one per type of participation, `feeds` one per
    office that there was on the day.
    """

    facts: office_profile.Facts
    office: queries_agents.Office
    date: dt.date
    now: dt.datetime
    agents: pd.DataFrame
    products: pd.DataFrame
    feeds: pd.DataFrame

    @cached_property
    def totals(self) -> dict[str, int]:
        """The sums of the organisations' rows."""
        return frames.totals(self.agents, glossary.FORM)

    @property
    def forms(self) -> int:
        """The number of forms that the day calls for."""
        parts = ("dispatched_on_time", "dispatched_late", "not_dispatched")
        return sum(self.totals[part] for part in parts)

    @property
    def sent(self) -> int:
        """The number of forms that were sent, on time or late."""
        return self.forms - self.totals["not_dispatched"]

    @property
    def is_of_several(self) -> bool:
        """Whether more than one office may have sent a form to the same organisation."""
        is_today = isinstance(self.office, queries_agents.OfToday)
        return bool(self.facts.below or (is_today and self.facts.predecessors))

    @property
    def deadline(self) -> dt.datetime:
        """The moment by which the forms are to be sent."""
        return form_01xn.due_at(self.date)

    @property
    def is_due(self) -> bool:
        """Whether a form that is not sent now is missing."""
        return self.now > self.deadline

    @property
    def feed(self) -> Feed:
        """What is known of the data of the day."""
        if self.date >= self.now.date():
            return Feed.FUTURE if self.date > self.now.date() else Feed.NOT_OVER
        if self.feeds.empty:
            return Feed.RECEIVED if self.forms else Feed.NOT_THERE
        order = {"silent": Feed.SILENT, "received": Feed.RECEIVED, "nothing_due": Feed.NOTHING_DUE}
        states = set(self.feeds["state"])
        return next((feed for state, feed in order.items() if state in states), Feed.NEVER)

    @property
    def is_known(self) -> bool:
        """Whether the figures at the end of the day rest on data."""
        return self.feed in (Feed.RECEIVED, Feed.NOTHING_DUE, Feed.NOT_THERE)

    @property
    def silent(self) -> list[str]:
        """The names of the offices from which nothing came that should have come."""
        return list(self.feeds.loc[self.feeds["state"] == "silent", "office_name"])

    @property
    def received_at(self) -> dt.datetime | None:
        """When the last code was issued that the store has."""
        moments = self.feeds["latest_recorded_at"].dropna()
        return None if moments.empty else moments.max()

    @property
    def latest_day(self) -> dt.date | None:
        """The last day of which there are codes."""
        days = self.feeds["latest_recorded_day"].dropna()
        return None if days.empty else max(days)

    def named(self, column: str) -> list[str]:
        """Return the organisations that have forms in a state."""
        return [str(name) for name in self.agents.loc[self.agents[column] > 0, "name"]]


def ask(
    connection: sa.Connection,
    facts: office_profile.Facts,
    date: dt.date,
    office: queries_agents.Office = None,
) -> Forms:
    """Query a day of an office; `office` is the office of today, where that was chosen."""
    office = office or facts.code
    question = steps.Question(start=date, end=date, office=office)
    levels = (form_days.By.ORG, form_days.By.PRODUCT)
    agents, products = (
        rows.frame() for rows in form_days.by_parts(connection, question, by=levels).values()
    )
    return Forms(
        facts=facts,
        office=office,
        date=date,
        now=clock.now(),
        agents=agents,
        products=products.assign(name=[_(glossary.PRODUCTS[key]) for key in products["key"]]),
        feeds=store_feeds.by_office(connection, day=date, office=office),
    )
