"""Owns one lookup: what the store answers to the words, and which payments are told in full."""

from __future__ import annotations

import collections
import enum
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from dashboard import clock
from dashboard.components import tables
from dashboard.lookup import journey
from queries import frames
from queries.lookup import history, lookup, searches
from queries.lookup import journeys as lookup_journeys
from queries.store import freshness

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import pandas as pd
    import sqlalchemy as sa

    from dashboard.lookup import codes as lookup_codes
    from dashboard.lookup.journey import Journey


# More payments than this are listed, and told one at a time.
MOST_TOLD: Final = 6
_REMITTED: Final = ("remittance", "bank_ref")


class State(enum.Enum):
    """Why a lookup shows what it shows."""

    NOTHING_ASKED = enum.auto()
    EMPTY_STORE = enum.auto()
    NOTHING_FOUND = enum.auto()
    FOUND = enum.auto()


@dataclass(frozen=True)
class Way:
    """As what a word was found: `number` of payments or of remittances, `ids` the first ones."""

    word: str
    kind: str
    number: int
    ids: tuple[str, ...]

    @property
    def is_remittance(self) -> bool:
        """Whether it leads to remittances."""
        return self.kind in _REMITTED


@dataclass(frozen=True)
class Case:
    """The answers of the store.

    `journeys` has the payments behind the words, `payments` and `amount` count them all where they
    are too many to be shown. Those told in full are `told`, with the payments under the same codes
    in `household`; `forms` and `calendar` are of them alone. `stray` is a payment that the address
    chooses among those that were found, and that is not among them.
    """

    asked: lookup_codes.Asked
    now: dt.datetime
    ways: tuple[Way, ...]
    payments: int
    amount: int
    journeys: tuple[Journey, ...]
    told: tuple[Journey, ...]
    household: tuple[Journey, ...]
    stray: str | None
    forms: Mapping[tuple[str, str, dt.date], journey.Form]
    calendar: pd.DataFrame
    remittances: journey.Remittances
    changes: pd.DataFrame
    latest: Mapping[str, object]

    @property
    def state(self) -> State:
        """Why there is something to show, or nothing."""
        if self.ways:
            return State.FOUND
        if self.latest["latest_paid_day"] is None:
            return State.EMPTY_STORE
        return State.NOTHING_FOUND if self.asked.codes else State.NOTHING_ASKED

    @property
    def is_list(self) -> bool:
        """Whether the payments found are more than those that are told and their households."""
        at_hand = {each.payment for each in (*self.told, *self.household)}
        return len(self.words) > 1 or any(e.payment not in at_hand for e in self.journeys)

    @property
    def is_whole(self) -> bool:
        """Whether all payments that were found are at hand."""
        return len(self.journeys) == self.payments

    @cached_property
    def found(self) -> list[str]:
        """The words that were found, as typed, in the order of asking."""
        return list(dict.fromkeys(way.word for way in self.ways))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that were found or not; those that were found together are one."""
        return self.asked.told(self.found)

    @property
    def missing(self) -> list[str]:
        """The words that were not found, as typed."""
        return [word for word in self.words if word not in self.found]

    @property
    def ambiguous(self) -> list[str]:
        """The words that were found in more than one way."""
        times = collections.Counter(way.word for way in self.ways)
        return [word for word in self.found if times[word] > 1]

    @cached_property
    def voided_amount(self) -> int:
        """The sum of the voided payments among those that were found."""
        voided = [each for each in self.journeys if each.status is journey.Status.VOIDED]
        return sum(each.more["amount"] for each in voided)

    @cached_property
    def statuses(self) -> Mapping[journey.Status, int]:
        """How many payments have come how far."""
        return collections.Counter(each.status for each in self.journeys)

    @property
    def keys(self) -> list[str]:
        """The codes of the payments that are told; a payment without a code stands for itself."""
        return list(dict.fromkeys(each.code or each.payment for each in self.told))

    @property
    def others(self) -> tuple[Journey, ...]:
        """The payments under these codes that are not told."""
        told = {each.payment for each in self.told}
        return tuple(each for each in self.household if each.payment not in told)


def ask(connection: sa.Connection, *, asked: lookup_codes.Asked, payment: str | None) -> Case:
    """Ask the store about the words; `payment` is the one among the payments that was chosen."""
    now = clock.now()
    today = now.date()
    names = searches.by_words(connection, words=asked.wanted, as_of=today, most=tables.LONGEST)
    ways = _ways(names)
    words = asked.told([way.word for way in ways])
    journeys = journey.ask(connection, _named(ways)[: tables.LONGEST], today)
    payments, amount = _sums(names)
    told = _told(journeys, payment, is_few=len(words) == 1 and payments <= MOST_TOLD)
    named = [key for way in ways if way.is_remittance for key in way.ids]
    remittances = journey.ask_remittances(connection, named=named, told=told, today=today)
    return Case(
        asked=asked,
        now=now,
        ways=ways,
        payments=payments,
        amount=amount,
        journeys=journeys,
        told=told,
        household=_household(connection, journeys, told, today),
        stray=payment if payment and payment not in {each.payment for each in told} else None,
        forms={key: journey.form(connection, *key) for key in _forms(told)},
        calendar=_calendar(connection, told, today),
        remittances=remittances,
        changes=_changes(connection, told, remittances),
        # Where nothing was found, whether there is anything at all makes the difference.
        latest=frames.records(freshness.latest(connection))[0],
    )


def _ways(names: pd.DataFrame) -> tuple[Way, ...]:
    columns = (names[name].tolist() for name in ("word", "kind", "found", "ids"))
    return tuple(
        Way(word, kind, number, tuple(ids))
        for word, kind, number, ids in zip(*columns, strict=True)
    )


def _named(ways: tuple[Way, ...]) -> list[str]:
    """Return the payments that the words name, each once, in the order of asking."""
    return list(dict.fromkeys(key for way in ways if not way.is_remittance for key in way.ids))


def _sums(names: pd.DataFrame) -> tuple[int, int]:
    """Return how many payments the words name, and their sum."""
    if names.empty:
        return 0, 0
    return int(names["all_payments"].iloc[0]), int(names["all_amount"].iloc[0])


def _told(found: tuple[Journey, ...], payment: str | None, *, is_few: bool) -> tuple[Journey, ...]:
    """Return the chosen payment, or all of one word or code as long as they are few, or none."""
    chosen = tuple(each for each in found if each.payment == payment)
    if chosen:
        return chosen
    if len({each.code or each.payment for each in found}) == 1:
        return found[:MOST_TOLD]
    return found if is_few else ()


def _household(
    connection: sa.Connection,
    found: tuple[Journey, ...],
    told: tuple[Journey, ...],
    today: dt.date,
) -> tuple[Journey, ...]:
    """Return the payments under the codes that are told, whatever they were found by."""
    codes = list(dict.fromkeys(each.code for each in told if each.code))
    answers = lookup.by_codes(connection, codes=codes, as_of=today) if codes else []
    under = [payment["payment_id"] for answer in answers for payment in answer["payments"]]
    known = {each.payment: each for each in found}
    missing = [key for key in under if key not in known][: tables.LONGEST]
    new = journey.ask(connection, missing, today)
    known |= {each.payment: each for each in new}
    return tuple(known[key] for key in dict.fromkeys(under) if key in known)


def _forms(told: tuple[Journey, ...]) -> set[tuple[str, str, dt.date]]:
    return {each.form for each in told if each.form}


def _calendar(connection: sa.Connection, told: tuple[Journey, ...], today: dt.date) -> pd.DataFrame:
    first = min((each.more["paid_day"] for each in told), default=today)
    last = max((each.more["settled_day"] or today for each in told), default=today)
    return lookup_journeys.calendar_days(connection, first=first, last=last)


def _changes(
    connection: sa.Connection,
    told: tuple[Journey, ...],
    remittances: journey.Remittances,
) -> pd.DataFrame:
    """Ask for the history of what is told, and of no long list."""
    few = remittances.all[:MOST_TOLD]
    return history.of_rows(
        connection,
        payments=[each.payment for each in told],
        remittances=[each.remittance_id for each in few],
    )
