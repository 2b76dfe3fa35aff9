"""The figures of what is compared with, or why there is no comparison."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

import sqlalchemy as sa
import streamlit as st

from dashboard import cache, clock
from dashboard.comparing import against
from dashboard.components import filters, predecessors
from dashboard.text import _, formats
from queries import agents
from queries.store import freshness, reach

T = TypeVar("T")

# Of which day of a payment a period is.
Of = Literal["paid", "recorded"]
_NIGHT = dt.timedelta(days=1)


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What figures are compared with, and its figures; `obstacle` says why there are none."""

    against: against.Against
    other: T | None = None
    obstacle: str = ""


@dataclass(frozen=True)
class Limits:
    """Whose figures, and of which days, are asked for to compare with them."""

    start: dt.date
    end: dt.date
    as_of: dt.date
    office: agents.Office
    org: str | None


def ask(
    connection: sa.Connection,
    chosen: filters.Filters,
    wanted: against.Against | None,
    question: Callable[[sa.Connection, Limits], T],
    *,
    of: Of = "paid",
) -> Outcome[T] | None:
    """Ask for the figures to compare with; None where nothing is compared.

    Args:
        connection: a transaction of a reader.
        chosen: what the page shows.
        wanted: what it is compared with.
        question: asks for the figures.
        of: the day of a payment that periods of the page are of.
    """
    if wanted is None:
        return None
    limits = _limits(chosen, wanted)
    obstacle = _not_comparable(wanted) or _not_known(connection, wanted, limits, of)
    if obstacle:
        return Outcome(wanted, obstacle=obstacle)
    return Outcome(wanted, question(connection, limits))


def limits_like(question: T, limits: Limits) -> T:
    """Return the question of a page with the days and the places of what is compared with.

    It is a frozen dataclass with `start`, `end`, `office` and `org`, perhaps `as_of`.
    """
    fields = {name: value for name, value in vars(limits).items() if hasattr(question, name)}
    changed: T = replace(question, **fields)  # type: ignore[type-var]
    return changed


def obstacle(outcome: Outcome[T]) -> None:
    """Show why there is no comparison."""
    st.info(outcome.obstacle, icon=":material/compare_arrows:")


def _limits(chosen: filters.Filters, wanted: against.Against) -> Limits:
    office, org = chosen.office, chosen.org
    if wanted.kind == against.OFFICE:
        office = wanted.code
    elif wanted.kind == against.ORG:
        org = wanted.code
    then = wanted.then
    asked = predecessors.asked(chosen, office)
    return Limits(then.start, then.last, then.as_of, asked, org)


def _not_comparable(wanted: against.Against) -> str:
    """Return why two places cannot be compared, empty where they can."""
    if wanted.is_earlier or wanted.code is None:
        return ""
    words = {"name": formats.plain(wanted.name)}
    if wanted.kind == against.OFFICE and not against.may_see(wanted.code):
        sentence = _("The figures of {name} are not among those that you may see.")
    elif wanted.own is None:
        sentence = (
            _("Choose an office first, to compare it with {name}.")
            if wanted.kind == against.OFFICE
            else _("Choose a collection organisation first, to compare it with {name}.")
        )
    elif wanted.own == wanted.code:
        sentence = _("{name} is not compared with itself: choose another one.")
    else:
        return ""
    return sentence.format(**words)


def _not_known(connection: sa.Connection, wanted: against.Against, limits: Limits, of: Of) -> str:
    """Return what the store lacks of the days, empty where it lacks nothing."""
    words = {"name": formats.plain(wanted.name), "days": wanted.days}
    firsts = cache.find(connection, reach.first, office=limits.office)
    first = firsts[f"first_{of}_day"].dropna()
    begin = None if first.empty else first.iloc[0]
    if begin is None or limits.end < begin:
        sentence = _(
            "Not compared with {name} ({days}): the store has no data of it. That is unknown, not "
            "zero."
        )
        return sentence.format(**words)
    if limits.start < begin:
        sentence = _(
            "Not compared with {name} ({days}): the store has a part of it only, from {first} on."
        )
        return sentence.format(first=formats.day(begin), **words)
    end = min(wanted.now.as_of, clock.today() - _NIGHT)
    gap = cache.find(connection, freshness.gap, end=end)
    if gap.empty:
        return ""
    sentence = _("Not compared with {name} ({days}): no data of the days after {latest} have come.")
    return sentence.format(latest=formats.day(gap["last_day"].iloc[0]), **words)
