"""Tables of rows: shown, paged, added up and chosen from."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.components import elements, links, paging, table_files, table_style
from dashboard.exports import screen_tables
from dashboard.text import _, formats, glossary
from queries.paging import Page

# How many rows a question behind a table asks for at most.
LONGEST: Final = 1000
# What is looked at, and has no order.
_UNORDERED: Final = frozenset({"trend", "sign"})


def show(
    rows: pd.DataFrame,
    terms: Mapping[str, glossary.Term],
    *,
    key: str,
    alt: str,
    leads: links.Way | None = None,
    sortable: Collection[str] | None = None,
    totals: Mapping[str, object] | None = None,
    current: object = None,
    has_file: bool = True,
) -> None:
    """Show the rows, with the columns that have a term, in the order of the terms.

    A heading sorts them; more than `paging.MOST` have pages. Both stand in the address under the
    name of the table.

    Args:
        rows: the result of a query, in the order in which it is shown first.
        terms: the labels and explanations of the columns.
        key: the table's name in this session and in the address; another one for other rows.
        alt: what the rows are, for screen readers.
        leads: what a row links to.
        sortable: the columns by which the rows can be sorted, if not by all.
        totals: the figures of all rows, by column, for a line at the foot.
        current: the label in the index of the row that is open below.
        has_file: whether it can be taken as a file, with all its rows.
    """
    able = [name for name, term in terms.items() if term.kind not in _UNORDERED]
    own = paging.Params.of_table(key)
    usable = able if sortable is None else sortable
    page = paging.wanted(len(rows), usable, own, paging.MOST)
    source = screen_tables.Source(paging.in_order(rows, page), page) if has_file else None
    _draw(
        paging.cut(rows, page), terms, page, len(rows), own,
        source=source, sortable=usable, key=key, alt=alt, leads=leads, totals=totals,
        current=current,
    )  # fmt: skip


def show_page(
    rows: pd.DataFrame,
    terms: Mapping[str, glossary.Term],
    page: Page,
    total: int,
    *,
    whole: screen_tables.Whole,
    sortable: Collection[str],
    key: str,
    alt: str,
    leads: links.Way | None = None,
    totals: Mapping[str, object] | None = None,
    picks: table_style.Picks | None = None,
    is_of_log: bool = False,
) -> None:
    """Show one page of a list and the links to the others; a heading sorts the whole list.

    Args:
        rows: the rows of this page, by `dashboard.components.paging.wanted`.
        terms: the labels and explanations of the columns.
        page: which rows these are.
        total: how many rows the list has.
        whole: gives a page of the list, of any length, as `rows` are: for files of it.
        sortable: the columns by which the list can be sorted.
        key: the table's name in this session; another one for other rows.
        alt: what the rows are, for screen readers.
        leads: what a row links to.
        totals: the figures of all rows, by column, for a line at the foot.
        picks: what lets rows be chosen; the table stands in a form then.
        is_of_log: whether the rows are read as an auditor.
    """
    source = screen_tables.Source(rows, page, whole, is_of_log)
    _draw(
        rows, terms, page, total, paging.LIST,
        source=source, sortable=sortable, key=key, alt=alt, leads=leads, totals=totals, picks=picks,
    )  # fmt: skip


def show_cells(
    rows: pd.DataFrame,
    terms: Mapping[str, glossary.Term],
    leads: Mapping[str, links.Way],
    *,
    key: str,
    alt: str,
    looks: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Show rows of which each cell links to what it is made of; they cannot be sorted.

    Args:
        rows: the result of a query.
        terms: the labels and explanations of the columns; signs are narrow and centred.
        leads: by column, what a cell links to; the row has the column's own name as "cell".
        key: the table's name in this session; another one for other rows.
        alt: what the rows are, for screen readers.
        looks: the colours of the cells, as CSS, by column.
    """
    source = screen_tables.Source(rows, Page(len(rows)))
    table_style.table(
        rows, terms, key=key, alt=alt, leads=leads, order=table_style.Order(), looks=looks,
        files=table_files.offer(key, alt, terms, source, None),
    )  # fmt: skip


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
    elements.copyable(" ".join(["bhxh-monitor import", _("FOLDER")]))


def hint(words: str) -> str:
    """Return Markdown of a sentence about what can be pressed, which paper leaves out.

    Style sheets know it by its emphasis (`dashboard/web/looks`).
    """
    return f"*{words}*"


def _draw(
    rows: pd.DataFrame,
    terms: Mapping[str, glossary.Term],
    page: Page,
    total: int,
    own: paging.Params,
    *,
    source: screen_tables.Source | None,
    sortable: Collection[str],
    key: str,
    alt: str,
    leads: links.Way | None,
    totals: Mapping[str, object] | None,
    current: object = None,
    picks: table_style.Picks | None = None,
) -> None:
    table_style.table(
        rows,
        terms,
        key=key,
        alt=alt,
        leads={_leading(terms): leads} if leads else {},
        # A single row has no order.
        order=paging.order(page, [name for name in terms if name in sortable], own)
        if total > 1
        else table_style.Order(),
        pages=paging.pager(page, total, own),
        totals=totals,
        current=next((place for place, label in enumerate(rows.index) if label == current), None),
        picks=picks,
        files=table_files.offer(key, alt, terms, source, totals) if source else None,
    )


def _leading(terms: Mapping[str, glossary.Term]) -> str:
    """Return the column whose cells are the links: the first one."""
    return next(iter(terms))
