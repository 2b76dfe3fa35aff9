"""Tables of rows: shown, paged, added up and chosen from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard.components import paging as pages
from dashboard.components import table_style
from dashboard.text import _, formats, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    import pandas as pd

    from dashboard.components import links
    from dashboard.text import glossary
    from queries import paging as queries_paging


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
        rows: what a question gave; they are sorted in the browser. Of very many the first ones
            are shown: a list that may get that long is for `show_page`.
        terms: the column's names and what they stand for.
        key: the table's name in this session; another one for other rows, as the browser keeps
            what is picked by this name.
        alt: what the rows are, for those who cannot see them.
        leads: where a row leads that the user picks; without it rows cannot be picked.
    """
    shown = rows.head(LONGEST)
    picking = {"on_select": _follow(key, leads, shown), "selection_mode": "single-row"}
    table_style.table(shown, terms, key=key, alt=alt, labels={}, picking=picking if leads else {})
    if len(rows) > len(shown):
        st.caption(_cut(len(rows)), width="stretch")


def show_page(
    rows: pd.DataFrame,
    terms: Mapping[str, glossary.Term],
    page: queries_paging.Page,
    total: int,
    *,
    sortable: Collection[str],
    key: str,
    alt: str,
    leads: links.Way | None = None,
) -> None:
    """Show one page of a list and the controls for the others; a heading sorts the whole list.

    Args:
        rows: the rows of this page, as they were asked for by `dashboard.components.paging.wanted`.
        terms: the column's names and what they stand for.
        page: which rows these are.
        total: how many rows the list has.
        sortable: the columns by which the list can be sorted.
        key: the table's name in this session; another one for other rows.
        alt: what the rows are, for those who cannot see them.
        leads: where a row leads that the user picks; without it rows cannot be picked.
    """
    # The browser could sort what it has only: with columns to pick, it leaves sorting to us.
    modes = ["single-row", "single-column"] if leads else ["single-column"]
    picking = {"on_select": _follow(key, leads, rows, sortable), "selection_mode": modes}
    arrow = "↓" if page.descending else "↑"
    labels = {page.sort: arrow} if page.sort else {}
    table_style.table(rows, terms, key=key, alt=alt, labels=labels, picking=picking)
    pages.controls(page, total, key)


def show_cells(
    rows: pd.DataFrame,
    terms: Mapping[str, glossary.Term],
    leads: Mapping[str, links.Way],
    *,
    key: str,
    alt: str,
    looks: pd.DataFrame | None = None,
) -> None:
    """Show rows of which each cell leads to what it is made of; they cannot be sorted.

    Args:
        rows: what a question gave.
        terms: the column's names and what they stand for; signs are narrow and centred.
        leads: for each column that leads anywhere, where a cell of it leads; the row has the
            column's own name as "cell".
        key: the table's name in this session; another one for other rows.
        alt: what the rows are, for those who cannot see them.
        looks: the colours of the cells, as CSS: a frame of the rows and columns at hand.
    """
    picking = {"on_select": _follow_cell(key, leads, rows), "selection_mode": "single-cell"}
    table_style.table(rows, terms, key=key, alt=alt, labels={}, picking=picking, looks=looks)


def cards(terms: Mapping[str, glossary.Term], figures: Mapping[str, Any]) -> None:
    """Show figures side by side, each with its name and what it stands for."""
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
    """Say that rows add up to the figure that they are made of, or that they do not."""
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
    """Say that there is nothing to show yet, and how that changes."""
    st.info(
        _("The store is empty. Load the extracts with this command:"), icon=":material/database:"
    )
    import_command()


def import_command() -> None:
    """Give the command that loads one's own data."""
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
            pages.sort_by(picked.columns[0], sortable)
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
