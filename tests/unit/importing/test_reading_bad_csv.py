"""Text files that are refused, each with a sentence that names the file and mostly the row."""

from __future__ import annotations

import gzip
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
from support import reading

from data import problems
from data.importing.reading import csv, files

if TYPE_CHECKING:
    from pathlib import Path


ORGANIZATIONS = "org_code,org_name\nTC01,Tổ chức Ẩn\n"
PACKED = gzip.compress(os.urandom(50_000).hex().encode())


def refusal(path: Path) -> Any:
    """Return the problem that reading the whole file ends in."""
    with pytest.raises(problems.Problem) as caught, reading.opened(path) as table:
        for _ in table.rows:
            pass
    return caught.value


def corrupted(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


BAD = {
    "an empty file": (b"", "is empty"),
    "white space alone": (b"\n \n\t\n", "is empty"),
    "a mark alone": (b"\xef\xbb\xbf", "is empty"),
    "the wrong columns": (b"a,b\n1,2\n", r"lacks the columns org_code \(.*org_name \("),
    "no headings": (b"TC01,x\nTC02,y\n", "lacks the columns"),
    "a separator that is not read": (b"org_code|org_name\nTC01|x\n", r"separates its cells by \|"),
    "one of a program": ("ngày 1\nMã tổ chức^Tên tổ chức\n".encode(), r"its cells by \^"),
    "one column and a bar": (b"org_code,a|b\n", "lacks the columns org_name"),
    "a title above the wrong columns": (b"BIEU 01\norg_code,x\n", "org_name .* row 2 stand: org"),
    "no headings in the first thirty rows": (b"x\n" * 30 + b"org_code,org_name\n", "lacks the"),
    "a column twice": (b"org_code,org_name,org_code\n", "more than one column for org_code"),
    "cp1258": (ORGANIZATIONS.replace("Ẩ", "Â").replace("ổ", "ô").replace("ứ", "ư")
               .encode("cp1258"), "row 2: byte 25 is not UTF-8"),
    "latin-1 in the headings": ("org_code,org_name,é\n".encode("latin-1"), "row 1: byte 19"),
    "UTF-8 that is cut off": (ORGANIZATIONS.encode()[:-3], "row 2: byte .* is not UTF-8"),
    "surrogates in UTF-8": (b"org_code,org_name\nTC01,\xed\xa0\x80\n", "row 2: byte 24"),
    "UTF-16 without its mark": (ORGANIZATIONS.encode("utf-16-le"), "row 1: .* NUL"),
    "UTF-16 BE without its mark": (ORGANIZATIONS.encode("utf-16-be"), "row 1: .* NUL"),
    "UTF-16 of an odd length": (ORGANIZATIONS.encode("utf-16") + b"x", "characters cannot be"),
    "half a pair in UTF-16": (ORGANIZATIONS.encode("utf-16") + b"\x00\xd8a\x00", "characters"),
    "UTF-32": (ORGANIZATIONS.encode("utf-32"), "is in UTF-32"),
    "NUL in a value": (b"org_code,org_name\nTC01,x\nTC02,\0\n", "row 3: .* NUL"),
    "NUL in UTF-16": ("org_code,org_name\nTC01,\0\n".encode("utf-16"), "row 2: .* NUL"),
    "a quotation that is never closed": (b'org_code,org_name\nTC01,"x\nTC02,y\n' * 9, "row 2"),
    "a quotation that swallows a large file": (
        b'org_code,org_name\nTC01,x\nTC02,"y\n' + b"TC03,z\n" * 50_000, "row 3: a quotation"),
    "a quotation within a value": (b'org_code,org_name\nTC01,"x"y"\n', "row 2: a quotation"),
    "a quotation that swallows the headings": (
        b'"org_code,org_name\nTC01,x\n', "row 1: a quotation"),
    "a value that is far too long": (b"org_code,org_name\nTC01," + b"x" * 200_000, "row 2"),
    "a line that is far too long": (
        b"org_code,org_name\nTC01,x\n" + b"x" * (csv.LONGEST_LINE + 1), "row 3: the line"),
    "a first line that is far too long": (b"x" * (csv.LONGEST_LINE + 1), "row 1: the line"),
    "half an archive that is called csv": (b"PK\x03\x04" + bytes(99), "is damaged, or no workbook"),
}  # fmt: skip

BAD_GZIP = {
    "a workbook within": (gzip.compress(b"PK\x03\x04" + bytes(99)), "packed once more"),
    "an empty gzip": (gzip.compress(b""), "is empty"),
    "no bytes": (b"", "is empty"),
    "a header alone": (PACKED[:12], "is damaged"),
    "a gzip that is cut off": (
        gzip.compress(ORGANIZATIONS.encode() + os.urandom(9999).hex().encode())[:-3000], "damaged"),
    "a wrong checksum": (corrupted(gzip.compress(ORGANIZATIONS.encode()), -6), "is damaged"),
    "wrong bytes within": (corrupted(PACKED, 20_000), "is damaged"),
    "rubbish after the end": (gzip.compress(ORGANIZATIONS.encode()) + b"rubbish", "is damaged"),
    "zeros without end": (lambda: gzip.compress(bytes(1 << 26), 1), "row 1: .* NUL"),
    "one endless line": (lambda: gzip.compress(b"x" * (1 << 26), 1), "row 1: the line is longer"),
    "cp1258 within": (gzip.compress("org_code,org_name\nTC01,Đô".encode("cp1258")), "row 2: byte"),
}  # fmt: skip


@pytest.mark.fault
@pytest.mark.parametrize(("data", "sentence"), BAD.values(), ids=BAD)
def test_a_bad_text_file_is_refused_with_a_sentence(
    tmp_path: Path, data: bytes, sentence: str
) -> None:
    path = tmp_path / "organizations.csv"
    path.write_bytes(data)
    assert_refused(path, sentence)


@pytest.mark.fault
@pytest.mark.parametrize(("data", "sentence"), BAD_GZIP.values(), ids=BAD_GZIP)
def test_a_bad_compressed_file_is_refused_with_a_sentence(
    tmp_path: Path, data: reading.Data, sentence: str
) -> None:
    path = tmp_path / "organizations.csv.gz"
    path.write_bytes(reading.made(data))
    assert_refused(path, sentence)


def assert_refused(path: Path, sentence: str) -> None:
    said = str(refusal(path))
    assert path.name in said
    assert str(path.parent) not in said
    assert re.search(sentence, said)


@pytest.mark.fault
def test_a_compressed_file_that_unpacks_to_far_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv, "_ALWAYS_ALLOWED", 100_000)
    path = tmp_path / "organizations.csv.gz"
    path.write_bytes(gzip.compress(ORGANIZATIONS.encode() + b"\n" * 10_000_000))
    assert "unpacks to far too much" in str(refusal(path))


