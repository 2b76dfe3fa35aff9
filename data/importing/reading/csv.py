"""Owns the reading of CSV files: what separates their cells, and their rows."""

from __future__ import annotations

import contextlib
import csv
import itertools
import logging
import zlib
from typing import TYPE_CHECKING, Final

from data import problems
from data.importing.reading import csv_lines, files, headings
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.importing import sets


_log = logging.getLogger(__name__)

_SEPARATORS: Final = (",", ";", "\t")
# So many lines are looked at for the headings; only empty ones may come before them.
_HEADING_LINES: Final = 100
# What gzip and the operating system raise in the midst of reading.
_DAMAGED = (EOFError, OSError, zlib.error)


@contextlib.contextmanager
def opened(source: files.Source) -> Iterator[tuple[headings.Layout, Iterator[files.Row]]]:
    """Open a `.csv` or `.csv.gz`: where its columns are, and its rows as they are asked for.

    Raises:
        problems.Problem: the file is not readable, not text, or lacks its headings; the rows
            raise it where that shows later.
    """
    with contextlib.ExitStack() as stack:
        with _refused(source, 1):
            text = stack.enter_context(csv_lines.opened(source))
            separator, text = _separator(source.set, text)
        numbered = _numbered(csv.reader(text, delimiter=separator, strict=True), source)
        layout = headings.layout(source.set, _heading(numbered), source.name)
        yield layout, _rows(numbered, layout)


def _separator(known: sets.Set, text: Iterator[str]) -> tuple[str, Iterator[str]]:
    """Return what separates the cells of the heading row, and the lines from their beginning."""
    seen: list[str] = []
    counts = {each: _count(known, _remembered(text, seen), each) for each in _SEPARATORS}
    return max(_SEPARATORS, key=counts.__getitem__), itertools.chain(seen, text)


def _remembered(text: Iterator[str], seen: list[str]) -> Iterator[str]:
    """Yield the first lines of `text`, which are kept in `seen` for those who come next."""
    yield from tuple(seen)
    while len(seen) < _HEADING_LINES and (line := next(text, "")):
        seen.append(line)
        yield line


def _count(known: sets.Set, text: Iterator[str], separator: str) -> int:
    """Return how many headings are recognised when `separator` separates them."""
    try:
        cells = _heading(enumerate(csv.reader(text, delimiter=separator, strict=True), 1))
    except csv.Error:
        return 0
    return headings.recognised(known, cells)


def _heading(numbered: Iterator[tuple[int, list[str]]]) -> list[str]:
    """Return the first row that is not empty, or nothing."""
    return next((cells for _, cells in numbered if "".join(cells).strip()), [])


def _numbered(reader: Iterator[list[str]], source: files.Source) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number; what cannot be read refuses the file, naming the row."""
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except (csv.Error, csv_lines.UnreadableError, *_DAMAGED) as error:
        raise _refusal(source, number + 1, error) from error


def _rows(
    numbered: Iterator[tuple[int, list[str]]], layout: headings.Layout
) -> Iterator[files.Row]:
    """Yield what stands below the headings, without rows that are empty."""
    pick = headings.picker(layout)
    width = layout.width
    for number, cells in numbered:
        if len(cells) == width:
            # A row whose first cell is filled is not empty: the usual case, and quickly seen.
            if cells[0].strip() or "".join(cells).strip():
                yield (number, "", "", *pick(cells))
        elif "".join(cells).strip():
            padded, fault = files.fitted(cells, width)
            yield (number, "", fault, *pick(padded))


@contextlib.contextmanager
def _refused(source: files.Source, row: int) -> Iterator[None]:
    try:
        yield
    except (csv_lines.UnreadableError, *_DAMAGED) as error:
        raise _refusal(source, row, error) from error


def _refusal(source: files.Source, row: int, error: Exception) -> problems.Problem:
    """Return `error` as what is said about the file; its own words go to the log."""
    _log.warning("%s cannot be read, row %d: %r", source.path, row, error)
    title, values = N_("The file cannot be read"), {"file": source.name, "row": row}
    if isinstance(error, csv_lines.UnreadableError):
        return problems.Problem(title, error.sentence, **values, **error.values)
    if isinstance(error, csv.Error):
        return problems.Problem(
            title,
            N_(
                "{file}, row {row}: a quotation mark is not closed or stands in the midst of a "
                "value, or a value is far too long: correct the row."
            ),
            **values,
        )
    return problems.Problem(
        title, N_("{file} is damaged or may not be opened: copy it here once more."), **values
    )
