"""Workbooks that are refused, each with a sentence that names the file."""

from __future__ import annotations

import io
import re
import struct
import tracemalloc
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from support import reading

from data import problems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


SHEET = "xl/worksheets/sheet1.xml"
CELL = '<c t="inlineStr"><is><t>{text}</t></is></c>'


def workbook(*rows: Any) -> bytes:
    """Return the bytes of a workbook with the headings and `rows`."""
    book = openpyxl.Workbook()
    for row in (["org_code", "org_name"], *rows):
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


GOOD = workbook(["TC01", "x"])


def edited(changes: Mapping[str, Any], data: bytes = GOOD) -> bytes:
    """Return `data` with parts replaced, or left out where the change is None."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", 8) as new,
    ):
        for part in {*old.namelist(), *changes}:
            content = changes.get(part, old.read(part) if part in old.namelist() else None)
            if content is not None:
                new.writestr(part, content)
    return file.getvalue()


def sheet_xml(rows: Any, closing: str = "</sheetData></worksheet>") -> str:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}{closing}'


def sheet(rows: Any, closing: str = "</sheetData></worksheet>") -> bytes:
    """Return a workbook whose sheet has the headings and the XML `rows`."""
    names = CELL.format(text="org_code") + CELL.format(text="org_name")
    return edited({SHEET: sheet_xml(f"<row>{names}</row>{rows}", closing)})


def flagged(data: bytes) -> bytes:
    """Return `data` with every part marked as encrypted."""
    return re.sub(
        rb"(PK\x01\x02.{4})(..)",
        lambda found: found[1] + struct.pack("<H", 1),
        data,
        flags=re.DOTALL,
    )


def lying(data: bytes) -> bytes:
    """Return `data` with the sheet declared as small as it is not."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        place = struct.pack("<I", archive.getinfo(SHEET).file_size)
    return data.replace(place, struct.pack("<I", 100))


NESTED = "".join(
    f'<!ENTITY {new} "{f"&{old};" * 20}">' for old, new in zip("abcde", "bcdef", strict=True)
)
LAUGHS = f'<!DOCTYPE w [<!ENTITY a "{"x" * 1000}">{NESTED}]><worksheet>&f;</worksheet>'

BAD = {
    "no bytes": (b"", "is empty"),
    "bytes of nothing": (b"\x01\x02\x03" * 99, "is damaged, or no workbook"),
    "an archive with encrypted parts": (flagged(GOOD), "protected by a password"),
    "an archive that is cut off": (GOOD[:-200], "is damaged"),
    "an archive without its beginning": (GOOD[4200:], "is damaged"),
    "an empty archive": (b"PK\x05\x06" + bytes(18), "is damaged"),
    "an archive of something else": (edited(dict.fromkeys(["[Content_Types].xml"])), "is damaged"),
    "a workbook without its book": (edited({"xl/workbook.xml": None}), "is damaged"),
    "a workbook without its sheet": (edited({SHEET: None}), "is damaged"),
    "a sheet that is no XML": (edited({SHEET: b"\x00\x01\x02"}), "is damaged"),
    "a sheet that is cut off": (sheet('<row r="2"><c r="A2"><v>1</v>', ""), "is damaged"),
    "styles that are no XML": (edited({"xl/styles.xml": "<styleSheet"}), "is damaged"),
    "a style that is not there": (sheet('<row><c s="999"><v>1</v></c></row>'), "is damaged"),
    "a shared text that is not there": (sheet('<row><c t="s"><v>99</v></c></row>'), "is damaged"),
    "a number that is none": (sheet("<row><c><v>1,5</v></c></row>"), "is damaged"),
    "a place that is none": (sheet('<row r="2"><c r="?"><v>1</v></c></row>'), "is damaged"),
    "an empty sheet": (edited({SHEET: sheet_xml("")}), "is empty"),
    "the wrong columns": (edited({SHEET: sheet_xml("<row><c><v>1</v></c></row>")}),
                          r"lacks the columns org_code \(.*org_name \("),
    "entities within entities": (edited({SHEET: LAUGHS}), "is damaged"),
    "a wrong checksum": (lying(sheet("<row/>" * 99)), "is damaged"),
    "rows beyond the last": (sheet(f'<row r="99999999">{CELL.format(text="x")}</row>'), "row 2"),
    "a row before the first": (sheet('<row r="0"/>'), "row 2"),
    "rows out of order": (sheet('<row r="3"/><row r="2"/>'), "row 4"),
    "a row number that is none": (sheet('<row r="x"/>'), "is damaged"),
    "columns beyond the last": (sheet("<row>" + "<c/>" * 20_000 + "</row>"), "row 2"),
    "a text without end": (
        lambda: sheet(f'<row><c t="inlineStr"><is><t>{"x" * (5 << 20)}</t></is></c></row>'),
        "row 2"),
    "elements within elements": (
        lambda: sheet(
            "<row><c><is>" + "<t>" * 100_000 + "</t>" * 100_000 + "</is></c></row>" + "<row"),
        "is damaged"),
    "elements without end that are no cells": (
        lambda: sheet(f'<x y="{"z" * 1000}"/>' * (9 << 9)), "row 2"),
    "a sheet of blanks": (lambda: edited({SHEET: " " * (1 << 25)}), "unpacks to far too much"),
    "shared texts without end": (
        lambda: edited({"xl/sharedStrings.xml": "<si><t>x</t></si>" * (1 << 21)}),
        "unpacks to far"),
    "too many parts": (
        lambda: edited({f"xl/{each}": b"" for each in range(10_001)}), "unpacks to far"),
}  # fmt: skip


