"""Owns the shape of a row on its way from a file into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# row_no (as a spreadsheet counts), number_columns (comma-joined names of the columns whose cell
# was a number, '' outside xlsx), fault ('' or one of those below), then the cells as text in the
# order of the table's columns, '' for an empty one.
Row = tuple[int, str, str, *tuple[str, ...]]

# The row has something in a cell that stands under no heading.
TOO_MANY_CELLS: Final = "too_many_cells"
# A formula whose result was never stored in the workbook, so that nobody knows it.
FORMULA_WITHOUT_VALUE: Final = "formula_without_value"
FAULTS: Final = (TOO_MANY_CELLS, FORMULA_WITHOUT_VALUE)


def fitted(cells: Sequence[str], width: int) -> tuple[Sequence[str], str]:
    """Return `cells` padded or cut to `width`, and the fault where cutting loses something."""
    lost = "".join(cells[width:]).strip()
    padding = ("",) * (width - len(cells))
    return (*cells[:width], *padding), TOO_MANY_CELLS if lost else ""
