"""Snapshots: what reports said when they were frozen, whether they are untouched, what changed."""

from __future__ import annotations

import functools

import streamlit as st

from dashboard import (
    access,
    places,
    snapshot_case,
    snapshot_changes,
    snapshot_list,
    snapshot_proof,
    snapshot_told,
    snapshot_words,
)
from dashboard.text import _


def main() -> None:
    """Show the snapshots of the days that the address asks for, or the one of a number."""
    st.title(_("Snapshots"), anchor=False)
    known = access.ask(places.read)
    chosen = snapshot_list.read(known)
    if chosen.number is not None:
        snapshot_told.back()
        _one(snapshot_case.ask(chosen, chosen.number), known)
        return
    snapshot_words.choices(chosen, known)
    found = access.ask(functools.partial(snapshot_list.ask, chosen=chosen))
    snapshot_words.listed(found, known)
    snapshot_proof.show(known)


def _one(case: snapshot_case.Case, known: places.Places) -> None:
    if case.frozen is None:
        snapshot_told.obstacle(case)
        return
    snapshot_told.head(case, case.frozen, known)
    snapshot_changes.show(case, known)
    snapshot_told.rows(case, case.frozen, known)
    snapshot_told.versions(case, known)
    snapshot_told.proof(case.frozen)


main()
