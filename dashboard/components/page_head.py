"""What every page says of itself beyond its figures: to the browser, and at the head of a paper.

The browser learns the language that was chosen and the name of the page, closes the menu of a phone
once a page is chosen from it, says in that language what Streamlit says in English to readers of
screens, and writes onto a paper when it was printed (`page_head.js`).
"""

import pathlib
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import clock, text
from dashboard.text import _
from data.problems import N_

# What Streamlit names its controls, for readers of screens; `{}` stands for a name of ours.
_WORDS: Final = (
    N_("Help for {}"), N_("Help"), N_("Choose date"), N_("day, {}"), N_("month, {}"),
    N_("year, {}"), N_("Open"), N_("Sidebar"), N_("Expand sidebar"), N_("Collapse sidebar"),
    N_("Copy to clipboard"), N_("Previous month"), N_("Next month"),
)  # fmt: skip
# The names of months follow the browser; their numbers stand beside them.
_MONTHS: Final = tuple(
    (f"{number:02} – {name}", f"{number:02}")
    for number, name in enumerate(
        (
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ),
        start=1,
    )
)  # fmt: skip

_HERE: Final = pathlib.Path(__file__).parent
_head: Final = st.components.v2.component(
    "bhxh_page_head",
    js=(_HERE / "page_head.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_status: Final = st.components.v2.component(
    "bhxh_status",
    js="""
    // What stands there when the page comes is seen anyway; it is told when it changes.
    export default ({ data, parentElement }) => {
        const before = parentElement.querySelector("p");
        const line = before ?? document.createElement("p");
        if (before && line.words !== data.words) {
            line.textContent = data.words;
            clearTimeout(line.timer);
            line.timer = setTimeout(() => { line.textContent = ""; }, 10000);
        }
        line.words = data.words;
        if (before) return;
        line.className = "bhxh-status";
        line.setAttribute("role", "status");
        parentElement.append(line);
    };
    """,
    isolate_styles=False,
)


def show(title: str, said: Sequence[str]) -> None:
    """Tell the browser the language and the page, and what the head of a paper says.

    Args:
        title: of the page.
        said: who sees which offices.
    """
    with st.container(key="paper_head"):
        _head(
            key="page_head",
            data={
                "language": text.language(),
                "title": title,
                "said": list(said),
                "printed": _("printed"),
                "zone": clock.HANOI.key,
                "skip": {
                    "label": _("Shortcuts"),
                    "content": _("Skip to main content"),
                    "table": _("Skip to: {name}"),
                },
                "words": [] if text.language() == "en" else [*_translated(), *_MONTHS],
            },
        )


def announce(words: str, *, key: str) -> None:
    """Have readers of screens say words that have changed by themselves; nothing is seen."""
    _status(key=key, data={"words": words})


def _translated() -> list[tuple[str, str]]:
    return [(words, _(words)) for words in _WORDS]
