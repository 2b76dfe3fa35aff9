"""Staging: the rows of files as text in temporary tables, through COPY.

Temporary tables have no policies (COPY is refused under one), are seen by this session alone and
are gone with its transaction. A set `x` is staged in `stage_x`; `values` reads it from there.
"""

import csv
import dataclasses
import io
import re
from collections.abc import Callable, Iterator
from typing import Final

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data import problems
from data.importing import sets
from data.importing.reading import files, tables

# U+0001 to U+001F and U+007F, and U+0080 to U+009F in UTF-8.
_CONTROLS: Final = bytes((*range(1, 32), 127))
_MORE_CONTROLS: Final = re.compile(rb"\xc2[\x80-\x9f]")


@dataclasses.dataclass(frozen=True)
class StagedFile:
    """One file of a run: its number, what was recognised, or why the whole of it is refused."""

    number: int
    source: tables.Source
    columns: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    skipped_sheets: tuple[str, ...] = ()
    rows: int = 0
    has_controls: bool = False
    refusal: problems.Problem | None = None


def create(cursor: Cursor) -> None:
    """Make the empty staging tables of every set."""
    for each in sets.ALL:
        columns = ", ".join(f"{column.name} text" for column in each.columns)
        cursor.execute(
            f"CREATE TEMPORARY TABLE stage_{each.name} (file_no integer, row_no integer,"
            f" number_columns text, fault text, {columns}) ON COMMIT DROP"
        )


def stage(
    cursor: Cursor, number: int, source: tables.Source, advance: Callable[[int], None]
) -> StagedFile:
    """Copy one file into its staging table; a file that cannot be read leaves nothing there."""
    cursor.execute("SAVEPOINT one_file")
    try:
        with files.opened(source) as table:
            stream = _Stream(number, table.batches(), advance)
            stream.copy(cursor, source.set, table.columns)
    except problems.Problem as refusal:
        cursor.execute("ROLLBACK TO SAVEPOINT one_file")
        return StagedFile(number, source, refusal=refusal)
    cursor.execute("RELEASE SAVEPOINT one_file")
    return StagedFile(
        number, source, table.columns, table.unknown, table.skipped_sheets, stream.sent,
        stream.has_controls,
    )  # fmt: skip


class _Stream:
    """Batches of rows as a file that COPY reads; keeps the problem that ended it early."""

    def __init__(
        self, number: int, batches: Iterator[tables.Batch], advance: Callable[[int], None]
    ) -> None:
        self.sent = 0
        # Whether there is a control character, a line break or a tab in any cell.
        self.has_controls = False
        self._number = number
        self._batches = batches
        self._advance = advance
        self._rest = b""
        self._problem: problems.Problem | None = None

    def copy(self, cursor: Cursor, each: sets.Set, columns: tuple[str, ...]) -> None:
        names = ", ".join(("file_no", "row_no", "number_columns", "fault", *columns))
        try:
            cursor.copy_expert(f"COPY stage_{each.name} ({names}) FROM STDIN (FORMAT csv)", self)
        finally:
            # The driver reports a failing read in its own words; the reason is ours.
            if self._problem:
                raise self._problem

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes of the stream: none only where the rows end."""
        if not self._rest:
            try:
                self._rest = self._encoded(next(self._batches, []))
            except problems.Problem as problem:
                self._problem = problem
                raise
        part, self._rest = self._rest[:size], self._rest[size:]
        return part

    def readline(self, size: int = -1, /) -> bytes:
        """Never called: COPY takes blocks."""
        raise NotImplementedError

    def _encoded(self, batch: tables.Batch) -> bytes:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows((self._number, *row) for row in batch)
        self.sent += len(batch)
        self._advance(len(batch))
        encoded = text.getvalue().encode()
        self.has_controls |= _has_controls(encoded, len(batch))
        return encoded


def _has_controls(lines: bytes, rows: int) -> bool:
    """Return whether lines have control characters but the line feed at the end of each row."""
    found = len(lines) - len(lines.translate(None, _CONTROLS))
    return found != rows or (b"\xc2" in lines and _MORE_CONTROLS.search(lines) is not None)
