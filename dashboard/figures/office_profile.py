"""The facts of an office: its upper office, validity, predecessors and successor."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from queries import directory


@dataclass(frozen=True)
class Facts:
    """One office; other offices are given by their codes, `names` has those of all of them."""

    code: str
    upper: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    successor: str | None
    predecessors: tuple[str, ...]
    below: tuple[str, ...]
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name of the office."""
        return self.names[self.code]

    def is_closed(self, day: dt.date) -> bool:
        """Return whether the office was closed before a day."""
        return self.valid_to is not None and self.valid_to < day


def ask(connection: sa.Connection, office: str) -> Facts:
    """Query the facts of an office."""
    return of(directory.offices(connection), office)


def of(offices: pd.DataFrame, code: str) -> Facts:
    """Return the facts of an office, from all offices of `queries.directory`."""
    row = offices[offices["office_code"] == code].iloc[0].to_dict()
    return Facts(
        code=code,
        upper=_known(row["parent_code"]),
        valid_from=_known(row["valid_from"]),
        valid_to=_known(row["valid_to"]),
        successor=_known(row["successor_code"]),
        predecessors=_codes(offices, "successor_code", [code]),
        below=_below(offices, code),
        names=dict(zip(offices["office_code"], offices["office_name"], strict=True)),
    )


def _below(offices: pd.DataFrame, code: str) -> tuple[str, ...]:
    """Return the offices below, level by level; an office above itself ends the search."""
    found: dict[str, None] = {}
    level: tuple[str, ...] = (code,)
    while level:
        under = _codes(offices, "parent_code", level)
        level = tuple(each for each in under if each not in found and each != code)
        found |= dict.fromkeys(level)
    return tuple(found)


def _codes(offices: pd.DataFrame, column: str, wanted: list[str] | tuple[str, ...]) -> Any:
    return tuple(offices.loc[offices[column].isin(wanted).fillna(value=False), "office_code"])


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value
