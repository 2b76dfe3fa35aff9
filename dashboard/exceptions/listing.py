"""All kinds of difference, or the cases of one: the answers of the store, the words, the tables."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import cache, clock
from dashboard.components import filters, links, paging, pickers, predecessors, tables
from dashboard.text import _, exception_terms, formats, ngettext
from queries import frames
from queries import paging as pages
from queries.exceptions import counts, notes, rows
from queries.forms import form_01xn
from queries.lag import lagged
from queries.money import daily
from queries.store import freshness

# Tables are drawn without icons: a sign goes with the word.
_NONE: Final = "✓"
_SOME: Final = "▲"
_NOTE_SHOWN: Final = 120


class State(enum.Enum):
    """Why the screen shows what it shows."""

    FILLED = enum.auto()
    NO_DIFFERENCES = enum.auto()
    NOT_BEGUN = enum.auto()
    NOTHING_COLLECTED = enum.auto()
    EMPTY_STORE = enum.auto()


# Where something was counted, if only to none.
COUNTED: Final = (State.FILLED, State.NO_DIFFERENCES)


@dataclass(frozen=True)
class Differences:
    """The answers of the store for the filters of the page.

    `every` has one row a kind, with the number of cases that somebody looks after (where a kind is
    chosen, of that one alone). `listed` is a page of the cases of the chosen kind.
    """

    chosen: filters.Filters
    every: pd.DataFrame
    listed: pd.DataFrame | None
    page: pages.Page
    was_collected: bool
    latest_day: dt.date | None

    @property
    def state(self) -> State:
        """Why the screen shows what it shows."""
        if self.cases:
            return State.FILLED
        if self.latest_day is None:
            return State.EMPTY_STORE
        if self.chosen.start > self.chosen.as_of:
            return State.NOT_BEGUN
        return State.NO_DIFFERENCES if self.was_collected else State.NOTHING_COLLECTED

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The row of the chosen kind, or those of all kinds."""
        kind = self.chosen.kind
        return self.every if kind is None else self.every[self.every["kind"] == kind]

    @property
    def cases(self) -> int:
        """The number of cases."""
        return int(self.counted["cases"].sum())

    @property
    def amount(self) -> int:
        """The money that they concern, in đồng."""
        return int(self.counted["amount"].sum())


def ask(connection: sa.Connection, chosen: filters.Filters) -> Differences:
    """Return the differences that the filters select."""
    limits = question(chosen)
    owned = counts.owned_by_kind(connection, limits, kind=chosen.kind)
    every = cache.find(connection, counts.by_kind, limits).merge(owned, on="kind", how="left")
    cases = dict(zip(every["kind"], every["cases"], strict=True))
    page = paging.wanted(cases.get(chosen.kind, 0), rows.SORTABLE)
    latest = freshness.latest(connection)["latest_paid_day"].dropna()
    return Differences(
        chosen=chosen,
        every=every.assign(owned=every["owned"].fillna(0)),
        listed=_listed(connection, chosen.kind, page, limits) if chosen.kind else None,
        page=page,
        was_collected=any(cases.values()) or daily.is_any(connection, limits),
        latest_day=None if latest.empty else latest.iloc[0],
    )


def question(chosen: filters.Filters) -> lagged.Question:
    """Return what every question about differences is limited to."""
    offices = predecessors.asked(chosen, chosen.office)
    return lagged.Question(
        start=chosen.start,
        end=chosen.end,
        as_of=chosen.as_of,
        office=offices,
        org=chosen.org,
        last_due=form_01xn.last_due(clock.now()),
    )


def _listed(
    connection: sa.Connection, kind: str, page: pages.Page, limits: lagged.Question
) -> pd.DataFrame:
    """Return a page of cases, each with its owner and the last note."""
    cases = rows.listed(connection, limits, kind=kind, page=page)
    latest = notes.latest(connection, kind=kind, subjects=list(cases["subject"]))
    latest = latest.assign(note=[_shortened(note) for note in latest["note"]])
    return cases.merge(latest[["subject", "owner", "note"]], on="subject", how="left")


def _shortened(note: str) -> str:
    line = " ".join(note.split())
    return line if len(line) <= _NOTE_SHOWN else f"{line[:_NOTE_SHOWN]}…"


def trail(chosen: filters.Filters) -> None:
    """Show the way up from a kind or a case; nothing at the top."""
    if chosen.kind is None:
        return
    steps: list[tuple[str, Mapping[str, str | None]]] = [
        (_("All kinds"), {"kind": None, "case": None, "sort": None}),
        # Back on the page of the list that one came from.
        (
            exception_terms.labels()[chosen.kind],
            {"case": None, "page": st.query_params.get("page")},
        ),
    ]
    if chosen.case is not None:
        steps.append((chosen.case, {}))
    pickers.way_up(steps)


