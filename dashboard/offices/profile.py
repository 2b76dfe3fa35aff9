"""The facts of an office in sentences, and buttons to the offices related to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components import links
from dashboard.text import _, formats, ngettext

if TYPE_CHECKING:
    import datetime as dt

    from dashboard.figures import office_profile


_MOST_BELOW: Final = 8


def head(facts: office_profile.Facts, day: dt.date) -> None:
    """Show the facts of an office, and buttons to the offices related to it."""
    st.subheader(formats.plain(facts.name), anchor=False)
    st.markdown(" ".join(_sentences(facts)))
    if facts.is_closed(day):
        sentence = _("There was no such office any more on {day}.")
        st.info(sentence.format(day=formats.day(day)), icon=":material/event_busy:")
    with st.container(horizontal=True, gap="small"):
        for code in _related(facts):
            _link(facts, code)


def _related(facts: office_profile.Facts) -> list[str]:
    """Return the related offices; very many below are left to the list of all offices."""
    below = facts.below if len(facts.below) <= _MOST_BELOW else ()
    related = (facts.upper, *facts.predecessors, facts.successor, *below)
    return list(dict.fromkeys(code for code in related if code and code in facts.names))


def _sentences(facts: office_profile.Facts) -> list[str]:
    """Return what is known of the office, one sentence a fact."""
    words = {
        "code": formats.plain(facts.code),
        "upper": _name(facts, facts.upper),
        "since": formats.day(facts.valid_from),
        "until": formats.day(facts.valid_to),
        "successor": _name(facts, facts.successor),
        "predecessors": ", ".join(_name(facts, code) for code in facts.predecessors),
        "n": formats.count(len(facts.below)),
    }
    sentences = [
        (_("Code {code}."), facts.code),
        (_("Below {upper}."), facts.upper),
        (_("Since {since}."), facts.valid_from),
        (_("Until {until}."), facts.valid_to),
        (_("Succeeded by **{successor}**."), facts.successor),
        (_("Successor of {predecessors}."), facts.predecessors),
        (
            ngettext(
                "The figures are those of this office and of {n} office below it.",
                "The figures are those of this office and of {n} offices below it.",
                len(facts.below),
            ),
            facts.below,
        ),
    ]
    return [sentence.format(**words) for sentence, known in sentences if known]


def _link(facts: office_profile.Facts, code: str) -> None:
    # A predecessor has figures of its own among the offices of that time only.
    then: dict[str, None] = {"offices": None} if code in facts.predecessors else {}
    links.here(
        _name(facts, code), key=f"office_{code}", icon=_icon(facts, code), office=code, **then
    )


def _icon(facts: office_profile.Facts, code: str) -> str:
    if code == facts.upper:
        return ":material/arrow_upward:"
    if code == facts.successor:
        return ":material/arrow_forward:"
    return ":material/arrow_downward:" if code in facts.below else ":material/history:"


def _name(facts: office_profile.Facts, code: str | None) -> str:
    return formats.plain(facts.names.get(code, code)) if code else ""
