"""How tests ask for the rows behind a figure of differences, in August 2026."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd
from support.in_order import EVERYTHING, PERIOD

from queries import paging
from queries.exceptions import looked_after, rows
from queries.lag import lagged

if TYPE_CHECKING:
    from data import store as stores
    from data.scope import Scope


# The evening of which the worked example gives its figures.
SEPTEMBER = dt.date(2026, 9, 3)
ALL = paging.Page(1000)


def listed(
    store: stores.Store,
    kind: str | None,
    page: paging.Page = ALL,
    scope: Scope = EVERYTHING,
    as_of: dt.date = SEPTEMBER,
    **filters: Any,
) -> pd.DataFrame:
    """Return the cases of a kind; all of them where no page is named."""
    subjects = filters.pop("subjects", None)
    limits = filters.pop("limits", looked_after.EVERY)
    question = lagged.Question(as_of=as_of, **PERIOD, **filters)
    with store.reading(scope) as connection:
        return rows.listed(
            connection, question, kind=kind, page=page, subjects=subjects, limits=limits
        )


def only(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the cells of the only row that hold something; alone, it has the list's amount."""
    (row,) = frame.astype("object").to_dict("records")
    assert row.pop("listed_amount") == row["amount"]
    return {str(name): cell for name, cell in row.items() if not pd.isna(cell)}
