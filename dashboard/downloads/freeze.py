"""Owns the form that freezes the figures of a screen: a note, a button, and what came of it.

What was typed and could not be kept stands in the form again.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import access, current_store, screens, text
from dashboard.components import links
from dashboard.exports import reports, request_text
from dashboard.exports.snapshots import freezing
from dashboard.text import _, formats
from data import problems

_DESK: Final = "freezing"

Wanted = tuple[reports.Report, Mapping[str, str]]


@dataclass
class _Desk:
    """How many snapshots were taken in this session; what came of the last try, and about what.

    It is changed in place: touching the session's state hands over to a second click that waits,
    in the middle of what the first one does.
    """

    taken: int = 0
    about: tuple[str, str] | None = None
    number: int | None = None
    problem: problems.Problem | None = None
    note: str = ""


def show(wanted: Sequence[Wanted]) -> None:
    """Let the user freeze one of these reports, and say what came of it."""
    desk: _Desk = st.session_state.setdefault(_DESK, _Desk())
    shown = next((each for each in wanted if _about(each) == desk.about), None)
    key = f"freeze_note_{desk.taken}"
    st.session_state.setdefault(key, desk.note if shown else "")
    with st.form("freeze", border=False):
        st.markdown(_("**Freeze the figures**"))
        if len(wanted) > 1:
            st.selectbox(
                _("Report"),
                options=range(len(wanted)),
                key="freeze_report",
                format_func=lambda place: request_text.report(wanted[place][0].kind),
            )
        st.text_input(
            _("Why"),
            key=key,
            max_chars=freezing.LONGEST_NOTE,
            help=_(
                "A few words that stand with the snapshot for good. No names and numbers of "
                "participants."
            ),
        )
        st.form_submit_button(
            _("Freeze"),
            key="freeze_now",
            icon=":material/lock_clock:",
            help=_(
                "Keeps what the store says now, with names masked, as a snapshot that nobody can "
                "change or delete."
            ),
            on_click=functools.partial(_take, desk, desk.taken, key, wanted),
        )
    if shown is not None:
        _say(desk)


def _say(desk: _Desk) -> None:
    if desk.problem is not None:
        title, sentence = (formats.plain(part) for part in text.problem(desk.problem))
        st.error(f"**{title}**  \n{sentence}", icon=":material/error:")
    elif desk.number is not None:
        words = _("The figures are frozen as snapshot number {number}.")
        st.success(words.format(number=desk.number), icon=":material/check_circle:")
        links.link(
            screens.SNAPSHOTS,
            _("Open the snapshot"),
            icon=":material/lock_clock:",
            snapshot=str(desk.number),
        )


def _take(desk: _Desk, shown: int, key: str, wanted: Sequence[Wanted]) -> None:
    """Freeze what is chosen; `shown` is how many had been taken when the form was shown."""
    if shown != desk.taken:
        # The second of two clicks: what it sends is frozen.
        return
    place = st.session_state.get("freeze_report", 0) if len(wanted) > 1 else 0
    report, asked = wanted[place]
    note = st.session_state[key]
    desk.about, desk.number, desk.problem, desk.note = _about(wanted[place]), None, None, note
    try:
        taken = freezing.take(current_store.current(), access.actor(), report, asked, note=note)
    except problems.Problem as problem:
        desk.problem = problem
    else:
        desk.taken, desk.note = desk.taken + 1, ""
        desk.number = taken.link.snapshot_id if taken else None


def _about(wanted: Wanted) -> tuple[str, str]:
    report, asked = wanted
    return report.kind, reports.subject(asked)
