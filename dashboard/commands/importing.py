"""Owns the import as a command: progress, what became of the rows, and the file of rejects."""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING, Any, Final, Self

import rich.console
import rich.progress

from dashboard import clock
from dashboard import text as language
from dashboard.commands import output
from dashboard.text import _
from data import problems, settings, store
from data.importing import run as runs
from data.importing.checking import rejects as checking_rejects
from data.problems import N_
from data.sample import marker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from data.importing.checking import staging


_HEADINGS: Final = ("file", "row", "column", "value", "reason")
_FIRST_FEW: Final = 10


def run(paths: Sequence[Path], rejects: Path) -> int:
    """Import `paths`; return the exit status of the contract."""
    opened = store.open_store(settings.read())
    with _Rejects(rejects) as file, _Progress(file) as progress:
        outcome = runs.run(opened, paths, progress, clock.today(), first=progress.make_room)
        file.refuse(outcome.refused_files)
        file.publish()
    if progress.made_room:
        output.emit(_("The sample data were removed.") + "\n")
    _tell(outcome, file)
    if not (outcome.rejected or outcome.refused_files):
        return 0
    return 1 if outcome.accepted else 2


class _Rejects:
    """Writes rejects.csv beside its final name, and moves it there once the run is in the store."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.first: list[Sequence[object]] = []
        self.written = 0
        self._part = path.with_name(f"{path.name}.part")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._part.unlink(missing_ok=True)

    def write(self, rows: Iterator[Sequence[object]]) -> None:
        """Add rows to the file.

        Raises:
            problems.Problem: it cannot be written; then nothing is imported either.
        """
        try:
            with self._part.open("a", encoding="utf-8", newline="") as stream:
                self._write(csv.writer(stream, lineterminator="\n"), rows)
        except OSError as error:
            raise problems.Problem(
                N_("The rejected rows cannot be written"),
                N_(
                    "Nothing was imported: {path} cannot be written;"
                    " name another file with --rejects."
                ),
                path=self.path,
            ) from error

    def refuse(self, files: Sequence[staging.StagedFile]) -> None:
        """Add the files that were refused as a whole."""
        rows = [
            (file.source.path, 1, "", "", ". ".join(language.problem(file.refusal)))
            for file in files
            if file.refusal
        ]
        if rows:
            self.write(iter(rows))

    def publish(self) -> None:
        """Put the file in its place; one of an earlier run does not outlive a run without."""
        if self.written:
            self._part.replace(self.path)
        elif self._is_ours():
            self.path.unlink()

    def _is_ours(self) -> bool:
        try:
            with self.path.open(encoding="utf-8") as stream:
                return stream.readline().rstrip("\n") == ",".join(_HEADINGS)
        except (OSError, UnicodeDecodeError):
            return False

    def _write(self, writer: Any, rows: Iterator[Sequence[object]]) -> None:
        for row in rows:
            if not self.written:
                writer.writerow(_HEADINGS)
            if len(self.first) < _FIRST_FEW:
                self.first.append(row)
            writer.writerow(row)
            self.written += 1


class _Progress:
    """Shows on a terminal how far a run has come; elsewhere it is silent."""

    def __init__(self, rejects: _Rejects) -> None:
        self._rejects = rejects
        self._bar = rich.progress.Progress(
            rich.progress.SpinnerColumn(),
            rich.progress.TextColumn("{task.description}"),
            rich.progress.TextColumn("{task.fields[rows]}"),
            rich.progress.TimeElapsedColumn(),
            console=rich.console.Console(stderr=True),
            disable=not sys.stderr.isatty(),
        )
        self._task: rich.progress.TaskID | None = None
        self._rows = 0
        self.made_room = False

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._bar.stop()

    def make_room(self, cursor: Any) -> None:
        """Take a sample away: it never stands among somebody's own data."""
        self.made_room = marker.remove(cursor)

    def step(self, name: str) -> None:
        if self._task is not None:
            self._bar.stop_task(self._task)
        self._task = self._bar.add_task(_(name), total=None, rows="")

    def advance(self, rows: int) -> None:
        self._rows += rows
        if self._task is not None:
            self._bar.update(self._task, rows=_("{rows} rows").format(rows=self._rows))

    def refused(
        self, rejects: Iterator[tuple[staging.StagedFile, checking_rejects.Reject]]
    ) -> None:
        self._rejects.write(_as_rows(rejects))


def _as_rows(
    rejects: Iterator[tuple[staging.StagedFile, checking_rejects.Reject]],
) -> Iterator[Sequence[object]]:
    for file, reject in rejects:
        reason = _(checking_rejects.sentence(reject.set_name, reject.column_name, reject.reason))
        column = "" if reject.column_name == "*" else reject.column_name
        yield file.source.path, reject.row_no, column, reject.value, reason


def _tell(outcome: runs.Outcome, rejects: _Rejects) -> None:
    """Say what became of the rows, what was passed over, and the first few rejects."""
    headings = [_("File"), _("New"), _("Changed"), _("Unchanged"), _("Rejected")]
    rows = [
        [name, *map(str, (c.inserted, c.updated, c.unchanged, c.rejected))]
        for name, c in outcome.counts.items()
    ]
    output.table(headings, rows, {1, 2, 3, 4})
    for sentence in _notices(outcome):
        output.emit(f"{sentence}\n")
    for file, row_no, column, value, reason in rejects.first:
        where = " · ".join(str(part) for part in (file, row_no, column, value) if part != "")
        output.emit(f"{where}: {reason}\n")
    if rejects.written:
        output.emit(
            _("All {count} are in {path}.").format(count=rejects.written, path=rejects.path)
        )
        output.emit("\n")


def _notices(outcome: runs.Outcome) -> Iterator[str]:
    for path in outcome.ignored:
        yield _("{file} is not an import file and was passed over.").format(file=path.name)
    for file in outcome.files:
        name = file.source.name
        if file.unknown:
            columns = ", ".join(file.unknown)
            yield _("{file}: unknown columns were ignored: {columns}.").format(
                file=name, columns=columns
            )
        if file.skipped_sheets:
            sheets = ", ".join(file.skipped_sheets)
            yield _("{file}: further sheets were ignored: {sheets}.").format(
                file=name, sheets=sheets
            )