def refusal(path: Path) -> Any:
    """Return the problem that reading the whole file ends in."""
    with pytest.raises(problems.Problem) as caught, reading.opened(path) as table:
        for _ in table.rows:
            pass
    return str(caught.value)


@pytest.mark.fault
@pytest.mark.parametrize(("data", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_workbook_is_refused_with_a_sentence(
    tmp_path: Path, data: reading.Data, sentence: str
) -> None:
    path = tmp_path / "organizations.xlsx"
    path.write_bytes(reading.made(data))
    said = refusal(path)
    assert path.name in said
    assert str(path.parent) not in said
    assert re.search(sentence, said)


@pytest.mark.fault
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "organizations.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(SHEET, "w", force_zip64=True) as part,
    ):
        for _ in range(72):
            part.write(bytes(1 << 20))
    tracemalloc.start()
    said = refusal(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ("unpacks to far too much" in said, peak < 1 << 20) == (True, True)


def test_a_good_workbook_is_not_refused(tmp_path: Path) -> None:
    path = tmp_path / "organizations.xlsx"
    path.write_bytes(sheet('<row r="1048576"><c r="A1048576"><v>7</v></c></row>'))
    with reading.opened(path) as table:
        assert list(table.rows) == [(1_048_576, "org_code:number", "", "7", "")]


def test_a_cell_far_out_is_a_remark_under_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "organizations.xlsx"
    far = '<c r="XFD{row}" t="str"><v>{text}</v></c>'
    row = "".join(CELL.format(text=name) for name in ("TC01", "x"))
    path.write_bytes(sheet(
        f"<row>{row}{far.format(row=2, text='lost')}</row><row>{row}{far.format(row=3, text='')}"
        f"</row><row>{row}<c r='XFD4' s='0'/></row>"
    ))  # fmt: skip
    with reading.opened(path) as table:
        assert [row[:3] for row in table.rows] == [(2, "", ""), (3, "", ""), (4, "", "")]
        assert table.seen.beyond == ("ALM…",)


def test_memory_does_not_grow_with_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "organizations.xlsx"
    row = "".join(CELL.format(text=name) for name in ("TC01", "x"))
    path.write_bytes(sheet(f'<row ht="15">{row}</row>' * 8_000))
    with reading.opened(path) as table:
        tracemalloc.start()
        count = sum(1 for _ in table.rows)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (count, peak < 1 << 20) == (8_000, True)
