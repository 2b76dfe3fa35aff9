"""Staging: the rows of files as text in temporary tables, through COPY.

Cells are staged as they are compared (`cleaning`), and in `raw` as they stood where that differs.
Temporary tables have no policies (COPY is refused under one), are seen by this session alone and
are gone with its transaction. A set `x` is staged in `stage_x`; `values` reads it from there.
"""

import csv
import dataclasses
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data import problems
from data.importing import sets
from data.importing.checking import cleaning, plain
from data.importing.reading import files, headings, tables

# Bytes that COPY takes at a time.
_PIECE: Final = 1 << 16
# U+0001 to U+001F and U+007F, and U+0080 to U+009F in UTF-8.
_CONTROLS: Final = bytes((*range(1, 32), 127))
_MORE_CONTROLS: Final = re.compile(rb"\xc2[\x80-\x9f]")


@dataclasses.dataclass(frozen=True)
class StagedFile:
    """One table of a run, a file or a sheet of one: what was recognised, or why it is refused.

    `number` is its own. `sheet` is empty where the file has no other table; `set` is None where
    that is not known. `filled` names the columns of other sets that held values, `skipped` counts
    the rows that were none, `passed_over` names the sheets of the file without a heading.
    `headings` are what the file calls `columns`, in the row `heading_row`;
    `place_in_file` counts the tables of the file; `lists_rejects` says that an import has written
    them, to be corrected.
    """

    number: int
    source: tables.Source
    set: sets.Set | None = None
    sheet: str = ""
    columns: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    seen: tables.Seen = dataclasses.field(default_factory=tables.Seen)
    is_cut_off: bool = False
    rows: int = 0
    has_controls: bool = False
    looks_like_tcvn3: bool = False
    refusal: problems.Problem | None = None
    heading_row: int = 0
    headings: tuple[str, ...] = ()
    place_in_file: int = 0
    lists_rejects: bool = False
    # The columns of the set of which every cell here is plain (`plain`).
    plain: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The name of the file, and of its sheet where several are read, for messages."""
        return f"{self.source.name} ({self.sheet})" if self.sheet else self.source.name

    @property
    def place(self) -> str:
        """Where the file lies, and its sheet where several are read."""
        return f"{self.source.path} ({self.sheet})" if self.sheet else str(self.source.path)

    @property
    def is_complete(self) -> bool:
        """Whether nothing in it was refused or left out."""
        return not self.refusal and not self.seen.filled

    @property
    def notices(self) -> dict[str, object]:
        """What is told of it beside its rows, by what it is; what there is none of is not there."""
        told = {
            "unknown": list(self.unknown),
            "filled": list(self.seen.filled),
            "passed_over": list(self.passed_over),
            "skipped": self.seen.skipped,
            "hidden": self.seen.hidden,
            "rejected_again": self.seen.rejected_again,
            "cut_off": self.is_cut_off,
            "tcvn3": self.looks_like_tcvn3,
        }
        return {name: value for name, value in told.items() if value}


def create(cursor: Cursor) -> None:
    """Make the empty staging tables of every set."""
    for each in sets.ALL:
        columns = ", ".join(f"{column.name} text" for column in each.columns)
        cursor.execute(
            f"CREATE TEMPORARY TABLE stage_{each.name} (file_no integer, row_no integer,"
            f" marks text, fault text, raw text, {columns}) ON COMMIT DROP"
        )


def stage(
    cursor: Cursor, number: int, source: tables.Source, advance: Callable[[int], None]
) -> list[StagedFile]:
    """Copy the tables of one file into staging tables, numbered from `number`.

    A file that cannot be read to its end leaves nothing there.
    """
    cursor.execute("SAVEPOINT one_file")
    try:
        with files.opened(source) as book:
            staged = list(_staged(cursor, number, source, book, advance))
    except problems.Problem as refusal:
        cursor.execute("ROLLBACK TO SAVEPOINT one_file")
        return [StagedFile(number, source, refusal=refusal)]
    cursor.execute("RELEASE SAVEPOINT one_file")
    return staged


def _staged(
    cursor: Cursor,
    number: int,
    source: tables.Source,
    book: tables.Book,
    advance: Callable[[int], None],
) -> Iterator[StagedFile]:
    """Copy the tables of an open file one after the other; then name what is refused."""
    several = len(book.tables) + len(book.refusals) > 1
    for place, table in enumerate(book.tables):
        stream = _Stream(number + place, table, advance)
        stream.copy(cursor)
        yield StagedFile(
            number + place, source, table.set, table.sheet if several else "", table.columns,
            (*table.unknown, *table.seen.beyond), () if place else book.passed_over, table.seen,
            table.of.is_cut_off, stream.sent, stream.has_controls, stream.looks_like_tcvn3,
            heading_row=table.heading_row, headings=table.headings, place_in_file=place,
            lists_rejects=any(map(headings.is_reason, table.heading_cells)), plain=stream.plain,
        )  # fmt: skip
    for place, refused in enumerate(book.refusals, len(book.tables)):
        sheet = refused.sheet if several else ""
        yield StagedFile(number + place, source, refused.set, sheet, refusal=refused.problem)


class _Stream:
    """Batches of rows as a file that COPY reads; keeps what ended it early."""

    def __init__(self, number: int, table: tables.Table, advance: Callable[[int], None]) -> None:
        self.sent = 0
        # Whether any cell has a control character, or letters of an old font.
        self.has_controls = False
        self.looks_like_tcvn3 = False
        # The columns of the set in which no cell is anything but plain; those that it lacks are.
        self.plain = frozenset(
            column.name
            for column in table.set.columns
            if column.name in table.columns or not column.required
        )
        self._number = number
        self._set = table.set
        self._columns = table.columns
        self._batches = table.batches()
        self._advance = advance
        self._block = io.BytesIO()
        self._problem: BaseException | None = None

    def copy(self, cursor: Cursor) -> None:
        names = ", ".join(("file_no", "row_no", "marks", "fault", "raw", *self._columns))
        try:
            copy = f"COPY stage_{self._set.name} ({names}) FROM STDIN (FORMAT csv)"
            cursor.copy_expert(copy, self, size=_PIECE)
        finally:
            # The driver reports a failing read in its own words; the reason is ours.
            if self._problem:
                raise self._problem

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes of the stream: none only where the rows end."""
        if piece := self._block.read(size):
            return piece
        try:
            self._block = io.BytesIO(self._encoded(next(self._batches, tables.Batch())))
        except BaseException as problem:
            self._problem = problem
            raise
        return self._block.read(size)

    def readline(self, size: int = -1, /) -> bytes:
        """Never called: COPY takes blocks."""
        raise NotImplementedError

    def _encoded(self, batch: tables.Batch) -> bytes:
        encoded = _plain_lines(self._number, batch) or _lines(
            (self._number, number, marks, fault, "", *cells)
            for number, marks, fault, *cells in _rows(batch)
        )
        self.sent += len(batch)
        self._advance(len(batch))
        self.looks_like_tcvn3 |= cleaning.looks_like_tcvn3(encoded)
        is_clean = cleaning.is_clean(encoded, len(batch))
        if not is_clean:
            encoded = _lines(map(self._cleaned, _rows(batch)))
            self.has_controls |= _has_controls(encoded, len(batch))
        self.plain = self._still_plain(batch, is_clean=is_clean)
        return encoded

    def _still_plain(self, batch: tables.Batch, *, is_clean: bool) -> frozenset[str]:
        """Return the columns that are plain after one more batch; what has marks is not."""
        if not self.plain or any(batch.marks):
            return frozenset()
        return plain.among(self._set, self._columns, batch.cells, self.plain, is_clean=is_clean)

    def _cleaned(self, row: tuple[Any, ...]) -> tuple[object, ...]:
        """Return a row as it is staged, and the cells as they stood where they stood otherwise."""
        number, marks, fault, *cells = row
        clean = [cleaning.cleaned(cell) for cell in cells]
        named = zip(self._columns, cells, clean, strict=True)
        stood = {name: cell for name, cell, now in named if cell != now}
        raw = json.dumps(stood, ensure_ascii=False) if stood else ""
        return (self._number, number, marks, fault, raw, *clean)


