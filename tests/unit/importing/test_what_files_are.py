"""A file is read by what it is, and refused by it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest
from support import ods, reading, xls, xlsb

from data import problems
from data.importing.reading import files, signatures, tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ROWS: Final = [["org_code", "org_name"], ["TC01", "x"]]
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN: Final = "application/vnd.openxmlformats-officedocument"
TABLE: Final = "<table><tr><td>org_code</td></tr></table>"


def archive(parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()


def office(kind: str, part: str) -> bytes:
    types = f'<Types><Override PartName="/{part}" ContentType="{MAIN}.{kind}"/></Types>'
    return archive({"[Content_Types].xml": types, part: "<x/>"})


def compound(*streams: str) -> bytes:
    """Return a compound file whose directory names streams."""
    entries = b"".join((name.encode("utf-16-le") + b"\0\0").ljust(128, b"\0") for name in streams)
    return COMPOUND + bytes(504) + entries + bytes(512)


OTHERS: Final[dict[str, tuple[bytes, str]]] = {
    "a web page": (f"<html><body>{TABLE}".encode(), "a web page (HTML)"),
    "a web page with a declaration": (
        f"\r\n<?xml version='1.0'?><!-- x --><!DOCTYPE html><html>{TABLE}".encode(), "a web page"),
    "a web page of Excel": (
        (b'<html xmlns:o="urn:schemas-microsoft-com:office:office" '
        b'xmlns:x="urn:schemas-microsoft-com:office:excel">'), "a web page"),
    "a table alone": (TABLE.encode(), "a web page"),
    "a style and a table": (b"<style>td {}</style>" + TABLE.encode(), "a web page"),
    "a web page in UTF-16": (f"<html>{TABLE}".encode("utf-16"), "a web page"),
    "a web page in cp1258": (f"<html>Tô chưc {TABLE}".encode("cp1258"), "a web page"),
    "a web page with a mark": (f"<html>{TABLE}".encode("utf-8-sig"), "a web page"),
    "a web archive": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "a web archive"),
    "XML Spreadsheet 2003": (
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>\n'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
        "XML Spreadsheet 2003"),
    "a flat document": (b'<?xml version="1.0"?>\n<office:document office:version="1.3">', "flat"),
    "XML": (b'<?xml version="1.0"?><DanhSach><Thu/></DanhSach>', "an XML file"),
    "JSON": (b'[{"org_code": "TC01"}]', "a JSON file"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
    "a PNG": (b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture"),
    "a JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(99), "a picture"),
    "a GIF": (b"GIF89a" + bytes(99), "a picture"),
    "a TIFF": (b"II*\x00" + bytes(99), "a picture"),
    "a WEBP": (b"RIFF\x00\x00\x00\x00WEBP", "a picture"),
    "an Access database": (b"\x00\x01\x00\x00Standard Jet DB\x00" + bytes(99), "a database"),
    "a newer Access database": (b"\x00\x01\x00\x00Standard ACE DB\x00" + bytes(99), "a database"),
    "an SQLite database": (b"SQLite format 3\x00" + bytes(99), "a database"),
    "a Parquet file": (b"PAR1" + bytes(99), "a database"),
    "a 7z archive": (b"7z\xbc\xaf\x27\x1c" + bytes(99), "a compressed archive"),
    "a RAR archive": (b"Rar!\x1a\x07\x01\x00" + bytes(99), "a compressed archive"),
    "an archive of lists": (archive({"payments.csv": "x"}), "a compressed archive"),
    "an e-book": (archive({"mimetype": "application/epub+zip"}), "a compressed archive"),
    "Numbers": (archive({"Index/Document.iwa": "x", "Data/x.png": "x"}), "Numbers, Pages"),
    "older Numbers": (archive({"index.xml": "x", "QuickLook/Thumbnail.jpg": ""}), "Numbers, Pages"),
    "a text document": (
        office("wordprocessingml.document.main+xml", "word/document.xml"), "a text document"),
    "RTF": (b"{\\rtf1\\ansi", "a text document"),
    "a presentation": (
        office("presentationml.presentation.main+xml", "ppt/presentation.xml"), "a presentation"),
    "an OpenDocument text": (
        ods.packed("<x/>", mimetype="application/vnd.oasis.opendocument.text"), "no spreadsheet"),
    "an old text document": (compound("Root Entry", "WordDocument"), "a text document"),
    "an old presentation": (compound("Root Entry", "PowerPoint Document"), "a presentation"),
    "a saved e-mail": (compound("Root Entry", "__properties_version1.0"), "a saved e-mail"),
    "another compound file": (compound("Root Entry", "x"), "an old office document"),
    "a workbook with a password": (
        compound("Root Entry", "EncryptionInfo", "EncryptedPackage"), "protected by a password"),
    "Lotus": (b"\x00\x00\x02\x00\x06\x04\x06\x00" + bytes(99), "Lotus"),
}  # fmt: skip


@pytest.mark.parametrize("ending", files.ENDINGS)
@pytest.mark.parametrize(("data", "said"), OTHERS.values(), ids=OTHERS)
def test_what_is_no_list_is_refused_by_its_name_whatever_it_is_called(
    tmp_path: Path, ending: str, data: bytes, said: str
) -> None:
    path = tmp_path / f"organizations{ending}"
    path.write_bytes(data)
    with pytest.raises(problems.Problem) as caught, reading.opened(path):
        pass
    sentence = str(caught.value)
    assert path.name in sentence
    assert said in sentence
    assert [word for word in ("is empty", "damaged") if word in sentence] == []


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


LISTS: Final = {
    "xlsx": (workbook(), signatures.Format.XLSX),
    "xls": (xls.workbook({"S": xls.sheet(ROWS)}), signatures.Format.XLS),
    "compound xls": (compound("Root Entry", "Workbook"), signatures.Format.XLS),
    "Excel 5": (compound("Root Entry", "Book"), signatures.Format.XLS),
    "Excel 4": (b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00", signatures.Format.XLS),
    "Excel 2": (b"\x09\x00\x04\x00\x02\x00\x10\x00", signatures.Format.XLS),
    "xlsb": (
        xlsb.workbook({"S": xlsb.sheet(*xlsb.rows_of(ROWS))}), signatures.Format.XLSB),
    "ods": (ods.workbook(ROWS), signatures.Format.ODS),
    "UTF-8": ("org_code,org_name\nTC01,Ẩn\n".encode(), signatures.Format.TEXT),
    "UTF-16": ("org_code,org_name\nTC01,Ẩn\n".encode("utf-16"), signatures.Format.TEXT),
    "a heading like a signature": (b"PAR2,MZ,BZh\n", signatures.Format.TEXT),
    "a heading in brackets": (b"[org_code],<ten>\n", signatures.Format.TEXT),
    "a formula in the heading": (b'"=""x""",b\n', signatures.Format.TEXT),
}  # fmt: skip


