"""Owns what the list of all offices says: one sentence, a table, and who is no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import formats, links, tables
from dashboard.text import _, ngettext, office_terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from dashboard.office_list import Offices
    from dashboard.text import glossary


def show(offices: Offices, names: Mapping[str, str]) -> None:
    """Show every office; a row opens it."""
    st.markdown(" ".join(_sentences(offices)))
    st.caption(
        _("A row is one office alone. Choose it to open the office with all that are below it.")
    )
    _table(offices.open, office_terms.LIST, "offices", _("Offices"))
    if not offices.closed.empty:
        title = _("Offices that are no more")
        st.subheader(title, anchor=False)
        successors = [
            names.get(str(code), formats.UNKNOWN) for code in offices.closed["successor_code"]
        ]
        _table(offices.closed.assign(successor=successors), office_terms.CLOSED, "closed", title)


def _sentences(offices: Offices) -> list[str]:
    totals, number = offices.totals, len(offices.open)
    owed = totals["dispatched_on_time"] + totals["dispatched_late"] + totals["not_dispatched"]
    words = {
        "weekday": formats.weekday(offices.date),
        "day": formats.day(offices.date),
        "n": formats.count(number),
        "amount": formats.money(totals["amount"]),
        "sent": formats.count(totals["dispatched_on_time"]),
        "owed": formats.count(owed),
        "overdue": formats.money(totals["overdue_amount"]),
        "silent": formats.count(offices.silent),
    }
    sentences = [
        ngettext(
            "**{weekday}, {day}:** {n} office, **{amount}** by confirmation codes.",
            "**{weekday}, {day}:** {n} offices, **{amount}** by confirmation codes.",
            number,
        ),
        ngettext(
            "No data came from {silent} office.", "No data came from {silent} offices.",
            offices.silent,
        ) if offices.silent else "",
        _forms(offices) if owed else "",
        _("Overdue at the end of the day: **{overdue}**."),
    ]  # fmt: skip
    return [sentence.format(**words) for sentence in sentences if sentence]


def _forms(offices: Offices) -> str:
    if offices.is_due:
        return _("Forms 01-XN sent before 08:00: {sent} of {owed}.")
    return _("Forms 01-XN sent so far: {sent} of {owed}, due by 08:00 on the next day.")


def _table(rows: pd.DataFrame, terms: Mapping[str, glossary.Term], key: str, alt: str) -> None:
    tables.show(rows, terms, key=key, alt=alt, leads=links.Way({"office": "key"}))
