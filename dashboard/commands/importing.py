"""Command `bhxh-monitor import`: progress, the counts of rows, and the file of rejects."""

import contextlib
import csv
import io
import pathlib
import sys
from collections.abc import Iterator, Sequence
from typing import IO, Any, Final, Self

import click
import rich.progress

from dashboard import clock, text
from dashboard.commands import output
from dashboard.text import _, import_terms, ngettext
from data import problems, settings, store
from data.importing import run as runs
from data.importing.checking import rejects as checking_rejects
from data.importing.checking import staging
from data.problems import N_
from data.sample import marker

_HEADINGS: Final = ("file", "row", "column", "value", "reason")
_FIRST_FEW: Final = 10


@click.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=pathlib.Path))
@click.option(
    "--rejects", default="rejects.csv", show_default=True, type=click.Path(path_type=pathlib.Path),
    help="Where to write the rows that were not taken.",
)  # fmt: skip
def import_(paths: tuple[pathlib.Path, ...], rejects: pathlib.Path) -> None:
    """Import files, or the files of a folder, into the store.

    Exit status: 0 all rows are in; 1 something was rejected, left out or passed over, the good
    rows are in; 2 nothing was imported.
    """
    opened = store.open_store(settings.read())
    bar = output.progress(
        rich.progress.SpinnerColumn(),
        rich.progress.TextColumn("{task.description}"),
        rich.progress.TextColumn("{task.fields[rows]}"),
        rich.progress.TimeElapsedColumn(),
    )
    with _Rejects(rejects) as file, bar:
        progress = _Progress(bar, file)
        outcome = runs.run(opened, paths, progress, clock.today(), first=progress.remove_sample)
        file.add_refused_files(outcome.refused_files)
        file.publish()
    if progress.sample_was_removed:
        output.say(_("The sample data were removed."))
    _print_outcome(outcome, file)
    if not outcome.is_complete:
        sys.exit(2 if outcome.is_empty else 1)


