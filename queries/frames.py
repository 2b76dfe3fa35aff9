"""Owns how the answer of a statement becomes a DataFrame of known columns and types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

Dtypes = Mapping[str, str]

TEXT = "string"
WHOLE = "Int64"
RATE = "Float64"
DAY = "object"
MOMENT = "datetime64[us, Asia/Ho_Chi_Minh]"


def ask(
    connection: sa.Connection, sql: str, values: Mapping[str, object], dtypes: Dtypes
) -> pd.DataFrame:
    """Return the rows of `sql` with exactly the columns of `dtypes`, in that order."""
    result = connection.execute(sa.text(sql), dict(values))
    return build(result.all(), tuple(result.keys()), dtypes)


def build(rows: Sequence[Sequence[object]], names: Sequence[str], dtypes: Dtypes) -> pd.DataFrame:
    """Return `rows` as a frame; types are named, as those that are guessed change with the data."""
    frame = pd.DataFrame([tuple(row) for row in rows], columns=list(names), dtype="object")
    for name, dtype in dtypes.items():
        frame[name] = _typed(frame[name], dtype)
    return frame[list(dtypes)]


def _typed(column: pd.Series, dtype: str) -> pd.Series:
    named: Any = dtype
    if dtype == RATE:
        # Rounded to 4 decimals by the database: the nearest float prints as the same digits.
        column = column.map(float, na_action="ignore")
    if dtype == MOMENT:
        column = pd.to_datetime(column, utc=True)
    typed: pd.Series = column.astype(named)
    return typed
