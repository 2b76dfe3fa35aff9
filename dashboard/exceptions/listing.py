"""Owns the differences on the screen: all kinds, or the cases of one, and why they are few."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import cache
from dashboard.components import links, predecessors, tables
from dashboard.components import paging as components_paging
from dashboard.text import _, exception_columns, exception_terms
from queries.exceptions import counts
from queries.exceptions import notes as exception_notes
from queries.exceptions import rows as exception_rows
from queries.lag import lagged
from queries.money import daily
from queries.store import freshness

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    import sqlalchemy as sa

    from dashboard import directory
    from dashboard.components import filters
    from queries import paging as pages


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
    page = components_paging.wanted(cases.get(chosen.kind, 0), exception_rows.SORTABLE)
    latest = freshness.latest(connection)["latest_paid_day"].dropna()
    return Differences(
        chosen=chosen,
        every=every,
        rows=_listed(connection, chosen.kind, page, asked) if chosen.kind else None,
        page=page,
        was_collected=any(cases.values()) or daily.is_any(connection, lagged.Question(**asked)),
        latest_day=None if latest.empty else latest.iloc[0],
    )


def asking(chosen: filters.Filters) -> dict[str, Any]:
    """Return what every question about differences is limited to."""
    return {
        "start": chosen.start, "end": chosen.end, "as_of": chosen.as_of,
        "office": predecessors.asked(chosen, chosen.office), "org": chosen.org,
    }  # fmt: skip


def scope_name(chosen: filters.Filters, known: directory.Directory) -> str:
    """Return whose differences these are."""
    names = [
        known.organizations[chosen.org] if chosen.org else "",
        predecessors.name(chosen, known),
    ]
    return ", ".join(filter(None, names)) or _("All offices")


def _every(connection: sa.Connection, kind: str | None, asked: dict[str, Any]) -> pd.DataFrame:
    owned = counts.owned_by_kind(connection, kind=kind, **asked)
    every = cache.find(connection, counts.by_kind, **asked).merge(owned, on="kind", how="left")
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


def kinds(found: Differences) -> None:
    """Show every kind; a row leads to its cases."""
    st.caption(_("Choose a kind to see its cases."))
    tables.show(
        found.kinds,
        exception_terms.SUMMARY,
        key="exception_kinds",
        alt=_("Kinds of difference with their cases and money"),
        leads=links.Way({"kind": "kind"}, given={"case": None, "sort": None}),
    )


def cases(found: Differences) -> None:
    """Show a page of the cases of the chosen kind; a row opens its case."""
    kind, rows = found.chosen.kind, found.rows
    if kind is None or rows is None:
        return
    st.caption(_("Choose a row to open the case. A click on a heading sorts."))
    columns = exception_columns.LISTED[kind]
    tables.show_page(
        rows,
        columns,
        found.page,
        found.cases,
        sortable=exception_rows.SORTABLE.keys() & columns.keys(),
        key=f"exceptions_{kind}",
        alt=_("Cases of this kind"),
        leads=links.Way({"case": "subject"}, given={"page": st.query_params.get("page")}),
    )
    tables.check(found.listed_amount, found.amount)
