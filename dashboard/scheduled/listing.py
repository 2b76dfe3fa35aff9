"""The list of what is done by the clock: what is due, what was done when, and what failed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import clock, current_store
from dashboard.components import paging, tables
from dashboard.text import _, watch_terms
from dashboard.watch import kinds, registry, standstill
from data import due_things, problems
from queries import frames
from queries.paging import Page
from queries.store import due_things as questions


@dataclass(frozen=True)
class Listing:
    """A page of the list, how many there are in all, and what is missed."""

    rows: pd.DataFrame
    total: int
    page: Page
    missed: tuple[questions.Missed, ...]


def ask(connection: sa.Connection) -> Listing:
    """Query the page of the list that the address asks for."""
    total = questions.total(connection)
    page = paging.wanted(total, ())
    rows = questions.listed(connection, page=page)
    return Listing(rows, total, page, tuple(questions.missed(connection)))


def standing(listing: Listing) -> None:
    """Show whether the clock goes, and whether all that was due is done."""
    if (reason := standstill.reason(current_store.current())) is not None:
        st.info(watch_terms.reason(reason), icon=":material/pause_circle:")
    elif listing.missed:
        # Every page says above what is missed.
        st.markdown(_("The table below says what was tried, and why it failed."))
    elif not listing.total:
        st.info(
            _("Nothing has been due yet: the first look is a minute after the start."),
            icon=":material/schedule:",
        )
    else:
        st.success(_("All that was due is done."), icon=":material/check_circle:")


def show(listing: Listing) -> None:
    """Show the table, the last thing that is due first."""
    if not listing.total:
        return
    tables.show_page(
        _written(listing.rows),
        watch_terms.LISTED,
        listing.page,
        listing.total,
        whole=lambda connection, every: _written(questions.listed(connection, page=every)),
        sortable=(),
        key="due_things",
        alt=_("What is done by the clock"),
    )


def _written(rows: pd.DataFrame) -> pd.DataFrame:
    found = frames.records(rows)
    return rows.assign(
        what_label=[_(registry.label(row["kind"])) for row in found],
        state_label=[_state(row) for row in found],
        outcome_label=[_outcome(row) for row in found],
    )


def _state(row: dict[str, Any]) -> str:
    mark, word = watch_terms.STATES[row["state"]]
    if row["state"] == due_things.State.WAITING and row["due_at"] > clock.machine():
        mark, word = watch_terms.NOT_DUE
    elif row["state"] == due_things.State.DONE and _is_late(row):
        mark, word = watch_terms.DONE_LATE
    return f"{mark} {_(word)}"


def _is_late(row: dict[str, Any]) -> bool:
    kind = registry.named(row["kind"])
    grace: dt.timedelta = kind.missed_after if kind else kinds.MISSED_AFTER
    is_late: bool = row["ended_at"] - row["due_at"] > grace
    return is_late


def _outcome(row: dict[str, Any]) -> str:
    if row["state"] == due_things.State.DONE:
        return watch_terms.outcome(row["outcome"] or {})
    if row["problem"]:
        return watch_terms.reason(problems.from_json(row["problem"]))
    return ""
