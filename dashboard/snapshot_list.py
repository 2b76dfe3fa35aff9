"""Owns what the page of snapshots asks: which there are about the days that are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import filters, links, paging, parsers, screens, snapshot_subject
from dashboard.exports import reports
from dashboard.text import _
from queries import frames, snapshot_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import sqlalchemy as sa

    from dashboard import places
    from data import snapshots
    from queries import paging as pages

ADDRESS: Final = "snapshots"

# Values of `status` in the address: how a snapshot came about.
CLOSING, BY_HAND = "closing", "by_hand"
HOW: Final = (CLOSING, BY_HAND)


@dataclass(frozen=True)
class Chosen:
    """What the address asks for. `number` is the snapshot to open, `other` one to compare with."""

    filters: filters.Filters
    number: int | None
    other: int | None

    @property
    def asked(self) -> snapshot_list.Asked:
        """What limits the list."""
        chosen = self.filters
        is_closing = None if chosen.status is None else chosen.status == CLOSING
        return snapshot_list.Asked(chosen.start, chosen.end, chosen.kind, chosen.office, is_closing)

    @property
    def is_limited(self) -> bool:
        """Whether more than the days limits the list."""
        return bool(self.filters.kind or self.filters.office or self.filters.status)


@dataclass(frozen=True)
class Listed:
    """A page of the list, and how many snapshots there are in all."""

    chosen: Chosen
    rows: pd.DataFrame
    total: int
    page: pages.Page


def read(known: places.Places) -> Chosen:
    """Return what the address asks for, with the days in full."""
    usual = links.usual_days(screens.at(ADDRESS))
    missing = {name: day.isoformat() for name, day in usual.items() if name not in st.query_params}
    if missing:
        st.query_params.from_dict(st.query_params.to_dict() | missing)
    chosen = filters.read(
        "from", "to", "office", "kind", "status",
        offices=known.offices, kinds=reports.ALL, statuses=HOW,
    )  # fmt: skip
    return Chosen(chosen, _number("snapshot"), _number("other"))


def ask(connection: sa.Connection, *, chosen: Chosen) -> Listed:
    """Ask the store for a page of the list."""
    total = snapshot_list.total(connection, asked=chosen.asked)
    page = paging.wanted(total, snapshot_list.SORTABLE)
    rows = snapshot_list.listed(connection, asked=chosen.asked, page=page)
    return Listed(chosen, rows, total, page)


def labelled(rows: pd.DataFrame, known: places.Places) -> pd.DataFrame:
    """Return snapshots with their reports, subjects and ways in words."""
    asked = [snapshot_subject.params(each) for each in rows["asked"]]
    return rows.assign(
        report=[snapshot_subject.report(kind) for kind in rows["kind"]],
        about=[snapshot_subject.about(each, known) for each in asked],
        closing_label=[how(is_closing=each) for each in rows["is_closing"]],
    )


def how(*, is_closing: bool) -> str:
    """Return how a snapshot came about."""
    return _("daily closing") if is_closing else _("by hand")


def framed(found: Sequence[snapshots.Snapshot]) -> pd.DataFrame:
    """Return snapshots at hand as the list has them; what follows them is not known."""
    rows: list[Sequence[Any]] = [
        (
            each.link.snapshot_id,
            each.at,
            each.taken.by,
            each.taken.note,
            each.subject.kind,
            each.subject.asked,
            each.subject.day,
            each.taken.is_closing,
            each.taken.row_count,
            each.taken.data_version,
            each.supersedes,
            None,
        )
        for each in found
    ]
    return frames.build(rows, tuple(snapshot_list.COLUMNS), snapshot_list.COLUMNS)


def _number(param: str) -> int | None:
    return parsers.as_number(st.query_params.get(param, ""))
