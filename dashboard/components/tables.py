"""Tables of rows: shown, paged, added up and chosen from."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.components import links, paging, table_style
from dashboard.text import _, formats, glossary, ngettext
from queries.paging import Page

LONGEST: Final = 1000


def show(
    rows: pd.DataFrame,
    terms: Mapping[str, glossary.Term],
    *,
    key: str,
    alt: str,
    leads: links.Way | None = None,
) -> None:
    """Show the rows, with the columns that have a term, in the order of the terms.

    Args:
        rows: the result of a query, sorted in the browser; `LONGEST` at most are shown.
        terms: the labels and explanations of the columns.
        key: the table's name in this session; another one for other rows, as the browser keeps
            the picked row by it.
        alt: what the rows are, for screen readers.
        leads: what a picked row links to; without it rows cannot be picked.
    """
    shown = rows.head(LONGEST)
    picking = {"on_select": _follow(key, leads, shown), "selection_mode": "single-row"}
    table_style.table(shown, terms, key=key, alt=alt, labels={}, picking=picking if leads else {})
    if len(rows) > len(shown):
        st.caption(_cut(len(rows)), width="stretch")


def show_page(
    rows: pd.DataFrame,
    terms: Mapping[str, glossary.Term],
    page: Page,
    total: int,
    *,
    sortable: Collection[str],
    key: str,
    alt: str,
    leads: links.Way | None = None,
) -> None:
    """Show one page of a list and the controls for the others; a heading sorts the whole list.

    Args:
        rows: the rows of this page, by `dashboard.components.paging.wanted`.
        terms: the labels and explanations of the columns.
        page: which rows these are.
        total: how many rows the list has.
        sortable: the columns by which the list can be sorted.
        key: the table's name in this session; another one for other rows.
        alt: what the rows are, for screen readers.
        leads: what a picked row links to; without it rows cannot be picked.
    """
    # The browser could sort what it has only: with columns to pick, it leaves sorting to us.
    modes = ["single-row", "single-column"] if leads else ["single-column"]
    picking = {"on_select": _follow(key, leads, rows, sortable), "selection_mode": modes}
    arrow = "↓" if page.descending else "↑"
    labels = {page.sort: arrow} if page.sort else {}
    table_style.table(rows, terms, key=key, alt=alt, labels=labels, picking=picking)
    paging.controls(page, total, key)


def show_cells(
    rows: pd.DataFrame,
    terms: Mapping[str, glossary.Term],
    leads: Mapping[str, links.Way],
    *,
    key: str,
    alt: str,
    looks: pd.DataFrame | None = None,
) -> None:
    """Show rows of which each cell links to what it is made of; they cannot be sorted.

    Args:
        rows: the result of a query.
        terms: the labels and explanations of the columns; signs are narrow and centred.
        leads: by column, what a cell links to; the row has the column's own name as "cell".
        key: the table's name in this session; another one for other rows.
        alt: what the rows are, for screen readers.
        looks: the colours of the cells, as CSS: a frame of the rows and columns at hand.
    """
    picking = {"on_select": _follow_cell(key, leads, rows), "selection_mode": "single-cell"}
    table_style.table(rows, terms, key=key, alt=alt, labels={}, picking=picking, looks=looks)


def cards(terms: Mapping[str, glossary.Term], figures: Mapping[str, Any]) -> None:
    """Show figures side by side, each with its label and explanation."""
    with st.container(horizontal=True, gap="small"):
        for name, term in terms.items():
            st.metric(
                _(term.label),
                table_style.written(figures[name], term),
                help=_(term.help),
                border=True,
                width="stretch",
            )


def check(total: int, figure: int) -> None:
    """Show whether rows add up to the figure above them."""
    if total == figure:
        words = _(":material/check: The rows add up to {amount}, the figure above.")
        st.caption(words.format(amount=formats.money(total)))
    else:
        words = _("The rows add up to {amount}, the figure above is {figure}: load again.")
        st.error(
            words.format(amount=formats.money(total), figure=formats.money(figure)),
            icon=":material/difference:",
        )


def empty_store() -> None:
    """Show that the store is empty, and the command that imports data."""
    st.info(
        _("The store is empty. Load the extracts with this command:"), icon=":material/database:"
    )
    import_command()


def import_command() -> None:
    """Show the command that imports data."""
    copyable(" ".join(["bhxh-monitor import", _("FOLDER")]))


def copyable(words: str) -> None:
    """Show a line that one click copies, since tables let nothing be copied."""
    st.code(words, language=None, wrap_lines=True)


def _follow(
    key: str, leads: links.Way | None, rows: pd.DataFrame, sortable: Collection[str] = ()
) -> Callable[[], None]:
    """Return what happens when a row or a heading is picked."""

    def follow() -> None:
        picked = st.session_state[key].selection
        if picked.columns:
            paging.sort_by(picked.columns[0], sortable)
            st.session_state[key] = {"selection": {"rows": [], "columns": [], "cells": []}}
        elif picked.rows and leads:
            leads.follow(rows.iloc[picked.rows[0]].to_dict())

    return follow


def _follow_cell(
    key: str, leads: Mapping[str, links.Way], rows: pd.DataFrame
) -> Callable[[], None]:
    """Return what happens when a cell is picked."""

    def follow() -> None:
        for row, column in st.session_state[key].selection.cells:
            if column in leads:
                leads[column].follow(rows.iloc[row].to_dict() | {"cell": column})

    return follow


def _cut(total: int) -> str:
    return ngettext(
        "The first {shown} of {total} row are shown; the totals are of all of them.",
        "The first {shown} of {total} rows are shown; the totals are of all of them.",
        total,
    ).format(shown=formats.count(LONGEST), total=formats.count(total))
