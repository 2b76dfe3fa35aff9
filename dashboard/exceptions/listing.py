"""All kinds of difference, or the cases of one: the answers of the store, the words, the tables."""

import dataclasses
import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd
import sqlalchemy as sa
import streamlit as st

from dashboard import access, cache, clock, directory
from dashboard.comparing import against, changes, outcome
from dashboard.components import (
    filters,
    links,
    paging,
    pickers,
    predecessors,
    table_style,
    tables,
)
from dashboard.figures import periods
from dashboard.text import _, exception_terms, formats, glossary, ngettext
from data.derived import difference_rules
from queries import frames
from queries import paging as pages
from queries.exceptions import counts, looked_after, notes, rows
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
    NONE_OF_THESE = enum.auto()
    NOT_BEGUN = enum.auto()
    NOTHING_COLLECTED = enum.auto()
    EMPTY_STORE = enum.auto()


# Where something was counted, if only to none.
COUNTED: Final = (State.FILLED, State.NO_DIFFERENCES)
# The columns of the kinds that add up.
_SUMS: Final = ("cases", "amount", "owned", "late")
_MILLION: Final = 1_000_000


@dataclass(frozen=True)
class Differences:
    """The answers of the store for the filters of the page.

    `every` has one row a kind, with the number of cases that somebody looks after (where a kind is
    chosen, of that one alone). `listed` is a page of the cases of the chosen kind, or of all that
    are not listed apart; None where neither a kind is chosen nor which cases.
    """

    chosen: filters.Filters
    limits: looked_after.Limits
    every: pd.DataFrame
    listed: pd.DataFrame | None
    page: pages.Page
    was_collected: bool
    latest_day: dt.date | None
    # The number of the last note when these were read.
    last_note: int
    # What is compared with: the row of each kind.
    compared: outcome.Outcome[pd.DataFrame] | None = None

    @property
    def state(self) -> State:
        """Why the screen shows what it shows."""
        if self.cases:
            return State.FILLED
        if self.latest_day is None:
            return State.EMPTY_STORE
        if self.chosen.start > self.chosen.as_of:
            return State.NOT_BEGUN
        if not self.was_collected:
            return State.NOTHING_COLLECTED
        return State.NONE_OF_THESE if self.limits.only else State.NO_DIFFERENCES

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The row of the chosen kind, or those of all kinds."""
        kind = self.chosen.kind
        return self.every if kind is None else self.every[self.every["kind"] == kind]

    @cached_property
    def together(self) -> pd.DataFrame:
        """The row of the chosen kind, or those of all kinds that are not listed apart."""
        return self._together(self.every)

    def _together(self, every: pd.DataFrame) -> pd.DataFrame:
        if self.chosen.kind is not None:
            return every[every["kind"] == self.chosen.kind]
        return every[~every["kind"].isin(difference_rules.APART)]

    @property
    def figures(self) -> dict[str, int]:
        """The figures that are compared, of what is listed together."""
        return frames.totals(self.together, exception_terms.COMPARED)

    @property
    def other_figures(self) -> dict[str, int]:
        """The same of what is compared with; empty where nothing is."""
        if self.compared is None or self.compared.other is None:
            return {}
        return frames.totals(self._together(self.compared.other), exception_terms.COMPARED)

    @property
    def listed_cases(self) -> int:
        """The number of cases in the list."""
        return int(self.together["cases"].sum())

    @property
    def listed_amount(self) -> int:
        """The money that they concern, in đồng."""
        return int(self.together["amount"].sum())

    @property
    def cases(self) -> int:
        """The number of cases."""
        return int(self.counted["cases"].sum())

    @property
    def amount(self) -> int:
        """The money that they concern, in đồng."""
        return int(self.counted["amount"].sum())


def span(chosen: filters.Filters) -> periods.Span:
    """Return the period that is chosen."""
    return periods.Span(chosen.start, chosen.end, chosen.as_of)


def ask(
    connection: sa.Connection, chosen: filters.Filters, known: directory.Directory
) -> Differences:
    """Return the differences that the filters select, and what they are compared with."""
    limits, asked = limited(chosen), question(chosen)
    every = _counted(connection, asked, limits, chosen.kind)
    is_in_list = ~every["kind"].isin(difference_rules.APART)
    if chosen.kind:
        is_in_list = every["kind"] == chosen.kind
    page = paging.wanted(int(every["cases"][is_in_list].sum()), rows.SORTABLE)
    is_listed = chosen.kind is not None or limits.only is not None
    latest = cache.find(connection, freshness.latest)["latest_paid_day"].dropna()
    return Differences(
        chosen=chosen,
        limits=limits,
        every=every,
        listed=_listed(connection, chosen.kind, page, asked, limits) if is_listed else None,
        page=page,
        was_collected=bool(every["cases"].any()) or daily.is_any(connection, asked),
        latest_day=None if latest.empty else latest.iloc[0],
        last_note=notes.last(connection),
        compared=_compared(connection, chosen, against.read(chosen, known, span(chosen)), asked),
    )


def _compared(
    connection: sa.Connection,
    chosen: filters.Filters,
    wanted: against.Against | None,
    asked: lagged.Question,
) -> outcome.Outcome[pd.DataFrame] | None:
    """Return the kinds of what is compared with; who looks after what is known of today alone."""
    if wanted is not None and chosen.status:
        return outcome.Outcome(
            wanted,
            obstacle=_(
                "Who looks after a difference is known of today alone: choose all of them to "
                "compare."
            ),
        )

    def ask_other(connection: sa.Connection, limits: outcome.Limits) -> pd.DataFrame:
        return cache.find(connection, counts.by_kind, outcome.limits_like(asked, limits))

    return outcome.ask(connection, chosen, wanted, ask_other)


def _counted(
    connection: sa.Connection,
    asked: lagged.Question,
    limits: looked_after.Limits,
    kind: str | None,
) -> pd.DataFrame:
    """Return a row a kind, with what is noted of its cases."""
    if limits.only is not None:
        return counts.noted_by_kind(connection, asked, limits=limits)
    noted = counts.owned_by_kind(connection, asked, kind=kind, limits=limits)
    every = cache.find(connection, counts.by_kind, asked).merge(noted, on="kind", how="left")
    return every.assign(**{name: every[name].fillna(0) for name in ("owned", "late")})


def limited(chosen: filters.Filters) -> looked_after.Limits:
    """Return which differences are asked for, by whom and when."""
    only = looked_after.Only(chosen.status) if chosen.status else None
    return looked_after.Limits(only, access.person(), clock.today())


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
    connection: sa.Connection,
    kind: str | None,
    page: pages.Page,
    asked: lagged.Question,
    limits: looked_after.Limits,
) -> pd.DataFrame:
    """Return a page of cases, each with the last note."""
    cases = rows.listed(connection, asked, kind=kind, page=page, limits=limits)
    latest = notes.latest(connection, kind=kind, subjects=list(cases["subject"]))
    latest = latest.assign(note=[_shortened(note) for note in latest["note"]])
    return cases.merge(latest[["kind", "subject", "note"]], on=["kind", "subject"], how="left")


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


def cases_text(cases: int) -> str:
    """Return a number of cases: `3 differences`."""
    return ngettext("{n} difference", "{n} differences", cases).format(n=formats.count(cases))


def kinds(result: Differences) -> None:
    """Show the kinds, the heaviest first; a row leads to its cases.

    Those without cases stand there too, but not where the list is limited: they may have others.
    """
    order = _(
        "Choose a kind to see its cases. The heaviest come first: money times days, times how bad "
        "the kind is."
    )
    every = result.every if result.limits.only is None else result.every[result.every["cases"] > 0]
    is_apart = every["kind"].isin(difference_rules.APART)
    if not is_apart.all():
        st.caption(tables.hint(order))
        sums: dict[str, object] = {**frames.totals(result.together, dict.fromkeys(_SUMS))}
        if result.other_figures:
            sums |= changes.totals(result.figures, result.other_figures, exception_terms.COMPARED)
        alt = _("Kinds of difference with their cases and money")
        _kinds(result, every[~is_apart], "exception_kinds", alt, sums)
    for name in every["kind"][is_apart]:
        title = _("Apart: {kind}").format(kind=exception_terms.labels()[name])
        st.header(title, anchor=False)
        st.caption(_(exception_terms.KINDS[name].help))
        _kinds(result, every[every["kind"] == name], f"exception_kinds_{name}", title, None)


def _kinds(
    result: Differences,
    every: pd.DataFrame,
    key: str,
    alt: str,
    totals: Mapping[str, object] | None,
) -> None:
    labels = exception_terms.labels()
    some, none = f"{_SOME} " + _("To reconcile"), f"{_NONE} " + _("None")
    states = [some if cases else none for cases in every["cases"]]
    rows, terms = every, exception_terms.SUMMARY
    compared = result.compared
    if compared is not None and compared.other is not None and compared.against.is_earlier:
        same = compared.other[compared.other["kind"].isin(every["kind"])]
        rows = changes.joined(every, same, exception_terms.COMPARED, key="kind")
        terms = changes.terms(terms, exception_terms.COMPARED, compared.against)
    tables.show(
        rows.assign(label=[labels[kind] for kind in rows["kind"]], state=states),
        terms,
        key=key,
        alt=alt,
        leads=links.Way({"kind": "kind"}, given={"case": None, "sort": None}),
        totals=totals,
    )


def cases(result: Differences, key: str) -> None:
    """Show a page of the cases that are listed; a row opens its case, and can be chosen."""
    listed = result.listed
    if listed is None:
        return
    caption = _(
        "Choose a row to open the case. A click on a heading sorts; the heaviest come first."
    )
    st.caption(tables.hint(caption))
    columns, kind, limits = _columns(result), result.chosen.kind, result.limits
    asked = question(result.chosen)
    money = "amount" if "amount" in columns else "expected_amount"
    tables.show_page(
        _written(listed, limits.today),
        columns,
        result.page,
        result.listed_cases,
        whole=lambda c, every: _written(_listed(c, kind, every, asked, limits), limits.today),
        sortable=rows.SORTABLE.keys() & columns.keys(),
        key=key,
        alt=_("Cases of this kind") if result.chosen.kind else _("Cases of all kinds"),
        leads=links.Way(
            {"case": "subject", "kind": "kind"}, given={"page": st.query_params.get("page")}
        ),
        totals={next(iter(columns)): cases_text(result.listed_cases), money: result.listed_amount},
        picks=table_style.Picks(
            [key_of(row["kind"], row["subject"]) for row in frames.records(listed)],
            list(listed["subject"]),
        ),
    )
    # The same on every row: the sum of all pages.
    listed_amount = 0 if listed.empty else int(listed["listed_amount"].iloc[0])
    tables.check(listed_amount, result.listed_amount)


def key_of(kind: str, subject: str) -> str:
    """Return what tells a case from those of all kinds."""
    return f"{kind} {subject}"


def _columns(result: Differences) -> dict[str, glossary.Term]:
    """Return the columns of the list; a day that has passed says so in words."""
    kind = result.chosen.kind
    columns = exception_terms.KINDS[kind].columns if kind else exception_terms.CASES
    words = dataclasses.replace(columns["due_day"], kind="words")
    return {name: words if name == "due_day" else term for name, term in columns.items()}


def _written(listed: pd.DataFrame, today: dt.date) -> pd.DataFrame:
    """Return cases with what their columns say in words."""
    cases, labels = frames.records(listed), exception_terms.labels()
    others = [exception_terms.other(row["other"], row["other_office_name"]) for row in cases]
    return listed.assign(
        other=pd.array(others, dtype="string"),
        label=[labels[row["kind"]] for row in cases],
        due_day=[exception_terms.due(row["due_day"], today) for row in cases],
        # In millions of đồng, as read; what weighs less than one weighs something.
        weight=[-(-int(row["weight"]) // _MILLION) for row in cases],
    )
