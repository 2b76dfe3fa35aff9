"""Owns the differences on the screen: all kinds, or the cases of one, and why they are few."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from dashboard import answers, paging, succession
from dashboard.text import _, exception_terms
from queries import (
    collected,
    exception_notes,
    exception_owners,
    exception_rows,
    exceptions,
    freshness,
)
from queries import paging as pages

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    import sqlalchemy as sa

    from dashboard import filters, places

# Tables are drawn without icons: a sign goes with the word.
_NONE: Final = "✓"
_SOME: Final = "▲"
_NOTE_SHOWN: Final = 120


class State(enum.Enum):
    """Why the screen shows what it shows."""

    FILLED = enum.auto()
    NO_DIFFERENCES = enum.auto()
    NOT_BEGUN = enum.auto()
    NOTHING_COLLECTED = enum.auto()
    EMPTY_STORE = enum.auto()


# Where something was counted, if only to none.
COUNTED: Final = (State.FILLED, State.NO_DIFFERENCES)


@dataclass(frozen=True)
class Differences:
    """The answers of the store for what is chosen.

    `every` has one row a kind, with the cases that somebody looks after; those are known of the
    chosen kind alone where one is. `rows` are a page of its cases.
    """

    chosen: filters.Filters
    every: pd.DataFrame
    rows: pd.DataFrame | None
    page: pages.Page
    was_collected: bool
    latest_day: dt.date | None

    @property
    def state(self) -> State:
        """Why the screen shows what it shows."""
        if self.cases:
            return State.FILLED
        if self.latest_day is None:
            return State.EMPTY_STORE
        if self.chosen.start > self.chosen.as_of:
            return State.NOT_BEGUN
        return State.NO_DIFFERENCES if self.was_collected else State.NOTHING_COLLECTED

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The row of the chosen kind, or those of all kinds."""
        kind = self.chosen.kind
        return self.every if kind is None else self.every[self.every["kind"] == kind]

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return int(self.counted["cases"].sum())

    @property
    def amount(self) -> int:
        """The money that they concern."""
        return int(self.counted["amount"].sum())

    @property
    def listed_amount(self) -> int:
        """The money of all pages of the list."""
        return (
            0 if self.rows is None or self.rows.empty else int(self.rows["listed_amount"].iloc[0])
        )

    @property
    def owned(self) -> int:
        """How many of them somebody looks after."""
        return int(self.counted["owned"].sum())

    @property
    def oldest_days(self) -> int:
        """How old the oldest of them is; there has to be one."""
        return int(self.counted["oldest_days"].max())

    @property
    def largest(self) -> dict[str, Any]:
        """The kind with the most money."""
        rows = self.counted.sort_values(["amount", "cases"], ascending=False, kind="stable")
        return dict(rows.iloc[0])

    @property
    def kinds(self) -> pd.DataFrame:
        """All kinds by name, those without cases too."""
        return self.every.assign(
            label=[_(exception_terms.KINDS[kind].label) for kind in self.every["kind"]],
            state=[_state(cases) for cases in self.every["cases"]],
        )


def ask(connection: sa.Connection, chosen: filters.Filters) -> Differences:
    """Ask the store for the differences that are chosen."""
    asked = asking(chosen)
    every = _every(connection, chosen.kind, asked)
    cases = dict(zip(every["kind"], every["cases"], strict=True))
    page = paging.wanted(cases.get(chosen.kind, 0), exception_rows.SORTABLE)
    latest = freshness.latest(connection)["latest_paid_day"].dropna()
    return Differences(
        chosen=chosen,
        every=every,
        rows=_listed(connection, chosen.kind, page, asked) if chosen.kind else None,
        page=page,
        was_collected=any(cases.values()) or collected.is_any(connection, **asked),
        latest_day=None if latest.empty else latest.iloc[0],
    )


def asking(chosen: filters.Filters) -> dict[str, Any]:
    """Return what every question about differences is limited to."""
    return {
        "start": chosen.start, "end": chosen.end, "as_of": chosen.as_of,
        "office": succession.asked(chosen, chosen.office), "org": chosen.org,
    }  # fmt: skip


def scope_name(chosen: filters.Filters, known: places.Places) -> str:
    """Return whose differences these are."""
    names = [
        known.organizations[chosen.org] if chosen.org else "",
        succession.name(chosen, known),
    ]
    return ", ".join(filter(None, names)) or _("All offices")


def _every(connection: sa.Connection, kind: str | None, asked: dict[str, Any]) -> pd.DataFrame:
    owned = exception_owners.by_kind(connection, kind=kind, **asked)
    every = answers.find(connection, exceptions.by_kind, **asked).merge(
        owned, on="kind", how="left"
    )
    return every.assign(owned=every["owned"].fillna(0))


def _listed(
    connection: sa.Connection, kind: str, page: pages.Page, asked: dict[str, Any]
) -> pd.DataFrame:
    """Return a page of cases, each with who looks after it and what was noted last."""
    rows = exception_rows.listed(connection, kind=kind, page=page, **asked)
    notes = exception_notes.latest(connection, kind=kind, subjects=list(rows["subject"]))
    beside = notes[["subject", "owner", "note"]]
    beside = beside.assign(note=[_shortened(note) for note in notes["note"]])
    return rows.merge(beside, on="subject", how="left")


def _state(cases: int) -> str:
    sign, word = (_SOME, _("To reconcile")) if cases else (_NONE, _("None"))
    return f"{sign} {word}"


def _shortened(note: str) -> str:
    words = " ".join(note.split())
    return words if len(words) <= _NOTE_SHOWN else f"{words[:_NOTE_SHOWN]}…"
