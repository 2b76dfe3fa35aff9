"""One run of the import: find, stage, check, apply, note; one transaction, one lock.

Killed at any moment nothing of it is in the store. The import is the only writer.
"""

import dataclasses
import datetime as dt
import functools
import getpass
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import ParamSpec, Protocol

import psycopg2
import sqlalchemy as sa
from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data import calendar, engine, logged, problems
from data import store as stores
from data.derived import rollups
from data.importing import details, last_runs, sets
from data.importing.checking import checks, one_list, rejects, spreadsheet_codes, staging, values
from data.importing.reading import database, files, tables
from data.importing.writing import apply, bulk
from data.problems import N_

_log = logging.getLogger(__name__)
_Given = ParamSpec("_Given")

PATIENCE_SECONDS = 10.0

_LOCK = 3966
# The planner needs to know of temporary tables how long they are, and little more.
_MEMORY = (
    "SET LOCAL work_mem = '128MB'; SET LOCAL temp_buffers = '64MB';"
    " SET LOCAL default_statistics_target = 10"
)


class Watcher(Protocol):
    """Receives the progress of a run."""

    def step(self, name: str) -> None:
        """Receive the step that begins, as a message id."""

    def advance(self, rows: int) -> None:
        """Receive the number of rows that were read since the last call."""

    def refused(self, rejects: Iterator[tuple[staging.StagedFile, rejects.Reject]]) -> None:
        """Receive the refused rows and the cells left out, before the run is committed."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What one run did, or would do.

    `rejected` counts rows, `left_out` cells of others, `counts` is by set and `rejected_by_file` by
    the files' numbers. `run_id` is 0 where it was a dry run, of which nothing is kept;
    `sample_removed` says whether the sample made room for it.
    """

    run_id: int
    files: tuple[staging.StagedFile, ...]
    ignored: tuple[Path, ...]
    counts: dict[str, apply.Count]
    rejected: int
    left_out: int = 0
    who: str = ""
    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    sample_removed: bool = False
    rejected_by_file: Mapping[int, int] = dataclasses.field(default_factory=dict)
    detail: details.Details = dataclasses.field(default_factory=details.Details)
    # The rows that went back to earlier values, by the numbers of files and by set.
    reverted: Mapping[int, Mapping[str, int]] = dataclasses.field(default_factory=dict)

    @property
    def accepted(self) -> int:
        """Rows that are in the store now, new or known."""
        return sum(c.written + c.unchanged for c in self.counts.values())

    @property
    def changed(self) -> bool:
        """Whether any row was inserted or changed."""
        return any(count.written for count in self.counts.values())

    @property
    def taken_sources(self) -> tuple[tables.Source, ...]:
        """The files of which all sheets were read, and some row is in if there was any."""
        refused = {file.source for file in self.refused_files}
        rows: dict[tables.Source, int] = {}
        good: dict[tables.Source, int] = {}
        for file in self.files:
            lost = self.rejected_by_file.get(file.number, 0) + file.seen.rejected_again
            rows[file.source] = rows.get(file.source, 0) + file.rows
            good[file.source] = good.get(file.source, 0) + file.rows - lost
        return tuple(
            source
            for source in rows
            if source not in refused and (good[source] or not rows[source])
        )

    @property
    def refused_files(self) -> tuple[staging.StagedFile, ...]:
        """Files, and sheets of files, of which nothing was read."""
        return tuple(file for file in self.files if file.refusal)

    @property
    def is_complete(self) -> bool:
        """Whether every row and cell is in and nothing was left unread."""
        whole = all(file.is_complete for file in self.files)
        return whole and not (self.rejected or self.left_out or self.ignored)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was imported: no row is in, for no file was read or none of its rows."""
        read = len(self.files) > len(self.refused_files)
        return not self.accepted and (bool(self.rejected) or not read)

    @property
    def is_kept(self) -> bool:
        """Whether it is in the store: it was no dry run."""
        return bool(self.run_id)

    @property
    def status(self) -> int:
        """The exit status: 0 all is in, 1 something is not, 2 nothing was imported."""
        if self.is_complete:
            return 0
        return 2 if self.is_empty else 1


def _noted(run: Callable[_Given, Outcome]) -> Callable[_Given, Outcome]:
    """Return a run that leaves one line in the log, whatever comes of it: numbers of rows alone."""

    @functools.wraps(run)
    def noted(*args: _Given.args, **named: _Given.kwargs) -> Outcome:
        with logged.timed(_log, "import") as told:
            outcome = run(*args, **named)
            written = sum(count.written for count in outcome.counts.values())
            told |= {
                "run": outcome.run_id or None, "dry_run": not outcome.is_kept or None,
                "status": outcome.status, "files": len(outcome.files),
                "rows": sum(file.rows for file in outcome.files), "written": written,
                "rejected": outcome.rejected, "left_out": outcome.left_out,
            }  # fmt: skip
        return outcome

    return noted


@_noted
def run(
    store: stores.Store,
    of: Sequence[Path] | database.Database,
    watcher: Watcher,
    today: dt.date,
    first: Callable[[Cursor], object] | None = None,
    *,
    keep: bool = True,
    who: str | None = None,
    detailed: bool = False,
) -> Outcome:
    """Import files and folders, or a database; `first` runs before it in the same transaction.

    It returns whether it removed a sample. Without `keep` it is a dry run: everything is done as
    it would be, and undone. `who` runs it, left out: the account of this process. The outcome of a
    dry run has details, and so has one that is `detailed`.

    Raises:
        problems.Problem: a path or the store cannot be used, or nothing there is an import file.
    """
    given = _given(of)
    if not given.sources:
        raise problems.Problem(
            N_("Nothing to import"),
            N_("No file there is of a format that is read ({formats}). There are: {names}."),
            formats=", ".join(files.ENDINGS),
            names=", ".join(path.name for path in given.ignored) or "-",
        )
    with store.loading() as connection:
        began = Outcome(
            run_id=0, files=(), ignored=given.ignored, counts={}, rejected=0,
            who=account() if who is None else who, started=dt.datetime.now(dt.UTC),
        )  # fmt: skip
        with engine.cursor(connection) as cursor:
            lock(cursor)
            if first:
                began = dataclasses.replace(began, sample_removed=first(cursor) is True)
            given = last_runs.since(cursor, given)
        done = _transact(connection, began, given, watcher, today, detailed=detailed or not keep)
        transaction = connection.get_transaction()
        if keep or transaction is None:
            return done
        # The end of the block then finds nothing to commit.
        transaction.rollback()
    return dataclasses.replace(done, run_id=0)


def _given(of: Sequence[Path] | database.Database) -> files.Files:
    return files.Files((of,), ()) if isinstance(of, database.Database) else files.find(of)


def _transact(
    connection: sa.Connection,
    began: Outcome,
    given: files.Files,
    watcher: Watcher,
    today: dt.date,
    *,
    detailed: bool,
) -> Outcome:
    with engine.cursor(connection) as cursor:
        staged = _stage(cursor, given, watcher)
        watcher.step(N_("Checking rows"))
        filled = values.filled(cursor)
        spreadsheet_codes.match(cursor, filled)
        is_unchanged = checks.check(
            cursor, staged, filled, functools.partial(apply.changes_nothing, cursor, staged)
        )
        rejected, left_out = rejects.gather(cursor)
        outcome = dataclasses.replace(began, files=staged, rejected=rejected, left_out=left_out)
        watcher.step(N_("Writing to the store"))
        outcome = _write(cursor, outcome, today, detailed=detailed, is_unchanged=is_unchanged)
    if rejected or left_out:
        by_number = {file.number: file for file in staged}
        watcher.refused((by_number[each.file_no], each) for each in rejects.listed(connection))
    return outcome


def _write(
    cursor: Cursor, outcome: Outcome, today: dt.date, *, detailed: bool, is_unchanged: bool
) -> Outcome:
    """Write the checked rows and what goes with them; return the outcome with its counts."""
    if detailed:
        details.note_known(cursor)
    run_id = new_run(cursor, outcome.started or dt.datetime.now(dt.UTC), outcome.who)
    counts = apply.apply(cursor, run_id, outcome.files, is_unchanged=is_unchanged)
    rejects.keep(cursor, run_id, {file.number: file.name for file in outcome.files})
    calendar.ensure(cursor, today, *values.days(cursor))
    outcome = dataclasses.replace(
        outcome, run_id=run_id, counts=counts, rejected_by_file=details.rejected_by_file(cursor),
        reverted=apply.reverted_by_file(cursor, run_id, counts),
    )  # fmt: skip
    before = details.sums(cursor) if detailed else {}
    if not is_unchanged:
        _roll_up(cursor, counts)
    if detailed:
        firsts = details.firsts(cursor, run_id)
        changed = details.changed_days(before, details.sums(cursor))
        outcome = dataclasses.replace(outcome, detail=details.Details(firsts, *changed))
    for name, count in counts.items():
        bulk.refresh_statistics(cursor, sets.BY_NAME[name], count.written)
    return _finish(cursor, outcome)


def lock(cursor: Cursor) -> None:
    """Take the lock of imports; a short run, such as a part of the sample, is waited for."""
    cursor.execute(_MEMORY)
    cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
    try:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    except psycopg2.errors.LockNotAvailable as error:
        raise problems.Problem(
            N_("Another import is running"), N_("Wait until it has finished, then start again.")
        ) from error
    cursor.execute(f"SET LOCAL lock_timeout = '{engine.LOCK_TIMEOUT_SECONDS}s'")


def _stage(cursor: Cursor, given: files.Files, watcher: Watcher) -> tuple[staging.StagedFile, ...]:
    watcher.step(N_("Reading files"))
    staging.create(cursor)
    staged: list[staging.StagedFile] = []
    for source in given.sources:
        staged += staging.stage(cursor, len(staged) + 1, source, watcher.advance)
    watcher.step(N_("Reading values"))
    of_files = {file.set.name for file in staged if file.set}
    unclean = {file.set.name for file in staged if file.set and file.has_controls}
    for each in sets.ALL:
        if each.name in of_files:
            values.read(
                cursor, each, has_controls=each.name in unclean,
                plain_columns=staging.plain_columns(each, staged),
            )  # fmt: skip
        else:
            values.read_nothing(cursor, each)
    one_list.take(cursor, staged)
    return tuple(staged)


def new_run(cursor: Cursor, started: dt.datetime, who: str | None = None) -> int:
    """Note a run that has changed nothing yet; return its number."""
    cursor.execute(
        "INSERT INTO import_runs (started_at, finished_at, imported_by, changed, files, counts)"
        " VALUES (%s, %s, %s, false, '[]', '{}') RETURNING run_id",
        (started, started, account() if who is None else who),
    )
    (run_id,) = cursor.fetchone() or (0,)
    return int(run_id)


def _roll_up(cursor: Cursor, counts: Mapping[str, apply.Count]) -> None:
    """Renew the rollups of the days that this run touched; a new deadline or holiday: of all."""
    rules = (sets.CALENDAR.name, sets.POLICIES.name)
    if any(counts[name].written for name in rules if name in counts):
        rollups.renew_everything(cursor)
    else:
        rollups.renew(cursor)


def _finish(cursor: Cursor, outcome: Outcome) -> Outcome:
    counts = {name: dataclasses.asdict(count) for name, count in outcome.counts.items()}
    cursor.execute(
        "UPDATE import_runs SET finished_at = clock_timestamp(), changed = %s, files = %s,"
        " counts = %s WHERE run_id = %s RETURNING finished_at",
        (outcome.changed, json.dumps(_noted_files(outcome)), json.dumps(counts), outcome.run_id),
    )
    (finished,) = cursor.fetchone() or (None,)
    return dataclasses.replace(outcome, finished=finished)


def _noted_files(outcome: Outcome) -> list[dict[str, object]]:
    """Return what the store keeps of the files: what was read, refused, noticed and ignored."""
    noted: list[dict[str, object]] = [
        {
            "name": file.name,
            "set": file.set and file.set.name,
            "rows": file.rows,
            "reverted": sum(outcome.reverted.get(file.number, {}).values()),
            "refusal": file.refusal and file.refusal.as_json(),
            "notices": file.notices,
            **last_runs.noted(file),
        }
        for file in outcome.files
    ]
    none = {"set": None, "rows": 0, "refusal": None, "notices": {"ignored": True}}
    return noted + [{"name": tables.shown_name(path), **none} for path in outcome.ignored]


def account() -> str:
    """Return the account that runs the import, as the machine knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
