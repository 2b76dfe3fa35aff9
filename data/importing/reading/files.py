"""Owns which files an import takes, and which set each of them is."""

from __future__ import annotations

import dataclasses
import logging
import re
from typing import TYPE_CHECKING, Final

from data import problems
from data.importing import sets
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


_log = logging.getLogger(__name__)

_NAME = re.compile(r"(?P<stem>[^.]+)(?P<format>\.csv|\.csv\.gz|\.xlsx)", re.IGNORECASE)
# What systems and open office programs leave beside the files: nobody asked for it to be read.
_LEFT_BEHIND = (".", "~$")

# row_no (as a spreadsheet counts), number_columns (comma-joined names of the columns whose cell
# was a number, '' outside xlsx), fault ('' or one of those below), then the cells as text in the
# order of the table's columns, '' for an empty one.
Row = tuple[int, str, str, *tuple[str, ...]]

# The row has something in a cell that stands under no heading.
TOO_MANY_CELLS: Final = "too_many_cells"
# A formula whose result was never stored in the workbook, so that nobody knows it.
FORMULA_WITHOUT_VALUE: Final = "formula_without_value"
FAULTS: Final = (TOO_MANY_CELLS, FORMULA_WITHOUT_VALUE)


@dataclasses.dataclass(frozen=True)
class Source:
    """One file and the set that it holds."""

    path: Path
    set: sets.Set

    @property
    def name(self) -> str:
        """The file's name without its folder, as users are told."""
        return self.path.name

    @property
    def format(self) -> str:
        """`.csv`, `.csv.gz` or `.xlsx`."""
        match = _NAME.fullmatch(self.path.name)
        return match["format"].lower() if match else ""


@dataclasses.dataclass(frozen=True)
class Found:
    """The files to read, each once, and those whose name is not one of the ten."""

    sources: tuple[Source, ...]
    ignored: tuple[Path, ...]


def find(paths: Sequence[Path]) -> Found:
    """Return the files that `paths` stand for; a folder stands for the files directly in it.

    Raises:
        problems.Problem: a path does not exist or cannot be looked at.
    """
    sources: list[Source] = []
    ignored: list[Path] = []
    for path in _files(paths):
        known = _set(path)
        if known is None:
            ignored.append(path)
        else:
            sources.append(Source(path, known))
    return Found(tuple(sources), tuple(ignored))


def _set(path: Path) -> sets.Set | None:
    match = _NAME.fullmatch(path.name)
    return sets.BY_NAME.get(match["stem"].lower()) if match else None


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


def fitted(cells: Sequence[str], width: int) -> tuple[Sequence[str], str]:
    """Return `cells` padded or cut to `width`, and the fault where cutting loses something."""
    lost = "".join(cells[width:]).strip()
    padding = ("",) * (width - len(cells))
    return (*cells[:width], *padding), TOO_MANY_CELLS if lost else ""
