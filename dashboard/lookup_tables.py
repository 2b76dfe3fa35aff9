"""Owns the tables of the lookup: the payments found, the household's others, the remittance's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from dashboard import formats, tables
from dashboard.lookup_journey import Status
from dashboard.text import _, glossary, ngettext
from queries import frames

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard import places
    from dashboard.lookup_case import Case, Remittance
    from dashboard.lookup_journey import Journey

# Tables are drawn without icons: a sign goes with the word.
_SIGNS: Final = {
    Status.REMITTED: "✓",
    Status.LATE: "△",
    Status.OUTSTANDING: "○",
    Status.OVERDUE: "▲",
    Status.VOIDED: "✕",
}
_TYPES: Final[frames.Dtypes] = {
    "amount": frames.WHOLE,
    "lag_days": frames.WHOLE,
    "paid_at": frames.MOMENT,
    "recorded_at": frames.MOMENT,
    "remitted_at": frames.MOMENT,
}


def found(case: Case, known: places.Places) -> None:
    """Show the payments of the list; a row opens what is told of it."""
    st.caption(_("Choose a row to see how the payment went."))
    _choosable(case.journeys, case, known, key="found", alt=_("Payments found"))


def household(case: Case, known: places.Places) -> None:
    """Show the payments under the same code that are not told."""
    if case.others:
        title = _("Other payments under this code")
        st.subheader(title, anchor=False)
        _choosable(case.others, case, known, key=f"others_{case.told[0].payment}", alt=title)


def remittances(case: Case, known: places.Places) -> None:
    """Show what else the remittances of the payments that are told cover."""
    for remittance in case.remittances:
        st.subheader(
            _("Remittance {id}").format(id=formats.plain(remittance.remittance_id)), anchor=False
        )
        _agreement(remittance)
        if remittance.total["payments"] > _told(case, remittance):
            _covered(remittance, known)


def _choosable(
    journeys: Iterable[Journey], case: Case, known: places.Places, *, key: str, alt: str
) -> None:
    rows = _rows(journeys, known)
    told = {journey.payment for journey in case.told}
    # What is open by the address is what is picked, however it was opened.
    picked = [place for place, payment in enumerate(rows["payment_id"]) if payment in told]
    st.session_state[key] = {"selection": {"rows": picked[:1], "columns": [], "cells": []}}
    tables.show(rows, glossary.LOOKUP, key=key, alt=alt, choose=("payment", "payment_id"))


def _rows(journeys: Iterable[Journey], known: places.Places) -> pd.DataFrame:
    rows = pd.DataFrame([_row(journey, known) for journey in journeys])
    types: Any = {name: dtype for name, dtype in _TYPES.items() if name in rows}
    return rows.astype(types)


def _row(journey: Journey, known: places.Places) -> dict[str, Any]:
    more = journey.more
    status = journey.status
    product = glossary.PRODUCTS[more["product"]]
    return {
        "confirmation_code": journey.code,
        "payment_id": journey.payment,
        "status": f"{_SIGNS[status]} {_(glossary.STATUSES[status].label)}",
        "amount": more["amount"],
        "office": known.offices.get(more["office_code"], more["office_code"]),
        "org": known.organizations.get(more["org_code"], more["org_code"]),
        "product": _(product),
        "paid_at": more["paid_at"],
        "recorded_at": more["recorded_at"],
        "remitted_at": more["remitted_at"],
        "lag_days": None if status is Status.VOIDED else journey.lag_days,
    }


def _told(case: Case, remittance: Remittance) -> int:
    """Return how many of the remittance's payments are told already."""
    covering = [journey.more["remittance_id"] for journey in case.told]
    return covering.count(remittance.remittance_id)


def _agreement(remittance: Remittance) -> None:
    """Compare the remittance with what it covers, where both may be seen."""
    total, words = remittance.total, _sums(remittance)
    if not total["remittance_seen"]:
        sentence = _(
            "{payments} that you may see, {sum}. The remittance is filed under another office, "
            "so that its amount cannot be compared here."
        )
        st.info(sentence.format(**words), icon=":material/visibility_off:")
    elif total["remittance_amount"] == total["amount"]:
        sentence = _("The remittance of {amount} equals the sum of the {payments} that it covers.")
        st.markdown(f":material/check: {sentence.format(**words)}")
    elif total["every_office_seen"]:
        words["difference"] = formats.money(total["remittance_amount"] - total["amount"])
        sentence = _(
            "The remittance of {amount} differs from the {payments} that it covers, {sum}: "
            "{difference}."
        )
        st.warning(sentence.format(**words), icon=":material/difference:")
    else:
        sentence = _(
            "The remittance is of {amount}; {payments} that you may see, {sum}. It may cover "
            "payments of other offices."
        )
        st.info(sentence.format(**words), icon=":material/visibility_off:")


def _sums(remittance: Remittance) -> dict[str, str]:
    total = remittance.total
    payments = ngettext("{n} payment", "{n} payments", total["payments"])
    return {
        "payments": payments.format(n=formats.count(total["payments"])),
        "sum": formats.money(total["amount"]),
        "amount": formats.money(total["remittance_amount"]),
    }


def _covered(remittance: Remittance, known: places.Places) -> None:
    rows = remittance.rows.assign(
        office=remittance.rows["office_code"].map(known.offices),
        product=remittance.rows["product"].map(
            {code: _(name) for code, name in glossary.PRODUCTS.items()}
        ),
    )
    has_code = rows["confirmation_code"].notna()
    st.caption(_("Payments that this remittance covers; choose a row to look its code up."))
    tables.show(
        rows[has_code],
        glossary.COVERED,
        key=f"covered_{remittance.remittance_id}",
        alt=_("Payments that this remittance covers"),
        choose=("code", "confirmation_code"),
    )
    _rest(remittance, rows[~has_code]["payment_id"].tolist())


def _rest(remittance: Remittance, without_code: list[str]) -> None:
    """Say what of the remittance the table does not have."""
    total, shown = remittance.total["payments"], len(remittance.rows)
    if total > shown:
        words = ngettext(
            "The first {shown} of {total} row are shown; the totals are of all of them.",
            "The first {shown} of {total} rows are shown; the totals are of all of them.",
            total,
        )
        st.caption(words.format(shown=formats.count(shown), total=formats.count(total)))
    if without_code:
        words = _("Without a confirmation code: {payments}.")
        st.caption(words.format(payments=", ".join(map(formats.plain, without_code))))