class _Rejects:
    """File of rejected rows, which gets its name once the import is committed."""

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path
        self.first: list[Sequence[object]] = []
        self.written = 0
        self._part = path.with_name(f"{path.name}.part")
        self._stream: IO[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._stream is not None:
            # What could not be written cannot be written now either, and has been said.
            with contextlib.suppress(OSError):
                self._stream.close()
            self._part.unlink(missing_ok=True)

    def add(self, rows: Iterator[Sequence[object]]) -> None:
        """Add rows to the file.

        Raises:
            problems.Problem: it cannot be written; then nothing is imported either.
        """
        try:
            if self._stream is None:
                file = output.private_file(self._part)
                # Names of files may be no text; they are written as they are.
                self._stream = io.TextIOWrapper(file, "utf-8", "surrogateescape", newline="")
            self._write(csv.writer(self._stream, lineterminator="\n"), rows)
            self._stream.flush()
        except OSError as error:
            raise problems.Problem(
                N_("The rejected rows cannot be written"),
                N_(
                    "Nothing was imported: {path} cannot be written;"
                    " name another file with --rejects."
                ),
                path=self.path,
            ) from error

    def add_refused_files(self, files: Sequence[staging.StagedFile]) -> None:
        """Add the files that were refused as a whole."""
        rows = [
            (file.place, 1, "", "", ". ".join(text.problem(file.refusal)))
            for file in files
            if file.refusal
        ]
        if rows:
            self.add(iter(rows))

    def publish(self) -> None:
        """Give the file its name; without rejects, remove the file of an earlier run."""
        if self.written:
            self._part.replace(self.path)
        elif self._is_of_earlier_run():
            self.path.unlink()

    def _is_of_earlier_run(self) -> bool:
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
    """Shows how far an import has come, and passes rejected rows on to their file."""

    def __init__(self, bar: rich.progress.Progress, rejects: _Rejects) -> None:
        self._bar = bar
        self._rejects = rejects
        self._task: rich.progress.TaskID | None = None
        self._rows = 0
        self.sample_was_removed = False

    def remove_sample(self, cursor: Any) -> None:
        """Remove sample data: they are never mixed with real data."""
        self.sample_was_removed = marker.remove(cursor)

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
        self._rejects.add(_as_rows(rejects))


def _as_rows(
    rejects: Iterator[tuple[staging.StagedFile, checking_rejects.Reject]],
) -> Iterator[Sequence[object]]:
    for file, reject in rejects:
        reason = _(checking_rejects.sentence(reject.set_name, reject.column_name, reject.reason))
        column = "" if reject.column_name == "*" else reject.column_name
        if reject.left_out:
            reason = _(import_terms.LEFT_OUT).format(reason=reason)
        yield file.place, reject.row_no, column, reject.value, reason


def _print_outcome(outcome: runs.Outcome, rejects: _Rejects) -> None:
    """Print the counts of rows, what was ignored, and the first few rejects."""
    labels = ("New", "Changed", "Back to earlier values", "Unchanged", "Rejected")
    headings = [_("File"), *map(_, labels)]
    rows = [
        [name, *map(str, (c.inserted, c.updated, c.reverted, c.unchanged, c.rejected))]
        for name, c in outcome.counts.items()
    ]
    output.table(headings, rows, {1, 2, 3, 4, 5})
    for sentence in (*_reverted(outcome), *_ignored(outcome)):
        output.say(sentence)
    for *place, reason in rejects.first:
        output.say(f"{' · '.join(str(part) for part in place if part != '')}: {reason}")
    if rejects.written:
        output.say(_("All {count} are in {path}.").format(count=rejects.written, path=rejects.path))


def _reverted(outcome: runs.Outcome) -> Iterator[str]:
    """Yield the files that took rows back to earlier values: they may be old ones."""
    for file in outcome.files:
        rows = sum(outcome.reverted.get(file.number, {}).values())
        if rows:
            yield ngettext(
                "{file} took {n} row back to values that it had before. Is it an old file?",
                "{file} took {n} rows back to values that they had before. Is it an old file?",
                rows,
            ).format(file=file.name, n=rows)


def _ignored(outcome: runs.Outcome) -> Iterator[str]:
    for path in outcome.ignored:
        yield _("{file} is not a .csv, .csv.gz or .xlsx file: nothing in it was read.").format(
            file=path.name
        )
    for file in outcome.files:
        yield from _noticed(file)


def _noticed(file: staging.StagedFile) -> Iterator[str]:
    """Yield what is said of a file that was read, whether or not its rows were taken."""
    if file.unknown:
        sentence = _("{file}: unknown columns were ignored: {columns}.")
        yield sentence.format(file=file.name, columns=", ".join(file.unknown))
    if file.seen.filled:
        sentence = _(
            "{file}: columns of other data were not read, though values stand in them: {columns}."
        )
        yield sentence.format(file=file.name, columns=", ".join(file.seen.filled))
    if file.passed_over:
        sentence = _("{file}: sheets that are hidden or have no headings were ignored: {sheets}.")
        yield sentence.format(file=file.source.name, sheets=", ".join(file.passed_over))
    if file.seen.skipped:
        yield ngettext(
            "{file}: {n} row that holds no data was skipped: a total, a heading, a number of "
            "columns, a remark.",
            "{file}: {n} rows that hold no data were skipped: totals, headings, numbers of "
            "columns, remarks.",
            file.seen.skipped,
        ).format(file=file.name, n=file.seen.skipped)
    if file.seen.hidden:
        yield ngettext(
            "{file}: {n} hidden row was read like the others.",
            "{file}: {n} hidden rows were read like the others.",
            file.seen.hidden,
        ).format(file=file.name, n=file.seen.hidden)
    if file.looks_like_tcvn3:
        sentence = _(
            "{file}: some texts look like TCVN3, the letters of old fonts such as .VnTime: they "
            "were taken as they stand; convert them to Unicode and import them again."
        )
        yield sentence.format(file=file.name)
    if file.is_cut_off:
        sentence = _("{file}: the last line has no end: check that the file is whole.")
        yield sentence.format(file=file.name)
