"""The list of snapshots: filters, rows and table."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import access, current_store, directory, people, screens
from dashboard.comparing import menu
from dashboard.components import (
    filter_bar,
    filters,
    fragments,
    links,
    paging,
    pickers,
    predecessors,
    tables,
)
from dashboard.components.filters import Filters
from dashboard.exports import reports, request_text, urls
from dashboard.exports.snapshots import closing, standing
from dashboard.text import _, formats, ngettext, parsing, snapshot_terms
from data import scope
from data.snapshots import Snapshot
from queries import frames
from queries.paging import Page
from queries.store import snapshots

# Values of `status` in the address: how a snapshot came about.
CLOSING, BY_HAND = "closing", "by_hand"
HOW: Final = (CLOSING, BY_HAND)
_SECONDS_OF_FILE: Final = 20.0
# How soon the list looks again for what was not compared yet.
_LOOK_SECONDS: Final = 1.5


@dataclass(frozen=True)
class Chosen:
    """What is chosen in the address: `number` is opened, and compared with `other`."""

    filters: Filters
    number: int | None
    other: int | None

    @property
    def limits(self) -> snapshots.Limits:
        """What limits the list."""
        chosen = self.filters
        is_closing = None if chosen.status is None else chosen.status == CLOSING
        return snapshots.Limits(chosen.start, chosen.end, chosen.kind, chosen.office, is_closing)

    @property
    def is_limited(self) -> bool:
        """Whether more than the days limits the list."""
        return bool(self.filters.kind or self.filters.office or self.filters.status)


@dataclass(frozen=True)
class Listed:
    """A page of the list, how each of them stands now, and how many there are in all."""

    chosen: Chosen
    rows: pd.DataFrame
    total: int
    page: Page
    standings: Sequence[standing.Standing]
    within: scope.Scope


def read(known: directory.Directory) -> Chosen:
    """Return what is chosen in the address, and write its days in full."""
    filters.complete(links.usual_days(screens.at(screens.SNAPSHOTS)))
    chosen = filters.read(
        "from", "to", "office", "kind", "status",
        offices=known.offices, kinds=reports.ALL, statuses=HOW,
    )  # fmt: skip
    number, other = (
        parsing.as_number(st.query_params.get(name, "")) for name in ("snapshot", "other")
    )
    return Chosen(chosen, number, other)


def ask(chosen: Chosen) -> Listed:
    """Return a page of the list, each compared with what the store says now.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """

    def question(connection: sa.Connection) -> tuple[int, Page, pd.DataFrame]:
        total = snapshots.total(connection, limits=chosen.limits)
        page = paging.wanted(total, snapshots.SORTABLE)
        return total, page, snapshots.listed(connection, limits=chosen.limits, page=page)

    total, page, rows = access.ask(question)
    within = access.current()
    standings = standing.of(current_store.current(), within, rows)
    return Listed(chosen, rows, total, page, standings, within)


def labelled(rows: pd.DataFrame, known: directory.Directory, names: people.People) -> pd.DataFrame:
    """Return snapshots with their reports, subjects, people and ways in words."""
    params = [urls.params(each) for each in rows["asked"]]
    return names.named(rows, "taken_by").assign(
        report=[request_text.report(kind) for kind in rows["kind"]],
        about=[request_text.about(each, known) for each in params],
        closing_label=[
            way(is_closing=is_closing, day=day, at=at)
            for is_closing, day, at in zip(
                rows["is_closing"], rows["day"], rows["taken_at"], strict=True
            )
        ],
    )


def how(*, is_closing: bool) -> str:
    """Return how a snapshot came about."""
    return _("daily closing") if is_closing else _("by hand")


def way(*, is_closing: bool, day: dt.date, at: dt.datetime) -> str:
    """Return how a snapshot about a day came about, and of a closing that was late, how late."""
    return (is_closing and closing.lateness(day, at)) or how(is_closing=is_closing)


def framed(found: Sequence[Snapshot]) -> pd.DataFrame:
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
    return frames.build(rows, tuple(snapshots.COLUMNS), snapshots.COLUMNS)


def choices(chosen: Chosen, known: directory.Directory) -> None:
    """Show the pickers of the list, and what of the address was not usable."""
    kinds = {"": _("All reports")} | {kind: request_text.report(kind) for kind in reports.ALL}
    ways = {"": _("All"), CLOSING: how(is_closing=True), BY_HAND: how(is_closing=False)}
    status = chosen.filters.status
    office = known.offices[chosen.filters.office] if chosen.filters.office else ""
    bar = filter_bar.show(
        [
            filter_bar.between(chosen.filters),
            kinds[chosen.filters.kind or ""],
            office or _("All offices"),
            ways[status] if status else "",
        ],
        rare=(status,),
    )
    with bar.row:
        menu.show_without_evening(chosen.filters)
        pickers.one_day("from", _("About days from"), chosen.filters.start, parsing.LAST_DAY)
        pickers.one_day("to", _("to"), chosen.filters.end, parsing.LAST_DAY)
        pickers.choice(
            "kind", _("Report"), kinds, chosen.filters.kind, key="pick_report", width=240
        )
        if predecessors.has_choice(known):
            pickers.office(chosen.filters, known.offices)
    with bar.rare:
        pickers.choice("status", _("How"), ways, status, key="pick_how", width=168)
    pickers.notices(chosen.filters)


def listed(found: Listed, known: directory.Directory, names: people.People) -> None:
    """Show the number of snapshots and a page of them, the last one first; a row opens one."""
    if not found.total:
        _nothing(found)
        return
    words = ngettext(
        "**{n} snapshot** about days from {start} to {end}.",
        "**{n} snapshots** about days from {start} to {end}.",
        found.total,
    )
    said = words.format(n=formats.count(found.total), **found.chosen.filters.period_text)
    hint = tables.hint(
        _("Choose one to see what it says, whether it is untouched, and what has changed since.")
    )
    st.markdown(f"{said} {hint}")
    is_open = standing.Standing.OPEN in found.standings
    part = fragments.alone(_table, every=_LOOK_SECONDS if is_open else None)
    part(found, known, names, is_open=is_open)


def _table(
    found: Listed, known: directory.Directory, names: people.People, *, is_open: bool
) -> None:
    """Show the page of the list; what is not compared yet is, some at a time."""
    standings = found.standings
    if is_open:
        standings = standing.of(current_store.current(), found.within, found.rows)
        if standing.Standing.OPEN not in standings:
            # Nothing is left to wait for.
            st.rerun()
    tables.show_page(
        _standing(labelled(found.rows, known, names), standings),
        snapshot_terms.LISTED,
        found.page,
        found.total,
        whole=lambda c, every: _whole(c, every, found, known, names),
        sortable=snapshots.SORTABLE,
        # Another list is another table.
        key="snapshots_" + "_".join(map(str, vars(found.chosen.limits).values())),
        alt=_("Snapshots, the last one first"),
        leads=links.Way({"snapshot": "snapshot_id"}, given={"sort": None}),
    )


def _whole(
    connection: sa.Connection,
    page: Page,
    found: Listed,
    known: directory.Directory,
    names: people.People,
) -> pd.DataFrame:
    """Return the list for a file; it may take longer than the page."""
    rows = snapshots.listed(connection, limits=found.chosen.limits, page=page)
    opened, within = current_store.current(), found.within
    standings = standing.of(opened, within, rows, seconds=_SECONDS_OF_FILE)
    return _standing(labelled(rows, known, names), standings)


def _standing(rows: pd.DataFrame, standings: Sequence[standing.Standing]) -> pd.DataFrame:
    words = {name: f"{sign} {_(label)}" for name, (sign, label) in snapshot_terms.STANDING.items()}
    return rows.assign(standing_label=pd.array([words[each] for each in standings], "string"))


def _nothing(found: Listed) -> None:
    if found.chosen.is_limited:
        words = _("No snapshot about days from {start} to {end} fits what is chosen.")
        st.info(words.format(**found.chosen.filters.period_text), icon=":material/filter_alt:")
        return
    words = _(
        "There is no snapshot about days from {start} to {end}. The forms of a day are closed at "
        "08:00 on the next one; every page freezes what it shows under “Freeze figures”."
    )
    st.info(words.format(**found.chosen.filters.period_text), icon=":material/lock_clock:")
