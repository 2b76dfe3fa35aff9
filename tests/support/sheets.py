"""Sheets for tests of what stands in them, without a file and its format."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING

from data.importing.reading import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from data.importing import sets


class Sheet:
    """A sheet of the given rows; empty ones among them are not delivered."""

    is_cut_off = False
    is_text = False

    def __init__(
        self, rows: Sequence[Sequence[str]], title: str = "", *, hidden: bool = False
    ) -> None:
        self._lines = [tables.Line(number, row) for number, row in enumerate(rows, 1) if row]
        self.title = title
        self.hidden = hidden

    def add(self, lines: Iterable[tables.Line]) -> None:
        """Have further lines behind those."""
        self._lines += lines

    def head(self, rows: int) -> list[tables.Line]:
        """Return the first rows."""
        return [line for line in self._lines if line.number <= rows]

    def lines(self, _kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
        """Yield all rows."""
        return iter(self._lines)


def source(name: str) -> tables.Source:
    """Return a file of that name, which need not be there."""
    path = pathlib.Path(name)
    return tables.Source(path, path.suffix)
