"""Owns one day of form 01-XN on the screen: what is asked of the store, added up, and its state."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard import clock, tables
from dashboard.text import _, glossary
from queries import agents, form_01xn, freshness

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dashboard import filters, places


class State(enum.Enum):
    """Why a day shows what it shows; each looks different from the others and from zero."""

    FILLED = enum.auto()
    NOTHING_DUE = enum.auto()
    NOTHING_YET = enum.auto()
    NOT_RECEIVED = enum.auto()
    FUTURE = enum.auto()
    EMPTY_STORE = enum.auto()


@dataclass(frozen=True)
class FormDay:
    """The answers of the store for what is chosen.

    `agents` has a row per office, or per organisation once an office is chosen. `payments` are
    those of one organisation at one office.
    """

    chosen: filters.Filters
    now: dt.datetime
    agents: pd.DataFrame
    payments: pd.DataFrame | None
    latest_day: dt.date | None
    imported_at: dt.datetime | None

    @cached_property
    def totals(self) -> dict[str, int]:
        """The sums of the agents' rows: the figures of the screen and the foot of its table."""
        return tables.totals(self.agents, glossary.FORM)

    @property
    def forms(self) -> int:
        """The number of forms that this day calls for."""
        parts = ("dispatched_on_time", "dispatched_late", "not_dispatched")
        return sum(self.totals[part] for part in parts)

    @property
    def deadline(self) -> dt.datetime:
        """The moment by which the forms are to be sent."""
        return form_01xn.due_at(self.chosen.date)

    @property
    def is_due(self) -> bool:
        """Whether a form that is not sent now is missing."""
        return self.now > self.deadline

    @property
    def state(self) -> State:
        """Why the day shows what it shows."""
        if not self.agents.empty:
            return State.FILLED
        if self.latest_day is None:
            return State.EMPTY_STORE
        if self.chosen.date > self.now.date():
            return State.FUTURE
        if self.chosen.date == self.now.date():
            return State.NOTHING_YET
        if self.chosen.date > self.latest_day:
            return State.NOT_RECEIVED
        return State.NOTHING_DUE

    @property
    def recorded(self) -> pd.DataFrame:
        """The payments on the form, with the products' names."""
        return self._some(adjustments=False)

    @property
    def adjustments(self) -> pd.DataFrame:
        """The voids posted on this day, as negative amounts."""
        return self._some(adjustments=True)

    @property
    def codes(self) -> list[str]:
        """The confirmation codes of the day, each once, in the order of the form."""
        codes = self._some(adjustments=False)["confirmation_code"]
        voided = self._some(adjustments=True)["confirmation_code"]
        return list(dict.fromkeys([*codes, *voided]))

    def _some(self, *, adjustments: bool) -> pd.DataFrame:
        if self.payments is None:
            return pd.DataFrame(columns=list(glossary.PAYMENT))
        rows = self.payments[(self.payments["amount"] < 0) == adjustments]
        names = {code: _(name) for code, name in glossary.PRODUCTS.items()}
        return rows.assign(product=rows["product"].map(names))


def ask(connection: sa.Connection, chosen: filters.Filters) -> FormDay:
    """Ask the store for the day that is chosen."""
    place: dict[str, Any] = {"date": chosen.date, "office": chosen.office, "org": chosen.org}
    by = agents.By.ORG if chosen.office else agents.By.OFFICE
    latest = freshness.latest(connection)
    return FormDay(
        chosen=chosen,
        now=clock.now(),
        agents=form_01xn.by_agent(connection, by=by, **place),
        payments=form_01xn.by_code(connection, **place) if chosen.office and chosen.org else None,
        latest_day=_known(latest, "latest_recorded_day"),
        imported_at=_known(latest, "imported_at"),
    )


def terms(day: FormDay) -> dict[str, glossary.Term]:
    """Return the columns of the agents' table, named for what they are on this day."""
    agent = glossary.ORGANIZATION if day.chosen.office else glossary.OFFICE
    columns = {"name": agent, "key": glossary.CODE_OF_AGENT} | glossary.FORM
    return columns if day.is_due else columns | {"not_dispatched": glossary.NOT_YET_DUE}


def scope_name(day: FormDay, known: places.Places) -> str:
    """Return whose figures these are."""
    names = []
    if day.chosen.org:
        names.append(known.organizations[day.chosen.org])
    if day.chosen.office:
        names.append(known.offices[day.chosen.office])
    return ", ".join(names) or _("All offices")


def _known(latest: pd.DataFrame, column: str) -> Any:
    values = latest[column].dropna()
    return None if values.empty else values.iloc[0]
