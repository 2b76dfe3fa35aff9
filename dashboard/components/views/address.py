"""What of the address at hand a saved view keeps, and the address that it opens.

A view of the days that its page begins with is kept without them if its owner wants the latest
days each time; any other one keeps its days.
"""

import datetime as dt
import re
import typing
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
import streamlit as st

from dashboard import clock, screens
from dashboard.components import filters, links
from dashboard.text import parsing
from queries.lookup import searches

# Beside those of the filters, what pages read of their addresses; the language is the reader's.
OTHERS: Final = ("q", "page", "sort", "payment", "person", "purpose", "snapshot", "other")
_KNOWN: Final = frozenset((*typing.get_args(filters.Param), *OTHERS))
_OF_TABLE: Final = re.compile(r"(page|sort)\.[a-z0-9_]{1,40}")
_DAYS: Final = ("date", "from", "to", "as_of")
# Of one parameter; a list of codes is longer than all others.
_LONGEST: Final = 2000

_PAGE: Final = "view_page"


@dataclass(frozen=True)
class Here:
    """The view at hand: its page, the parameters of its address, and the page's own days."""

    page: str
    params: Mapping[str, str]
    usual: Mapping[str, dt.date]

    @property
    def is_latest(self) -> bool:
        """Whether it shows the days that the page begins with."""
        shown = {name: value for name, value in self.params.items() if name in _DAYS}
        # A page completes its address after its head has been drawn.
        return bool(self.usual) and all(
            name in self.usual and self.usual[name].isoformat() == value
            for name, value in shown.items()
        )

    def query(self, *, latest: bool) -> str:
        """Return what stands behind the question mark, without days where the latest are wanted."""
        dropped = _DAYS if latest and self.is_latest else ()
        return urllib.parse.urlencode({n: v for n, v in self.params.items() if n not in dropped})


def begin(page: str) -> None:
    """Begin a page, by its address."""
    st.session_state[_PAGE] = page


def here() -> Here | None:
    """Return the view at hand; None before a page has begun."""
    page = st.session_state.get(_PAGE)
    screen = next((each for each in screens.ALL if each.address == page), None)
    if screen is None:
        return None
    params = {
        name: value
        for name, value in st.query_params.to_dict().items()
        if (name in _KNOWN or _OF_TABLE.fullmatch(name))
        and value.isprintable()
        and len(value) <= _LONGEST
    }
    return Here(screen.address, params, links.usual_days(screen))


def impersonal(connection: sa.Connection, view: Here) -> Here:
    """Return a view without codes that may be somebody's name or number.

    Pages keep those out of their addresses; somebody may have typed one there.
    """
    given = view.params.get("code", "")
    if not given:
        return view
    words = [word for part in given.split(",") if (word := part.strip())]
    odd = [word for word in words if parsing.may_be_personal(word)]
    rows = searches.by_words(connection, words=odd, as_of=clock.today(), most=1)
    left = [word for word in words if word not in set(odd) - set(rows["word"])]
    others = {name: value for name, value in view.params.items() if name != "code"}
    return Here(view.page, others | ({"code": ",".join(left)} if left else {}), view.usual)


def opened(page: str, query: str) -> tuple[screens.Screen, dict[str, str]] | None:
    """Return the page and the parameters that a saved view opens; None where there is no page.

    Parameters are read by the page as those of any address.
    """
    screen = next((each for each in screens.ALL if each.address == page), None)
    if screen is None:
        return None
    params = dict(_read(query))
    days = {} if set(params) & set(_DAYS) else links.usual_days(screen)
    return screen, links.address({**days, **params})


def _read(query: str) -> Iterator[tuple[str, str]]:
    for name, value in urllib.parse.parse_qsl(query, max_num_fields=100):
        if name in _KNOWN or _OF_TABLE.fullmatch(name):
            yield name, value
