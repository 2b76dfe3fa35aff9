"""The page of differences under test: the evening, what it says, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import pandas as pd
from support.screens import copied, sent_tables

from dashboard.text import exception_terms

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

# Of the worked example, with some days after its last one.
EVENING: Final = {"from": "2026-08-20", "to": "2026-08-31", "as_of": "2026-09-03"}
TODAY: Final = "2026-09-04"


class Show(Protocol):
    """Runs the page under an address and returns what it shows."""

    def __call__(self, **address: str) -> AppTest: ...


def kinds(page: AppTest) -> pd.DataFrame:
    """Return the tables of kinds, those that are listed apart last, by kind."""
    shown = [each.value for each in sent_tables.of(page) if "exception_kinds" in each.key]
    table: pd.DataFrame = pd.concat(shown)
    names = {label: kind for kind, label in exception_terms.labels().items()}
    return table.assign(kind=table["label"].map(names)).set_index("kind")


def read(words: str) -> str:
    """Return Markdown as it is read, but for what is bold."""
    return words.replace("\\", "").replace("\u00a0", " ").replace("\u2060", "")


def said(page: AppTest) -> str:
    """Return every sentence on the page, a line each."""
    parts = [*page.markdown, *page.caption, *page.info, *page.success, *copied.of(page)]
    return "\n".join(read(part.value) for part in parts)


def sides(page: AppTest) -> dict[str, str]:
    """Return what stands side by side."""
    return {metric.label: read(metric.value) for metric in page.metric}


def ways(page: AppTest) -> dict[str, str]:
    """Return where the page leads, by what the link is called."""
    return {read(link.label): link.proto.query_string for link in page.page_link}
