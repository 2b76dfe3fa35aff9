"""Owns the order of money at risk, and how the lag figures of a row are read in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from dashboard import formats

if TYPE_CHECKING:
    from collections.abc import Mapping

_ORDER: Final = ["exposure_vnd_days", "overdue_amount", "outstanding_amount", "amount"]


def ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `queries.remittance_lag`, the most money at risk first."""
    return read(rows.sort_values(_ORDER, ascending=False, kind="stable"))


def read(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `queries.remittance_lag` with their quantiles as tables show them."""
    records = rows.to_dict("records")
    return rows.assign(
        median_lag=pd.array([lag(row, "median_lag_days") for row in records], dtype="Int64"),
        p90_lag=pd.array([lag(row, "p90_lag_days") for row in records], dtype="Int64"),
    )


def lag(row: Mapping[Any, Any], quantile: str) -> int | None:
    """Return a quantile for `formats.lag`; one that was not reached is beyond the oldest age."""
    if not pd.isna(row[quantile]):
        return int(row[quantile])
    oldest = row["oldest_outstanding_days"]
    return None if pd.isna(oldest) else formats.not_reached(int(oldest))
