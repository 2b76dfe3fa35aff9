"""The way to the page of the lookup, and what stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streamlit.testing import v1
from support.screens import sent_tables

from dashboard import screens
from dashboard.lookup import codes, search

if TYPE_CHECKING:
    import pandas as pd


FRAME: Final = screens.FIRST.script.parents[1] / "dashboard" / "frame.py"
PAGE: Final = next(screen.script for screen in screens.ALL if screen.address == "lookup")

# One code of the worked example for two payments.
HOUSEHOLD: Final = "XN0000000011"


def look(code: str = "", **address: str) -> v1.AppTest:
    """Run the page under an address."""
    page = v1.AppTest.from_file(str(FRAME), default_timeout=30)
    page.query_params.update(({"code": code} if code else {}) | address)
    return page.switch_page(str(PAGE)).run()


def typed(text: str, **address: str) -> v1.AppTest:
    """Type words into the page and look them up."""
    page = look(**address)
    page.text_area(key=codes.KEY).input(text)
    return page.button(key="look_up").click().run()


def find(page: v1.AppTest, person: str) -> v1.AppTest:
    """Look for a participant on the page, as a person does."""
    page.text_input(key=search.KEY).input(person)
    return page.button(key="find_person").click().run()


def words(page: v1.AppTest) -> str:
    """Return every sentence on the page, a line each."""
    parts = [*page.markdown, *page.caption, *page.warning, *page.info, *page.header]
    return "\n".join(part.value for part in parts).replace("\u00a0", " ")


def rows(page: v1.AppTest, place: int = 0) -> pd.DataFrame:
    """Return the rows of a table."""
    shown: pd.DataFrame = sent_tables.of(page)[place].value
    return shown
