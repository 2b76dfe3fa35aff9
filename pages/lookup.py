"""Lookup: what became of payments, step by step, by their codes, numbers or participants."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import access, directory
from dashboard.lookup import case as lookup_case
from dashboard.lookup import codes, findings, remittance, reveal, search, summary, tables, timeline
from dashboard.text import _


def main() -> None:
    """Show what the address asks for, and whom the form for participants asks for."""
    st.title(_("Look up confirmation codes"), anchor=False)
    asked = codes.read()
    search.inputs(asked)
    findings.notices(asked)
    known = access.ask(directory.read)
    is_told = search.show(known)
    case = access.ask(
        functools.partial(lookup_case.ask, asked=asked, payment=st.query_params.get("payment"))
    )
    reveal.keep([each.payment for each in case.told])
    codes.admit(asked, case.found)
    findings.stray(case)
    if case.state is lookup_case.State.FOUND:
        _found(case, known)
    elif asked.codes or not is_told:
        findings.state(case)


def _found(case: lookup_case.Case, known: directory.Directory) -> None:
    if case.is_list:
        findings.summary(case)
    findings.ways(case)
    findings.missing(case)
    if case.is_list:
        tables.found(case, known)
    if case.told:
        summary.head(case, known)
        timeline.show(case, known.organizations)
        tables.household(case, known)
    remittance.show(case.remittances, known)
    tables.show(case, known)
    summary.copies(case)
    summary.foot(case)


main()
