"""Reader of `.xlsx` workbooks: which sheet, and its rows as text."""

import contextlib
import logging
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from openpyxl.utils import exceptions

from data import problems
from data.importing import sets
from data.importing.reading import headings, tables, worksheet
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


class _Candidate(NamedTuple):
    """A sheet, and the number and the cells of its first row that is not empty."""

    sheet: worksheet.Worksheet
    number: int
    cells: list[str]


@contextlib.contextmanager
def opened(source: tables.Source) -> Iterator[tables.Table]:
    """Open a workbook as a table.

    Raises:
        problems.Problem: no workbook, protected, damaged, too large, or without the headings; the
            rows raise it where that shows later.
    """
    _check(source)
    with contextlib.ExitStack() as stack:
        with _refused(source):
            file = stack.enter_context(source.path.open("rb"))
            candidates = [_Candidate(each, *_first(each)) for each in worksheet.visible(file)]
        if not candidates:
            raise headings.empty(source.name)
        chosen, *others = _fitting(source.set, candidates)
        layout = headings.layout(source.set, chosen.cells, source.name)
        skipped = tuple(each.sheet.title for each in others)
        yield tables.Table(layout.columns, layout.unknown, _rows(chosen, layout, source), skipped)


def _first(sheet: worksheet.Worksheet) -> tuple[int, list[str]]:
    """Return the number and the cells of the first row that is not empty."""
    for number, row in sheet.rows():
        places = {cell.column: sheet.text(cell, sets.Kind.TEXT)[0] for cell in row}
        if "".join(places.values()).strip():
            return number, [places.get(place, "") for place in range(1, max(places) + 1)]
    return 0, []


def _fitting(known: sets.Set, candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Return the sheets with all the headings, or else the one that comes nearest."""
    complete = [each for each in candidates if not headings.missing(known, each.cells)]
    nearest = max(candidates, key=lambda each: headings.recognised(known, each.cells))
    return complete or [nearest]


def _rows(
    chosen: _Candidate, layout: headings.Layout, source: tables.Source
) -> Iterator[tables.Row]:
    """Yield what stands below the headings, without rows that are empty."""
    columns = {
        place + 1: (index, source.set.column(name))
        for index, (place, name) in enumerate(zip(layout.positions, layout.columns, strict=True))
    }
    with _refused(source):
        for number, row in chosen.sheet.rows():
            line = _row(number, row, chosen.sheet, columns, layout.width)
            if number > chosen.number and line is not None:
                yield line


def _row(
    number: int,
    row: Sequence[worksheet.Cell],
    sheet: worksheet.Worksheet,
    columns: Mapping[int, tuple[int, sets.Column]],
    width: int,
) -> tables.Row | None:
    """Return `row` with its cells where the table has its columns, or nothing if it is empty."""
    values = [""] * len(columns)
    numbers: list[str] = []
    faults: list[str] = []
    others = ""
    for cell in row:
        if cell.column not in columns:
            other = sheet.text(cell, sets.Kind.TEXT)[0].strip()
            others += other
            if other and cell.column > width:
                faults.append(tables.TOO_MANY_CELLS)
        elif cell.uncalculated:
            faults.append(tables.FORMULA_WITHOUT_VALUE)
        else:
            index, column = columns[cell.column]
            values[index], is_number = sheet.text(cell, column.kind)
            if is_number:
                numbers.append(column.name)
    if not faults and not others and not "".join(values).strip():
        return None
    return (number, ",".join(numbers), faults[0] if faults else "", *values)


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
