"""The search box in the head of every page: Enter searches, "/" leads to it from anywhere.

What is typed leaves the box with the search. What can mean one thing alone is gone to; otherwise
the lookup lists what was found. The address holds the words unless they may be a person's name or
number: those stay in this tab until another page is shown.
"""

import functools
import pathlib
import urllib.parse
from typing import Final, NoReturn

import streamlit as st

from dashboard import access, screens
from dashboard.components import elements, links
from dashboard.lookup import codes, recognised, search
from dashboard.lookup.recognised import Lead
from dashboard.text import _

PAGE: Final = "lookup"
KEY: Final = "search_words"
_WANTED: Final = "search_wanted"
_GONE: Final = "search_gone"
_ARRIVING: Final = "search_arriving"

_HERE: Final = pathlib.Path(__file__).parent
_opener: Final = st.components.v2.component(
    "bhxh_search",
    js=(_HERE / "box.js").read_text(encoding="utf-8"),
    css=(_HERE / "box.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)
# The browser goes there itself: Streamlit's own way to another page leaves an entry in the history
# that has the new address on the old page. It waits for the end of this run: a page that is asked
# for in the middle of another one may never come.
_goer: Final = st.components.v2.component(
    "bhxh_search_goes",
    js=elements.SHARED
    + """
    const STEP = 20;
    export default ({ data }) => {
        const app = document.querySelector("[data-test-script-state]");
        const timer = setInterval(() => {
            if (app.dataset.testScriptState !== "notRunning") return;
            clearInterval(timer);
            go(data.address);
        }, STEP);
        return () => clearInterval(timer);
    };
    """,
    isolate_styles=False,
)

# Whoever searches by keyboard goes on with the next key; what is found comes after this script.
_arrival: Final = st.components.v2.component(
    "bhxh_search_arrives",
    js="""
    const PATIENCE = 4000;
    export default ({ data }) => {
        const found = () => document.querySelector(
            `${data.place} :is(a[href], .stButton button)`);
        const reach = () => {
            const at = document.activeElement ?? document.body;
            // Whoever has gone on meanwhile stays there.
            if (at !== document.body && !at.closest(".st-key-search")) return true;
            found()?.focus();
            return found() !== null;
        };
        if (reach()) return undefined;
        const watch = new MutationObserver(() => { if (reach()) watch.disconnect(); });
        watch.observe(document.body, { childList: true, subtree: true });
        const timer = setTimeout(() => watch.disconnect(), PATIENCE);
        return () => { watch.disconnect(); clearTimeout(timer); };
    };
    """,
    isolate_styles=False,
)


def show(words: str = "") -> None:
    """Show the box; a phone folds it up under a button, but for the page of the lookup."""
    # Only where it changes: what is being typed is not to be taken away.
    if st.session_state.get(KEY) != words:
        st.session_state[KEY] = words
    with st.container(key="search", width="content"):
        _opener(key="search_opener", data={"words": _("Search"), "key": "/"}, width="content")
        with (
            st.container(key="search_sheet"),
            st.form("search", border=False, enter_to_submit=True),
            st.container(key="search_row", horizontal=True, gap=None, wrap=False),
        ):
            st.text_input(
                _("Search"),
                key=KEY,
                max_chars=codes.LONGEST_SEARCH,
                label_visibility="collapsed",
                autocomplete="off",
                placeholder=_("Code, receipt, transfer, office, name …"),
            )
            st.form_submit_button(
                _("Search"), key="search_go", icon=":material/search:", on_click=_want
            )


def leave(address: str) -> None:
    """Drop words that may be a person's when another page than the lookup is shown."""
    if address != PAGE:
        codes.keep(None)


def go() -> None:
    """Go where the search leads, if there is one; the run ends then.

    Raises:
        problems.Problem: the store is down, busy or slow.
    """
    words = st.session_state.pop(_WANTED, None)
    if not words or not recognised.trimmed(words):
        return
    found = access.ask(functools.partial(recognised.ask, words=words))
    codes.keep(None)
    if lead := found.certain(may_reveal=access.may_reveal()):
        _go(lead)
    if found.is_public:
        _go(Lead(PAGE, {"q": found.words}))
    codes.keep(found.words)
    if found.is_nothing and found.is_person:
        search.begin(found.words)
    _go(Lead(PAGE))


def arrive() -> None:
    """Have the keyboard stand on the first of what was found, once a search has led there."""
    number = st.session_state.pop(_ARRIVING, None)
    if number is not None:
        _arrival(key=f"search_arrives_{number}", data={"place": ".st-key-search_results"})


def _want() -> None:
    """Have the next run search, for use in callbacks."""
    st.session_state[_WANTED] = st.session_state[KEY]
    st.session_state[KEY] = ""


def _go(lead: Lead) -> NoReturn:
    """End the run, and have the browser go to an address."""
    screen = screens.at(lead.page)
    days = links.usual_days(screen)
    params = links.address({**days, **links.offices(lead.page), **lead.params})
    query = urllib.parse.urlencode(params)
    number = st.session_state.get(_GONE, 0) + 1
    st.session_state[_GONE] = st.session_state[_ARRIVING] = number
    address = f"{lead.page}?{query}" if query else lead.page
    # Another one each time: what was gone to once may be searched for again.
    _goer(key=f"search_goes_{number}", data={"address": address})
    st.stop()
