"""Owns what the page of snapshots says: which there are, and the pickers that limit them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import (
    filters,
    formats,
    links,
    parsers,
    pickers,
    snapshot_list,
    snapshot_subject,
    tables,
)
from dashboard.exports import reports
from dashboard.text import _, ngettext, snapshot_terms
from queries import snapshot_list as questions

if TYPE_CHECKING:
    from dashboard import places
    from dashboard.snapshot_list import Chosen, Listed


def choices(chosen: Chosen, known: places.Places) -> None:
    """Let the user choose the days, a report and an office; say what could not be used."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pickers.one_day("from", _("About days from"), chosen.filters.start, parsers.LAST_DAY)
        pickers.one_day("to", _("to"), chosen.filters.end, parsers.LAST_DAY)
        _report(chosen)
        pickers.office(chosen.filters, known.offices)
        _how(chosen)
    pickers.notices(chosen.filters)


def listed(found: Listed, known: places.Places) -> None:
    """Say how many snapshots there are, and list them, the last one first; a row opens one."""
    if not found.total:
        _nothing(found)
        return
    words = ngettext(
        "**{n} snapshot** about days from {start} to {end}. Choose one to open it: what it says, "
        "whether it is untouched, and what has changed since.",
        "**{n} snapshots** about days from {start} to {end}. Choose one to open it: what it says, "
        "whether it is untouched, and what has changed since.",
        found.total,
    )
    st.markdown(words.format(n=formats.count(found.total), **_days(found)))
    tables.show_page(
        snapshot_list.labelled(found.rows, known),
        snapshot_terms.LISTED,
        found.page,
        found.total,
        sortable=questions.SORTABLE,
        key=_key(found),
        alt=_("Snapshots, the last one first"),
        leads=links.Way({"snapshot": "snapshot_id"}, given={"sort": None}),
    )


def _nothing(found: Listed) -> None:
    if found.chosen.is_limited:
        words = _("No snapshot about days from {start} to {end} fits what is chosen.")
        st.info(words.format(**_days(found)), icon=":material/filter_alt:")
        return
    words = _(
        "There is no snapshot about days from {start} to {end}. The forms of a day are closed at "
        "08:00 on the next one; every page freezes what it shows under “Files and snapshots”."
    )
    st.info(words.format(**_days(found)), icon=":material/lock_clock:")


def _report(chosen: Chosen) -> None:
    st.session_state["pick_report"] = chosen.filters.kind or ""
    st.selectbox(
        _("Report"),
        options=["", *reports.ALL],
        key="pick_report",
        format_func=lambda kind: snapshot_subject.report(kind) if kind else _("All reports"),
        on_change=lambda: filters.write(kind=st.session_state["pick_report"]),
        width=240,
    )


def _how(chosen: Chosen) -> None:
    st.session_state["pick_how"] = chosen.filters.status or ""
    labels = {
        "": _("All"),
        snapshot_list.CLOSING: snapshot_list.how(is_closing=True),
        snapshot_list.BY_HAND: snapshot_list.how(is_closing=False),
    }
    st.selectbox(
        _("How"),
        options=list(labels),
        key="pick_how",
        format_func=labels.__getitem__,
        on_change=lambda: filters.write(status=st.session_state["pick_how"]),
        width=168,
    )


def _days(found: Listed) -> dict[str, str]:
    days = found.chosen.filters
    return {"start": formats.day(days.start), "end": formats.day(days.end)}


def _key(found: Listed) -> str:
    """Return the name of the table: of other rows it is another table."""
    asked = found.chosen.asked
    return f"snapshots_{asked.start}_{asked.end}_{asked.kind}_{asked.office}_{asked.is_closing}"
