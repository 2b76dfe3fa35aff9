"""The files of rejected rows: `rejects.csv`, and `rejects.xlsx` to correct them in.

They get their names once the import is committed. A workbook that somebody has worked in since is
not written over and not removed, unless the import has read it and holds what was right in it.
"""

import contextlib
import itertools
import os
import pathlib
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Self

from dashboard.exports import rejects as listed
from data import private_files, problems
from data.importing import run as runs
from data.importing.reading import own_lists
from data.problems import N_


class RejectFiles:
    """The two files of a run while they are written.

    `dry` where nothing of the run is kept: then nothing is removed for want of rejects.
    """

    def __init__(self, path: pathlib.Path, *, dry: bool = False) -> None:
        self.path = path
        self.workbook = path.with_name(f"{path.name.removesuffix('.csv')}.xlsx")
        self.listing = listed.Listing()
        self._dry = dry
        self._part = path.with_name(f"{path.name}.part")
        self._workbook_part = path.with_name(f"{self.workbook.name}.part")
        self._has_workbook = False
        self._file: IO[bytes] | None = None
        self._lists: listed.Lists | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file is not None:
            # What could not be written cannot be written now either, and has been said.
            with contextlib.suppress(OSError, ValueError):
                self._file.close()
        for part in (self._part, self._workbook_part):
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def add(self, rejects: listed.Rejects) -> None:
        """Add the rejected rows of a run that is not committed yet.

        Raises:
            problems.Problem: they cannot be written; then nothing is imported either.
        """
        with _writing(self.path, problem=_nothing_imported):
            self._opened().add(rejects)
        with _writing(self.workbook, problem=_nothing_imported):
            self._has_workbook = True
            with private_files.make(self._workbook_part) as file:
                self._opened().write_workbook(file)

    def finish(self, outcome: runs.Outcome) -> None:
        """Add the files that were refused, and give the lists their names.

        Raises:
            problems.Problem: they cannot be written; the import has happened all the same.
        """
        with _writing(self.path, problem=_not_written):
            if outcome.refused_files:
                self._opened().add_refused_files(outcome.refused_files)
            if self._file is not None:
                self._file.flush()
            self._publish(outcome)

    def _opened(self) -> listed.Lists:
        if self._lists is None:
            self._file = private_files.make(self._part)
            self._lists = listed.Lists(self._file)
            self.listing = self._lists.listing
        return self._lists

    def _publish(self, outcome: runs.Outcome) -> None:
        """Give the files their names; without rejects, remove those of an earlier run."""
        is_free = self._is_untouched() or self._was_read(outcome)
        if self.listing.lines:
            if self._has_workbook:
                self.workbook = self.workbook if is_free else _unused(self.workbook)
                self._workbook_part.replace(self.workbook)
            elif is_free and not self._dry:
                self.workbook.unlink(missing_ok=True)
            self._part.replace(self.path)
            self._note_time()
        elif not self._dry and own_lists.is_list(self.path):
            if is_free:
                self.workbook.unlink(missing_ok=True)
            self.path.unlink()

    def _note_time(self) -> None:
        """Give both files one time: the workbook has another one once somebody has worked in it."""
        if self._has_workbook:
            written = self.path.stat()
            os.utime(self.workbook, ns=(written.st_atime_ns, written.st_mtime_ns))

    def _is_untouched(self) -> bool:
        """Return whether the workbook is missing, or as the run wrote it that wrote the csv."""
        try:
            written = self.workbook.stat()
        except FileNotFoundError:
            return True
        return own_lists.is_list(self.path) and (
            self.path.stat().st_mtime_ns == written.st_mtime_ns
        )

    def _was_read(self, outcome: runs.Outcome) -> bool:
        """Return whether all that was in the workbook is in the store now, or in the new one."""
        if self._dry or self.listing.is_cut or not self.workbook.exists():
            return False
        refused = {file.source for file in outcome.refused_files}
        return any(
            file.source not in refused and file.source.path.samefile(self.workbook)
            for file in outcome.files
        )


def _unused(path: pathlib.Path) -> pathlib.Path:
    """Return a name beside `path` that no file has: `rejects (2).xlsx`."""
    several = (path.with_name(f"{path.stem} ({each}){path.suffix}") for each in itertools.count(2))
    return next(each for each in several if not each.exists())


@contextlib.contextmanager
def _writing(
    path: pathlib.Path, problem: Callable[[pathlib.Path], problems.Problem]
) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise problem(path) from error


def _nothing_imported(path: pathlib.Path) -> problems.Problem:
    return problems.Problem(
        N_("The rejected rows cannot be written"),
        N_("Nothing was imported: {path} cannot be written; name another file with --rejects."),
        path=path,
    )


def _not_written(path: pathlib.Path) -> problems.Problem:
    return problems.Problem(
        N_("The rejected rows cannot be written"),
        N_("The good rows were imported, but {path} cannot be written."),
        path=path,
    )


def check(path: pathlib.Path, others: Sequence[pathlib.Path]) -> None:
    """Check the name of the list of rejects.

    Raises:
        problems.Problem: it is that of a workbook, or of another file that is written.
    """
    if path.suffix.lower() == ".xlsx" or path in others:
        raise problems.Problem(
            N_("The name of the rejects does not fit"),
            N_("{path}: --rejects names the .csv; the .xlsx beside it has the same name."),
            path=path,
        )
