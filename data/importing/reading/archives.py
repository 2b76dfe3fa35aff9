"""Workbooks that are archives: what they declare is bounded before anything of it is unpacked."""

import contextlib
import logging
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from data import problems
from data.importing.reading import tables
from data.problems import N_

# What archives, XML parsers and readers raise for a workbook that is not as it should be.
DAMAGED: Final = (
    ArithmeticError, AttributeError, EOFError, ET.ParseError, expat.ExpatError, LookupError,
    NotImplementedError, OSError, RuntimeError, TypeError, ValueError, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip

_log = logging.getLogger(__name__)

# Workbooks shrink to a tenth or so; beyond a two-hundredth something else is in them.
_LARGEST_RATIO: Final = 200
_ALWAYS_ALLOWED: Final = 1 << 24
# Worksheets are streamed. Everything else, the shared texts above all, is held in memory.
_LARGEST_SHEET: Final = 1 << 31
_LARGEST_OTHER: Final = 100 << 20
_MOST_PARTS: Final = 10_000
_ENCRYPTED: Final = 0x1
_STREAMED: Final = ("xl/worksheets/", "content.xml")


class UnboundedError(Exception):
    """The sheet has rows, columns or texts that no spreadsheet has; `row` is about where."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(f"row {row}")


@contextlib.contextmanager
def refused(source: tables.Source) -> Iterator[None]:
    """Turn what a damaged workbook raises into a problem of the file."""
    try:
        yield
    except UnboundedError as error:
        raise unbounded(source, error.row) from error
    except DAMAGED as error:
        raise damaged(source, error) from error


def check(source: tables.Source) -> None:
    """Check the sizes that `source` declares; the unpacking never goes beyond them.

    Raises:
        problems.Problem: no archive, protected, or larger unpacked than is reasonable.
    """
    try:
        with source.path.open("rb") as file, zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
        raise damaged(source, error) from error
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise protected(source)
    if len(parts) > _MOST_PARTS or any(map(_unreasonable, parts)):
        raise problems.Problem(
            N_("The workbook is too large"),
            N_("{file} unpacks to far too much: save its sheet as CSV UTF-8, or in smaller files."),
            file=source.name,
        )


def damaged(source: tables.Source, error: Exception) -> problems.Problem:
    """Return the problem of a workbook that cannot be read; `error` goes to the log."""
    _log.warning("%s cannot be read: %r", source.path, error)
    return problems.Problem(
        N_("The workbook cannot be read"),
        N_(
            "{file} is damaged, or no workbook: open it in a spreadsheet and save it as .xlsx or "
            "CSV UTF-8 once more."
        ),
        file=source.name,
    )


def protected(source: tables.Source) -> problems.Problem:
    """Return the problem of a workbook that is encrypted."""
    return problems.Problem(
        N_("The workbook cannot be read"),
        N_("{file} is protected by a password: save it without one."),
        file=source.name,
    )


def unbounded(source: tables.Source, row: int) -> problems.Problem:
    """Return the problem of a sheet that has more than a spreadsheet can hold."""
    return problems.Problem(
        N_("The workbook is too large"),
        N_(
            "{file}, about row {row}: there is more than a spreadsheet can hold: save the "
            "sheet as CSV UTF-8."
        ),
        file=source.name,
        row=row,
    )


def _unreasonable(part: zipfile.ZipInfo) -> bool:
    streamed = part.filename.startswith(_STREAMED)
    if part.file_size > (_LARGEST_SHEET if streamed else _LARGEST_OTHER):
        return True
    shrunk = part.file_size > _LARGEST_RATIO * max(part.compress_size, 1)
    return part.file_size > _ALWAYS_ALLOWED and shrunk
