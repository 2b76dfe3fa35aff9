"""Links between pages, and what choosing a row of a table opens.

Links keep the language, and the time that offices are of where the other page has that choice.
"""

import datetime as dt
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import clock, screens, text
from dashboard.components import filters
from data import settings

_NEXT: Final = "next_page"
_GATE: Final = "gate"
_DAYS: Final = {"date", "from", "to", "as_of"}

# One entry in the history, then what Back and Forward say: that the address is to be read.
_browser: Final = st.components.v2.component(
    "bhxh_gate",
    js="""
    export default ({ data }) => {
        history.pushState({}, "", data.address);
        dispatchEvent(new PopStateEvent("popstate"));
    };
    """,
)


@dataclass(frozen=True)
class Way:
    """What a row links to: another page, or the page at hand where `to` is None.

    `columns` maps parameters of the address to columns of the row; `given` are parameters that are
    the same for every row.
    """

    columns: Mapping[str, str]
    to: str | None = None
    given: Mapping[str, screens.Value] = field(default_factory=dict)

    def follow(self, row: Mapping[str, object]) -> None:
        """Open what a row links to, for use in callbacks."""
        params = {param: _text(row[column]) for param, column in self.columns.items()}
        if self.to is None:
            filters.write(**{**self.given, **params})
        else:
            to = self.to
            st.session_state[_NEXT] = to, address({**offices(to), **self.given, **params})
            # Only the gate runs again, not the page that is left.
            st.rerun(_GATE)


def link(to: str, label: str, /, *, icon: str | None = None, **params: screens.Value) -> None:
    """Show a link to another page; `label` is Markdown.

    Without any day the link is to that page's own days: a page that had to write them into its
    address would leave a second entry in the browser's history.
    """
    screen = screens.at(to)
    days = {} if set(params) & _DAYS else usual_days(screen)
    st.page_link(
        screen.script,
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
    if not screen.recent_days:
        return filters.days(screen.days)
    today = clock.today()
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
    return {name: written for name, value in params.items() if (written := _text(value))} | language


def absolute(to: str, params: Mapping[str, screens.Value]) -> str:
    """Return the full address of a page, to copy: under the public address, if one is set.

    Otherwise it begins as the address that this browser has used.
    """
    query = address({**offices(to), **params})
    public = settings.read().public_url
    current = urllib.parse.urlsplit(st.context.url or "")
    base = f"{current.scheme}://{current.netloc}" if current.netloc else ""
    return f"{str(public or base).rstrip('/')}/{to}?{urllib.parse.urlencode(query)}"


@st.fragment(key=_GATE)
def gate() -> None:
    """Open the page that a picked row links to; every page has this gate.

    `st.switch_page` would leave two entries in the browser's history: it sends the parameters
    first, which the browser keeps under the page at hand, and then the page.
    """
    if chosen := st.session_state.pop(_NEXT, None):
        to, params = chosen
        _browser(key=_GATE, data={"address": f"{to}?{urllib.parse.urlencode(params)}"})


def _text(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)
