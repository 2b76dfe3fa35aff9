"""Owns the order of money at risk, and how the lag figures of a row are read in a table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from dashboard import clock
from dashboard.components import filters, formats, parsing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.components import links


_ORDER: Final = ["exposure_vnd_days", "overdue_amount", "outstanding_amount", "amount"]


def worst_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of lag or of owing (`queries.lag`), the most money at risk first."""
    order = [name for name in _ORDER if name in rows]
    return rows.sort_values(order, ascending=False, kind="stable")


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


@dataclass(frozen=True)
class Evening:
    """The days of payment that count at the end of a day."""

    start: dt.date
    as_of: dt.date

    @property
    def asked(self) -> dict[str, Any]:
        """The period as questions take it."""
        return {"start": self.start, "end": self.as_of, "as_of": self.as_of}

    @property
    def params(self) -> dict[str, links.Value]:
        """The period as addresses have it."""
        return {"from": self.start, "to": self.as_of, "as_of": self.as_of}


def of(chosen: filters.Filters, day: dt.date) -> Evening:
    """Return the period that ends with a day, as long as the one that pages begin with."""
    as_of = min(day, clock.today())
    return Evening(max(parsing.FIRST_DAY, as_of - (chosen.end - chosen.start)), as_of)


def ending(day: dt.date) -> Evening:
    """Return the period that ends with a day, as long as pages have it where nobody chose one."""
    as_of = min(day, clock.today())
    return Evening(max(parsing.FIRST_DAY, as_of - dt.timedelta(filters.PERIOD_DAYS - 1)), as_of)
