"""The result of one lookup: what the words were found as, and which payments are shown in full."""

import collections
import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd
import sqlalchemy as sa

from dashboard import clock
from dashboard.components import tables
from dashboard.lookup import journey
from dashboard.lookup.codes import Request
from dashboard.lookup.journey import Journey
from queries import frames
from queries.lookup import history, lookup, searches
from queries.lookup import journeys as journey_queries
from queries.store import freshness

# More payments than this are listed, and shown in full one at a time.
MOST_DETAILED: Final = 6
_REMITTED: Final = ("remittance", "bank_ref")


class State(enum.Enum):
    """Why a lookup shows what it shows."""

    NOTHING_REQUESTED = enum.auto()
    EMPTY_STORE = enum.auto()
    NOTHING_FOUND = enum.auto()
    FOUND = enum.auto()


@dataclass(frozen=True)
class Match:
    """What a word was found as: `number` of payments or of remittances, `ids` of the first ones."""

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
    """The result of a lookup.

    `journeys` are the payments behind the words, up to a limit; `payments` and `amount` (in VND)
    count all of them. `detailed` are those shown in full, `household` all payments under the same
    codes; `forms` and `calendar` are of the detailed ones alone. `stray` is a payment that the
    address chooses and that is not among them.
    """

    request: Request
    now: dt.datetime
    matches: tuple[Match, ...]
    payments: int
    amount: int
    journeys: tuple[Journey, ...]
    detailed: tuple[Journey, ...]
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
        if self.matches:
            return State.FOUND
        if self.latest["latest_paid_day"] is None:
            return State.EMPTY_STORE
        return State.NOTHING_FOUND if self.request.codes else State.NOTHING_REQUESTED

    @property
    def is_list(self) -> bool:
        """Whether more payments were found than are shown in full and in their households."""
        shown = {each.payment for each in (*self.detailed, *self.household)}
        return len(self.words) > 1 or any(e.payment not in shown for e in self.journeys)

    @property
    def is_whole(self) -> bool:
        """Whether all payments that were found are listed."""
        return len(self.journeys) == self.payments

    @cached_property
    def found(self) -> list[str]:
        """The words that were found, as typed, in the order of the request."""
        return list(dict.fromkeys(match.word for match in self.matches))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that were found or not; those that were found together are one."""
        return self.request.resolved(self.found)

    @property
    def missing(self) -> list[str]:
        """The words that were not found, as typed."""
        return [word for word in self.words if word not in self.found]

    @property
    def ambiguous(self) -> list[str]:
        """The words that were found in more than one way."""
        times = collections.Counter(match.word for match in self.matches)
        return [word for word in self.found if times[word] > 1]

    @cached_property
    def voided_amount(self) -> int:
        """The sum of the voided payments among those that were found."""
        voided = [each for each in self.journeys if each.status is journey.Status.VOIDED]
        return sum(each.details["amount"] for each in voided)

    @cached_property
    def statuses(self) -> Mapping[journey.Status, int]:
        """The number of payments by status."""
        return collections.Counter(each.status for each in self.journeys)

    @property
    def keys(self) -> list[str]:
        """The codes of the detailed payments; for a payment without a code, its identifier."""
        return list(dict.fromkeys(each.code or each.payment for each in self.detailed))

    @property
    def others(self) -> tuple[Journey, ...]:
        """The payments under these codes that are not shown in full."""
        detailed = {each.payment for each in self.detailed}
        return tuple(each for each in self.household if each.payment not in detailed)


def ask(connection: sa.Connection, *, request: Request, payment: str | None) -> Case:
    """Look the words up; `payment` is the one among the payments that the address chooses."""
    now = clock.now()
    today = now.date()
    names = searches.by_words(connection, words=request.wanted, as_of=today, most=tables.LONGEST)
    matches = _matches(names)
    words = request.resolved([match.word for match in matches])
    journeys = journey.ask(connection, _named(matches)[: tables.LONGEST], today)
    payments, amount = _sums(names)
    detailed = _detailed(journeys, payment, is_few=len(words) == 1 and payments <= MOST_DETAILED)
    named = [key for match in matches if match.is_remittance for key in match.ids]
    remittances = journey.ask_remittances(connection, named=named, detailed=detailed, today=today)
    return Case(
        request=request,
        now=now,
        matches=matches,
        payments=payments,
        amount=amount,
        journeys=journeys,
        detailed=detailed,
        household=_household(connection, journeys, detailed, today),
        stray=payment if payment and payment not in {each.payment for each in detailed} else None,
        forms={key: journey.form(connection, *key) for key in _forms(detailed)},
        calendar=_calendar(connection, detailed, today),
        remittances=remittances,
        changes=_changes(connection, detailed, remittances),
        # Where nothing was found, whether there is anything at all makes the difference.
        latest=frames.records(freshness.latest(connection))[0],
    )


def _matches(names: pd.DataFrame) -> tuple[Match, ...]:
    columns = (names[name].tolist() for name in ("word", "kind", "found", "ids"))
    return tuple(
        Match(word, kind, number, tuple(ids))
        for word, kind, number, ids in zip(*columns, strict=True)
    )


def _named(matches: tuple[Match, ...]) -> list[str]:
    """Return the payments that the words name, each once, in the order of the request."""
    return list(
        dict.fromkeys(key for match in matches if not match.is_remittance for key in match.ids)
    )


def _sums(names: pd.DataFrame) -> tuple[int, int]:
    """Return how many payments the words name, and their sum."""
    if names.empty:
        return 0, 0
    return int(names["all_payments"].iloc[0]), int(names["all_amount"].iloc[0])


def _detailed(
    found: tuple[Journey, ...], payment: str | None, *, is_few: bool
) -> tuple[Journey, ...]:
    """Return the chosen payment, or all of one word or code as long as they are few, or none."""
    chosen = tuple(each for each in found if each.payment == payment)
    if chosen:
        return chosen
    if len({each.code or each.payment for each in found}) == 1:
        return found[:MOST_DETAILED]
    return found if is_few else ()


def _household(
    connection: sa.Connection,
    found: tuple[Journey, ...],
    detailed: tuple[Journey, ...],
    today: dt.date,
) -> tuple[Journey, ...]:
    """Return all payments under the codes of the detailed ones."""
    codes = list(dict.fromkeys(each.code for each in detailed if each.code))
    answers = lookup.by_codes(connection, codes=codes, as_of=today) if codes else []
    under = [payment["payment_id"] for answer in answers for payment in answer["payments"]]
    known = {each.payment: each for each in found}
    missing = [key for key in under if key not in known][: tables.LONGEST]
    new = journey.ask(connection, missing, today)
    known |= {each.payment: each for each in new}
    return tuple(known[key] for key in dict.fromkeys(under) if key in known)


def _forms(detailed: tuple[Journey, ...]) -> set[tuple[str, str, dt.date]]:
    return {each.form for each in detailed if each.form}


def _calendar(
    connection: sa.Connection, detailed: tuple[Journey, ...], today: dt.date
) -> pd.DataFrame:
    first = min((each.details["paid_day"] for each in detailed), default=today)
    last = max((each.details["settled_day"] or today for each in detailed), default=today)
    return journey_queries.calendar_days(connection, first=first, last=last)


def _changes(
    connection: sa.Connection,
    detailed: tuple[Journey, ...],
    remittances: journey.Remittances,
) -> pd.DataFrame:
    """Return the changes of what is shown in full, not of a long list."""
    few = remittances.all[:MOST_DETAILED]
    return history.of_rows(
        connection,
        payments=[each.payment for each in detailed],
        remittances=[each.remittance_id for each in few],
    )
