"""Reader of `.xlsx` workbooks: their sheets, and the rows of each as text."""

import contextlib
import logging
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from openpyxl.utils import exceptions

from data import problems
from data.importing import sets
from data.importing.reading import tables, worksheet
from data.problems import N_

# What openpyxl, the archive and the XML parser raise for a workbook that is not as it should be:
# they check little, so that a damaged one shows as any of these.
_DAMAGED: Final = (
    ArithmeticError, AttributeError, EOFError, ET.ParseError, exceptions.InvalidFileException,
    LookupError, NotImplementedError, OSError, RuntimeError, TypeError, ValueError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip

# They are about decoration that is lost where a workbook is saved again.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")

_log = logging.getLogger(__name__)

# Workbooks shrink to a tenth or so; beyond a two-hundredth something else is in them.
_LARGEST_RATIO: Final = 200
_ALWAYS_ALLOWED: Final = 1 << 24
# Worksheets are streamed. Everything else, the shared texts above all, is held in memory.
_LARGEST_SHEET: Final = 1 << 31
_LARGEST_OTHER: Final = 100 << 20
_MOST_PARTS: Final = 10_000
_ENCRYPTED: Final = 0x1
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"


class _Sheet:
    """One sheet of a workbook as lines of text."""

    is_cut_off = False

    def __init__(self, sheet: worksheet.Worksheet, source: tables.Source) -> None:
        self._sheet = sheet
        self._source = source
        self.title = sheet.title
        self.hidden = sheet.hidden

    def head(self, rows: int) -> list[tables.Line]:
        """Return what stands in the first rows, as texts."""
        lines = []
        with _refused(self._source):
            for row in self._sheet.rows():
                if row.number > rows:
                    break
                lines.append(self._line(row, {}))
        return lines

    def lines(self, kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
        """Yield all rows; `kinds` says how dates are written in the cells of a place."""
        with _refused(self._source):
            for row in self._sheet.rows():
                yield self._line(row, kinds)

    def _line(self, row: worksheet.Row, kinds: Mapping[int, sets.Kind]) -> tables.Line:
        texts: list[str] = []
        marks: dict[int, tables.Mark] = {}
        for cell in row.cells:
            place = cell.column - 1
            if place >= len(texts):
                texts.extend([""] * (place + 1 - len(texts)))
            if cell.uncalculated:
                marks[place] = tables.Mark.UNCALCULATED
                continue
            kind = kinds.get(place, sets.Kind.TEXT)
            texts[place], is_number = self._sheet.text(cell, kind)
            if is_number:
                marks[place] = tables.Mark.NUMBER
        return tables.Line(row.number, texts, marks, row.hidden)


@contextlib.contextmanager
def opened(source: tables.Source) -> Iterator[Sequence[tables.Sheet]]:
    """Open a workbook as its sheets, the hidden ones as well.

    Raises:
        problems.Problem: no workbook, protected, damaged or too large; the lines of a sheet raise
            it where that shows later.
    """
    _check(source)
    with contextlib.ExitStack() as stack:
        with _refused(source):
            file = stack.enter_context(source.path.open("rb"))
            sheets = worksheet.sheets(file)
        yield [_Sheet(each, source) for each in sheets]


@contextlib.contextmanager
def _refused(source: tables.Source) -> Iterator[None]:
    """Turn what a damaged workbook raises into a problem of the file."""
    try:
        yield
    except worksheet.UnboundedError as error:
        raise problems.Problem(
            N_("The workbook is too large"),
            N_(
                "{file}, about row {row}: there is more than a spreadsheet can hold: save the "
                "sheet as CSV UTF-8."
            ),
            file=source.name,
            row=error.row,
        ) from error
    except _DAMAGED as error:
        raise _damaged(source, error) from error


def _check(source: tables.Source) -> None:
    """Check the sizes that `source` declares; the unpacking never goes beyond them.

    Raises:
        problems.Problem: not a workbook, protected, or larger unpacked than is reasonable.
    """
    try:
        with source.path.open("rb") as file:
            if file.read(len(_OLD_WORKBOOK)) == _OLD_WORKBOOK:
                raise _protected(source)
            with zipfile.ZipFile(file) as archive:
                parts = archive.infolist()
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
        raise _damaged(source, error) from error
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise _protected(source)
    if len(parts) > _MOST_PARTS or any(map(_unreasonable, parts)):
        raise problems.Problem(
            N_("The workbook is too large"),
            N_("{file} unpacks to far too much: save its sheet as CSV UTF-8, or in smaller files."),
            file=source.name,
        )


def _damaged(source: tables.Source, error: Exception) -> problems.Problem:
    """Return the problem of a workbook that cannot be read; `error` goes to the log."""
    _log.warning("%s cannot be read: %r", source.path, error)
    return problems.Problem(
        N_("The workbook cannot be read"),
        N_("{file} is damaged or not an .xlsx workbook: save it as .xlsx or CSV UTF-8 once more."),
        file=source.name,
    )


def _protected(source: tables.Source) -> problems.Problem:
    return problems.Problem(
        N_("The workbook cannot be read"),
        N_(
            "{file} is protected by a password or an old .xls workbook: save it as .xlsx without "
            "a password."
        ),
        file=source.name,
    )


def _unreasonable(part: zipfile.ZipInfo) -> bool:
    sheet = part.filename.startswith("xl/worksheets/")
    if part.file_size > (_LARGEST_SHEET if sheet else _LARGEST_OTHER):
        return True
    shrunk = part.file_size > _LARGEST_RATIO * max(part.compress_size, 1)
    return part.file_size > _ALWAYS_ALLOWED and shrunk
