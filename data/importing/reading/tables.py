"""What every reader of files returns: a table of text with known columns, in batches of rows.

An import goes read → batch → staging. A reader of one format (`csv`, `workbook`) opens a `Source`
as a `Table`; staging copies its batches and knows nothing of formats, and readers know nothing of
the database. What stands between the two stands here.
"""

import dataclasses
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from data.importing import sets

# row_no (as a spreadsheet counts), number_columns (comma-joined names of the columns whose cell
# was a number, '' outside xlsx), fault ('' or one of those below), then the cells as text in the
# order of the table's columns, '' for an empty one.
Row = tuple[int, str, str, *tuple[str, ...]]
Batch = list[Row]

# The row has something in a cell that stands under no heading.
TOO_MANY_CELLS: Final = "too_many_cells"
# A formula whose result was never stored in the workbook, so that nobody knows it.
FORMULA_WITHOUT_VALUE: Final = "formula_without_value"

_BATCH_ROWS: Final = 5000


@dataclasses.dataclass(frozen=True)
class Source:
    """One file, the set that it holds, and its format: `.csv`, `.csv.gz` or `.xlsx`."""

    path: Path
    set: sets.Set
    format: str

    @property
    def name(self) -> str:
        """The file's name without its folder, for messages."""
        return self.path.name


@dataclasses.dataclass(frozen=True)
class Table:
    """One open file.

    `columns` are the recognised columns in file order, by their canonical names; `unknown` the
    headings that are ignored; `skipped_sheets` the sheets of a workbook that would have fitted as
    well, of which only the first is read. `rows` can be walked through once, and raises
    `problems.Problem` where the rest of the file turns out to be unreadable: nothing that was
    read from it before may then stay.
    """

    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: Iterator[Row]
    skipped_sheets: tuple[str, ...] = ()

    def batches(self) -> Iterator[Batch]:
        """Yield the rows in lists of bounded length, so that memory stays bounded."""
        while batch := list(itertools.islice(self.rows, _BATCH_ROWS)):
            yield batch
