"""Workbooks for tests of what cells are in them, whatever reads the format."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from support import desks, sheets

from data.importing.reading import choosing, files, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pytest
    from support.desks import Desk

    from data.importing import run, sets

    Cell = str | tables.Mark | tuple[str, tables.Mark]
    Rows = Sequence[Mapping[str, Cell]]


class _Sheet(sheets.Sheet):
    """A sheet whose cells are texts, marks of empty cells, or texts with a mark."""

    def __init__(self, rows: Sequence[Sequence[Cell]], title: str) -> None:
        super().__init__([[_text(cell) for cell in row] for row in rows], title)
        self._marks = [
            {place: mark for place, cell in enumerate(row) if (mark := _mark(cell))} for row in rows
        ]

    def lines(self, kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
        """Yield all rows with the marks of their cells."""
        for line in super().lines(kinds):
            yield line._replace(marks=self._marks[line.number - 1])


def hand_in(desk: Desk, monkeypatch: pytest.MonkeyPatch, **files_of: Rows) -> run.Outcome:
    """Import rows as workbooks, by set, in one run; what a row does not mention has a default."""
    folder = desk.folder()
    for name in files_of:
        (folder / f"{name}.xlsx").touch()

    @contextlib.contextmanager
    def opened(source: tables.Source) -> Iterator[tables.Book]:
        rows = [{**desks.DEFAULTS[source.stem], **row} for row in files_of[source.stem]]
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet = _Sheet([columns, *([row.get(c, "") for c in columns] for row in rows)], "")
        yield choosing.book([sheet], source)

    with monkeypatch.context() as patched:
        patched.setattr(files, "opened", opened)
        return desk.take(folder)


def _text(cell: Cell) -> str:
    if isinstance(cell, tables.Mark):
        return ""
    return cell if isinstance(cell, str) else cell[0]


def _mark(cell: Cell) -> tables.Mark | None:
    if isinstance(cell, tables.Mark):
        return cell
    return None if isinstance(cell, str) else cell[1]
