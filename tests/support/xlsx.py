"""Workbooks of a given sheet, written as XML."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICTLY: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHEET: Final = "xl/worksheets/sheet1.xml"
HEADING: Final = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>org_code</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>org_name</t></is></c></row>'
)


def relations(related: str, *parts: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{related}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f"<Relationships>{each}</Relationships>"


def book(
    sheet: str | bytes, changes: Mapping[str, Any] | None = None, *,
    main: str = MAIN, related: str = RELATED,
) -> bytes:  # fmt: skip
    """Return a workbook of a sheet, with parts changed, or left out where the change is None."""
    parts: dict[str, Any] = {
        "[Content_Types].xml": f'<Types><Override ContentType="{TYPES}"/></Types>',
        "_rels/.rels": relations(related, ("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relations(
            related, ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"),
            ("styles", "styles.xml"),
        ),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{related}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>TC01</t></si><si><t>x</t></si></sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts><numFmt numFmtId="164" '
        'formatCode="dd/mm/yyyy hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        SHEET: sheet,
        **(changes or {}),
    }  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return file.getvalue()


def sheet(rows: str, main: str = MAIN) -> str:
    return f'<worksheet xmlns="{main}"><sheetData>{HEADING}{rows}</sheetData></worksheet>'
