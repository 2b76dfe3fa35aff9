"""Owns the opening of one import file as a stream of rows, whatever its format."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING

from data.importing.reading import csv, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.importing.reading import files


@dataclasses.dataclass(frozen=True)
class Table:
    """One open file.

    `columns` are the recognised columns in file order, by their canonical names; `unknown` the
    headings that are ignored; `skipped_sheets` the sheets of a workbook that would have fitted as
    well, of which only the first is read. `rows` can be walked through once, and raises
    `problems.Problem` where the rest of the file turns out to be unreadable: nothing that was
    read from it before may then stay.
    """

    source: files.Source
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: Iterator[files.Row]
    skipped_sheets: tuple[str, ...] = ()


@contextlib.contextmanager
def open_table(source: files.Source) -> Iterator[Table]:
    """Open `source`; its rows are read as they are asked for, and memory stays bounded.

    Raises:
        problems.Problem: what refuses the whole file: not readable, not text, wrong headings.
    """
    with contextlib.ExitStack() as stack:
        if source.format == ".xlsx":
            sheet = stack.enter_context(workbook.opened(source))
            layout, lines, skipped = sheet.layout, sheet.rows, sheet.skipped
        else:
            layout, lines = stack.enter_context(csv.opened(source))
            skipped = ()
        yield Table(source, layout.columns, layout.unknown, lines, skipped)
