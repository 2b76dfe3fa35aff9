"""Owns whose figures past days have: of the offices of that time, or of the offices of today.

Offices are merged and renamed. An office of today has the figures of those that it succeeded; the
choice is there where the store has such offices, and goes along from page to page.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import clock
from dashboard.components import filters, pickers
from dashboard.text import _, formats, office_terms
from queries import agents

if TYPE_CHECKING:
    from dashboard import directory


_KEY: Final = "pick_offices"


def read(chosen: filters.Filters, known: directory.Directory) -> filters.Filters:
    """Return what is chosen with the office of today for one that is no more, where it is meant."""
    if chosen.offices != filters.TODAY or chosen.office is None:
        return chosen
    return replace(chosen, office=known.successors.get(chosen.office, chosen.office))


def asked(chosen: filters.Filters, office: str | None) -> agents.Office:
    """Return what a question is limited to by an office, or by none."""
    return agents.OfToday(clock.today(), office) if chosen.offices == filters.TODAY else office


def name(chosen: filters.Filters, known: directory.Directory) -> str:
    """Return whose figures these are by the office that is chosen; nothing where none is."""
    if chosen.office is None:
        return ""
    office = known.offices[chosen.office]
    if not predecessors(chosen, known):
        return office
    return _("{office} with the offices that it succeeded").format(office=office)


def predecessors(chosen: filters.Filters, known: directory.Directory) -> list[str]:
    """Return the offices whose figures the chosen one has with its own."""
    return _before(chosen.office, known) if chosen.offices == filters.TODAY else []


def pick(chosen: filters.Filters, known: directory.Directory) -> None:
    """Let the user choose an office, or all of them, and of which time."""
    is_today = chosen.offices == filters.TODAY
    gone = known.successors if is_today else {}
    pickers.office(chosen, {code: name for code, name in known.offices.items() if code not in gone})
    switch(chosen, known)


def switch(chosen: filters.Filters, known: directory.Directory) -> None:
    """Let the user choose of which time the offices are, where some of them are no more."""
    if not known.successors:
        return
    st.session_state[_KEY] = chosen.offices
    st.segmented_control(
        _(office_terms.TIME.label),
        options=filters.OFFICES,
        key=_KEY,
        required=True,
        format_func=lambda position: _(office_terms.TIMES[position]),
        help=_(office_terms.TIME.help),
        on_change=_write,
    )


def remark(chosen: filters.Filters, known: directory.Directory, office: str | None = None) -> None:
    """Say of an office that succeeded others whether the figures are with theirs.

    Of days after these were there last, nothing is said. `office` is whose figures they are where
    none is chosen.
    """
    office = office or chosen.office
    since = min(chosen.start, chosen.date)
    before = [
        known.offices[code] for code in _before(office, known) if known.last_days[code] >= since
    ]
    if not before or office is None:
        return
    words = {
        "office": formats.plain(known.offices[office]),
        "before": ", ".join(formats.plain(name) for name in before),
    }
    if chosen.offices == filters.TODAY:
        sentence = _("The figures of {office} include those of {before}, which it succeeded.")
    else:
        sentence = _(
            "The figures of {office} do not include those of {before}, which it succeeded: choose "
            "the offices of today for that."
        )
    st.caption(sentence.format(**words))


def _before(office: str | None, known: directory.Directory) -> list[str]:
    return [code for code, now in known.successors.items() if now == office]


def _write() -> None:
    position = st.session_state[_KEY]
    filters.write(offices=None if position == filters.THEN else position)
