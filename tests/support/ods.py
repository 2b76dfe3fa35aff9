"""OpenDocument workbooks for tests, as LibreOffice writes them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any, Final
from xml.sax import saxutils

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MIMETYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
_URN: Final = "urn:oasis:names:tc:opendocument:xmlns"
_CALCEXT: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
SPACES: Final = " ".join(
    (
        *(f'xmlns:{name}="{_URN}:{name}:1.0"' for name in ("office", "table", "text", "style")),
        f'xmlns:calcext="{_CALCEXT}"',
    )
)
ERRORS: Final = ("#N/A", "#REF!", "#DIV/0!")


def cell(value: Any) -> str:
    """Return the element of a cell: text, number, truth value, date, error, or nothing."""
    kind, attributes, shown = "string", "", str(value)
    match value:
        case None:
            return "<table:table-cell/>"
        case bool():
            kind, attributes = "boolean", f'office:boolean-value="{str(value).lower()}"'
        case int() | float():
            kind, attributes = "float", f'office:value="{value}"'
        case dt.date():
            kind, attributes = "date", f'office:date-value="{value.isoformat()}"'
        case dt.time():
            kind, attributes = "time", f'office:time-value="{value:PT%HH%MM%SS}"'
        case _ if value in ERRORS:
            attributes = 'table:formula="of:=X" office:string-value="" calcext:value-type="error"'
    return (
        f'<table:table-cell office:value-type="{kind}" {attributes}>'
        f"<text:p>{saxutils.escape(shown)}</text:p></table:table-cell>"
    )


def row(values: Sequence[Any], attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(map(cell, values))}</table:table-row>"


def table(title: str, rows: str, style: str = "shown") -> str:
    return f'<table:table table:name="{title}" table:style-name="{style}">{rows}</table:table>'


def content(tables: str, settings: str = "") -> str:
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table">'
        f'<style:table-properties table:display="{shown}"/></style:style>'
        for name, shown in (("shown", "true"), ("hidden", "false"))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{settings}{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def packed(xml: str, parts: Mapping[str, str] | None = None, mimetype: str = MIMETYPE) -> bytes:
    """Return the bytes of a file with this content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"mimetype": mimetype, "content.xml": xml, **(parts or {})}.items():
            archive.writestr(name, text)
    return file.getvalue()


def workbook(rows: Sequence[Sequence[Any]], title: str = "Sheet1") -> bytes:
    """Return the bytes of a workbook with one sheet, filled up with blank rows to its end."""
    blank = (
        '<table:table-row table:number-rows-repeated="1048500">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return packed(content(table(title, "".join(map(row, rows)) + blank)))
