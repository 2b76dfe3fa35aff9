"""Owns one lookup: what the store answers to the codes, and which payments are told in full."""

from __future__ import annotations

import collections
import datetime as dt
import enum
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from dashboard import clock, lookup_journey, tables
from queries import calendar_days, freshness, lookup, remitted_together

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import sqlalchemy as sa

    from dashboard import lookup_codes

# More payments under one code than this are listed, and told one at a time.
MOST_TOLD: Final = 6


class State(enum.Enum):
    """Why a lookup shows what it shows."""

    NOTHING_ASKED = enum.auto()
    EMPTY_STORE = enum.auto()
    NOTHING_FOUND = enum.auto()
    FOUND = enum.auto()


@dataclass(frozen=True)
class Remittance:
    """One remittance beside the payments that are told: what it covers."""

    remittance_id: str
    rows: pd.DataFrame
    total: Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """The answers of the store.

    `journeys` has every payment behind the codes. Those told in full are `told`; `forms`,
    `calendar` and `remittances` are of them alone.
    """

    asked: lookup_codes.Asked
    now: dt.datetime
    answers: list[lookup.Found]
    journeys: tuple[lookup_journey.Journey, ...]
    told: tuple[lookup_journey.Journey, ...]
    forms: Mapping[tuple[str, str, dt.date], lookup_journey.Form]
    calendar: pd.DataFrame
    remittances: tuple[Remittance, ...]
    latest_day: dt.date | None
    imported_at: dt.datetime | None

    @property
    def state(self) -> State:
        """Why there is something to show, or nothing."""
        if self.latest_day is None:
            return State.EMPTY_STORE
        if not self.asked.codes:
            return State.NOTHING_ASKED
        return State.FOUND if self.journeys else State.NOTHING_FOUND

    @property
    def is_list(self) -> bool:
        """Whether several codes were asked for."""
        return len(self.asked.codes) > 1

    @property
    def found(self) -> list[str]:
        """The codes that were found, as stored."""
        return [each["confirmation_code"] for each in self.answers if each["found"]]

    @property
    def missing(self) -> list[str]:
        """The codes that were not found, as typed."""
        return [each["query"] for each in self.answers if not each["found"]]

    @cached_property
    def amount(self) -> int:
        """The sum of the payments found."""
        return sum(each.more["amount"] for each in self.journeys)

    @cached_property
    def voided_amount(self) -> int:
        """The sum of those among them that are voided."""
        voided = [each for each in self.journeys if each.status is lookup_journey.Status.VOIDED]
        return sum(each.more["amount"] for each in voided)

    @cached_property
    def statuses(self) -> Mapping[lookup_journey.Status, int]:
        """How many payments have come how far."""
        return collections.Counter(each.status for each in self.journeys)

    @property
    def household(self) -> tuple[lookup_journey.Journey, ...]:
        """The payments under the code that is told."""
        return tuple(each for each in self.journeys if each.code == self.told[0].code)

    @property
    def others(self) -> tuple[lookup_journey.Journey, ...]:
        """The payments under that code that are not told."""
        return tuple(each for each in self.household if each not in self.told)


def ask(connection: sa.Connection, *, asked: lookup_codes.Asked, payment: str | None) -> Case:
    """Ask the store about the codes; `payment` is the one among them that was chosen."""
    now = clock.now()
    answers = lookup.by_codes(connection, codes=asked.codes, as_of=now.date())
    found = lookup_journey.ask(connection, answers, now.date())
    told = _told(found, payment)
    # Where nothing was found, whether there is anything at all makes the difference.
    latest = lookup_journey.records(freshness.latest(connection))[0]
    return Case(
        asked=asked,
        now=now,
        answers=answers,
        journeys=found,
        told=told,
        forms={key: lookup_journey.form(connection, *key) for key in _forms(told)},
        calendar=_calendar(connection, told, now.date()),
        remittances=_remittances(connection, told, now.date()),
        latest_day=latest["latest_recorded_day"],
        imported_at=latest["imported_at"],
    )


def _told(
    found: tuple[lookup_journey.Journey, ...], payment: str | None
) -> tuple[lookup_journey.Journey, ...]:
    """Return the chosen payment, or all of one code as long as they are few, or none."""
    chosen = tuple(each for each in found if each.payment == payment)
    if chosen:
        return chosen
    return found[:MOST_TOLD] if len({each.code for each in found}) == 1 else ()


def _forms(told: tuple[lookup_journey.Journey, ...]) -> set[tuple[str, str, dt.date]]:
    return {each.form for each in told if each.form}


def _calendar(
    connection: sa.Connection, told: tuple[lookup_journey.Journey, ...], today: dt.date
) -> pd.DataFrame:
    first = min((each.more["paid_day"] for each in told), default=today)
    last = max((each.more["settled_day"] or today for each in told), default=today)
    return calendar_days.between(connection, first=first, last=last)


def _remittances(
    connection: sa.Connection, told: tuple[lookup_journey.Journey, ...], today: dt.date
) -> tuple[Remittance, ...]:
    covering = dict.fromkeys(each.more["remittance_id"] for each in told)
    return tuple(_remittance(connection, key, today) for key in covering if key)


def _remittance(connection: sa.Connection, remittance: str, today: dt.date) -> Remittance:
    total = lookup_journey.records(remitted_together.total(connection, remittance=remittance))[0]
    rows = remitted_together.listed(
        connection, remittance=remittance, as_of=today, limit=tables.LONGEST
    )
    return Remittance(remittance, rows, total)