def plain_columns(each: sets.Set, staged: Iterable[StagedFile]) -> frozenset[str]:
    """Return the columns of a set that are plain in all of its files."""
    columns = frozenset(column.name for column in each.columns)
    return columns.intersection(
        *(file.plain for file in staged if file.set is each and not file.refusal)
    )


def as_it_stood(each: sets.Set, column: str) -> str:
    """Return the SQL of the text of a cell as it stood, where a row of staging is `s`."""
    staged = " ".join(f"WHEN '{known.name}' THEN s.{known.name}" for known in each.columns)
    return f"coalesce(s.raw::jsonb ->> {column}, CASE {column} {staged} END)"


def _rows(batch: tables.Batch) -> Iterator[tuple[Any, ...]]:
    return zip(batch.numbers, batch.marks, batch.faults, *batch.cells, strict=True)


def _plain_lines(number: int, batch: tables.Batch) -> bytes:
    """Return the lines of a batch, as `_lines` writes them; nothing where a cell has to be quoted.

    Marks are words of ours, with a comma between them.
    """
    text = "\n".join(map(",".join, zip(*batch.cells, strict=True)))
    commas = (len(batch.cells) - 1) * len(batch)
    if '"' in text or "\r" in text or text.count(",") != commas or text.count("\n") >= len(batch):
        return b""
    marks = [f'"{each}"' if "," in each else each for each in batch.marks]
    line = f"{number},{{}},{{}},{{}},,{{}}\n".format
    return "".join(map(line, batch.numbers, marks, batch.faults, text.split("\n"))).encode()


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _has_controls(lines: bytes, rows: int) -> bool:
    """Return whether lines have control characters but the line feed at the end of each row."""
    found = len(lines) - len(lines.translate(None, _CONTROLS))
    return found != rows or (b"\xc2" in lines and _MORE_CONTROLS.search(lines) is not None)
