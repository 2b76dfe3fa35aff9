"""What stands between readers of formats and the staging of rows: sheets, and tables of text.

An import goes file → sheets → tables → staging. A reader of one format (`csv`, `workbook`) opens a
`Source` as sheets, each a stream of lines, and knows nothing of sets. `choosing` finds the set, the
heading and the rows of each sheet, and knows nothing of formats. Staging copies the batches of a
table; readers know nothing of the database.
"""

import dataclasses
import enum
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from data import problems
from data.importing import sets

# row_no (as a spreadsheet counts), marks (what the cells of a workbook were, as comma-joined
# `column:mark`, '' for texts alone), fault ('' or the one below), then the cells as text in
# the order of the table's columns, '' for an empty one.
Row = tuple[int, str, str, *tuple[str, ...]]

# The row of a text has something in a cell that stands under no heading.
TOO_MANY_CELLS: Final = "too_many_cells"

# Headings are looked for in so many cells of a row; readers give at most one more.
WIDEST: Final = 1000


class Mark(enum.Enum):
    """What a cell is where it is no plain text."""

    NUMBER = "number"
    DATE = "date"  # a number that the workbook shows as a date or a time
    UNCALCULATED = "uncalculated"  # a formula without a stored value
    TRUTH = "truth"  # TRUE or FALSE, where the column asks for something else


class Line(NamedTuple):
    """One row of a sheet: its number from 1, the text of its cells by place, what marks them."""

    number: int
    cells: Sequence[str]
    marks: Mapping[int, Mark] = {}
    hidden: bool = False


class Sheet(Protocol):
    """One sheet of an open file. Lines come in ascending order; those that lack are empty."""

    @property
    def title(self) -> str:
        """The name that its users gave it; empty where the format has none."""

    @property
    def hidden(self) -> bool:
        """Whether its users do not see it."""

    @property
    def is_text(self) -> bool:
        """Whether its rows are lines, in which a sign too many moves the cells behind it."""

    @property
    def is_cut_off(self) -> bool:
        """Whether the text ends in the midst of its last line, known when all was read."""

    def head(self, rows: int) -> list[Line]:
        """Return what stands in the first `rows` rows, all cells as texts.

        What cannot be read ends it early, and is raised by `lines`.
        """

    def lines(self, kinds: Mapping[int, sets.Kind]) -> Iterator[Line]:
        """Yield all lines from the first, once; `kinds` says how to write the cells of a place.

        Raises:
            problems.Problem: the rest of the file turns out to be unreadable.
        """


@dataclasses.dataclass(frozen=True)
class Source:
    """One file and its format: `.csv`, `.csv.gz` or `.xlsx`."""

    path: Path
    format: str

    @property
    def name(self) -> str:
        """The file's name without its folder, for messages."""
        return shown_name(self.path)

    @property
    def stem(self) -> str:
        """The file's name without the ending of its format."""
        return self.path.name[: -len(self.format)]


@dataclasses.dataclass
class Seen:
    """What was seen in the rows of a table; complete once they were walked through.

    `skipped` counts the rows that are no rows of data, `hidden` the ones that a filter hides,
    `filled` names the columns of other sets that hold values, by their headings, and `beyond` those
    beside a workbook's list that have no heading, by their letters. `rejected_again` counts the
    rows of a list of rejects that are rejected in their own file as well.
    """

    skipped: int = 0
    hidden: int = 0
    rejected_again: int = 0
    filled: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Batch:
    """Some rows of a table by columns, as staging takes them.

    `numbers`, `marks` and `faults` are those of the rows; `cells` are the texts of each column of
    the table, in its order.
    """

    numbers: Sequence[int] = ()
    marks: Sequence[str] = ()
    faults: Sequence[str] = ()
    cells: Sequence[Sequence[str]] = ()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.numbers)


@dataclasses.dataclass(frozen=True)
class Table:
    """One sheet as a table of a set.

    `columns` are the recognised columns in file order, by their canonical names, `headings` what
    the file calls them; `unknown` the headings that are ignored; `heading_cells` is the heading as
    a whole, which ends in the row `heading_row`. `of` is the sheet itself, `lines` its lines from
    the first and `data` the rows of data: one of the two can be walked through, once. Both raise
    `problems.Problem` where the rest of the file turns out to be unreadable: nothing that was read
    from it before may then stay.
    """

    set: sets.Set
    sheet: str
    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    data: Iterator[Batch]
    seen: Seen
    of: Sheet
    heading_row: int = 0
    headings: tuple[str, ...] = ()
    heading_cells: tuple[str, ...] = ()
    lines: Iterator[Line] = dataclasses.field(default_factory=lambda: iter(()))

    def batches(self) -> Iterator[Batch]:
        """Yield the rows in batches of bounded length, so that memory stays bounded."""
        return self.data

    @property
    def rows(self) -> Iterator[Row]:
        """The rows of data one by one."""
        for batch in self.data:
            yield from zip(batch.numbers, batch.marks, batch.faults, *batch.cells, strict=True)


@dataclasses.dataclass(frozen=True)
class Refusal:
    """A sheet of which nothing is read though it seems to hold data, and why."""

    sheet: str
    set: sets.Set | None
    problem: problems.Problem


@dataclasses.dataclass(frozen=True)
class Book:
    """One open file: its tables, the sheets that are refused, and those that are passed over."""

    tables: tuple[Table, ...]
    refusals: tuple[Refusal, ...] = ()
    passed_over: tuple[str, ...] = ()


def shown_name(path: Path) -> str:
    """Return the name of a file as a text that can be kept: what is no letter is escaped."""
    return path.name.encode(errors="backslashreplace").decode()
