"""Owns the month behind a day of an office: what each day came to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from queries import daily_money

if TYPE_CHECKING:
    import pandas as pd
    import sqlalchemy as sa

    from dashboard.office_money import Money

# How far back it looks, the day at hand included.
_DAYS: Final = dt.timedelta(days=29)


@dataclass(frozen=True)
class Month:
    """What each day came to: `money` has a row a day."""

    money: pd.DataFrame

    @cached_property
    def known_money(self) -> pd.DataFrame:
        """The days of which anything is known: elsewhere a zero would mean nothing."""
        return self.money[self.money["known"]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all came from the office on these days."""
        figures = ["collected_amount", "recorded_amount", "remitted_amount"]
        return not self.known_money[figures].to_numpy().any()


def ask(connection: sa.Connection, day: dt.date, money: Money) -> Month:
    """Ask the store for the thirty days up to a day."""
    return Month(
        daily_money.by_day(
            connection,
            start=day - _DAYS,
            end=day,
            as_of=money.evening.as_of,
            office=money.asked,
        )
    )
