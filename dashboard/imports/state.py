"""Owns what the page of the data shows: feeds by office, imports, one import and its rejects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from dashboard.components import paging as components_paging
from dashboard.text import _, formats, store_terms
from data.importing.checking import rejects as checking_rejects
from queries import frames
from queries.store import feeds as store_feeds
from queries.store import freshness, import_runs

if TYPE_CHECKING:
    import sqlalchemy as sa

    from dashboard.components import filters
    from queries import paging as pages


_COUNTS: Final = ("inserted", "updated", "unchanged", "rejected")
_WHOLE_ROW: Final = "*"
_FILES_NAMED: Final = 4


@dataclass(frozen=True)
class Run:
    """One import: its row, and a page of what it refused."""

    row: dict[str, Any]
    rejects: pd.DataFrame
    rejected: int
    page: pages.Page

    @property
    def is_refresh(self) -> bool:
        """Whether it imported nothing, but computed anew what is kept beside the rows."""
        return not self.row["is_import"]

    @property
    def counts(self) -> pd.DataFrame:
        """What became of the rows: one row a set."""
        rows = [
            {"set_label": _(store_terms.SETS.get(name, name)), **count}
            for name, count in self.row["counts"].items()
        ]
        return pd.DataFrame(rows, columns=["set_label", *_COUNTS])

    @property
    def refusals(self) -> list[tuple[str, str]]:
        """The files that were refused as a whole, each with the reason."""
        return [
            (file["name"], " ".join(_refusal(file["refusal"])))
            for file in self.row["files"]
            if file["refusal"]
        ]

    @property
    def rejected_rows(self) -> pd.DataFrame:
        """The rejects of the page, their reasons as sentences."""
        rows = self.rejects
        columns = rows["column_name"].where(rows["column_name"] != _WHOLE_ROW)
        words = [
            _(checking_rejects.sentence(row["set_name"], row["column_name"], row["reason"]))
            for row in rows.to_dict("records")
        ]
        return rows.assign(column_label=columns, reason_label=words)


@dataclass(frozen=True)
class StoreState:
    """The answers of the store: the feeds of a day, a page of imports, the import that is chosen.

    Without a chosen import `run` is None; so it is for one that there is not.
    """

    chosen: filters.Filters
    latest: dict[str, Any]
    feeds: pd.DataFrame
    runs: pd.DataFrame
    runs_total: int
    page: pages.Page
    run: Run | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever imported."""
        return not self.runs_total

    @cached_property
    def offices(self) -> pd.DataFrame:
        """The offices with their states in words, the silent ones first."""
        order = list(store_terms.STATES)
        rows = self.feeds.assign(
            name=self.feeds["office_name"],
            state_label=[_state(state) for state in self.feeds["state"]],
            rank=[order.index(state) for state in self.feeds["state"]],
        )
        return rows.sort_values("rank", kind="stable")

    @property
    def imports(self) -> pd.DataFrame:
        """The runs of the page, with their files in a few words; a refresh has no rows."""
        known = self.runs["is_import"]
        return self.runs.assign(
            **{name: self.runs[name].where(known) for name in _COUNTS},
            kind_label=[_(store_terms.KINDS[each]) for each in known],
            files_label=pd.array([_files(each) for each in self.runs["files"]], dtype="string"),
            version_label=[_("yes") if changed else _("no") for changed in self.runs["changed"]],
        )

    def offices_in(self, state: str) -> list[str]:
        """Return the names of the offices in a state."""
        return list(self.feeds.loc[self.feeds["state"] == state, "office_name"])


def ask(connection: sa.Connection, *, chosen: filters.Filters) -> StoreState:
    """Ask the store what was imported, and from which offices data of the day have come."""
    total = import_runs.total(connection)
    run = None if chosen.run is None else _run(connection, chosen.run)
    page = components_paging.wanted(total, ())
    return StoreState(
        chosen=chosen,
        latest=frames.records(freshness.latest(connection))[0],
        feeds=store_feeds.by_office(connection, day=chosen.date),
        runs=import_runs.listed(connection, page=page),
        runs_total=total,
        page=page,
        run=run,
    )


def _run(connection: sa.Connection, number: int) -> Run | None:
    rejected = import_runs.rejected(connection, run=number)
    page = components_paging.wanted(rejected, import_runs.SORTABLE)
    rows = import_runs.listed(connection, page=components_paging.FIRST, run=number)
    if rows.empty:
        return None
    rejects = import_runs.rejects(connection, run=number, page=page)
    row = {str(name): value for name, value in rows.iloc[0].items()}
    return Run(row, rejects, rejected, page)


def _refusal(refusal: dict[str, Any]) -> tuple[str, str]:
    title, sentence = refusal["title"], refusal["sentence"]
    return _(title), _(sentence).format(**refusal["values"])


def _state(state: str) -> str:
    sign, label = store_terms.STATES[state]
    return f"{sign} {_(label)}"


def _files(files: list[dict[str, Any]]) -> str | None:
    if not files:
        return None
    names = [file["name"] for file in files]
    more = len(names) - _FILES_NAMED
    shown = ", ".join(names[:_FILES_NAMED])
    return f"{shown} +{formats.count(more)}" if more > 0 else shown
