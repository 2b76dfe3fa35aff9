"""Owns the tables of differences: the kinds, and the cases of one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import links, tables
from dashboard.text import _, exception_columns, exception_terms
from queries import exception_rows

if TYPE_CHECKING:
    from dashboard.exception_list import Differences


def kinds(found: Differences) -> None:
    """Show every kind; a row leads to its cases."""
    st.caption(_("Choose a kind to see its cases."))
    tables.show(
        found.kinds,
        exception_terms.SUMMARY,
        key="exception_kinds",
        alt=_("Kinds of difference with their cases and money"),
        leads=links.Way({"kind": "kind"}, given={"case": None, "sort": None}),
    )


def cases(found: Differences) -> None:
    """Show a page of the cases of the chosen kind; a row opens its case."""
    kind, rows = found.chosen.kind, found.rows
    if kind is None or rows is None:
        return
    st.caption(_("Choose a row to open the case. A click on a heading sorts."))
    columns = exception_columns.LISTED[kind]
    tables.show_page(
        rows,
        columns,
        found.page,
        found.cases,
        sortable=exception_rows.SORTABLE.keys() & columns.keys(),
        key=f"exceptions_{kind}",
        alt=_("Cases of this kind"),
        leads=links.Way({"case": "subject"}, given={"page": st.query_params.get("page")}),
    )
    tables.check(found.listed_amount, found.amount)