@pytest.mark.parametrize("ending", files.ENDINGS)
@pytest.mark.parametrize(("data", "expected"), LISTS.values(), ids=LISTS)
def test_a_list_is_known_by_what_it_is(
    tmp_path: Path, ending: str, data: bytes, expected: Any
) -> None:
    path = tmp_path / f"x{ending}"
    path.write_bytes(data)
    assert signatures.of(tables.Source(path, ending)) is expected


@pytest.mark.parametrize("ending", files.ENDINGS)
def test_a_file_without_a_byte_is_empty_and_not_damaged(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"organizations{ending}"
    path.touch()
    with pytest.raises(problems.Problem, match=r"is empty"), reading.opened(path):
        pass


@pytest.mark.parametrize(
    ("ending", "expected"),
    [(".xlsx", "XLSX"), (".xlsm", "XLSX"), (".xlsb", "XLSB"), (".xls", "XLS"), (".ods", "ODS"),
     (".csv", "TEXT"), (".XLS", "XLS")],
)  # fmt: skip
def test_a_file_that_shows_nothing_is_what_its_name_says(
    tmp_path: Path, ending: str, expected: str
) -> None:
    path = tmp_path / f"x{ending}"
    path.write_bytes(b"\x01\x02\x03\x04" * 99)
    assert signatures.of(tables.Source(path, ending)).name == expected
