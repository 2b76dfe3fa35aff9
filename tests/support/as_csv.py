"""How the rows of an answer look in its CSV, to be compared with what was worked out."""

from __future__ import annotations

import pandas as pd

Table = list[dict[str, str]]


def table(frame: pd.DataFrame) -> Table:
    """Return the rows of a frame as its CSV would hold them."""
    return [
        {str(column): _text(value) for column, value in row.items()}
        for row in frame.astype("object").to_dict("records")
    ]


def moment(value: pd.Timestamp) -> str:
    """Return a moment; of one of which only the day is known, the day."""
    return value.isoformat().removesuffix("T00:00:00.000001+07:00")


def _text(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return moment(value)
    if isinstance(value, float):
        return f"{value:.4f}"
    return "" if value is None or value is pd.NA else str(value)
