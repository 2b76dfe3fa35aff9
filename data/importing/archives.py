"""Owns the look at a workbook's archive before it is unpacked: is it one, and is it bounded."""

from __future__ import annotations

import logging
import zipfile
from typing import TYPE_CHECKING, Final

from data import problems
from data.problems import N_

if TYPE_CHECKING:
    from data.importing import sources

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


def check(source: sources.Source) -> None:
    """Look at the sizes that `source` declares; the unpacking never goes beyond them.

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
        raise damaged(source, error) from error
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise _protected(source)
    if len(parts) > _MOST_PARTS or any(map(_unreasonable, parts)):
        raise problems.Problem(
            N_("The workbook is too large"),
            N_("{file} unpacks to far too much: save its sheet as CSV UTF-8, or in smaller files."),
            file=source.name,
        )


def damaged(source: sources.Source, error: Exception) -> problems.Problem:
    """Return what is said of a workbook that cannot be read; `error` goes to the log."""
    _log.warning("%s cannot be read: %r", source.path, error)
    return problems.Problem(
        N_("The workbook cannot be read"),
        N_("{file} is damaged or not an .xlsx workbook: save it as .xlsx or CSV UTF-8 once more."),
        file=source.name,
    )


def _protected(source: sources.Source) -> problems.Problem:
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
