"""A list of checks on the screen: headline, sentences with links, and a bulletin to copy."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dashboard import screens
from dashboard.components import elements, links
from dashboard.figures import checks
from dashboard.text import _

# Of a sentence and of the links to its rows.
_WIDTHS: Final = (4, 1)


def show(lines: Sequence[checks.Line]) -> None:
    """Show checks one below the other: the state, the sentence, the links to its rows."""
    with st.container(gap="xsmall"):
        for line in lines:
            _one(line)


def head(
    sentence: str, title: str, lines: Sequence[checks.Line], params: Mapping[str, screens.Value]
) -> None:
    """Show the headline, and the checks as plain text to copy.

    Args:
        sentence: the headline, Markdown.
        title: the first line of the text to copy.
        lines: the checks.
        params: the address of the overview, which is the last line of the text.
    """
    bulletin = checks.bulletin_text(title, [line.check for line in lines])
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.markdown(sentence, width="content")
        with st.popover(_("Copy the summary"), icon=":material/content_copy:", type="tertiary"):
            elements.copyable(f"{bulletin}\n{links.absolute('overview', params)}")


def _one(line: checks.Line) -> None:
    sentence, room = st.columns(_WIDTHS, gap="small", vertical_alignment="center")
    sentence.markdown(f"{checks.badge(line.check.state)} {line.check.sentence}")
    with room, st.container(horizontal=True, gap="xsmall"):
        for lead in line.leads:
            links.link(lead.to, lead.label, icon=":material/arrow_forward:", **lead.params)
