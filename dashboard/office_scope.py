"""Owns what is said of an office whose figures somebody may not see: they would look like none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import access, formats, links
from dashboard.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping


def may_see(office: str) -> bool:
    """Return whether the figures of an office are within what this person may see."""
    offices = access.current().offices
    return offices is None or office in offices


def remark(names: Mapping[str, str]) -> None:
    """Say whose figures these are to somebody who does not see every office."""
    offices = access.current().offices
    if offices is not None:
        seen = ", ".join(formats.plain(names.get(code, code)) for code in offices)
        st.caption(_("Only the figures of {places}.").format(places=seen))


def refuse(name: str) -> None:
    """Say that the figures of an office are not shown, and lead to one's own."""
    sentence = _("The figures of {place} are not among those that you may see.")
    st.warning(sentence.format(place=formats.plain(name)), icon=":material/lock:")
    if own := access.own_office():
        links.link("overview", _("See your own office"), icon=":material/domain:", office=own)
