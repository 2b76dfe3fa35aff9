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

    const close = (event) => {
        if (!PHONE.matches || !event.target.closest?.('[data-testid="stSidebar"] a')) return;
        document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
    };

    // Charts know the width of the screen alone: on paper they are scaled as pictures are.
    const frame = () => {
        for (const chart of document.querySelectorAll(".js-plotly-plot .svg-container")) {
            const { offsetWidth: width, offsetHeight: height } = chart;
            if (!width) continue;
            chart.style.setProperty("--bhxh-ratio", `${width} / ${height}`);
            for (const drawn of chart.querySelectorAll(":scope > .main-svg")) {
                drawn.setAttribute("viewBox", `0 0 ${width} ${height}`);
            }
        }
    };
    const unframe = () => {
        for (const drawn of document.querySelectorAll(".js-plotly-plot .main-svg[viewBox]")) {
            drawn.removeAttribute("viewBox");
        }
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
        const again = () => {
            head.write();
            frame();
        };
        document.addEventListener("click", close);
        window.addEventListener("beforeprint", again);
        window.addEventListener("afterprint", unframe);
        return () => {
            document.removeEventListener("click", close);
            window.removeEventListener("beforeprint", again);
            window.removeEventListener("afterprint", unframe);
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
