"""Changes since a snapshot: counts, amounts, imports, and row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import errors, filters, links, tables
from dashboard.snapshots import values
from dashboard.text import _, formats, ngettext, snapshot_terms

if TYPE_CHECKING:
    import pandas as pd

    from dashboard import directory
    from dashboard.snapshots.case import Case, Changes


# More imports than these are counted.
_NAMED = 8


def show(case: Case, known: directory.Directory) -> None:
    """Show what has changed since a snapshot, or between two."""
    st.header(_("What has changed since"), anchor=False)
    _against(case)
    if case.obstacle is not None:
        st.warning(errors.markdown(case.obstacle), icon=":material/difference:")
    if case.changes is None:
        return
    _sentence(case.changes)
    if not case.changes.rows.empty:
        _imports(case.changes)
        _table(case.changes, known)


def _against(case: Case) -> None:
    """Let the user choose what it is compared with, where there is another version."""
    if not case.others:
        return
    other = case.changes.other if case.changes else None
    st.session_state["pick_other"] = other if other in case.others else 0
    st.selectbox(
        _("Compared with"),
        options=[0, *case.others],
        key="pick_other",
        format_func=lambda number: (
            _("Snapshot {number}").format(number=number) if number else _("What the store says now")
        ),
        on_change=lambda: filters.write(other=str(st.session_state["pick_other"] or "")),
        width=320,
    )


def _sentence(changes: Changes) -> None:
    counts = changes.counts
    if changes.rows.empty:
        words = (
            _("**Nothing has changed**: the store says now what the snapshot says.")
            if changes.other is None
            else _("**Nothing is different**: both snapshots say the same.")
        )
        st.success(words, icon=":material/check_circle:")
        return
    parts = [
        ngettext("{n} row added", "{n} rows added", counts["added"]),
        ngettext("{n} row gone", "{n} rows gone", counts["gone"]),
        ngettext("{n} row changed", "{n} rows changed", counts["changed"]),
    ]
    named = zip(parts, counts.values(), strict=True)
    said = ", ".join(words.format(n=formats.count(number)) for words, number in named if number)
    words = _("**Since snapshot {number}**: {rows}{amount}.")
    st.markdown(words.format(number=changes.earlier, rows=said, amount=_amount(changes)))


def _amount(changes: Changes) -> str:
    if changes.amount is None:
        return ""
    if changes.amount == 0:
        return "; " + _("the amount is the same")
    words = _("**{amount} more**") if changes.amount > 0 else _("**{amount} less**")
    return "; " + words.format(amount=formats.money(abs(changes.amount)))


def _imports(changes: Changes) -> None:
    """Show links to the imports that made the changes."""
    if not changes.imports:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(_("By imports, the last ones:"), width="content")
        for run in changes.imports[-_NAMED:]:
            links.link("data", formats.count(run), icon=":material/upload_file:", run=str(run))


def _table(changes: Changes, known: directory.Directory) -> None:
    rows = _labelled(changes.rows, known)
    has_codes = rows[values.CODE].notna().any()
    hidden = "key" if has_codes else values.CODE
    terms = {
        name: term
        for name, term in snapshot_terms.CHANGES.items()
        if name != hidden and rows[name].notna().any()
    }
    tables.show(
        rows,
        terms,
        key="snapshot_changes",
        alt=_("What has changed since the snapshot"),
        leads=links.Way({"code": "lookup"}, to="lookup") if has_codes else None,
    )


def _labelled(rows: pd.DataFrame, known: directory.Directory) -> pd.DataFrame:
    signs = {what: f"{sign} {_(label)}" for what, (sign, label) in snapshot_terms.WHAT.items()}
    cells = list(zip(rows["column"], rows["earlier"], rows["later"], strict=True))
    return rows.assign(
        what_label=rows["what"].map(signs),
        lookup=rows[values.CODE].fillna(rows["key"]),
        column_label=[values.label(column) for column, _old, _new in cells],
        earlier=[values.change(column, old, known) for column, old, _new in cells],
        later=[values.change(column, new, known) for column, _old, new in cells],
    )
