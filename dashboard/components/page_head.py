"""What every page says of itself beyond its figures: to the browser, and at the head of a paper.

The browser learns the language that was chosen, closes the menu of a phone once a page is chosen
from it, and writes onto a paper when it was printed.
"""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import clock, text
from dashboard.text import _

# A phone's menu lies over the page; Streamlit closes it for links of its own menu alone.
_head: Final = st.components.v2.component(
    "bhxh_page_head",
    js="""
    const PHONE = matchMedia("(max-width: 768px)");
    const PAPER = matchMedia("print");

    const close = (event) => {
        if (!PHONE.matches || !event.target.closest?.('[data-testid="stSidebar"] a')) return;
        document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
    };

    export default ({ data, parentElement }) => {
        document.documentElement.lang = data.language;
        const head = parentElement.querySelector("p") ?? document.createElement("p");
        const write = () => {
            const now = new Intl.DateTimeFormat("en-GB", {
                dateStyle: "short", timeStyle: "short", timeZone: data.zone,
            }).format(new Date()).replace(",", "");
            head.textContent = [...data.said, `${data.printed} ${now}`].join(" · ");
        };
        write();
        if (head.isConnected) {
            head.write = write;
            return;
        }
        head.write = write;
        parentElement.append(head);
        const again = () => head.write();
        document.addEventListener("click", close);
        window.addEventListener("beforeprint", again);
        PAPER.addEventListener("change", again);
        return () => {
            document.removeEventListener("click", close);
            window.removeEventListener("beforeprint", again);
            PAPER.removeEventListener("change", again);
        };
    };
    """,
    isolate_styles=False,
)


def show(said: Sequence[str]) -> None:
    """Tell the browser the language, and what the head of a paper says: who sees which offices."""
    with st.container(key="paper_head"):
        _head(
            key="page_head",
            data={
                "language": text.language(),
                "said": list(said),
                "printed": _("printed"),
                "zone": clock.HANOI.key,
            },
        )
