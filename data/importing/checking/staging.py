"""Owns staging: files as text into temporary tables, through COPY, and their reading as values.

Temporary tables have no policies (COPY is refused under one), are seen by this session alone and
are gone with its transaction. A set `x` is staged in `stage_x` as text and read into `read_x` with
typed values and `faults`, an array of 'column:reason'.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
from typing import TYPE_CHECKING

from data import problems
from data.importing import sets
from data.importing.checking import values as checking_values
from data.importing.reading import files, tables

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class


_BATCH = 5000
# An entry of an index holds three such codes, at four bytes a letter.
_LONGEST_CODE = 200
# Numbers by which rows are looked up, that are not codes.
_INDEXED = {"receipt_no", "social_insurance_no", "national_id", "bank_ref"}
_ROW_COLUMNS = ("file_no", "row_no", "number_columns", "fault")


@dataclasses.dataclass(frozen=True)
class StagedFile:
    """One file of a run: its number, what was recognised, or why the whole of it is refused."""

    number: int
    source: files.Source
    columns: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    skipped_sheets: tuple[str, ...] = ()
    rows: int = 0
    refusal: problems.Problem | None = None


def stage(
    cursor: Cursor, number: int, source: files.Source, advance: Callable[[int], None]
) -> StagedFile:
    """Copy one file into its staging table; a file that cannot be read leaves nothing there."""
    cursor.execute("SAVEPOINT one_file")
    try:
        with tables.open_table(source) as table:
            feed = _Feed(number, table.rows, advance)
            feed.copy(cursor, source.set, table.columns)
    except problems.Problem as refusal:
        cursor.execute("ROLLBACK TO SAVEPOINT one_file")
        return StagedFile(number, source, refusal=refusal)
    cursor.execute("RELEASE SAVEPOINT one_file")
    return StagedFile(number, source, table.columns, table.unknown, table.skipped_sheets, feed.sent)


def create(cursor: Cursor) -> None:
    """Make the empty staging tables of every set."""
    for each in sets.ALL:
        columns = ", ".join(f"{column.name} text" for column in each.columns)
        cursor.execute(
            f"CREATE TEMPORARY TABLE stage_{each.name} (file_no integer, row_no integer,"
            f" number_columns text, fault text, {columns}) ON COMMIT DROP"
        )


def read(cursor: Cursor, each: sets.Set) -> None:
    """Read `stage_x` into `read_x`: the values, and the faults that a row shows by itself."""
    cursor.execute(_read_sql(each))
    cursor.execute(f"ANALYZE read_{each.name}")


def days(cursor: Cursor) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day of a payment or a remittance that this run brings."""
    cursor.execute("""
        SELECT local_day(min(at)), local_day(max(at)) FROM (
            SELECT min(paid_at), max(paid_at) FROM read_payments WHERE faults = '{}'
            UNION ALL
            SELECT min(remitted_at), max(remitted_at) FROM read_remittances WHERE faults = '{}'
        ) AS ends (first, last) CROSS JOIN LATERAL (VALUES (first), (last)) AS each (at)
    """)
    first, last = cursor.fetchone() or (None, None)
    return first, last


class _Feed:
    """Feeds rows to COPY as one csv stream, a batch at a time; keeps why it had to stop."""

    def __init__(
        self, number: int, lines: Iterator[files.Row], advance: Callable[[int], None]
    ) -> None:
        self.sent = 0
        self._number = number
        self._lines = lines
        self._advance = advance
        self._rest = b""
        self._stopped_by: problems.Problem | None = None

    def copy(self, cursor: Cursor, each: sets.Set, columns: tuple[str, ...]) -> None:
        names = ", ".join((*_ROW_COLUMNS, *columns))
        try:
            cursor.copy_expert(f"COPY stage_{each.name} ({names}) FROM STDIN (FORMAT csv)", self)
        finally:
            # The driver reports a failing read in its own words; the reason is ours.
            if self._stopped_by:
                raise self._stopped_by

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes of the stream: none only where the rows end."""
        if not self._rest:
            try:
                self._rest = self._batch()
            except problems.Problem as problem:
                self._stopped_by = problem
                raise
        part, self._rest = self._rest[:size], self._rest[size:]
        return part

    def readline(self, size: int = -1, /) -> bytes:
        """Never called: COPY takes blocks."""
        raise NotImplementedError

    def _batch(self) -> bytes:
        batch = list(itertools.islice(self._lines, _BATCH))
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows((self._number, *row) for row in batch)
        self.sent += len(batch)
        self._advance(len(batch))
        return text.getvalue().encode()


def _read_sql(each: sets.Set) -> str:
    """Compose the reading in steps; OFFSET 0 keeps each step from being computed again."""
    row = "file_no, row_no, number_columns, fault"
    trimmed = ", ".join(f"{checking_values.trimmed(c)} AS {c.name}" for c in each.columns)
    normal = ", ".join(
        f"{c.name} AS {c.name}_text, {checking_values.normalised(c)} AS {c.name}"
        for c in each.columns
    )
    values = ", ".join(
        f"{c.name}_text, {checking_values.value(c)} AS {c.name}" for c in each.columns
    )
    names = ", ".join(c.name for c in each.columns)
    faults = ", ".join(_fault(c, is_key=c.name in each.key) for c in each.columns)
    return f"""
        CREATE TEMPORARY TABLE read_{each.name} ON COMMIT DROP AS
        WITH trimmed AS (SELECT {row}, {trimmed} FROM stage_{each.name} OFFSET 0),
        normal AS (SELECT {row}, {normal} FROM trimmed OFFSET 0),
        valued AS (SELECT {row}, {values} FROM normal OFFSET 0)
        SELECT file_no, row_no, number_columns, {names}, false AS repeated,
            array_remove(ARRAY['*:' || fault, {faults}]::text[], NULL) AS faults
        FROM valued
    """


def _fault(column: sets.Column, *, is_key: bool) -> str:
    """Return the first fault that a cell shows by itself, as 'column:reason'."""
    name = column.name
    branches = [f"WHEN {name}_text IS NOT NULL AND {name} IS NULL THEN '{name}:unreadable'"]
    if column.required:
        branches.insert(0, f"WHEN {name}_text IS NULL THEN '{name}:required'")
    if is_key or name in _INDEXED or column.kind in {sets.Kind.CODE, sets.Kind.CONFIRMATION}:
        branches.append(f"WHEN length({name}_text) > {_LONGEST_CODE} THEN '{name}:too_long'")
    if column.at_least is not None:
        branches.append(f"WHEN {name} < {column.at_least} THEN '{name}:too_small'")
    if column.kind is sets.Kind.MOMENT:
        branches.append(
            f"WHEN {name} > clock_timestamp() + interval '10 minutes' THEN '{name}:future'"
        )
    return f"CASE {' '.join(branches)} END"
