"""The files of an import: which are read, which set each of them is, and what reads it."""

import dataclasses
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from data import problems
from data.importing import sets
from data.importing.reading import csv, tables, workbook
from data.problems import N_

_log = logging.getLogger(__name__)

_READERS: Final = {".csv": csv.opened, ".csv.gz": csv.opened, ".xlsx": workbook.opened}
_NAME: Final = re.compile(
    rf"(?P<stem>[^.]+)(?P<format>{'|'.join(map(re.escape, _READERS))})", re.IGNORECASE
)
# Names of files that systems and open office programs leave behind.
_LEFT_BEHIND: Final = (".", "~$")


@dataclasses.dataclass(frozen=True)
class Files:
    """The files to read, each once, and those whose name is not one of the ten."""

    sources: tuple[tables.Source, ...]
    ignored: tuple[Path, ...]


def find(paths: Sequence[Path]) -> Files:
    """Return the files that `paths` stand for; a folder stands for the files directly in it.

    Raises:
        problems.Problem: a path does not exist or cannot be looked at.
    """
    sources: list[tables.Source] = []
    ignored: list[Path] = []
    for path in _files(paths):
        match = _NAME.fullmatch(path.name)
        known = sets.BY_NAME.get(match["stem"].lower()) if match else None
        if match and known:
            sources.append(tables.Source(path, known, match["format"].lower()))
        else:
            ignored.append(path)
    return Files(tuple(sources), tuple(ignored))


def opened(source: tables.Source) -> AbstractContextManager[tables.Table]:
    """Open `source` with the reader of its format; rows are read only as they are walked through.

    Raises:
        problems.Problem: the whole file is refused: not readable, not text, wrong headings.
    """
    return _READERS[source.format](source)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield each file once, also where a folder and a file in it are both given."""
    seen: set[Path] = set()
    for path in paths:
        for file in _direct(path):
            place = file.resolve()
            if place not in seen and not file.name.startswith(_LEFT_BEHIND):
                seen.add(place)
                yield file


def _direct(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            return sorted(file for file in path.iterdir() if file.is_file())
        path.stat()
    except (OSError, ValueError) as error:
        _log.warning("cannot look at %s: %s", path, error)
        raise problems.Problem(
            N_("File not found"),
            N_("{path} does not exist or cannot be opened: check its name and its permissions."),
            path=str(path),
        ) from error
    return [path]
