"""A page of a long list: a slice of its rows in an order."""

from collections.abc import Mapping
from dataclasses import dataclass

LIMIT = """
LIMIT :limit OFFSET :offset
"""


@dataclass(frozen=True)
class Page:
    """A slice of a list. `sort` is one of the columns by which the list can be sorted."""

    limit: int
    offset: int = 0
    sort: str | None = None
    descending: bool = False

    @property
    def binds(self) -> dict[str, int]:
        """The values that `LIMIT` needs."""
        return {"limit": self.limit, "offset": self.offset}


def order_by(page: Page, sortable: Mapping[str, str], otherwise: str, key: str) -> str:
    """Return the clause that puts rows into the page's order, the same every time.

    Args:
        page: the slice; a column that `sortable` does not have is ignored.
        sortable: for each column the expression to sort by.
        otherwise: the list's own order, where the page names no column.
        key: what tells rows apart that are alike otherwise.
    """
    expression = sortable.get(page.sort or "")
    if expression is None:
        return f"ORDER BY {otherwise}, {key}"
    direction = "DESC" if page.descending else "ASC"
    return f"ORDER BY {expression} {direction} NULLS LAST, {key}"
