"""The files of the tables of a page, compared with what the browser gets."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from support.screens import sent_tables

from dashboard import current_store, text
from dashboard.components import table_style
from dashboard.exports import paper, screen_tables
from dashboard.exports.documents import issuer, stamp
from dashboard.exports.writers import csv
from dashboard.text import formats

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from streamlit.testing.v1 import AppTest

    from dashboard.text import glossary


_TOKEN: Final = re.compile(r"/export/table/([\w-]+)\.")
_TOTAL: Final = re.compile(r"([\d.,]+)(?=;)")


def differing(page: AppTest, at: dt.datetime) -> list[str]:
    """Return the tables of a page whose file has not the heads, rows or sums of the screen."""
    found = []
    for table in sent_tables.of(page):
        files = table.sent["files"]
        if files and not _agrees(table.sent, drawn(table, at)):
            found.append(table.key)
    return found


def kept(table: sent_tables.Table) -> screen_tables.ScreenTable:
    """Return the record of a table that a page shows."""
    return screen_tables.KNOWN._tables[token(table)]


def token(table: sent_tables.Table) -> str:
    """Return the token in the links of a table."""
    (found,) = {
        match for link in table.sent["files"]["links"] for match in _TOKEN.findall(link["address"])
    }
    return str(found)


def drawn(table: sent_tables.Table, at: dt.datetime) -> list[list[str]]:
    """Return the file of a table as texts: its head, its rows, and its sums if it has any."""
    record, opened = kept(table), current_store.current()
    reading = opened.auditing if record.source.is_of_log else opened.exporting
    with opened.exporting(record.owner.scope) as connection:
        facts = issuer.facts(connection, office=record.asked.get("office"))
    with reading(record.owner.scope) as connection, text.speaking(record.language):
        rows = record.read(connection)
        document = screen_tables.draw(record, rows, facts, stamp.Stamp(at, "x"))
        # Formats know fewer types than frames have.
        csv.write(document, io.BytesIO())
        document = screen_tables.draw(record, rows, facts, stamp.Stamp(at, "x"))
        (only,) = document.tables
        terms = list(record.terms.values())
        lines = [_texts(line.cells, terms) for line in only.lines]
    return [[column.label for column in only.columns], *lines]


def _texts(cells: Sequence[paper.Value], terms: Sequence[glossary.Term]) -> list[str]:
    pairs = zip(cells, terms, strict=True)
    return [cell if isinstance(cell, str) else _written(cell, term) for cell, term in pairs]


def _written(cell: paper.Value, term: glossary.Term) -> str:
    return formats.UNKNOWN if cell is None else table_style.written(cell, term)


def _agrees(sent: dict[str, Any], file: list[list[str]]) -> bool:
    """Whether a file has the head, the rows that are shown, all others, and the sums."""
    head, *lines = file
    sums = [lines.pop()] if sent["totals"] else []
    shown = [list(map(_plain, row)) for row in zip(*sent["rows"], strict=True)]
    return (
        head == [column["label"] for column in sent["columns"]]
        and lines[: len(shown)] == shown
        and len(lines) == _number(sent)
        and sums == ([sent["totals"]] if sent["totals"] else [])
    )


def _plain(cell: Any) -> str:
    return "; ".join(map(formats.count, cell)) if isinstance(cell, list) else str(cell)


def _number(sent: dict[str, Any]) -> int:
    """Return how many rows the table has on all its pages."""
    if not sent["pages"]:
        return int(sent["size"])
    (total,) = _TOTAL.findall(sent["pages"]["rows"])
    return int(re.sub(r"\D", "", total))
