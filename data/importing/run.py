"""Owns one run of the import: find, stage, check, apply, note; one transaction, one lock.

Killed at any moment nothing of it is in the store. The import is the only writer.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import getpass
import json
from typing import TYPE_CHECKING, Protocol

import psycopg2

from data import calendar, engine, problems
from data.derived import rollups
from data.importing import sets
from data.importing.checking import checks, spreadsheet_codes, staging
from data.importing.checking import rejects as checking_rejects
from data.importing.reading import files as reading_files
from data.importing.writing import apply, statistics
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import sqlalchemy as sa
    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

    from data import store as stores


PATIENCE_SECONDS = 10.0

_LOCK = 3966
_MEMORY = "SET LOCAL work_mem = '128MB'; SET LOCAL temp_buffers = '64MB'"


class Watcher(Protocol):
    """Is told how a run gets on."""

    def step(self, name: str) -> None:
        """Say which step begins, as a message id."""

    def advance(self, rows: int) -> None:
        """Say that so many rows more have been read."""

    def refused(
        self, rejects: Iterator[tuple[staging.StagedFile, checking_rejects.Reject]]
    ) -> None:
        """Take the refused rows, before the run is committed."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What one run did. `rejected` counts rows; `counts` is by set."""

    run_id: int
    files: tuple[staging.StagedFile, ...]
    ignored: tuple[Path, ...]
    counts: dict[str, statistics.Count]
    rejected: int

    @property
    def accepted(self) -> int:
        """Rows that are in the store now, new or known."""
        return sum(c.inserted + c.updated + c.unchanged for c in self.counts.values())

    @property
    def changed(self) -> bool:
        """Whether any row was inserted or updated."""
        return any(count.changed for count in self.counts.values())

    @property
    def refused_files(self) -> tuple[staging.StagedFile, ...]:
        """Files of which nothing was read."""
        return tuple(file for file in self.files if file.refusal)


def run(
    store: stores.Store,
    paths: Sequence[Path],
    watcher: Watcher,
    today: dt.date,
    first: Callable[[Cursor], object] | None = None,
) -> Outcome:
    """Import the files that `paths` stand for; `first` does something before, with the rest or not.

    Raises:
        problems.Problem: a path or the store cannot be used, or nothing there is an import file.
    """
    found = reading_files.find(paths)
    if not found.sources:
        raise problems.Problem(
            N_("Nothing to import"),
            N_("No file there is named after one of the ten sets: {names}."),
            names=", ".join(each.name for each in sets.ALL),
        )
    with store.loading() as connection:
        with engine.cursor(connection) as cursor:
            lock(cursor)
            if first:
                first(cursor)
        return _transact(connection, found, watcher, today)


def _transact(
    connection: sa.Connection, found: reading_files.Found, watcher: Watcher, today: dt.date
) -> Outcome:
    started = dt.datetime.now(dt.UTC)
    with engine.cursor(connection) as cursor:
        files = _stage(cursor, found, watcher)
        watcher.step(N_("Checking rows"))
        spreadsheet_codes.match(cursor)
        checks.check(cursor)
        rejected = checking_rejects.gather(cursor)
        watcher.step(N_("Writing to the store"))
        run_id = new_run(cursor, started)
        counts = apply.apply(cursor, run_id, files)
        checking_rejects.keep(cursor, run_id, {file.number: file.source.name for file in files})
        calendar.ensure(cursor, today, *staging.days(cursor))
        outcome = Outcome(run_id, files, found.ignored, counts, rejected)
        _roll_up(cursor, counts)
        _finish(cursor, outcome)
        statistics.refresh(cursor, counts)
    if rejected:
        by_number = {file.number: file for file in files}
        watcher.refused(
            (by_number[each.file_no], each) for each in checking_rejects.listed(connection)
        )
    return outcome


def lock(cursor: Cursor) -> None:
    """Let one run go at a time; a short one, such as a part of the sample, is waited for."""
    cursor.execute(_MEMORY)
    cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
    try:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    except psycopg2.errors.LockNotAvailable as error:
        raise problems.Problem(
            N_("Another import is running"), N_("Wait until it has finished, then start again.")
        ) from error
    cursor.execute(f"SET LOCAL lock_timeout = '{engine.LOCK_TIMEOUT_SECONDS}s'")


def _stage(
    cursor: Cursor, found: reading_files.Found, watcher: Watcher
) -> tuple[staging.StagedFile, ...]:
    watcher.step(N_("Reading files"))
    staging.create(cursor)
    files = tuple(
        staging.stage(cursor, number, source, watcher.advance)
        for number, source in enumerate(found.sources, start=1)
    )
    watcher.step(N_("Reading values"))
    for each in sets.ALL:
        staging.read(cursor, each)
    return files


def new_run(cursor: Cursor, started: dt.datetime) -> int:
    """Note that a run has begun, which has not changed anything yet; return its number."""
    cursor.execute(
        "INSERT INTO import_runs (started_at, finished_at, imported_by, changed, files, counts)"
        " VALUES (%s, %s, %s, false, '[]', '{}') RETURNING run_id",
        (started, started, _who()),
    )
    (run_id,) = cursor.fetchone() or (0,)
    return int(run_id)


def _roll_up(cursor: Cursor, counts: Mapping[str, statistics.Count]) -> None:
    """Renew the rollups of the days that this run touched; a new deadline or holiday: of all."""
    if any(
        counts[each.name].changed for each in (sets.CALENDAR, sets.POLICIES) if each.name in counts
    ):
        rollups.renew_everything(cursor)
    else:
        rollups.renew(cursor)


def _finish(cursor: Cursor, outcome: Outcome) -> None:
    files = [
        {
            "name": file.source.name,
            "set": file.source.set.name,
            "rows": file.rows,
            "refusal": file.refusal and file.refusal.as_json(),
        }
        for file in outcome.files
    ]
    counts = {name: dataclasses.asdict(count) for name, count in outcome.counts.items()}
    cursor.execute(
        "UPDATE import_runs SET finished_at = clock_timestamp(), changed = %s, files = %s,"
        " counts = %s WHERE run_id = %s",
        (outcome.changed, json.dumps(files), json.dumps(counts), outcome.run_id),
    )


def _who() -> str:
    """Return the account that runs the import, as the machine knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
