"""Owns what a snapshot says as its paper says it, for reports whose rows are in words of papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from dashboard import formats, tables, text
from dashboard.exports import paper, written
from dashboard.text import _, glossary
from data.problems import N_

if TYPE_CHECKING:
    from dashboard.exports import freezing

# An empty cell differs from an unknown one.
_BLANK: Final = "\u00a0"
_LEFT: Final = (paper.Kind.TEXT, paper.Kind.CODE)
_HELP: Final = N_("As it stands in the files of this snapshot.")


def show(frozen: freezing.Frozen) -> None:
    """Show the tables of its paper, each under its title; papers are in Vietnamese."""
    number = frozen.snapshot.link.snapshot_id
    for place, (table, rows) in enumerate(_tables(frozen)):
        if table.title:
            st.markdown(f"**{formats.plain(table.title)}**")
        tables.show(
            rows,
            {str(key): _term(column) for key, column in enumerate(table.columns)},
            key=f"snapshot_paper_{number}_{place}",
            alt=table.title or _("Rows of the snapshot"),
        )


def _tables(frozen: freezing.Frozen) -> list[tuple[paper.Table, pd.DataFrame]]:
    """Return the tables of its paper with their lines, written."""
    shown = text.language()
    text.use("vi")
    try:
        return [(table, _rows(table)) for table in frozen.paper().tables]
    finally:
        text.use(shown)


def _rows(table: paper.Table) -> pd.DataFrame:
    kinds = [column.kind for column in table.columns]
    names = [str(key) for key in range(len(kinds))]
    lines = [_line(line, kinds) for line in table.lines]
    return pd.DataFrame(lines, columns=names, dtype="object")


def _line(line: paper.Line, kinds: list[paper.Kind]) -> list[str]:
    """Return the cells of a line; the words of a group stand in the first one."""
    cells = [*line.cells, *[""] * (len(kinds) - len(line.cells))]
    return [written.cell(value, kind) or _BLANK for value, kind in zip(cells, kinds, strict=True)]


def _term(column: paper.Column) -> glossary.Term:
    return glossary.Term(column.label, _HELP, "words" if column.kind in _LEFT else "figure")