def test_a_plain_file_may_be_as_large_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv, "_ALWAYS_ALLOWED", 100)
    path = tmp_path / "organizations.csv"
    path.write_bytes(ORGANIZATIONS.encode() + b"\n" * 100_000)
    with reading.opened(path) as table:
        assert len(list(table.rows)) == 1


def test_a_file_that_vanished_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "organizations.csv"
    path.write_text(ORGANIZATIONS, encoding="utf-8")
    (source,) = files.find([path]).sources
    path.unlink()
    with pytest.raises(problems.Problem, match="may not be opened"), files.opened(source):
        pass


def test_lines_before_the_bad_one_are_delivered_first(tmp_path: Path) -> None:
    path = tmp_path / "organizations.csv"
    path.write_bytes(ORGANIZATIONS.encode() + b"TC02,\xff\n")
    with reading.opened(path) as table:
        assert [next(table.lines).cells[0] for _ in range(2)] == ["org_code", "TC01"]
        with pytest.raises(problems.Problem, match="row 3"):
            next(table.lines)


@pytest.mark.parametrize("blank", [b"\n", b" ,\n", b",\r\n"])
def test_blank_rows_without_end_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blank: bytes
) -> None:
    monkeypatch.setattr(csv, "_MOST_BLANK", 1000)
    path = tmp_path / "organizations.csv"
    path.write_bytes(ORGANIZATIONS.encode() + blank * 1000 + b"TC02,x\n" + blank * 1000)
    with reading.opened(path) as table:
        assert len(list(table.rows)) == 2
    path.write_bytes(path.read_bytes() + blank)
    assert "row 2004: more than 1000 blank rows" in str(refusal(path))
