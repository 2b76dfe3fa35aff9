"""Remittance lag in tables: the order of money at risk, and how quantiles are read."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from dashboard.text import formats
from queries import frames

_ORDER: Final = ["exposure_vnd_days", "overdue_amount", "outstanding_amount", "amount"]


def worst_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of lag or of owing (`queries.lag`), the most money at risk first."""
    columns = [frames.plain(rows[name]) for name in _ORDER if name in rows]
    weights = [
        tuple((value is not None, value or 0) for value in row)
        for row in zip(*columns, strict=True)
    ]
    # Of equal ones the first one stays the first: pandas takes ten times as long for a few rows.
    return rows.iloc[sorted(range(len(rows)), key=weights.__getitem__, reverse=True)]


def ranked(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `queries.lag.remittance_lag` as tables show them, in that order."""
    return read(worst_first(rows))


def read(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `queries.lag.remittance_lag` with their quantiles as tables show them."""
    return rows.assign(
        median_lag=_lags(rows, "median_lag_days"), p90_lag=_lags(rows, "p90_lag_days")
    )


def lag(row: Mapping[Any, Any], quantile: str) -> int | None:
    """Return a quantile for `formats.lag`; one that was not reached is beyond the oldest age."""
    return _read(row[quantile], row["oldest_outstanding_days"])


def _lags(rows: pd.DataFrame, quantile: str) -> Any:
    columns = (rows[name].tolist() for name in (quantile, "oldest_outstanding_days"))
    return pd.array(list(map(_read, *columns)), dtype="Int64")


def _read(days: Any, oldest: Any) -> int | None:
    if not pd.isna(days):
        return int(days)
    return None if pd.isna(oldest) else formats.not_reached(int(oldest))
