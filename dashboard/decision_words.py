"""Owns what the page of the access log says of users: who was given which role by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import formats, tables
from dashboard.text import _, audit_terms, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from dashboard.audit_log import Looks


def listed(looks: Looks, offices: Mapping[str, str]) -> None:
    """Say how often roles were given or taken away in the period, and list it."""
    if looks.decisions is None:
        return
    days = looks.chosen.filters
    words = {"start": formats.day(days.start), "end": formats.day(days.end)}
    st.subheader(_("Decisions about users"), anchor=False)
    if looks.decisions.empty:
        told = _("No role was given or taken away from {start} to {end}.")
        st.info(told.format(**words), icon=":material/manage_accounts:")
        return
    number = len(looks.decisions)
    told = ngettext(
        "**{n} decision** from {start} to {end} about who may sign in, and see what.",
        "**{n} decisions** from {start} to {end} about who may sign in, and see what.",
        number,
    )
    st.markdown(told.format(n=formats.count(number), **words))
    tables.show(
        _labelled(looks.decisions, offices),
        audit_terms.DECISIONS,
        key=f"audit_decisions_{days.start}_{days.end}_{days.office}",
        alt=_("Decisions about users, the last one first"),
    )


def _labelled(rows: pd.DataFrame, offices: Mapping[str, str]) -> pd.DataFrame:
    return rows.assign(
        decision_label=[_decision(each) for each in rows["decision"]],
        role_label=[_(audit_terms.ROLES[role]) for role in rows["role"]],
        offices_label=[_named(codes, offices) for codes in rows["office_codes"]],
    )


def _decision(decision: str) -> str:
    # Tables are drawn without icons: a sign goes with the word.
    sign, label = audit_terms.DECIDED[decision]
    return f"{sign} {_(label)}"


def _named(codes: str, offices: Mapping[str, str]) -> str:
    if not codes:
        return _("All offices")
    return ", ".join(offices.get(code, code) for code in codes.split(","))
