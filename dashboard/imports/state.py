"""What the page of imports shows: feeds by office, imports, one import and its rejects."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from dashboard.components import filters, paging
from dashboard.text import _, formats, import_notices, import_terms
from data.importing import outcomes, sets
from data.importing.checking import rejects
from queries import frames
from queries import paging as pages
from queries.store import feeds, freshness, import_runs

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
        """Whether the run was a refresh, which imports nothing."""
        return not self.row["is_import"]

    @property
    def status(self) -> int:
        """Its exit status: 0 all is in, 1 something is not, 2 nothing was imported."""
        return outcomes.status(self.row["files"], self.row["counts"])

    @property
    def counts(self) -> pd.DataFrame:
        """What became of the rows: one row a set; rare outcomes only where they occur."""
        counts = self.row["counts"]
        columns = [
            name
            for name in import_terms.COUNTED
            if name not in import_terms.RARE or any(each.get(name) for each in counts.values())
        ]
        rows = [
            {"set_label": _(sets.BY_NAME[name].label), **count} for name, count in counts.items()
        ]
        return pd.DataFrame(rows, columns=columns)

    @property
    def faults(self) -> int:
        """How many faults the run found in all, of rows and of cells, whoever may see them."""
        return sum(
            each.get("rejected", 0) + each.get("left_out", 0)
            for each in self.row["counts"].values()
        )

    @property
    def is_cut(self) -> bool:
        """Whether the store has kept the first faults alone; earlier versions kept all."""
        return self.faults > rejects.MOST_KEPT >= self.rejected

    @property
    def notices(self) -> list[str]:
        """What was noticed in the files, beside their rows."""
        return [
            sentence
            for file in self.row["files"]
            for sentence in import_notices.of_file(file["name"], file.get("notices", {}))
        ]

    @property
    def refusals(self) -> list[tuple[str, str]]:
        """The files that were refused as a whole, each with the reason."""
        return [
            (file["name"], f"{_(why['title'])} {_(why['sentence']).format(**why['values'])}")
            for file in self.row["files"]
            if (why := file["refusal"])
        ]

    @property
    def reverted(self) -> list[tuple[str, int]]:
        """The files that took rows back to earlier values, and how many rows each."""
        return [
            (file["name"], file["reverted"]) for file in self.row["files"] if file.get("reverted")
        ]

    @property
    def rejected_rows(self) -> pd.DataFrame:
        """The rejects of the page, their reasons as sentences."""
        columns = self.rejects["column_name"]
        reasons = [_reason(row) for row in frames.records(self.rejects)]
        return self.rejects.assign(
            column_label=columns.where(columns != _WHOLE_ROW), reason_label=reasons
        )


@dataclass(frozen=True)
class ImportsState:
    """The feeds of a day, a page of imports, and the chosen import.

    `run` is None where no import is chosen, or where the store does not have it.
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
        order = list(import_terms.STATES)
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
            **{name: self.runs[name].where(known) for name in import_terms.OUTCOMES},
            status_label=pd.array(
                [
                    _result(files, counts) if is_import else None
                    for files, counts, is_import in zip(
                        self.runs["files"], self.runs["counts"], known, strict=True
                    )
                ],
                dtype="string",
            ),
            kind_label=[_(import_terms.KINDS[each]) for each in known],
            files_label=pd.array([_files(each) for each in self.runs["files"]], dtype="string"),
            version_label=[_("yes") if changed else _("no") for changed in self.runs["changed"]],
        )

    def offices_in(self, state: str) -> list[str]:
        """Return the names of the offices in a state."""
        return list(self.feeds.loc[self.feeds["state"] == state, "office_name"])


def ask(connection: sa.Connection, *, chosen: filters.Filters) -> ImportsState:
    """Return what was imported, and from which offices data of the day have come."""
    total = import_runs.total(connection)
    run = None if chosen.run is None else _run(connection, chosen.run)
    page = paging.wanted(total, ())
    return ImportsState(
        chosen=chosen,
        latest=frames.records(freshness.latest(connection))[0],
        feeds=feeds.by_office(connection, day=chosen.date),
        runs=import_runs.listed(connection, page=page),
        runs_total=total,
        page=page,
        run=run,
    )


def _run(connection: sa.Connection, number: int) -> Run | None:
    rejected = import_runs.rejected(connection, run=number)
    page = paging.wanted(rejected, import_runs.SORTABLE)
    rows = import_runs.listed(connection, page=paging.FIRST, run=number)
    if rows.empty:
        return None
    listed = import_runs.rejects(connection, run=number, page=page)
    # Not as `frames.records` does it: files and counts are lists and dictionaries.
    row = {str(name): value for name, value in rows.iloc[0].items()}
    return Run(row, listed, rejected, page)


def _result(files: list[dict[str, Any]], counts: dict[str, dict[str, int]]) -> str:
    sign, label, _sentence = import_terms.STATUSES[outcomes.status(files, counts)]
    return f"{sign} {_(label)}"


def _reason(row: dict[str, Any]) -> str:
    """Return why a row was refused, or a cell left out of it."""
    sentence = _(rejects.sentence(row["set_name"], row["column_name"], row["reason"]))
    if row["status"] == "left_out":
        return _(import_terms.LEFT_OUT).format(reason=sentence)
    return sentence


def _state(state: str) -> str:
    sign, label = import_terms.STATES[state]
    return f"{sign} {_(label)}"


def _files(files: list[dict[str, Any]]) -> str | None:
    if not files:
        return None
    names = [file["name"] for file in files]
    more = len(names) - _FILES_NAMED
    shown = ", ".join(names[:_FILES_NAMED])
    return f"{shown} +{formats.count(more)}" if more > 0 else shown
