"""Links between pages, and what the rows of a table link to.

Links keep the language, and the time that offices are of where the other page has that choice.
"""

import datetime as dt
import functools
import urllib.parse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import clock, screens, text
from dashboard.components import filters
from data import settings

# The column of a way whose value is the name of the cell's own column.
CELL: Final = "cell"
_DAYS: Final = {"date", "from", "to", "as_of"}


@dataclass(frozen=True)
class Way:
    """What a row links to: another page, or the page at hand where `to` is None.

    `columns` maps parameters of the address to columns of the row; `given` are parameters that are
    the same for every row.
    """

    columns: Mapping[str, str]
    to: str | None = None
    given: Mapping[str, screens.Value] = field(default_factory=dict)

    @property
    def read(self) -> list[str]:
        """The columns of the rows that addresses need."""
        return [column for column in self.columns.values() if column != CELL]

    def parts(self) -> tuple[str, dict[str, str], dict[str, str]]:
        """Return the page, the parameters before those of a row, and those after them.

        The page at hand is none: its address is kept but for what changes.
        """
        if self.to is None:
            return "", filters.changed(**self.given), {}
        given = address({**offices(self.to), **self.given})
        language = {"lang": given.pop("lang")} if "lang" in given else {}
        return self.to, given, language

    def addresses(self, rows: Iterable[Mapping[Any, Any]]) -> list[str]:
        """Return the address that each of the rows links to."""
        page, given, last = self.parts()
        return [f"{page}?{filters.query(self._query(row, given) | last)}" for row in rows]

    def _query(self, row: Mapping[Any, Any], given: Mapping[str, str]) -> dict[str, str]:
        own = {param: as_text(row[column]) for param, column in self.columns.items()}
        return {name: value for name, value in {**given, **own}.items() if value}


@functools.lru_cache(maxsize=64)
def page(screen: screens.Screen, title: str = "") -> st.Page:
    """Return the page of a screen; to find its file again for each link takes as long as the link.

    It has a title only where one is given: links have words of their own.
    """
    return st.Page(screen.script, title=title or screen.title, icon="", url_path=screen.address)


def link(to: str, label: str, /, *, icon: str | None = None, **params: screens.Value) -> None:
    """Show a link to another page; `label` is Markdown.

    Without any day the link is to that page's own days: a page that had to write them into its
    address would leave a second entry in the browser's history.
    """
    screen = screens.at(to)
    days = {} if set(params) & _DAYS else usual_days(screen)
    st.page_link(
        page(screen),
        label=label,
        icon=icon,
        query_params=address({**days, **offices(to), **params}),
    )


def here(label: str, /, *, key: str, icon: str, **changes: screens.Value) -> None:
    """Show a link to the page at hand: a button that changes its address.

    Streamlit does not change the address for a link to the page itself.
    """
    st.button(
        label,
        key=key,
        type="tertiary",
        icon=icon,
        on_click=filters.write,
        kwargs=changes,
    )


def usual_days(screen: screens.Screen) -> dict[str, dt.date]:
    """Return the default days of a page, by the parameters."""
    today = clock.today()
    if not screen.recent_days:
        return filters.days(screen.days, today)
    first = today - dt.timedelta(days=screen.recent_days - 1)
    return dict(zip(screen.days, (first, today), strict=True))


def offices(to: str) -> dict[str, screens.Value]:
    """Return the parameter for the time that offices are of, as on the page at hand."""
    is_today = st.query_params.get("offices") == filters.TODAY
    return {"offices": filters.TODAY} if is_today and screens.at(to).has_offices else {}


def address(params: Mapping[str, screens.Value]) -> dict[str, str]:
    """Return the parameters of an address in the language at hand, days in full."""
    # Read from the address: a callback runs before the frame has set the language.
    code = st.query_params.get("lang")
    language = {"lang": code} if text.is_known(code) and code != text.DEFAULT else {}
    return {
        name: written for name, value in params.items() if (written := as_text(value))
    } | language


def absolute(to: str, params: Mapping[str, screens.Value]) -> str:
    """Return the full address of a page, to copy: under the public address, if one is set.

    Otherwise it begins as the address that this browser has used.
    """
    query = address({**offices(to), **params})
    public = settings.read().public_url
    current = urllib.parse.urlsplit(st.context.url or "")
    base = f"{current.scheme}://{current.netloc}" if current.netloc else ""
    return f"{str(public or base).rstrip('/')}/{to}?{urllib.parse.urlencode(query)}"


def as_text(value: object) -> str:
    """Return a value as addresses have it; nothing where it is unknown."""
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
