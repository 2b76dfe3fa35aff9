"""Rows of recording as tables show them, and the shares that are made of one."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from dashboard.text import formats

# By list: the column of its payments, that of what it is a part of, and its rate.
PARTS: Final[dict[str, tuple[str, str, str]]] = {
    "within_5": ("within_5_payments", "timed", "within_5_rate"),
    "within_15": ("within_15_payments", "timed", "within_15_rate"),
    "within_60": ("within_60_payments", "timed", "within_60_rate"),
    "same_day": ("same_day_payments", "payments", "same_day_rate"),
    "other_day": ("other_day_payments", "payments", "other_day_rate"),
    "unrecorded": ("unrecorded", "payments", "unrecorded_rate"),
    "informed": ("informed", "recorded", "informed_rate"),
}

_QUANTILES: Final = {"median": "median_minutes", "p90": "p90_minutes"}


def read(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `queries.lag.recording_lag.in_full` with percentiles as tables show them.

    One that falls on payments without a code is not determined, which is known; where the minutes
    of no payment matter, it is unknown.
    """
    return rows.assign(
        **{
            name: pd.array(
                [
                    formats.never(minutes) if timed else None
                    for minutes, timed in zip(rows[column], rows["timed"], strict=True)
                ],
                dtype="Int64",
            )
            for name, column in _QUANTILES.items()
        }
    )


def worst_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the most payments without a code first, then the most money."""
    order = ["unrecorded", "unrecorded_amount", "payments"]
    return rows.sort_values(order, ascending=False, kind="stable")


def speeds(figures: Mapping[str, Any]) -> pd.DataFrame:
    """Return how many payments were recorded how soon, one row a list; of nothing no share."""
    return pd.DataFrame(
        [
            {
                "status": status, "payments": figures[part], "of_payments": figures[whole],
                "share": figures[rate],
            }
            for status, (part, whole, rate) in PARTS.items()
        ]
    )  # fmt: skip
