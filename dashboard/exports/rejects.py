"""What an import did not take, as a csv for people and as a workbook to correct it in.

The csv names every fault, in cells that no spreadsheet takes for a formula. The workbook has the
first rows as they stood (`rejects_workbook`). Both hold values of the rows, personal ones too.
"""

import csv
import dataclasses
import functools
import io
from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

from dashboard import text
from dashboard.exports import rejects_workbook
from dashboard.exports.writers import formula_safe
from dashboard.text import _, import_terms
from data.importing.checking import rejects as checking_rejects
from data.importing.checking import staging
from data.importing.reading import database, own_lists

FIRST_FEW: Final = 10
_REMEMBERED: Final = 4096
# So that Excel takes the text for UTF-8.
_BOM: Final = "\ufeff"

Rejects = Iterable[tuple[staging.StagedFile, checking_rejects.Reject]]


@dataclasses.dataclass
class Listing:
    """What was listed: the first few lines, how many lines, and of how many rows."""

    first: list[Sequence[str]] = dataclasses.field(default_factory=list)
    lines: int = 0
    rows: int = 0

    @property
    def is_cut(self) -> bool:
        """Whether the workbook has not all of the rows."""
        return self.rows > rejects_workbook.MOST_ROWS


class Lists:
    """The csv of faults while it is written, and the rows that the workbook will have."""

    def __init__(self, to: IO[bytes]) -> None:
        self.listing = Listing()
        self._stream = io.TextIOWrapper(to, "utf-8", "backslashreplace", newline="")
        self._writer: Any = csv.writer(self._stream, lineterminator="\n")
        self._chosen: dict[int, rejects_workbook.Chosen] = {}
        self._last = (0, 0)
        # Many rows have the same faults, and stand in one file.
        self._said: dict[tuple[str, str, str, bool], str] = {}
        self._safe = functools.lru_cache(_REMEMBERED)(formula_safe.cell)
        self._stream.write(_BOM)
        self._writer.writerow(own_lists.HEADINGS)

    def add(self, rejects: Rejects) -> None:
        """Add faults, which come in the order of files and rows."""
        for file, reject in rejects:
            said = self._sentence(reject)
            column = "" if reject.column_name == "*" else reject.column_name
            self._line(file.place, _row(file, reject), column, reject.value, said)
            self._choose(file, reject, said)
        self._stream.flush()

    def add_refused_files(self, files: Sequence[staging.StagedFile]) -> None:
        """Add the files, and sheets of files, that were refused as a whole."""
        for file in files:
            if file.refusal:
                self._line(file.place, "1", "", "", ". ".join(text.problem(file.refusal)))
        self._stream.flush()

    def write_workbook(self, to: IO[bytes]) -> None:
        """Write the workbook of the rows that were added.

        Raises:
            problems.Problem: a file cannot be read once more.
            OSError: there is no room.
        """
        rejects_workbook.write(list(self._chosen.values()), self.listing.rows, to)

    def _sentence(self, reject: checking_rejects.Reject) -> str:
        fault = reject.set_name, reject.column_name, reject.reason, reject.left_out
        if (said := self._said.get(fault)) is None:
            said = self._said[fault] = sentence(reject)
        return said

    def _line(self, *cells: str) -> None:
        if len(self.listing.first) < FIRST_FEW:
            self.listing.first.append(cells)
        place, row, column, value, said = cells
        safe = self._safe
        # A number is remembered in vain: no other row has it.
        row = row if row.isdecimal() else safe(row)
        self._writer.writerow((safe(place), row, column, safe(value), safe(said)))
        self.listing.lines += 1

    def _choose(self, file: staging.StagedFile, reject: checking_rejects.Reject, said: str) -> None:
        """Note a row for the workbook; more faults of it are more sentences."""
        if (file.number, reject.row_no) != self._last:
            self._last = (file.number, reject.row_no)
            self.listing.rows += 1
        if self.listing.rows > rejects_workbook.MOST_ROWS:
            return
        chosen = self._chosen.setdefault(file.number, rejects_workbook.Chosen(file, {}))
        reasons = chosen.reasons.setdefault(reject.row_no, [])
        if said not in reasons:
            reasons.append(said)


def _row(file: staging.StagedFile, reject: checking_rejects.Reject) -> str:
    """Return where a row stands: its number in a file, its key in a database."""
    in_database = isinstance(file.source, database.Database)
    return reject.key if in_database and reject.key else str(reject.row_no)


def sentence(reject: checking_rejects.Reject) -> str:
    """Return why a row, or a cell of it, was not taken."""
    said = _(checking_rejects.sentence(reject.set_name, reject.column_name, reject.reason))
    return _(import_terms.LEFT_OUT).format(reason=said) if reject.left_out else said
