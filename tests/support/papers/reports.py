"""Reports of the worked example in tests: their papers, read to the end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from dashboard import clock
from dashboard.exports import content, paper, reports
from dashboard.exports.documents import stamp
from data import scope

if TYPE_CHECKING:
    from data import store as stores


EVERYTHING: Final = scope.Scope.everything()
STAMP: Final = stamp.Stamp(
    dt.datetime(2026, 9, 3, 9, 30, tzinfo=clock.HANOI), "giam-doc@example.org"
)
PERIOD: Final = {"from": "2026-08-20", "to": "2026-08-31", "as_of": "2026-09-03"}
# The same as questions take it.
DAYS: Final[dict[str, Any]] = {
    "start": dt.date(2026, 8, 20), "end": dt.date(2026, 8, 31), "as_of": dt.date(2026, 9, 3),
}  # fmt: skip


@dataclass(frozen=True)
class Read:
    """A paper, read: its lines by their styles, and what stands below them."""

    document: paper.Paper
    tables: list[list[paper.Line]]
    foot: paper.Foot

    def cells(self, style: paper.Style, table: int = 0) -> list[list[Any]]:
        """Return the cells of the lines of a style."""
        return [list(line.cells) for line in self.tables[table] if line.style is style]

    @property
    def notes(self) -> dict[str, str]:
        """What the file says of its making."""
        return dict(self.foot.notes)

    @property
    def everything(self) -> tuple[Any, ...]:
        """All that is on the paper, to be compared with another."""
        columns = [(each.title, list(each.columns)) for each in self.document.tables]
        return self.document.name, self.document.head, columns, self.tables, self.foot


def found(
    store: stores.Store, kind: str, given: dict[str, str], within: scope.Scope = EVERYTHING
) -> content.Content:
    """Return the content of a report, its rows at hand."""
    report = reports.named(kind)
    own = within.offices[0] if within.offices else None
    params = reports.params(report, given, within=within, own=own)
    with store.exporting(within) as connection:
        now = report.read(connection, params)
        return replace(now, rows=list(now.rows))


def drawn(known: content.Content) -> paper.Paper:
    """Return the paper of a content; its lines are read once."""
    return reports.named(known.kind).draw(known, STAMP)


def read(known: content.Content) -> Read:
    """Return the paper of a content, read to its end."""
    document = drawn(known)
    tables = [list(table.lines) for table in document.tables]
    foot = document.foot()
    for table, lines in zip(document.tables, tables, strict=True):
        _require_whole(table, lines)
    return Read(document, tables, foot)


def taken(
    store: stores.Store, report: str, within: scope.Scope = EVERYTHING, /, **given: str
) -> Read:
    """Return the paper of a report as it is now."""
    return read(found(store, report, given, within))


def kept(known: content.Content) -> content.Content:
    """Return a content as it comes back from its text."""
    return content.read(content.write(known, {}))[0]


def as_printed(cells: list[Any]) -> list[str]:
    """Return cells as the command line prints them; what is written for a reader is unknown."""
    return ["" if _is_unknown(cell) else str(cell) for cell in cells]


def _is_unknown(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and cell.startswith((">", "chưa có mã")))


def _require_whole(table: paper.Table, lines: list[paper.Line]) -> None:
    """See that a writer can take the lines: as many cells as columns, of the types it knows."""
    for line in lines:
        wanted = 1 if line.style is paper.Style.GROUP else len(table.columns)
        assert len(line.cells) == wanted
        known = {str, int, Decimal, dt.date, dt.datetime, type(None)}
        assert {type(cell) for cell in line.cells} <= known
