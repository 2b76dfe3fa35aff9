"""The tables of the lookup: payments found, others under the same code, and changes."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import directory, people
from dashboard.components import links, tables
from dashboard.lookup.case import Case
from dashboard.lookup.journey import Journey, Status
from dashboard.text import _, formats, glossary, lag_terms, lookup_terms, ngettext
from queries import frames

_SIGNS: Final = {**lag_terms.SIGNS, "voided": "✕"}
_TYPES: Final[frames.Dtypes] = frames.columns("amount lag_days paid_at recorded_at remitted_at")


def found(case: Case, known: directory.Directory) -> None:
    """Show the payments that were found; a row shows one in full."""
    if not case.journeys:
        return
    st.caption(tables.hint(_("Choose a row to see how the payment went.")))
    _choosable(case.journeys, case, known, key="found", alt=_("Payments found"))
    if case.is_whole:
        tables.check(sum(each.details["amount"] for each in case.journeys), case.amount)


def household(case: Case, known: directory.Directory) -> None:
    """Show the payments under the same codes that are not shown in full."""
    if case.others:
        title = ngettext(
            "Other payments under this code", "Other payments under these codes", len(case.keys)
        )
        st.header(title, anchor=False)
        _choosable(case.others, case, known, key="others", alt=title)


def status(name: str) -> str:
    """Return a status for a table, which has signs instead of icons."""
    return f"{_SIGNS[name]} {_(glossary.STATUSES[name].label)}"


def _choosable(
    journeys: Iterable[Journey], case: Case, known: directory.Directory, *, key: str, alt: str
) -> None:
    rows = _rows(journeys, known)
    detailed = {journey.payment for journey in case.detailed}
    opened = (place for place, payment in enumerate(rows["payment_id"]) if payment in detailed)
    tables.show(
        rows,
        glossary.LOOKUP,
        key=key,
        alt=alt,
        leads=links.Way({"payment": "payment_id"}),
        current=next(opened, None),
    )


def _rows(journeys: Iterable[Journey], known: directory.Directory) -> pd.DataFrame:
    rows = pd.DataFrame([_row(journey, known) for journey in journeys])
    types: Any = {name: dtype for name, dtype in _TYPES.items() if name in rows}
    return rows.astype(types)


def _row(journey: Journey, known: directory.Directory) -> dict[str, Any]:
    details = journey.details
    product = glossary.PRODUCTS[details["product"]]
    return {
        "confirmation_code": journey.code,
        "payment_id": journey.payment,
        "status": status(journey.status),
        "amount": details["amount"],
        "office": known.offices.get(details["office_code"], details["office_code"]),
        "org": known.organizations.get(details["org_code"], details["org_code"]),
        "product": _(product),
        "paid_at": details["paid_at"],
        "recorded_at": details["recorded_at"],
        "remitted_at": details["remitted_at"],
        "lag_days": None if journey.status is Status.VOIDED else journey.lag_days,
    }


def changes(case: Case, known: directory.Directory) -> None:
    """Show what imports changed in the detailed payments; a row opens the import."""
    if not case.detailed and not case.remittances.one:
        return
    title = _("History of changes")
    st.header(title, anchor=False)
    if case.changes.empty:
        words = _("No import has changed these records since they were first loaded.")
        st.caption(f":material/history: {words}")
        return
    tables.show(
        _changes(case.changes, known),
        lookup_terms.CHANGES,
        key="changes",
        alt=title,
        leads=links.Way({"run": "run_id"}, to="data"),
    )


def _changes(changes: pd.DataFrame, known: directory.Directory) -> pd.DataFrame:
    rows = frames.records(changes)
    return (
        people.read()
        .named(changes, "imported_by")
        .assign(
            what=[_record(row["set_name"], row["subject"]) for row in rows],
            column=[_column(row["column_name"]) for row in rows],
            earlier=[_value(row["column_name"], row["earlier"], known) for row in rows],
            later=[_value(row["column_name"], row["later"], known) for row in rows],
        )
    )


def _record(name: str, subject: str) -> str:
    return _(lookup_terms.CHANGED[name]).format(id=subject)


def _column(name: str) -> str:
    return _(lookup_terms.COLUMNS[name][0])


def _value(name: str, value: str | None, known: directory.Directory) -> str:
    """Return a value, which the store gives as text, as the screen writes it."""
    if value is None:
        return formats.UNKNOWN
    if name == "product":
        return _(glossary.PRODUCTS[value])
    if name == "notified_by":
        return _(lookup_terms.CHANNELS[value])
    names = {"office_code": known.offices, "org_code": known.organizations}.get(name, {})
    if value in names:
        return f"{names[value]} ({value})"
    return _FORMATS.get(lookup_terms.COLUMNS[name][1], str)(value)


def _moment(value: str) -> str:
    return formats.moment(dt.datetime.fromisoformat(value))


def _month(value: str) -> str:
    return f"{dt.date.fromisoformat(value):%m/%Y}"


_FORMATS: Final[dict[str, Callable[[str], str]]] = {
    "money": lambda value: formats.money(int(value)),
    "count": lambda value: formats.count(int(value)),
    "moment": _moment,
    "day": _month,
}
