"""Workbooks of Excel 97 to 2003 for tests: the stream of records that a list needs."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ERRORS: Final = {"#N/A": 0x2A, "#REF!": 0x17, "#DIV/0!": 0x07}
# The places of styles: of a number, and of a date.
PLAIN, DATED = 0, 1
DATE_AND_TIME: Final = 22
HIDDEN: Final = 0x20


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def text(value: str, length: str = "<H") -> bytes:
    encoded = value.encode("utf-16-le")
    return struct.pack(length, len(encoded) // 2) + b"\1" + encoded


def cell(row: int, column: int, value: Any, style: int) -> bytes:
    """Return the record of a cell: text, number, truth value, error, or nothing."""
    head = struct.pack("<HHH", row, column, style)
    if value is None:
        return record(0x201, head)
    if isinstance(value, bool):
        return record(0x205, head + bytes([value, 0]))
    if isinstance(value, int | float):
        return record(0x203, head + struct.pack("<d", value))
    if value in ERRORS:
        return record(0x205, head + bytes([ERRORS[value], 1]))
    return record(0x204, head + text(value))


def sheet(
    rows: Sequence[Sequence[Any]], dated: Sequence[int] = (), hidden: Sequence[int] = ()
) -> bytes:
    """Return the records of a sheet; `dated` are columns of dates, `hidden` the rows not seen."""
    parts = [record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1996, 0, 6))]
    for number, values in enumerate(rows):
        flags = 0x100 | (HIDDEN if number in hidden else 0)
        height = struct.pack("<HHHHHHHH", number, 0, len(values), 300, 0, 0, flags, 0)
        parts.append(record(0x208, height))
        for place, value in enumerate(values):
            style = DATED if place in dated and isinstance(value, float) else PLAIN
            parts.append(cell(number, place, value, style))
    return b"".join((*parts, record(0x0A)))


def workbook(
    sheets: Mapping[str, bytes],
    *,
    is_1904: bool = False,
    hidden: Sequence[str] = (),
    is_protected: bool = False,
) -> bytes:
    """Return the bytes of a workbook with sheets by their titles."""
    formats = [
        record(0xE0, struct.pack("<HHHBBBBIIH", 0, each, 1, 0, 0, 0, 0, 0, 0, 0))
        for each in (0, DATE_AND_TIME)
    ]
    begin = [
        record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 1996, 0, 6)),
        *([record(0x2F, bytes(54))] if is_protected else []),
        record(0x42, struct.pack("<H", 1200)),
        record(0x22, struct.pack("<H", is_1904)),
        record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 32767, 400, 0, 0, 0, 0, 0)
               + text("Arial", "<B")),
        *formats,
    ]  # fmt: skip
    head = len(b"".join(begin))
    listed = sum(len(record(0x85, bytes(6) + text(title, "<B"))) for title in sheets)
    place = head + listed + len(record(0x0A))
    bounds = []
    for title, data in sheets.items():
        where = struct.pack("<IBB", place, title in hidden, 0)
        bounds.append(record(0x85, where + text(title, "<B")))
        place += len(data)
    return b"".join((*begin, *bounds, record(0x0A), *sheets.values()))
