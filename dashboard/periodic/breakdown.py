"""The tables of the page of weekly and monthly reports; their figures lead to their rows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.components import links, tables
from dashboard.figures import periodic, periodic_checks, periodic_leads
from dashboard.text import _, formats, glossary, ngettext, periodic_terms
from queries import agents

_SENT: Final = {
    "dispatched_on_time": "on_time", "dispatched_late": "late",
    "missing": "missing", "mismatched": "mismatched",
}  # fmt: skip


def show(figures: periodic.Figures) -> None:
    """Show all tables, in the order of the sentences."""
    overdue(figures)
    worst(figures)
    forms(figures)
    recording(figures)
    kinds(figures)
    gaps(figures)
    units(figures)


def forms(figures: periodic.Figures) -> None:
    """Show how many forms were sent in time."""
    title = _("Forms 01-XN")
    st.header(title, anchor=False)
    rows = _frame([_labelled(row) for row in figures.forms])
    asked = figures.asked
    days = {"from": "start_day", "to": "end_day"}
    tables.show_cells(
        rows,
        periodic_terms.FORMS,
        {
            column: links.Way(
                days,
                to=periodic_leads.FORMS,
                given={"office": asked.office, "status": status},
            )
            for column, status in _SENT.items()
        },
        key="periodic_forms",
        alt=title,
    )


def overdue(figures: periodic.Figures) -> None:
    """Show how overdue money moved, line by line; each leads to the payments that it is of.

    What was settled meanwhile is in no list, and is told by the sentences.
    """
    title = _("Overdue money")
    st.header(title, anchor=False)
    known = periodic_leads.lines(figures)
    rows = [
        {
            **figures.overdue[line],
            "label": periodic_terms.line(line),
            **{f"{name}_day": known[line][name] for name in ("from", "to", "as_of")},
        }
        for line in periodic.LINES
        if line in known
    ]
    days = {name: f"{name}_day" for name in ("from", "to", "as_of")}
    way = links.Way(
        days,
        to=periodic_leads.LAG,
        given={"office": figures.asked.office, "status": "overdue"},
    )
    tables.show_cells(
        _frame(rows),
        periodic_terms.OVERDUE,
        dict.fromkeys(("label", "overdue_amount", "overdue_payments"), way),
        key="periodic_overdue",
        alt=title,
    )


def worst(figures: periodic.Figures) -> None:
    """Show the organisations and the collectors with the most money at risk."""
    title = _("Organisations with the most overdue money at risk")
    st.header(title, anchor=False)
    terms = _compared(periodic_terms.ORGANIZATIONS, figures)
    _worst(figures, figures.organizations, terms, level="org", title=title)
    title = _("Collectors with the most overdue money at risk")
    st.header(title, anchor=False)
    terms = periodic_terms.COLLECTORS
    _worst(figures, figures.collectors, terms, level="collector", title=title)


def _worst(
    figures: periodic.Figures,
    rows: Sequence[periodic.Row],
    terms: Mapping[str, glossary.Term],
    *,
    level: str,
    title: str,
) -> None:
    if not rows:
        st.info(_("Nothing is overdue."), icon=":material/check_circle:")
        return
    st.caption(_("By money times days overdue, the most first."))
    shown = [{**row, "since": _week(row)} for row in rows]
    params = periodic_leads.overdue(figures.asked, figures.asked.period.last)
    tables.show(
        _frame(shown),
        terms,
        key=f"periodic_{level}",
        alt=title,
        leads=links.Way({level: "key"}, to=periodic_leads.LAG, given=params),
        sortable=(),
    )


def recording(figures: periodic.Figures) -> None:
    """Show how soon payments got their codes."""
    title = _("Recording and codes")
    st.header(title, anchor=False)
    if not figures.recording:
        st.info(_("Nothing was collected in these days."), icon=":material/event_busy:")
        return
    rows = [
        {
            **_labelled(row),
            "half": periodic_checks.duration(row["median_minutes"]),
            "most": periodic_checks.duration(row["p90_minutes"]),
        }
        for row in figures.recording
    ]
    days = {"from": "start_day", "to": "end_day", "as_of": "end_day"}
    office = {"office": figures.asked.office}
    without = links.Way(days, to=periodic_leads.DIFFERENCES, given={**office, "kind": "unrecorded"})
    paces = dict.fromkeys(
        ("same_day_rate", "half", "most"),
        links.Way(days, to=periodic_leads.RECORDING, given=office),
    )
    tables.show_cells(
        _frame(rows),
        periodic_terms.RECORDING,
        {
            "unrecorded": without,
            "unrecorded_amount": without,
            "payments": links.Way(days, to=periodic_leads.LAG, given=office),
            **paces,
        },
        key="periodic_recording",
        alt=title,
    )


def kinds(figures: periodic.Figures) -> None:
    """Show which differences are new, and which were settled; those listed apart by themselves."""
    st.header(_("Differences to reconcile"), anchor=False)
    if not figures.kinds:
        st.info(_("There is nothing to reconcile."), icon=":material/check_circle:")
        return
    together = [row for row in figures.kinds if not periodic_terms.is_apart(row["key"])]
    apart = [row for row in figures.kinds if periodic_terms.is_apart(row["key"])]
    if together:
        _kinds(figures, together, "periodic_kinds", _("Kinds of difference"))
    if apart:
        title = _("Listed apart")
        st.subheader(title, anchor=False)
        _kinds(figures, apart, "periodic_apart", title)


def _kinds(figures: periodic.Figures, rows: Sequence[periodic.Row], key: str, alt: str) -> None:
    asked = figures.asked
    period = asked.period
    of_kind = {"kind": "key"}
    at_end = links.Way(
        of_kind, periodic_leads.DIFFERENCES, periodic_leads.differences(asked, period.last)
    )
    leads = {"label": at_end, "cases": at_end, "amount": at_end}
    if asked.is_comparable:
        leads["before_cases"] = links.Way(
            of_kind,
            periodic_leads.DIFFERENCES,
            periodic_leads.differences(asked, period.before.end),
        )
    if asked.is_comparable and (new := periodic_leads.new_differences(asked)):
        leads["added_cases"] = links.Way(of_kind, periodic_leads.DIFFERENCES, new)
    named = [{**row, "label": periodic_terms.kind(row["key"])} for row in rows]
    tables.show_cells(
        _frame(named), _compared(periodic_terms.KINDS, figures), leads, key=key, alt=alt
    )


def gaps(figures: periodic.Figures) -> None:
    """Show the offices of which days are missing that usually have data."""
    if not figures.gaps:
        return
    title = _("Offices with days without data")
    st.header(title, anchor=False)
    period = figures.asked.period
    rows = [
        {
            **row,
            "dates": ", ".join(
                formats.day(dt.date.fromisoformat(day)) for day in row["days"].split()
            ),
        }
        for row in figures.gaps
    ]
    tables.show(
        _frame(rows),
        periodic_terms.GAPS,
        key="periodic_gaps",
        alt=title,
        leads=links.Way(
            {"office": "key"},
            to=periodic_leads.FORMS,
            given={"from": period.start, "to": period.last},
        ),
        sortable=(),
    )


def units(figures: periodic.Figures) -> None:
    """Show each office, or of one office each organisation, in one row."""
    asked = figures.asked
    level = str(asked.level)
    is_office = asked.level is agents.By.OFFICE
    title = _("By office") if is_office else _("By collection organisation")
    st.header(title, anchor=False)
    last = asked.period.last
    forms = periodic_leads.forms(asked, asked.period)
    whose = {level: "key"}
    tables.show_cells(
        _frame(figures.units),
        _compared(periodic_terms.UNITS[level], figures),
        {
            "name": links.Way(whose, given={"date": last}, to="office")
            if is_office
            else links.Way(whose, given={"as_of": last}, to="organization"),
            "overdue_amount": _limited(
                whose, periodic_leads.LAG, periodic_leads.overdue(asked, last)
            ),
            "sent_rate": _limited(whose, periodic_leads.FORMS, forms),
            "missing": _limited(whose, periodic_leads.FORMS, {**forms, "status": "missing"}),
            "same_day_rate": _limited(
                whose, periodic_leads.RECORDING, periodic_leads.recording(asked)
            ),
            "cases": _limited(
                whose, periodic_leads.DIFFERENCES, periodic_leads.differences(asked, last)
            ),
        },
        key=f"periodic_units_{level}",
        alt=title,
    )
    silent = len(figures.never)
    if silent:
        words = ngettext(
            "{n} office of which no data have ever come is not among them.",
            "{n} offices of which no data have ever come are not among them.",
            silent,
        )
        st.caption(words.format(n=formats.count(silent)))


def _limited(whose: Mapping[str, str], to: str, params: Mapping[str, Any]) -> links.Way:
    """Return the way to a page with an address, limited to the office or organisation of a row."""
    given = {name: value for name, value in params.items() if name not in whose}
    return links.Way(whose, to=to, given=given)


def _compared(
    terms: Mapping[str, glossary.Term], figures: periodic.Figures
) -> dict[str, glossary.Term]:
    """Return the columns without those that compare, where nothing is compared."""
    left_out = () if figures.asked.is_comparable else (
        "overdue_change", "before_cases", "added_cases", "settled_cases",
    )  # fmt: skip
    return {name: term for name, term in terms.items() if name not in left_out}


def _labelled(row: periodic.Row) -> periodic.Row:
    days = f"{formats.day(row['start_day'])}–{formats.day(row['end_day'])}"
    return {**row, "label": days}


def _week(row: periodic.Row) -> str:
    day = formats.day(row["since_day"])
    return f"≤ {day}" if row["weeks"] >= periodic_terms.MOST_WEEKS else day


def _frame(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows as tables take them: whole numbers and shares as such, the rest as it is."""
    columns = {name: [row.get(name) for row in rows] for name in (rows[0] if rows else ())}
    return pd.DataFrame(
        {name: pd.Series(each, dtype=_dtype(each)) for name, each in columns.items()}
    )


def _dtype(values: Sequence[Any]) -> Any:
    kinds = {type(value) for value in values if value is not None}
    return {frozenset({int}): "Int64", frozenset({float}): "Float64"}.get(
        frozenset(kinds), "object"
    )
