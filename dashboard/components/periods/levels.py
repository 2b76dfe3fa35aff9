"""What the rows of a period's table stand for, and how offices stand in it."""

from collections.abc import Iterable
from typing import Final

import streamlit as st

from dashboard import directory
from dashboard.components import filters
from dashboard.text import _, formats
from queries import agents

_WAYS_DOWN: Final = (agents.By.PRODUCT, agents.By.OFFICE, agents.By.ORG, agents.By.COLLECTOR)


def level(chosen: filters.Filters) -> agents.By:
    """Return what a row stands for: the first level on the way down that is not chosen yet."""
    way = _WAYS_DOWN[_WAYS_DOWN.index(agents.By(chosen.by)) :]
    selected = {
        agents.By.PRODUCT: chosen.product,
        agents.By.OFFICE: chosen.office,
        agents.By.ORG: chosen.org,
    }
    return next(each for each in way if not selected.get(each))


def with_those_below(chosen: filters.Filters, known: directory.Directory) -> None:
    """Note that the figures of an office with others below it are of those as well."""
    if chosen.office in known.upper:
        note = _("With the offices below {office}; its row by office has its own payments only.")
        st.caption(note.format(office=formats.plain(known.offices[chosen.office])))


def without_those_below(level: agents.By, keys: Iterable[str], known: directory.Directory) -> None:
    """Note in a table of offices that choosing one shows the offices below it as well."""
    for code in keys:
        if level is agents.By.OFFICE and code in known.upper:
            note = _("The row of {office} has its own payments; choosing it shows those below it.")
            st.caption(note.format(office=formats.plain(known.offices[code])))
