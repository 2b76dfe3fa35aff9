"""Workbooks that are written in other ways than most read the same."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import reading, xlsx

from data.importing.reading import package, worksheet

if TYPE_CHECKING:
    from pathlib import Path

ROW: Final = '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c></row>'
USUAL: Final = xlsx.sheet(ROW)
# The same rows, written otherwise.
WRITTEN: Final[dict[str, str | bytes]] = {
    "as most do": USUAL,
    "with a declaration": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + USUAL,
    "with a mark": USUAL.encode("utf-8-sig"),
    "in UTF-16": ('<?xml version="1.0" encoding="UTF-16"?>' + USUAL).encode("utf-16"),
    "in Latin-1": ('<?xml version="1.0" encoding="ISO-8859-1"?>' + USUAL).encode("latin-1"),
    "with a prefix": re.sub(r"<(/?)(\w)", r"<\1x:\2", USUAL).replace("xmlns=", "xmlns:x="),
    "on many lines": USUAL.replace("><", ">\n  <"),
    "with the line ends of Windows": USUAL.replace("><", ">\r\n<"),
    "with a comment": USUAL.replace("<row r=", "<!-- </row></sheetData> --><row r="),
    "with a comment further on": USUAL.replace('<row r="2"', '<!-- <row r="9"/> --><row r="2"'),
    "with a section": xlsx.sheet(ROW.replace(
        't="s"><v>0</v>', 't="inlineStr"><is><t><![CDATA[TC01]]></t></is>')),
    "with an entity": xlsx.sheet(ROW.replace('t="s"><v>0</v>', 't="str"><v>TC&#48;1</v>')),
    "with an instruction": USUAL.replace("<row r=", "<?x </row>?><row r="),
    "attributes in another order": re.sub(r'r="(\w+)" t="(\w+)"', r't="\2" r="\1"', USUAL),
    "attributes in other quotes": USUAL.replace('"', "'"),
    "attributes that are not known": USUAL.replace('t="s"', 't="s" cm="1" vm="2"'),
    "cells without their places": re.sub(r'<c r="\w+"', "<c", USUAL),
    "rows without their numbers": re.sub(r'<row r="\d"', "<row", USUAL),
    "rows with all that Excel writes": USUAL.replace(
        f'<worksheet xmlns="{xlsx.MAIN}"', f'<worksheet xmlns="{xlsx.MAIN}" xmlns:x14ac="urn:x"'
    ).replace('<row r="2"', '<row r="2" spans="1:2" ht="15" x14ac:dyDescent="0.25"'),
    "blank rows without an end of their own": USUAL.replace(
        "</sheetData>", '<row r="3"/><row r="4" spans="1:2" /></sheetData>'),
    "blank cells": USUAL.replace("</row>", '<c r="C2" s="1"/><c r="D2"></c></row>'),
    "texts in pieces": xlsx.sheet(ROW.replace(
        't="s"><v>0</v>', 't="inlineStr"><is><r><t>TC</t></r><r><t>01</t></r></is>')),
    "something between the cells": USUAL.replace("</row>", "<extLst><ext/></extLst></row>"),
    "something before the rows": USUAL.replace("<sheetData>", "<cols><col/></cols><sheetData>"),
    "rows that say how they look": USUAL.replace("<sheetData>", "<sheetData x='y'>"),
}  # fmt: skip


@pytest.mark.parametrize("content", WRITTEN.values(), ids=WRITTEN)
def test_rows_read_the_same_however_they_are_written(tmp_path: Path, content: str | bytes) -> None:
    assert rows_of(tmp_path, xlsx.book(content)) == [(2, "", "", "TC01", "x")]


def rows_of(folder: Path, data: bytes, name: str = "organizations") -> list[Any]:
    path = folder / f"{name}.xlsx"
    path.write_bytes(data)
    with reading.opened(path) as table:
        return list(table.rows)


CELLS: Final = st.sampled_from([
    '<c t="s"><v>1</v></c>', '<c r="C{row}"><v>1.5</v></c>', '<c s="1"><v>46254.375</v></c>',
    '<c t="str"><f>A1&amp;"x"</f><v>a &lt; b</v></c>', "<c><f>1/0</f></c>", "<c><f/></c>",
    '<c t="e"><f t="shared" si="0"/><v>#DIV/0!</v></c>', '<c t="b"><v>1</v></c>', "<c/>", "<c></c>",
    '<c t="inlineStr"><is><t xml:space="preserve"> Ẩn </t></is></c>', "<c><v/></c>",
    '<c t="inlineStr"><is><r><t>a</t></r><rPh><t>no</t></rPh><r><t>b</t></r></is></c>',
    '<c t="str"><f>x</f></c>', '<c t="d"><v>2026-08-20</v></c>', "<!-- x -->", "\n",
    "<c><v>7</v></c >",
    '<c r="AA{row}" s="0" t="n"><v>-12</v></c>', '<c t="str"><v>]]&gt;</v></c>',
])  # fmt: skip
ROWS: Final = st.lists(
    st.tuples(
        st.sampled_from(
            ["<row>", '<row r="{row}">', '<row r="{row}" hidden="1">', "<row ht='15'>"]
        ),
        st.lists(CELLS, max_size=4),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(ROWS)
def test_the_pattern_reads_what_the_parser_reads(rows: list[tuple[str, list[str]]]) -> None:
    xml = "".join(
        f"{begin}{''.join(cells)}</row>".replace("{row}", str(number))
        for number, (begin, cells) in enumerate(rows, 2)
    )
    opened = package.Package(io.BytesIO(xlsx.book(xlsx.sheet(xml))))
    with opened.open(xlsx.SHEET) as file:
        parsed = [worksheet._parsed(each) for each in worksheet._elements(worksheet.Metered(file))]
    matched = list(worksheet._written(opened, xlsx.SHEET))
    assert list(map(meant, matched)) == list(map(meant, parsed))


def meant(row: Any) -> Any:
    """Return a row without the wording of its formulas."""
    number, cells, hidden = row
    return number, [(*cell[:3], bool(cell[3]), *cell[4:]) for cell in cells], hidden


@pytest.mark.parametrize(
    "changes",
    [
        {"xl/styles.xml": None},
        {"xl/_rels/workbook.xml.rels": xlsx.relations(
            xlsx.RELATED, ("worksheet", f"/{xlsx.SHEET}"))},
        {"_rels/.rels": None},
        {"xl/styles.xml": f'<styleSheet xmlns="{xlsx.MAIN}"><fonts><font><family val="999"/></font>'
         '</fonts><fills><fill/></fills><colors><x rgb="#zz"/></colors></styleSheet>'},
        {"xl/styles.xml": f'<styleSheet xmlns="{xlsx.MAIN}"><cellXfs><xf/></cellXfs></styleSheet>'},
        {"docProps/app.xml": "<", "xl/theme/theme1.xml": "<", "docProps/core.xml": "<x a=b>"},
        {"xl/sharedStrings.xml": f'<sst xmlns="{xlsx.MAIN}"><si><r><t>TC</t></r>'
         '<r><t>01</t></r></si><si><t xml:space="preserve">x</t><rPh><t>no</t></rPh></si></sst>'},
        {"xl/sharedStrings.xml": f'<sst xmlns="{xlsx.MAIN}"><si><t>TC&#x30;1</t></si>'
         "<si><t>x</t></si></sst>"},
        {"xl/sharedStrings.xml": f'<x:sst xmlns:x="{xlsx.MAIN}"><x:si><x:t>TC01</x:t></x:si>'
         "<x:si><x:t>x</x:t></x:si></x:sst>"},
    ],
)  # fmt: skip
def test_a_workbook_may_be_odd_or_lack_what_is_of_no_use(tmp_path: Path, changes: Any) -> None:
    assert rows_of(tmp_path, xlsx.book(USUAL, changes)) == [(2, "", "", "TC01", "x")]


def test_names_of_parts_may_be_of_another_case_and_system(tmp_path: Path) -> None:
    changed = {xlsx.SHEET: None, "xl\\Worksheets\\Sheet1.xml": USUAL}
    assert rows_of(tmp_path, xlsx.book("", changed)) == [(2, "", "", "TC01", "x")]


def test_a_strict_workbook_reads_as_the_usual_kind_does(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="A2"><v>44792</v></c><c r="B2" t="b"><v>1</v></c></row>'
        '<row r="3"><c r="A3" t="d"><v>2026-09-02</v></c><c r="B3" t="b"><v>0</v></c></row>'
        '<row r="4"><c r="A4" s="1"><v>44793</v></c><c r="B4" t="b"><v>0</v></c></row>'
    )
    workbook = (
        f'<workbook xmlns="{xlsx.STRICT}" xmlns:r="{xlsx.STRICTLY}" conformance="strict">'
        '<workbookPr date1904="true"/><sheets><sheet name="S" r:id="rId1"/></sheets></workbook>'
    )
    content = (
        xlsx.sheet(rows, xlsx.STRICT).replace("org_code", "day").replace("org_name", "working")
    )
    data = xlsx.book(
        content, {"xl/workbook.xml": workbook}, main=xlsx.STRICT, related=xlsx.STRICTLY
    )
    assert rows_of(tmp_path, data, "calendar") == [
        (2, "", "", "2026-08-20", "yes"),
        (3, "", "", "2026-09-02", "no"),
        (4, "", "", "2026-08-21", "no"),
    ]


def test_charts_among_the_sheets_are_no_sheets(tmp_path: Path) -> None:
    changes = {
        "xl/workbook.xml": f'<workbook xmlns="{xlsx.MAIN}" xmlns:r="{xlsx.RELATED}"><sheets>'
        '<sheet name="Chart" r:id="rId2"/><sheet name="S" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": xlsx.relations(
            xlsx.RELATED, ("worksheet", "worksheets/sheet1.xml"),
            ("chartsheet", "chartsheets/s.xml"), ("sharedStrings", "sharedStrings.xml")),
    }  # fmt: skip
    assert len(rows_of(tmp_path, xlsx.book(USUAL, changes))) == 1


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#38;", "quot;", "amp;", "a"]
        ),
        max_size=5,
    )
)
def test_shared_texts_are_what_the_parser_reads(pieces: list[str]) -> None:
    text = f"<sst xmlns='{xlsx.MAIN}'><si><t>x{''.join(pieces)}</t></si><si><t/></si></sst>"
    for shared in (text, text.replace("<si><t/></si>", "")):
        opened = package.Package(io.BytesIO(xlsx.book(USUAL, {"xl/sharedStrings.xml": shared})))
        assert tuple(opened.shared) == tuple(opened._shared())
