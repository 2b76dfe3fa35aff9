"""Snapshots: what reports said when they were frozen, whether they are untouched, what changed."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import access, directory
from dashboard.snapshots import case as snapshot_case
from dashboard.snapshots import changes, detail, listing, verification
from dashboard.text import _


def main() -> None:
    """Show the snapshots of the days that the address asks for, or the one of a number."""
    st.title(_("Snapshots"), anchor=False)
    known = access.ask(directory.read)
    chosen = listing.read(known)
    if chosen.number is not None:
        detail.back()
        _one(snapshot_case.ask(chosen, chosen.number), known)
        return
    listing.choices(chosen, known)
    found = access.ask(functools.partial(listing.ask, chosen=chosen))
    listing.listed(found, known)
    verification.show(known)


def _one(case: snapshot_case.Case, known: directory.Directory) -> None:
    if case.frozen is None:
        detail.obstacle(case)
        return
    detail.head(case, case.frozen, known)
    changes.show(case, known)
    detail.rows(case, case.frozen, known)
    detail.versions(case, known)
    detail.proof(case.frozen)


main()
