"""DataFrames of known columns and types from the rows of a statement."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data import local_time

Dtypes = Mapping[str, str]

TEXT = "string"
WHOLE = "Int64"
RATE = "Float64"
DAY = "object"
MOMENT = f"datetime64[us, {local_time.NAME}]"

# Tables of a screen are small and written cell by cell, for which texts of Arrow's are slow: a page
# with a table takes a tenth longer with them.
pd.set_option("mode.string_storage", "python")


def ask(
    connection: sa.Connection, sql: str, values: Mapping[str, object], dtypes: Dtypes
) -> pd.DataFrame:
    """Return the rows of `sql` with exactly the columns of `dtypes`, in that order."""
    result = connection.execute(sa.text(sql), dict(values))
    return build(result.all(), tuple(result.keys()), dtypes)


def build(rows: Sequence[Sequence[object]], names: Sequence[str], dtypes: Dtypes) -> pd.DataFrame:
    """Return `rows` as a frame; types are named, as those that are guessed change with the data.

    Column by column: a frame of objects that is cast afterwards takes three times as long, and
    keeps every value alive as long as one column is left as it was.
    """
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    values = dict(zip(names, columns, strict=True))
    return pd.DataFrame({name: _typed(values[name], dtype) for name, dtype in dtypes.items()})


def _typed(values: Sequence[Any], dtype: str) -> Any:
    named: Any = dtype
    if dtype == RATE:
        # Rounded to 4 decimals by the database: the nearest float prints as the same digits.
        return pd.array([None if rate is None else float(rate) for rate in values], dtype=named)
    if dtype == DAY:
        return pd.Series(values, dtype=named)
    if dtype == MOMENT:
        return pd.to_datetime(pd.Series(values, dtype="object"), utc=True).astype(named)
    return pd.array(values, dtype=named)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values, None where nothing is known."""
    rows = frame.astype(object).to_dict("records")
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in rows
    ]


def totals(rows: pd.DataFrame, columns: Mapping[str, object]) -> dict[str, int]:
    """Return the sums of these columns over all rows."""
    return {name: int(rows[name].sum()) for name in columns}
