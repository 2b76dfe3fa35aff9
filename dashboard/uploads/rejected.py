"""The rejected rows of a drop, as a csv and as a workbook, in its folder."""

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from dashboard.exports import rejects as listed
from data import private_files, problems
from data.importing import run as runs
from data.problems import N_
from data.uploads import drops

_log = logging.getLogger(__name__)


class Files:
    """The two files; they have their names when the run is done, for each run anew."""

    def __init__(self, drop: drops.Drop) -> None:
        self._csv = drop.rejects_in("csv")
        self._xlsx = drop.rejects_in("xlsx")
        self._kept = contextlib.ExitStack()
        self._lists: listed.Lists | None = None

    def add(self, rejects: listed.Rejects) -> None:
        """Write the rejected rows of a run that is not committed yet.

        Raises:
            problems.Problem: there is no room for them; then nothing is imported either.
        """
        with _room():
            self._opened().add(rejects)
            with private_files.make(_part(self._xlsx)) as file:
                self._opened().write_workbook(file)

    def finish(self, outcome: runs.Outcome) -> None:
        """Add the files that were refused as a whole, and give the lists their names."""
        with _room():
            if outcome.refused_files:
                self._opened().add_refused_files(outcome.refused_files)
            self._kept.close()
            for path in (self._csv, self._xlsx):
                path.unlink(missing_ok=True)
                if _part(path).exists():
                    _part(path).replace(path)

    def _opened(self) -> listed.Lists:
        if self._lists is None:
            file = self._kept.enter_context(private_files.make(_part(self._csv)))
            self._lists = listed.Lists(file)
        return self._lists


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


@contextlib.contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _log.warning("rejected rows cannot be written: %s", error)
        raise problems.Problem(
            N_("The rejected rows cannot be written"),
            N_("The machine has no room for them, or may not write to its folder (BHXH_HOME)."),
        ) from error
