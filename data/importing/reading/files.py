"""The files of an import: which are read, in which order, and what reads them."""

import contextlib
import dataclasses
import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from data import problems
from data.importing.reading import (
    choosing,
    csv,
    database,
    in_child,
    opendocument,
    own_lists,
    signatures,
    tables,
    workbook,
)
from data.problems import N_

_log = logging.getLogger(__name__)

_Reader = Callable[[tables.Source], contextlib.AbstractContextManager[Sequence[tables.Sheet]]]
_READERS: Final[dict[signatures.Format, _Reader]] = {
    signatures.Format.TEXT: csv.opened,
    signatures.Format.XLSX: workbook.opened,
    signatures.Format.ODS: opendocument.opened,
    signatures.Format.XLS: in_child.opened,
    signatures.Format.XLSB: in_child.opened,
}
# By these endings files are taken for data; what reads them, they say themselves.
ENDINGS: Final = (".csv", ".csv.gz", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_FORMAT: Final = re.compile(rf"(?:{'|'.join(map(re.escape, ENDINGS))})\Z", re.IGNORECASE)
# What systems and office programs leave behind in folders.
_LEFT_BEHIND: Final = (".", "~$")
_OF_SYSTEMS: Final = {"thumbs.db", "desktop.ini"}
_DIGITS: Final = re.compile(r"(\d+)")


@dataclasses.dataclass(frozen=True)
class Files:
    """The files to read, each once and in natural order, and those of no format that is read."""

    sources: tuple[tables.Source, ...]
    ignored: tuple[Path, ...]


def find(paths: Sequence[Path]) -> Files:
    """Return the files that `paths` stand for; a folder stands for all files below it.

    Raises:
        problems.Problem: a path does not exist or cannot be looked at.
    """
    sources: list[tables.Source] = []
    ignored: list[Path] = []
    for path in sorted(_files(paths), key=_natural):
        if match := _FORMAT.search(path.name):
            sources.append(tables.Source(path, match[0]))
        else:
            ignored.append(path)
    return Files(tuple(sources), tuple(ignored))


@contextlib.contextmanager
def opened(source: tables.Source) -> Iterator[tables.Book]:
    """Open `source` with the reader of what it is; rows are read only as they are walked through.

    Raises:
        problems.Problem: the whole file is refused: not readable, not text, empty.
    """
    is_file = not isinstance(source, database.Database)
    reader = _READERS[signatures.of(source)] if is_file else database.opened
    with reader(source) as sheets:
        yield choosing.book(sheets, source)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield each file once, also where a folder and a file in it are both given."""
    seen: set[Path] = set()
    for path in paths:
        for file in _below(path):
            place = file.resolve()
            if place not in seen:
                seen.add(place)
                yield file


def _below(path: Path) -> list[Path]:
    """Return the file, or the files of data in a folder and all below it.

    The list that an import has written there of its rejects is none.
    """
    try:
        if path.is_dir():
            return [
                file
                for folder, folders, names in os.walk(path, onerror=_raised)
                for name in _looked_at(folders, names)
                if (file := Path(folder, name)).is_file() and not own_lists.is_list(file)
            ]
        path.stat()
    except (OSError, ValueError) as error:
        _log.warning("cannot look at %s: %s", path, error)
        raise problems.Problem(
            N_("File not found"),
            N_("{path} does not exist or cannot be opened: check its name and its permissions."),
            path=str(path),
        ) from error
    return [] if _is_left_behind(path.name) else [path]


def _looked_at(folders: list[str], names: Sequence[str]) -> Iterator[str]:
    """Yield the files of a folder that may be data; keep out of the hidden folders in it."""
    folders[:] = [name for name in folders if not _is_left_behind(name)]
    return (name for name in names if not _is_left_behind(name))


def _raised(error: OSError) -> None:
    raise error


def _is_left_behind(name: str) -> bool:
    return name.startswith(_LEFT_BEHIND) or name.lower() in _OF_SYSTEMS


def _natural(path: Path) -> list[list[tuple[int, str]]]:
    """Return the key of the order in which people put paths: `payments 9` before `payments 10`."""
    return [
        [(int(part) if part.isdecimal() else -1, part.casefold()) for part in _DIGITS.split(name)]
        for name in path.parts
    ]