def no_cases(result: Differences, place: str) -> None:
    """Say why there are no cases."""
    words = _words(result, place) | {
        "latest": formats.day(result.latest_day),
        "kind": exception_terms.labels().get(result.chosen.kind or "", ""),
    }
    if result.state is State.EMPTY_STORE:
        tables.empty_store()
    elif result.state is State.NOT_BEGUN:
        sentence = _(
            "The period begins on {start}, after the end of {as_of}: nothing had been collected."
        )
        st.info(sentence.format(**words), icon=":material/event_upcoming:")
    elif result.state is State.NOTHING_COLLECTED:
        sentence = _(
            "Nothing was collected from {start} to {end} ({place}); the last payment in the store "
            "is of {latest}."
        )
        st.info(sentence.format(**words), icon=":material/event_busy:")
    else:
        sentence = _("No differences as of the end of {as_of} ({place}; {start} to {end}).")
        if result.chosen.kind:
            sentence = _(
                "No difference of this kind as of the end of {as_of} ({place}; {start} to {end}): "
                "{kind}."
            )
        st.success(sentence.format(**words), icon=":material/check_circle:")


def summary(result: Differences, place: str) -> None:
    """Say in one paragraph how many differences there are, and where the money is."""
    words = _words(result, place)
    if result.chosen.kind:
        st.markdown(f"{_of_kind(result, words)} {_looked_after(result)}")
        st.caption(_(exception_terms.KINDS[result.chosen.kind].help))
        return
    sentence = _(
        "**As of the end of {as_of}** ({place}; {start} to {end}): **{cases}** to reconcile; "
        "the kinds together concern **{amount}**."
    ).format(**words)
    st.markdown(f"{sentence} {_largest(result)} {_looked_after(result)}")


def _of_kind(result: Differences, words: Mapping[str, str]) -> str:
    oldest_days = int(result.counted["oldest_days"].max())
    sentence = ngettext(
        "**As of the end of {as_of}** ({place}; {start} to {end}): **{cases}**, concerning "
        "**{amount}**; the oldest is {n} calendar day old.",
        "**As of the end of {as_of}** ({place}; {start} to {end}): **{cases}**, concerning "
        "**{amount}**; the oldest is {n} calendar days old.",
        oldest_days,
    )
    return sentence.format(n=formats.count(oldest_days), **words)


def _largest(result: Differences) -> str:
    """Name the kind with the most money."""
    ranked = result.counted.sort_values(["amount", "cases"], ascending=False, kind="stable")
    largest = ranked.iloc[0]
    return _("The largest kind: **{kind}** ({cases}, {amount}).").format(
        kind=exception_terms.labels()[largest["kind"]],
        cases=_cases(int(largest["cases"])),
        amount=formats.money(largest["amount"]),
    )


def _looked_after(result: Differences) -> str:
    """Say how many cases nobody looks after."""
    owned = int(result.counted["owned"].sum())
    alone = result.cases - owned
    if not alone:
        return _("Somebody looks after each of them.")
    if not owned:
        return _("Nobody looks after any of them yet.")
    return ngettext(
        "Nobody looks after {n} of them.", "Nobody looks after {n} of them.", alone
    ).format(n=formats.count(alone))


def _words(result: Differences, place: str) -> dict[str, str]:
    return {
        "cases": _cases(result.cases),
        "amount": formats.money(result.amount),
        "as_of": formats.day(result.chosen.as_of),
        "place": formats.plain(place),
        "start": formats.day(result.chosen.start),
        "end": formats.day(result.chosen.end),
    }


def _cases(cases: int) -> str:
    return ngettext("{n} difference", "{n} differences", cases).format(n=formats.count(cases))


def kinds(result: Differences) -> None:
    """Show every kind, those without cases too; a row leads to its cases."""
    labels = exception_terms.labels()
    some, none = f"{_SOME} " + _("To reconcile"), f"{_NONE} " + _("None")
    states = [some if cases else none for cases in result.every["cases"]]
    st.caption(_("Choose a kind to see its cases."))
    tables.show(
        result.every.assign(label=[labels[kind] for kind in result.every["kind"]], state=states),
        exception_terms.SUMMARY,
        key="exception_kinds",
        alt=_("Kinds of difference with their cases and money"),
        leads=links.Way({"kind": "kind"}, given={"case": None, "sort": None}),
    )


def cases(result: Differences) -> None:
    """Show a page of the cases of the chosen kind; a row opens its case."""
    kind, listed = result.chosen.kind, result.listed
    if kind is None or listed is None:
        return
    st.caption(_("Choose a row to open the case. A click on a heading sorts."))
    columns = exception_terms.KINDS[kind].columns
    others = [
        exception_terms.other(row["other"], row["other_office_name"])
        for row in frames.records(listed)
    ]
    tables.show_page(
        listed.assign(other=pd.array(others, dtype="string")),
        columns,
        result.page,
        result.cases,
        sortable=rows.SORTABLE.keys() & columns.keys(),
        key=f"exceptions_{kind}",
        alt=_("Cases of this kind"),
        leads=links.Way({"case": "subject"}, given={"page": st.query_params.get("page")}),
    )
    # The same on every row: the sum of all pages.
    listed_amount = 0 if listed.empty else int(listed["listed_amount"].iloc[0])
    tables.check(listed_amount, result.amount)


def totals_line(result: Differences, place: str) -> None:
    """Show the totals as a line to copy."""
    line = _("Differences to reconcile as of {as_of}, {place}: {kind}: {cases}, {amount}.")
    kind = result.chosen.kind
    label = exception_terms.labels()[kind] if kind else _("all kinds")
    words = _words(result, place) | {"place": place, "kind": label}
    tables.copyable(line.format(**words))
