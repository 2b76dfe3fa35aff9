"""The archive of an import: files that were taken go there, under the number of their run.

It is done once the run is committed: what fails here leaves a file where it was, and the store as
it is. A file that has changed since it was read is another one and stays.
"""

import contextlib
import dataclasses
import itertools
import logging
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from data import private_files, problems
from data.importing.reading import files
from data.problems import N_

_log = logging.getLogger(__name__)
_PRIVATE: Final = 0o700


@dataclasses.dataclass(frozen=True)
class Moved:
    """Where a file has gone; `to` is None where it could not be moved, `why` is the problem."""

    path: Path
    to: Path | None
    why: problems.Problem | None = None


class Archive:
    """A folder, and how the files that an import is given were before it read them.

    Raises:
        problems.Problem: the folder cannot be used, or lies in what is imported.
    """

    def __init__(self, folder: Path, paths: Sequence[Path]) -> None:
        self._folder = folder
        place = folder.resolve()
        if any(path.is_dir() and place.is_relative_to(path.resolve()) for path in paths):
            raise problems.Problem(
                N_("The archive cannot be used"),
                N_("{folder} lies in what is imported, and would be read again: name another one."),
                folder=folder,
            )
        try:
            folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
            with private_files.whole(folder / ".probe"):
                pass
            (folder / ".probe").unlink()
        except OSError as error:
            raise problems.Problem(
                N_("The archive cannot be used"),
                N_("{folder} cannot be written ({reason}): name another one with --archive."),
                folder=folder,
                reason=error.strerror or "",
            ) from error
        self._seen = {source.path: _state(source.path) for source in files.find(paths).sources}

    def take(self, run_id: int, paths: Iterable[Path]) -> list[Moved]:
        """Move files into the archive; return what became of each."""
        return [self._take(run_id, path) for path in paths]

    def _take(self, run_id: int, path: Path) -> Moved:
        try:
            if _state(path) != self._seen.get(path):
                return Moved(path, None, _changed(path))
            return Moved(path, _moved(path, self._folder, f"{run_id}-"))
        except OSError as error:
            _log.warning("cannot archive %s: %s", path, error)
            return Moved(path, None, _failed(path, error))


def _moved(path: Path, folder: Path, prefix: str) -> Path:
    """Move a file into a folder under a name that none has; return its place there."""
    to = _reserved(path, folder, prefix)
    try:
        if path.is_symlink():
            _copy(path, to)
        else:
            try:
                path.replace(to)
            except OSError:
                # On another file system.
                _copy(path, to)
    except OSError:
        with contextlib.suppress(OSError):
            to.unlink()
        raise
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    return to


def _copy(path: Path, to: Path) -> None:
    """Copy a file whole, its times as well."""
    with path.open("rb") as source, private_files.whole(to) as file:
        shutil.copyfileobj(source, file)
        file.flush()
        os.fsync(file.fileno())
    shutil.copystat(path, to)
    to.chmod(0o600)


def _reserved(path: Path, folder: Path, prefix: str) -> Path:
    """Make an empty file in the archive, so that nobody else takes its name; return it."""
    dot = "." if "." in path.name else ""
    stem, _, ending = path.name.partition(".")
    for number in itertools.count(1):
        more = f" ({number})" if number > 1 else ""
        to = folder / f"{prefix}{stem}{more}{dot}{ending}"
        with contextlib.suppress(FileExistsError):
            os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            return to
    raise AssertionError


def _state(path: Path) -> tuple[int, int, int] | None:
    """Return what tells a file from a later one of its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _changed(path: Path) -> problems.Problem:
    return problems.Problem(
        N_("Not archived"),
        N_("{path} has changed since it was read: it stays, for the next import."),
        path=path,
    )


def _failed(path: Path, error: OSError) -> problems.Problem:
    return problems.Problem(
        N_("Not archived"),
        N_("{path} is in the store, but cannot be moved ({reason}): move it by hand."),
        path=path,
        reason=error.strerror or "",
    )
