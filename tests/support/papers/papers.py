"""Papers in tests: the content of a report, its paper, and both read back from its text."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from dashboard.exports import content, paper, reports
from dashboard.exports.documents import stamp
from data import scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data import store as stores


EVERYTHING: Final = scope.Scope.everything()
TAKEN: Final = stamp.Stamp(dt.datetime.fromisoformat("2026-09-03T09:00:00+07:00"), "x@example.org")


def found(
    store: stores.Store,
    kind: str,
    given: Mapping[str, str | None],
    within: scope.Scope = EVERYTHING,
    own: str | None = None,
) -> content.Content:
    """Return a report as somebody takes it, its rows at hand."""
    report = reports.named(kind)
    params = reports.params(report, given, within=within, own=own)
    with store.exporting(within) as connection:
        now = report.read(connection, params)
        return dataclasses.replace(now, rows=list(now.rows))


def rows(report: content.Content) -> list[dict[str, Any]]:
    """Return the rows of a content with the names of their columns."""
    return [dict(zip(report.columns, row, strict=True)) for row in report.rows]


def digest(report: content.Content) -> str:
    """Return the digest of a content whose rows are at hand."""
    passed = content.Digest(report)
    assert sum(1 for _ in passed.passing()) == len(list(report.rows))
    return passed.hex


@dataclasses.dataclass(frozen=True)
class Drawn:
    """A paper with its lines read and its foot known: equal where every word is."""

    name: str
    head: paper.Head
    tables: list[tuple[str | None, list[str], list[tuple[paper.Style, list[paper.Value]]]]]
    foot: paper.Foot

    def amounts(self, style: paper.Style, table: int = 0, column: str = "Số tiền") -> list[Any]:
        """Return a column of the lines of one style; a cell of a group is not in a column."""
        _, labels, lines = self.tables[table]
        place = labels.index(column)
        return [cells[place] for each, cells in lines if each is style]


def drawn(report: content.Content, taken: stamp.Stamp = TAKEN) -> Drawn:
    """Return the paper of a content as it is written."""
    document = reports.named(report.kind).draw(report, taken)
    tables = [
        (
            table.title,
            [column.label for column in table.columns],
            [(line.style, list(line.cells)) for line in table.lines],
        )
        for table in document.tables
    ]
    return Drawn(document.name, document.head, tables, document.foot())


def kept(report: content.Content) -> content.Content:
    """Return a content as a snapshot gives it back."""
    return content.read(content.write(report, {}))[0]
