"""The head of a page and its filters: a row at a desk, a line of words that opens them on a phone.

The filters are the same controls at every width. How they stand is the style sheet's business
(`dashboard/web/looks/screen.css`); what opens them needs no run of the page. Paper has the line of
words alone, as what the figures are limited to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.components import filters
from dashboard.components.views import head as views_head
from dashboard.text import _, formats

# A button that opens and closes a part of the filters. `opens` is the part; the last button of the
# sheet closes it. What is open is kept by the browser until the page is left.
_opener: Final = st.components.v2.component(
    "bhxh_opener",
    js="""
    const make = (name, words) => {
        const made = document.createElement(name);
        made.textContent = words;
        return made;
    };

    const say = (bar) => {
        for (const each of bar.querySelectorAll("button[data-opens]")) {
            each.setAttribute("aria-expanded", bar.hasAttribute(`data-${each.dataset.opens}`));
        }
    };

    export default ({ data, parentElement }) => {
        const bar = parentElement.closest(".st-key-filters");
        const part = `data-${data.opens}`;
        const button = parentElement.querySelector("button") ?? make("button", "");
        button.type = "button";
        button.className = "bhxh-opener";
        button.replaceChildren(make("span", data.words));
        if (!data.closes) button.dataset.opens = data.opens;
        if (data.name) button.title = data.name;
        button.onclick = () => {
            bar.toggleAttribute(part, !data.closes && !bar.hasAttribute(part));
            say(bar);
            if (data.closes) bar.querySelector(`button[data-opens="${data.opens}"]`)?.focus();
        };
        // What is asked with a button is to be seen then.
        bar.onclick = (event) => {
            if (!event.target.closest('[data-testid="stFormSubmitButton"]')) return;
            bar.removeAttribute("data-open");
            say(bar);
        };
        bar.onkeydown = (event) => {
            if (event.key !== "Escape" || !bar.hasAttribute("data-open")) return;
            bar.removeAttribute("data-open");
            say(bar);
            bar.querySelector('button[data-opens="open"]')?.focus();
        };
        if (!button.isConnected) parentElement.append(button);
        say(bar);
        return () => bar.removeAttribute(part);
    };
    """,
    isolate_styles=False,
)


# The title of the page and what its filters say, for the files of its tables.
_SAID: Final = "page_said"


@dataclass(frozen=True)
class Bar:
    """Where the controls of a page go: those that are always used, and those that seldom are."""

    row: DeltaGenerator
    rare: DeltaGenerator


@dataclass(frozen=True)
class Actions:
    """Where the buttons of a page stand, beside its title, and what came of them, below it."""

    row: DeltaGenerator
    below: DeltaGenerator


def title(words: str) -> Actions:
    """Show the title of a page, and return the places for what can be done with all of it."""
    st.session_state[_SAID] = (words, ())
    with st.container(
        key="title_line",
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
    ):
        st.title(words, anchor=False, width="content")
        row = st.container(
            key="title_actions", horizontal=True, width="content", gap="small", wrap=False
        )
    below = st.container(key="title_below")
    views_head.show(row, below)
    return Actions(row, below)


def show(said: Iterable[str], *, rare: Sequence[object] = ()) -> Bar:
    """Show the frame of the filters, and return the places of the controls.

    Args:
        said: what is chosen, in the order of the controls; what is empty is left out.
        rare: the values of the filters that are seldom used, None where nothing is chosen. Without
            any, nothing opens them.
    """
    with folded(said):
        row = st.container(
            key="filters_row", horizontal=True, vertical_alignment="bottom", gap="xsmall"
        )
        below = st.container(
            key="filters_rare", horizontal=True, vertical_alignment="bottom", gap="xsmall"
        )
        if rare:
            with st.container(key="filters_more_line"):
                _opener(key="filters_more", data={"opens": "more", "words": _more(rare)})
    return Bar(row, below)


def said() -> tuple[str, Sequence[str]]:
    """Return the title of the page at hand, and what its filters say."""
    title, words = st.session_state.get(_SAID, ("", ()))
    return title, words


def folded(said: Iterable[str]) -> DeltaGenerator:
    """Return a place that a phone folds up under a line of words, which opens it."""
    words = tuple(filter(None, said))
    st.session_state[_SAID] = (_title(), words)
    with st.container(key="filters"):
        _opener(
            key="filters_said",
            data={
                "opens": "open",
                "words": " · ".join(words),
                "name": _("Change the filters"),
            },
        )
        with st.container(key="filters_sheet"):
            place = st.container(gap="xsmall")
            _opener(key="filters_done", data={"opens": "open", "closes": True, "words": _("Done")})
    return place


def _title() -> str:
    return said()[0]


def _more(rare: Sequence[object]) -> str:
    """Return what opens the seldom used filters, with how many of them are in force."""
    in_force = sum(value is not None for value in rare)
    return f"{_('More filters')} ({formats.count(in_force)})" if in_force else _("More filters")


def between(chosen: filters.Filters) -> str:
    """Return the words of a period."""
    return f"{formats.day(chosen.start)}–{formats.day(chosen.end)}"


def evening(chosen: filters.Filters) -> str:
    """Return the words of the evening that figures are as of."""
    return _("As of {day}").format(day=formats.day(chosen.as_of))
