"""Imports for tests: a watcher that remembers, and a run of rows that a test writes down."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pathlib
from typing import TYPE_CHECKING

from data.importing import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

    from data import store as stores
    from data.importing.checking import rejects as checking_rejects
    from data.importing.checking import staging


EXAMPLE = pathlib.Path(__file__).parents[1] / "data" / "worked-example"
TODAY = dt.date(2026, 9, 3)


@dataclasses.dataclass
class Watcher:
    """Remembers what a run told it."""

    steps: list[str] = dataclasses.field(default_factory=list)
    rejects: list[tuple[str, int, str, str, str]] = dataclasses.field(default_factory=list)
    left_out: list[tuple[str, int, str, str, str]] = dataclasses.field(default_factory=list)
    rows: int = 0

    def step(self, name: str) -> None:
        self.steps.append(name)

    def advance(self, rows: int) -> None:
        self.rows += rows

    def refused(
        self, rejects: Iterator[tuple[staging.StagedFile, checking_rejects.Reject]]
    ) -> None:
        """Remember file, row, column, value and reason of each, apart for cells left out."""
        for file, each in rejects:
            told = self.left_out if each.left_out else self.rejects
            told.append((file.name, each.row_no, each.column_name, each.value, each.reason))


def load(
    store: stores.Store,
    *paths: pathlib.Path,
    watcher: Watcher | None = None,
    first: Callable[[Cursor], object] | None = None,
) -> run.Outcome:
    """Import paths into a store."""
    return run.run(store, paths, watcher or Watcher(), TODAY, first)


def write(folder: pathlib.Path, name: str, lines: Sequence[str]) -> pathlib.Path:
    """Write the lines of one file, heading first."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
