"""Owns how changes by imports are told: when, by whom, what of a record, from what to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import formats, links, lookup_journey, tables
from dashboard.text import _, glossary, lookup_terms

if TYPE_CHECKING:
    import pandas as pd

    from dashboard import places
    from dashboard.lookup_case import Case


def show(case: Case, known: places.Places) -> None:
    """Show what imports have changed of what is told; a row opens the import."""
    if not case.told and not case.remittances.one:
        return
    title = _("History of changes")
    st.subheader(title, anchor=False)
    if case.changes.empty:
        words = _("No import has changed these records since they were first loaded.")
        st.caption(f":material/history: {words}")
        return
    tables.show(
        _written(case.changes, known),
        lookup_terms.CHANGES,
        key="changes_" + "_".join(each.payment for each in case.told),
        alt=title,
        leads=links.Way({"run": "run_id"}, to="data"),
    )


def _written(changes: pd.DataFrame, known: places.Places) -> pd.DataFrame:
    rows = lookup_journey.records(changes)
    return changes.assign(
        what=[_what(row["set_name"], row["subject"]) for row in rows],
        column=[_column(row["column_name"]) for row in rows],
        earlier=[_value(row["column_name"], row["earlier"], known) for row in rows],
        later=[_value(row["column_name"], row["later"], known) for row in rows],
    )


def _what(name: str, subject: str) -> str:
    return _(lookup_terms.CHANGED[name]).format(id=subject)


def _column(name: str) -> str:
    return _(lookup_terms.COLUMNS[name][0])


def _value(name: str, value: str | None, known: places.Places) -> str:
    """Return a value as it is written elsewhere on the screen; the store gives it as text."""
    if value is None:
        return formats.UNKNOWN
    if name == "product":
        return _(glossary.PRODUCTS[value])
    if name == "notified_by":
        return _(lookup_terms.CHANNELS[value])
    names = {"office_code": known.offices, "org_code": known.organizations}.get(name, {})
    if value in names:
        return f"{names[value]} ({value})"
    return _WRITTEN.get(lookup_terms.COLUMNS[name][1], str)(value)


def _moment(value: str) -> str:
    return formats.moment(dt.datetime.fromisoformat(value))


def _month(value: str) -> str:
    return f"{dt.date.fromisoformat(value):%m/%Y}"


_WRITTEN: Final[dict[str, Callable[[str], str]]] = {
    "money": lambda value: formats.money(int(value)),
    "count": lambda value: formats.count(int(value)),
    "moment": _moment,
    "day": _month,
}
