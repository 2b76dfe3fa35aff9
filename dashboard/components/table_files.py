"""The files of a table that is shown: its record is kept, and the browser gets the links to it."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboard import access, text
from dashboard.auth import preview
from dashboard.components import filter_bar
from dashboard.exports import screen_tables, urls
from dashboard.exports.writers import registry
from dashboard.text import _, glossary

_KEPT: Final = "kept_tables"
_PAGE: Final = "kept_tables_of"
# A page has fewer; of other filters there may be older ones.
_MOST: Final = 24

# By page and name: the token of a table, and the table itself, which lives as long as this.
_Tables = dict[tuple[str, str], tuple[str, screen_tables.ScreenTable]]


def begin(page: str) -> None:
    """Begin a page, by its address: the tables of others are kept no longer."""
    kept: _Tables = st.session_state.setdefault(_KEPT, {})
    for name in [each for each in kept if each[0] != page]:
        kept.pop(name, None)
    st.session_state[_PAGE] = page


def offer(
    key: str,
    alt: str,
    terms: Mapping[str, glossary.Term],
    source: screen_tables.Source,
    totals: Mapping[str, object] | None,
) -> dict[str, Any]:
    """Keep a table, and return what the browser shows: a link to it in each format.

    Args:
        key: the table's name in this session.
        alt: what the rows are.
        terms: the columns.
        source: the rows.
        totals: the figures of all rows, by column.
    """
    title, limits = filter_bar.said()
    table = screen_tables.ScreenTable(
        owner=access.actor(),
        page=st.session_state.get(_PAGE, ""),
        name=key,
        title=title or alt,
        caption=alt,
        limits=limits,
        language=text.language(),
        terms=terms,
        source=source,
        totals=totals,
        asked={name: value for name, value in st.query_params.to_dict().items() if name != "lang"},
    )
    token = _keep(table)
    return {"label": _("This table as a file"), "links": [_link(token, each) for each in _FORMATS]}


_FORMATS: Final = tuple(registry.FORMATS.values())


def _keep(table: screen_tables.ScreenTable) -> str:
    kept: _Tables = st.session_state.setdefault(_KEPT, {})
    name = (table.page, table.name)
    before = kept.pop(name, None)
    token = screen_tables.KNOWN.keep(table, before[0] if before else None)
    kept[name] = (token, table)
    for old in list(kept)[:-_MOST]:
        kept.pop(old, None)
    return token


def _link(token: str, kind: registry.Format) -> dict[str, str]:
    path = f"{screen_tables.KIND}/{token}.{kind.ending}"
    return {
        "text": kind.label,
        "title": _(kind.help),
        "address": urls.address(path, kind.link_params, preview.office()),
    }
