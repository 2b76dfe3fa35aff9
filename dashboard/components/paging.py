"""Paging of long tables: the page and order in the address, and the links that change them.

Rows are sorted and cut in the store or on the server; the browser gets one page of them.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.components import filters, table_style
from dashboard.text import _, formats
from queries import paging

ROWS: Final = 100
# Of tables whose rows are all in memory.
MOST: Final = 200
FIRST: Final = paging.Page(ROWS)

_SORT: Final = re.compile("-?[a-z0-9_]+")
# Longer numbers are no pages; Python refuses to convert thousands of digits.
_PAGE: Final = re.compile("[0-9]{1,7}")
# Pages on either side of the one at hand that have a link.
_BESIDE: Final = 2


@dataclass(frozen=True)
class Params:
    """The parameters of the address that hold the page and the order of a table."""

    page: str
    sort: str

    @classmethod
    def of_table(cls, key: str) -> "Params":
        """Return those of a table that is not the list of its page."""
        return cls(f"{filters.PAGE}.{key}", f"sort.{key}")


# Those of the list of a page, of which there is one.
LIST: Final = Params(filters.PAGE, "sort")


def wanted(
    total: int, sortable: Collection[str], own: Params = LIST, limit: int | None = None
) -> paging.Page:
    """Return the page and order in the address; the first page where they are not usable."""
    limit = limit or ROWS
    name, descending = _order(sortable, own)
    page = min(_number(own), pages(total, limit))
    return paging.Page(limit, (page - 1) * limit, name, descending)


def pages(total: int, limit: int) -> int:
    """Return how many pages there are; at least one."""
    return max(1, -(-total // limit))


def cut(rows: pd.DataFrame, page: paging.Page) -> pd.DataFrame:
    """Return a page of rows that are all in memory; texts stand in the order of the alphabet."""
    return in_order(rows, page).iloc[page.offset : page.offset + page.limit]


def in_order(rows: pd.DataFrame, page: paging.Page) -> pd.DataFrame:
    """Return all rows in the order of a page; texts stand in the order of the alphabet."""
    if page.sort is None:
        return rows
    return rows.sort_values(
        page.sort,
        ascending=not page.descending,
        kind="stable",
        na_position="last",
        key=_sortable,
    )


def order(page: paging.Page, sortable: Collection[str], own: Params) -> table_style.Order:
    """Return the order in force, and for each column the address that sorts by it.

    The largest come first; for the column in force it is the other way round.
    """
    return table_style.Order(
        {
            name: filters.address_here(**{
                own.sort: name if name == page.sort and page.descending else f"-{name}",
                own.page: "",
            })
            for name in sortable
        },
        page.sort,
        page.descending,
    )  # fmt: skip


def pager(page: paging.Page, total: int, own: Params) -> dict[str, Any] | None:
    """Return the links to the pages of a list, and which rows are shown; None if all are."""
    if total <= page.limit:
        return None
    number, last = page.offset // page.limit + 1, pages(total, page.limit)
    words = _("Rows {first} to {last} of {total}; the totals are of all of them.")
    return {
        "number": number,
        "label": _("Pages"),
        "rows": words.format(
            first=formats.count(page.offset + 1),
            last=formats.count(min(total, page.offset + page.limit)),
            total=formats.count(total),
        ),
        "links": [
            _link("‹", _("Previous page"), number - 1 if number > 1 else None, own),
            *_numbers(number, last, own),
            _link("›", _("Next page"), number + 1 if number < last else None, own),
        ],
    }


def _numbers(number: int, last: int, own: Params) -> Iterator[dict[str, Any]]:
    """Return the links to the first page, those around the one at hand, and the last one."""
    near = range(max(1, number - _BESIDE), min(last, number + _BESIDE) + 1)
    before = 0
    for each in sorted({1, *near, last}):
        if each > before + 1:
            yield {"text": "…", "label": None, "address": None, "current": False}
        label = _("Page {n}").format(n=formats.count(each))
        yield _link(formats.count(each), label, each, own) | {"current": each == number}
        before = each


def _link(text: str, label: str, number: int | None, own: Params) -> dict[str, Any]:
    """Return a link to a page, without an address where there is none."""
    address = None if number is None else filters.address_here(**{own.page: str(number)})
    return {"text": text, "label": label, "address": address, "current": False}


def _sortable(column: pd.Series) -> pd.Series:
    """Return what a column is sorted by: its values, or the places of texts in the alphabet."""
    if pd.api.types.infer_dtype(column, skipna=True) != "string":
        return column
    return column.map(formats.alphabetical, na_action="ignore")


def _number(own: Params) -> int:
    given = st.query_params.get(own.page, "")
    return max(1, int(given)) if _PAGE.fullmatch(given) else 1


def _order(sortable: Collection[str], own: Params) -> tuple[str | None, bool]:
    given = st.query_params.get(own.sort, "")
    name = given.removeprefix("-")
    if not _SORT.fullmatch(given) or name not in sortable:
        return None, False
    return name, given.startswith("-")
