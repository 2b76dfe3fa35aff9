"""Lookup: payments step by step, found by their codes, numbers or participants."""

import functools

import streamlit as st

from dashboard import access, directory, names
from dashboard.components import filter_bar
from dashboard.lookup import (
    box,
    case,
    codes,
    remittances,
    results,
    reveal,
    search,
    summary,
    tables,
    timeline,
)
from dashboard.text import _


def main() -> None:
    """Show the payments that the address names, and the search for a participant."""
    filter_bar.title(_("Look up confirmation codes"))
    request = codes.read()
    words = codes.searched()
    box.show(words or "")
    search.inputs(request)
    summary.notices(request)
    known = names.known()
    found = results.ask(words)
    is_shown = search.show(known)
    result = access.ask(
        functools.partial(case.ask, request=request, payment=st.query_params.get("payment"))
    )
    codes.note([*result.missing, *results.missing(found)])
    if found is not None:
        results.show(found, known)
    reveal.keep([each.payment for each in result.detailed])
    codes.admit(request, result.found)
    summary.stray(result)
    if result.state is case.State.FOUND:
        _found(result, known)
    elif request.codes or not (is_shown or found):
        summary.no_result(result)
    results.offer(result.missing, known)


def _found(result: case.Case, known: directory.Directory) -> None:
    if result.is_list:
        summary.counts(result)
    summary.matches(result)
    summary.missing(result)
    if result.is_list:
        tables.found(result, known)
    if result.detailed:
        summary.head(result, known)
        timeline.show(result, known.organizations)
        tables.household(result, known)
    remittances.show(result.remittances, known)
    tables.changes(result, known)
    summary.copies(result)
    summary.foot(result)


main()
