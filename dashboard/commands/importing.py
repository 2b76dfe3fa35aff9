"""Command `bhxh-monitor import`: progress, the counts of rows, the files of rejects, the archive.

What cannot be said or written once the import is committed never changes what was imported: the
status tells it, and the sentence if it can be printed.
"""

import contextlib
import json
import pathlib
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final

import click
import rich.progress

from dashboard import clock, text
from dashboard.commands import import_outcome, output, reject_files
from dashboard.text import _
from data import opening, private_files, problems, settings
from data.importing import archive as archives
from data.importing import report as reports
from data.importing import run as runs
from data.importing.checking import rejects as checking_rejects
from data.importing.checking import staging
from data.importing.reading import database
from data.problems import N_
from data.sample import marker

_ATTENTION: Final = 1
_PATH: Final = click.Path(path_type=pathlib.Path)


@click.command(name="import")
@click.argument("paths", nargs=-1, type=_PATH)
@click.option("--source", type=_PATH, help="Import from the database that this .toml describes.")
@click.option(
    "--rejects", default="rejects.csv", show_default=True, type=_PATH,
    help="Where to write the rows that were not taken; beside it, the same as .xlsx.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what an import would do, and import nothing.")
@click.option("--report", type=_PATH, help="Write what was done to this file, as JSON.")
@click.option(
    "--archive", type=_PATH, help="Move the files that were taken to this folder, after the import."
)
def import_(
    paths: tuple[pathlib.Path, ...],
    source: pathlib.Path | None,
    rejects: pathlib.Path,
    report: pathlib.Path | None,
    archive: pathlib.Path | None,
    *,
    dry_run: bool,
) -> None:
    """Import files, the files of folders, or another program's database into the store.

    Exit status: 0 all rows are in; 1 something was rejected, left out or passed over, the good
    rows are in; 2 nothing was imported; 3 the program or the store failed.
    """
    _check_usage(paths, source, archive)
    told = _Report(report)
    with told.of_problems():
        reject_files.check(rejects, [report] if report else [])
        box = archives.Archive(archive, paths) if archive and not dry_run else None
        with reject_files.RejectFiles(rejects, dry=dry_run) as file:
            outcome = _imported(
                database.described(source) if source else paths,
                file,
                dry_run=dry_run,
                detailed=dry_run or report is not None,
            )
            faults = list(_faults(file, outcome))
    moved = box.take(outcome.run_id, _taken(outcome)) if box else []
    faults += told.write(reports.as_json(outcome) | _about(file, moved))
    with output.whatever_is_heard():
        import_outcome.show(outcome, file, moved)
    with output.whatever_is_heard():
        for fault in faults:
            output.complain(". ".join(text.problem(fault)))
    is_left = bool(faults) or any(each.why for each in moved)
    sys.exit(outcome.status or (_ATTENTION if is_left else 0))


def _check_usage(
    paths: Sequence[pathlib.Path], source: pathlib.Path | None, archive: pathlib.Path | None
) -> None:
    """Require files or a database, and not both: one run has one origin.

    Raises:
        click.UsageError: the arguments contradict each other.
    """
    if bool(paths) == bool(source):
        raise click.UsageError(_("Name the files to import, or a database with --source."))
    if source and archive:
        raise click.UsageError(_("There are no files to archive where a database is imported."))


def _imported(
    of: Sequence[pathlib.Path] | database.Database,
    file: reject_files.RejectFiles,
    *,
    dry_run: bool,
    detailed: bool,
) -> runs.Outcome:
    opened = opening.open_store(settings.read())
    bar = output.progress(
        rich.progress.SpinnerColumn(),
        rich.progress.TextColumn("{task.description}"),
        rich.progress.TextColumn("{task.fields[rows]}"),
        rich.progress.TimeElapsedColumn(),
    )
    with bar:
        return runs.run(
            opened, of, _Progress(bar, file), clock.today(), first=marker.remove,
            keep=not dry_run, detailed=detailed,
        )  # fmt: skip


def _faults(file: reject_files.RejectFiles, outcome: runs.Outcome) -> Iterator[problems.Problem]:
    """Yield the problem of a list of rejects that cannot be finished; the import is done."""
    try:
        file.finish(outcome)
    except problems.Problem as problem:
        yield problem


def _taken(outcome: runs.Outcome) -> list[pathlib.Path]:
    return [source.path for source in outcome.taken_sources]


def _about(file: reject_files.RejectFiles, moved: Sequence[archives.Moved]) -> dict[str, object]:
    """Return what the report has of the files that were written and moved."""
    listing = file.listing
    return {
        "rejects": {
            "lines": listing.lines,
            "csv": str(file.path) if listing.lines else None,
            "xlsx": str(file.workbook) if listing.rows else None,
        },
        "archived": [{"from": str(each.path), "to": str(each.to)} for each in moved if each.to],
        "not_archived": [
            {"path": str(each.path), **reports.problem(each.why)} for each in moved if each.why
        ],
    }


class _Report:
    """The file that `--report` names, if it is named.

    Raises:
        problems.Problem: it cannot be written there; nothing has been done then.
    """

    def __init__(self, path: pathlib.Path | None) -> None:
        self._path = path
        if path and not path.parent.is_dir():
            raise self._problem(path)

    @contextlib.contextmanager
    def of_problems(self) -> Iterator[None]:
        """Write the report of a run that is refused as a whole."""
        try:
            yield
        except problems.Problem as problem:
            # The problem itself is what is to be said.
            self.write(reports.refused(problem))
            raise

    def write(self, report: dict[str, Any]) -> list[problems.Problem]:
        """Write a report; return the problem if it cannot be written."""
        if self._path is None:
            return []
        written = json.dumps(report, ensure_ascii=False, indent=2)
        try:
            with private_files.whole(self._path) as file:
                # Names of files may be no text: what cannot be written is escaped as JSON does.
                file.write(f"{written}\n".encode(errors="backslashreplace"))
        except OSError:
            return [self._problem(self._path)]
        return []

    def _problem(self, path: pathlib.Path) -> problems.Problem:
        return problems.Problem(
            N_("The report cannot be written"),
            N_("{path} cannot be written; name another file with --report."),
            path=path,
        )


class _Progress:
    """Shows how far an import has come, and passes rejected rows on to their files."""

    def __init__(self, bar: rich.progress.Progress, rejects: reject_files.RejectFiles) -> None:
        self._bar = bar
        self._rejects = rejects
        self._task: rich.progress.TaskID | None = None
        self._rows = 0

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
        self._rejects.add(rejects)
