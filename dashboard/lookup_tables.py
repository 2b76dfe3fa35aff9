"""Owns the tables of payments of the lookup: those that were found, and the household's others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from dashboard import links, tables
from dashboard.lookup_journey import Status
from dashboard.text import _, glossary, lag_terms, ngettext
from queries import frames

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard import places
    from dashboard.lookup_case import Case
    from dashboard.lookup_journey import Journey

_SIGNS: Final = {**lag_terms.SIGNS, "voided": "✕"}
_TYPES: Final[frames.Dtypes] = {
    "amount": frames.WHOLE,
    "lag_days": frames.WHOLE,
    "paid_at": frames.MOMENT,
    "recorded_at": frames.MOMENT,
    "remitted_at": frames.MOMENT,
}


def found(case: Case, known: places.Places) -> None:
    """Show the payments that were found; a row opens what is told of it."""
    if not case.journeys:
        return
    st.caption(_("Choose a row to see how the payment went."))
    _choosable(case.journeys, case, known, key="found", alt=_("Payments found"))
    if case.is_whole:
        tables.check(sum(each.more["amount"] for each in case.journeys), case.amount)


def household(case: Case, known: places.Places) -> None:
    """Show the payments under the same codes that are not told."""
    if case.others:
        title = ngettext(
            "Other payments under this code", "Other payments under these codes", len(case.keys)
        )
        st.subheader(title, anchor=False)
        _choosable(case.others, case, known, key=f"others_{case.told[0].payment}", alt=title)


def status(name: str) -> str:
    """Return how far a payment has come, for a table: tables have signs instead of icons."""
    return f"{_SIGNS[name]} {_(glossary.STATUSES[name].label)}"


def _choosable(
    journeys: Iterable[Journey], case: Case, known: places.Places, *, key: str, alt: str
) -> None:
    rows = _rows(journeys, known)
    told = {journey.payment for journey in case.told}
    # What is open by the address is what is picked, however it was opened.
    picked = [place for place, payment in enumerate(rows["payment_id"]) if payment in told]
    st.session_state[key] = {"selection": {"rows": picked[:1], "columns": [], "cells": []}}
    tables.show(rows, glossary.LOOKUP, key=key, alt=alt, leads=links.Way({"payment": "payment_id"}))


def _rows(journeys: Iterable[Journey], known: places.Places) -> pd.DataFrame:
    rows = pd.DataFrame([_row(journey, known) for journey in journeys])
    types: Any = {name: dtype for name, dtype in _TYPES.items() if name in rows}
    return rows.astype(types)


def _row(journey: Journey, known: places.Places) -> dict[str, Any]:
    more = journey.more
    product = glossary.PRODUCTS[more["product"]]
    return {
        "confirmation_code": journey.code,
        "payment_id": journey.payment,
        "status": status(journey.status),
        "amount": more["amount"],
        "office": known.offices.get(more["office_code"], more["office_code"]),
        "org": known.organizations.get(more["org_code"], more["org_code"]),
        "product": _(product),
        "paid_at": more["paid_at"],
        "recorded_at": more["recorded_at"],
        "remitted_at": more["remitted_at"],
        "lag_days": None if journey.status is Status.VOIDED else journey.lag_days,
    }
