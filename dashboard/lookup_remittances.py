"""Owns the remittances of a lookup: what each came to, and the payments of one, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard import lookup_journey, paging, tables
from queries import paging as pages
from queries import remitted_together

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    import sqlalchemy as sa

    from dashboard.lookup_journey import Journey


@dataclass(frozen=True)
class Remittance:
    """One remittance: its totals, whether the words name it, how many of its payments are told."""

    total: Mapping[str, Any]
    is_named: bool
    told: int

    @property
    def remittance_id(self) -> str:
        """The remittance's identifier."""
        return str(self.total["remittance_id"])

    @property
    def payments(self) -> int:
        """How many of its payments may be seen."""
        return int(self.total["payments"])

    @property
    def has_more(self) -> bool:
        """Whether its payments are worth a table: it was asked for, or covers more than is told."""
        return self.is_named or self.payments > self.told


@dataclass(frozen=True)
class Remittances:
    """The remittances that the words name, then those of the payments that are told.

    `totals` has one row each. Of a single one `rows` has one page of the payments that it covers.
    """

    all: tuple[Remittance, ...]
    totals: pd.DataFrame
    rows: pd.DataFrame
    page: pages.Page

    @property
    def one(self) -> Remittance | None:
        """The remittance, where there is a single one."""
        return self.all[0] if len(self.all) == 1 else None


def ask(
    connection: sa.Connection,
    *,
    named: Sequence[str],
    told: tuple[Journey, ...],
    today: dt.date,
) -> Remittances:
    """Ask for the remittances that are named and those that cover payments."""
    covering = [each.more["remittance_id"] for each in told]
    wanted = [key for key in dict.fromkeys((*named, *covering)) if key][: tables.LONGEST]
    totals = remitted_together.totals(connection, remittances=wanted)
    every = tuple(
        Remittance(row, row["remittance_id"] in named, covering.count(row["remittance_id"]))
        for row in lookup_journey.records(totals)
    )
    listed, page = _listed(connection, every, today)
    return Remittances(every, totals, listed, page)


def _listed(
    connection: sa.Connection, every: tuple[Remittance, ...], today: dt.date
) -> tuple[pd.DataFrame, pages.Page]:
    """Ask for a page of the payments of a single remittance."""
    total = every[0].payments if len(every) == 1 else 0
    page = paging.wanted(total, remitted_together.SORTABLE)
    if not total:
        return pd.DataFrame(columns=list(remitted_together.COLUMNS)), page
    key = every[0].remittance_id
    return remitted_together.listed(connection, remittance=key, as_of=today, page=page), page
