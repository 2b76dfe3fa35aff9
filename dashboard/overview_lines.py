"""Owns how the city's checks are shown: one line each, and the same as a bulletin for a chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from dashboard import checks, formats, links, tables
from dashboard.checks import Check, State
from dashboard.text import _, ngettext

# So many are called by name; of more, it is said how many there are.
NAMED: Final = 3
# Of a sentence and of the ways to its rows.
_WIDTHS: Final = (4, 1)


@dataclass(frozen=True)
class Lead:
    """A way from a check to the rows that it counts; the label is Markdown."""

    label: str
    to: str
    params: Mapping[str, links.Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """A check and the ways to its rows."""

    check: Check
    leads: tuple[Lead, ...]


def show(lines: Sequence[Line]) -> None:
    """Show checks one below the other: the state, the sentence, the ways to its rows."""
    with st.container(gap="xsmall"):
        for line in lines:
            _one(line)


def headline(lines: Sequence[Line]) -> str:
    """Return in one sentence how many checks have found something."""
    states = [line.check.state for line in lines]
    bad, unknown, pending = map(states.count, (State.BAD, State.UNKNOWN, State.PENDING))
    parts = {
        ngettext("**{n} matter to see to.**", "**{n} matters to see to.**", bad): bad,
        ngettext("**{n} check is unknown.**", "**{n} checks are unknown.**", unknown): unknown,
        ngettext("{n} is not yet due.", "{n} are not yet due.", pending): pending,
    }
    told = [sentence.format(n=formats.count(n)) for sentence, n in parts.items() if n]
    return " ".join(told) or _("**Nothing to see to.**")


def bulletin(title: str, lines: Sequence[Line], params: Mapping[str, links.Value]) -> None:
    """Give the sentences as plain text to copy, with the way back to this page."""
    told = checks.bulletin(title, [line.check for line in lines])
    with st.popover(_("Copy the bulletin"), icon=":material/content_copy:", type="tertiary"):
        tables.copyable(f"{told}\n{links.absolute('overview', params)}")


def listed(names: Sequence[str], more: str) -> str:
    """Return the first names; `more` is a translated message that counts the others."""
    shown = ", ".join(names[:NAMED])
    left = len(names) - NAMED
    return shown if left <= 0 else more.format(names=shown, n=formats.count(left))


def _one(line: Line) -> None:
    sentence, ways = st.columns(_WIDTHS, gap="small", vertical_alignment="center")
    sentence.markdown(f"{checks.badge(line.check.state)} {line.check.sentence}")
    with ways, st.container(horizontal=True, gap="xsmall"):
        for lead in line.leads:
            links.link(lead.to, lead.label, icon=":material/arrow_forward:", **lead.params)
