"""Binary workbooks for tests: the few records that a list needs."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BINARY: Final = "application/vnd.ms-excel"
ERRORS: Final = {"#N/A": 0x2A, "#REF!": 0x17, "#DIV/0!": 0x07}
# The style of a date: the second one.
DATED: Final = 1


def record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(data)
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + length + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def cell(column: int, value: Any, style: int = 0) -> bytes:
    """Return the record of a cell: text, number, truth value, error, or nothing."""
    head = struct.pack("<II", column, style)
    if value is None:
        return record(1, head)
    if isinstance(value, bool):
        return record(4, head + bytes([value]))
    if isinstance(value, int | float):
        return record(5, head + struct.pack("<d", value))
    if value in ERRORS:
        return record(3, head + bytes([ERRORS[value]]))
    return record(6, head + wide(value))


def row(number: int, cells: bytes, *, hidden: bool = False) -> bytes:
    head = struct.pack("<IIHBBBI", number, 0, 300, 0, 0x10 if hidden else 0, 0, 0)
    return record(0, head) + cells


def sheet(*rows: bytes, last: tuple[int, int] = (9, 9)) -> bytes:
    size = struct.pack("<IIII", 0, last[0], 0, last[1])
    return b"".join((record(129), record(148, size), record(145), *rows, record(146), record(130)))


def rows_of(
    rows: Sequence[Sequence[Any]], dated: Sequence[int] = (), hidden: Sequence[int] = ()
) -> list[bytes]:
    """Return the records of rows; `dated` are columns of dates, `hidden` the rows not seen."""
    return [
        row(number, b"".join(
            cell(place, value, DATED if place in dated and isinstance(value, float) else 0)
            for place, value in enumerate(values)
        ), hidden=number in hidden)
        for number, values in enumerate(rows)
    ]  # fmt: skip


def workbook(
    sheets: Mapping[str, Any], *, is_1904: bool = False, hidden: Sequence[str] = ()
) -> bytes:
    """Return the bytes of a workbook with sheets by their titles."""
    listed = [
        record(156, struct.pack("<II", title in hidden, place) + wide(f"rId{place}") + wide(title))
        for place, title in enumerate(sheets, 1)
    ]
    properties = struct.pack("<III", int(is_1904), 0, 0)
    book = (record(131), record(153, properties), record(143), *listed, record(144), record(132))
    formats = struct.pack("<HHHHHBBHBB", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    dated = struct.pack("<HHHHHBBHBB", 0, 22, 0, 0, 0, 0, 0, 0, 0, 0)
    count = struct.pack("<I", 2)
    styles = (record(278), record(617, count), record(47, formats), record(47, dated),
              record(618), record(279))  # fmt: skip
    parts = {
        "[Content_Types].xml": types(len(sheets)),
        "_rels/.rels": related({"rId1": ("officeDocument", "xl/workbook.bin")}),
        "xl/workbook.bin": b"".join(book),
        "xl/_rels/workbook.bin.rels": related({
            **{f"rId{n}": ("worksheet", f"worksheets/sheet{n}.bin")
               for n in range(1, len(sheets) + 1)},
            "rId99": ("styles", "styles.bin"),
        }),
        "xl/styles.bin": b"".join(styles),
        **{f"xl/worksheets/sheet{n}.bin": data for n, data in enumerate(sheets.values(), 1)},
    }  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def types(sheets: int) -> str:
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.bin" ContentType="{BINARY}.worksheet"/>'
        for n in range(1, sheets + 1)
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="bin"'
        f' ContentType="{BINARY}.sheet.binary.macroEnabled.main"/>{overrides}</Types>'
    )


def related(parts: Mapping[str, tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{identity}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for identity, (kind, target) in parts.items()
    )
    return f'<Relationships xmlns="{RELATIONS}">{each}</Relationships>'
