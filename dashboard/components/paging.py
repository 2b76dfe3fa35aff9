"""Paging of long tables: the page and order in the address, and the controls that change them.

Rows are sorted and cut in the store or on the server; the browser gets one page of them.
"""

import re
from collections.abc import Collection
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.components import filters
from dashboard.text import _, formats
from queries import paging

ROWS: Final = 100
FIRST: Final = paging.Page(ROWS)

_SORT: Final = re.compile("-?[a-z0-9_]+")
# Longer numbers are no pages; Python refuses to convert thousands of digits.
_PAGE: Final = re.compile("[0-9]{1,7}")


def wanted(total: int, sortable: Collection[str]) -> paging.Page:
    """Return the page and order in the address; the first page where they are not usable."""
    name, descending = _order(sortable)
    page = min(_number(), pages(total))
    return paging.Page(ROWS, (page - 1) * ROWS, name, descending)


def pages(total: int) -> int:
    """Return how many pages there are; at least one."""
    return max(1, -(-total // ROWS))


def cut(rows: pd.DataFrame, page: paging.Page) -> pd.DataFrame:
    """Return a page of rows that are all in memory."""
    if page.sort is not None:
        rows = rows.sort_values(
            page.sort, ascending=not page.descending, kind="stable", na_position="last"
        )
    return rows.iloc[page.offset : page.offset + page.limit]


def sort_by(column: str, sortable: Collection[str]) -> None:
    """Sort by a column, the largest first; again, the other way round. For callbacks."""
    if column not in sortable:
        return
    name, descending = _order(sortable)
    filters.write(sort=column if name == column and descending else f"-{column}")


def controls(page: paging.Page, total: int, key: str) -> None:
    """Show which rows these are, and the pagination; nothing where all are shown."""
    if total <= page.limit:
        return
    number = page.offset // page.limit + 1
    # A widget per page: one that stays would keep what was picked, whatever the address.
    chosen = f"page_{key}_{number}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.pagination(
            pages(total),
            default=number,
            key=chosen,
            on_change=lambda: filters.write(page=str(st.session_state[chosen])),
        )
        st.caption(
            _("Rows {first} to {last} of {total}; the totals are of all of them.").format(
                first=formats.count(page.offset + 1),
                last=formats.count(min(total, page.offset + page.limit)),
                total=formats.count(total),
            ),
            width="content",
        )


def _number() -> int:
    given = st.query_params.get("page", "")
    return max(1, int(given)) if _PAGE.fullmatch(given) else 1


def _order(sortable: Collection[str]) -> tuple[str | None, bool]:
    given = st.query_params.get("sort", "")
    name = given.removeprefix("-")
    if not _SORT.fullmatch(given) or name not in sortable:
        return None, False
    return name, given.startswith("-")
