"""Names come from outside: none is a formula when a file is read, none moves another cell."""

from __future__ import annotations

import csv
import io
import itertools
import re
import zipfile

import openpyxl
import pytest
from support.papers import payloads, samples

from dashboard.exports import paper
from dashboard.exports.writers import csv as writer_csv
from dashboard.exports.writers import formula_safe, xlsx

FORMULA = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*[=+\-@＝＋－＠﹦]")
COUNT = len(payloads.PAYLOADS)
# The parts of a paper that hold texts from outside.
PARTS = 20


def document() -> paper.Paper:
    return samples.document(samples.texts(payloads.PAYLOADS))


def read_csv(written_with: str, read_with: str) -> list[list[str]]:
    text = b"".join(writer_csv.chunks(document(), written_with)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=read_with))


def test_there_are_enough_of_them() -> None:
    assert len(set(payloads.PAYLOADS)) == COUNT >= 60


@pytest.mark.fault
@pytest.mark.parametrize("separator", writer_csv.SEPARATORS.values())
def test_in_a_csv_each_stays_in_its_cell_and_none_is_a_formula(separator: str) -> None:
    read = read_csv(separator, separator)[1 : COUNT + 1]
    assert [(line[0], line[2], line[3]) for line in read] == [
        (str(place), "00101", "dòng") for place in range(COUNT)
    ]
    assert [line[1] for line in read if FORMULA.match(line[1])] == []


@pytest.mark.parametrize("read_with", writer_csv.SEPARATORS.values())
@pytest.mark.parametrize("separator", writer_csv.SEPARATORS.values())
def test_none_is_a_formula_where_a_csv_is_opened_with_another_separator(
    separator: str, read_with: str
) -> None:
    text = b"".join(writer_csv.chunks(document(), separator)).decode("utf-8-sig")
    # Without any heed to quotes, as a spreadsheet that takes them for letters.
    cells = [cell for line in text.split("\r\n") for cell in line.split(read_with)]
    assert [cell for cell in cells if FORMULA.match(cell)] == []


def test_a_csv_keeps_what_each_says() -> None:
    read = read_csv(",", ",")
    for place, words in enumerate(payloads.PAYLOADS):
        assert bare(read[place + 1][1]) == bare(formula_safe.writable(words))


def test_texts_that_harm_nobody_are_left_as_they_are() -> None:
    for words in ("Nguyễn Thị Hòa", "XN-2026-001", "a = b", "hoa@example.com", "1,5; 2", "A\u0323"):
        assert formula_safe.cell(words) == words


@pytest.mark.fault
def test_in_an_excel_file_each_is_a_text_in_its_cell() -> None:
    kept = io.BytesIO()
    xlsx.write(document(), kept)
    sheet = openpyxl.load_workbook(kept).active
    assert sheet is not None
    cells = [row for row in sheet.iter_rows(min_col=1, max_col=3) if row[2].value == "00101"]
    assert [row[0].value for row in cells] == list(range(COUNT))
    for (_, cell, _), words in zip(cells, payloads.PAYLOADS, strict=True):
        assert cell.data_type == "s"
        assert cell.hyperlink is None
        assert unescaped(str(cell.value)) == xlsx_text(words)


def test_an_excel_file_has_no_formula_and_no_link_in_any_part() -> None:
    kept = io.BytesIO()
    xlsx.write(document(), kept)
    with zipfile.ZipFile(kept) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not any(
        "<f>" in part or "<f " in part or "<hyperlink" in part for part in parts.values()
    )
    assert not any("externalLink" in name for name in parts)


@pytest.mark.parametrize("first", range(PARTS))
def test_every_other_part_of_a_paper_may_hold_them_too(first: int) -> None:
    """Each part holds every so manieth of them; what is done to a text is the same in all."""
    texts = itertools.cycle([*payloads.PAYLOADS[first:], *payloads.PAYLOADS[:first]])
    head, group, total, title, *words = itertools.islice(texts, PARTS)
    columns = (paper.Column(head, paper.Kind.TEXT, 20), paper.Column("B", paper.Kind.CODE, 9))
    lines = [
        paper.Line(paper.Style.GROUP, (group,)),
        paper.Line(paper.Style.TOTAL, (total, "")),
    ]
    given = samples.document(
        samples.table(lines, columns, title),
        upper=words[0], office=words[1], number=words[2], basis=words[3], title=words[4],
        about=(words[5],), unit=words[6], words=(words[7],), place=words[8],
        notes=((words[9], words[10]),), mark=words[11],
        signatures=(paper.Signature(words[12], words[13], words[14]),), made_by=words[15],
    )  # fmt: skip
    kept = io.BytesIO()
    xlsx.write(given, kept)
    sheet = openpyxl.load_workbook(kept).active
    assert sheet is not None
    values = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in values} == {"s"}
    assert len(values) >= 15
    text = b"".join(writer_csv.chunks(given)).decode("utf-8-sig")
    found = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
    assert [cell for cell in found if FORMULA.match(cell)] == []


def xlsx_text(words: str) -> str:
    """Return what a cell of Excel holds of a text: 32,767 letters, the last a sign of the cut."""
    whole = formula_safe.writable(words)
    units = whole.encode("utf-16-le")
    if len(units) <= 32_767 * 2:
        return whole
    return units[: 32_766 * 2].decode("utf-16-le", "ignore") + "…"


def unescaped(words: str) -> str:
    """Return what Excel shows for a text: openpyxl leaves its escapes in such cells."""
    return words.replace("_x005F_", "_")


def bare(words: str) -> str:
    """Return a text without the apostrophes that were added, its blanks all the same."""
    return " ".join(words.replace("'", "").split())
