"""How a walk through the pages acts: nothing is touched before the page before has run.

While a page runs, what stands on it is replaced, and a click meets what is gone a moment later.
Right after a step, before its run has begun, a page looks as if it had run: whoever steps waits
for what the step brings, and then for the end of the run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    Words = str | re.Pattern[str]

# Tests of what does not depend on the width take the page of a desk alone, or of a phone.
DESK: Final = [1440]
PHONE: Final = [390]
# The walks that are done in both languages: each width and each language once.
EACH_WIDTH_AND_LANGUAGE: Final = pytest.mark.parametrize(
    ("page", "language"), [(1440, "vi"), (390, "en")], indirect=["page"]
)


def heading(page: Page) -> Locator:
    """Return the title of the page."""
    return page.get_by_role("heading", level=1)


def settled(page: Page) -> None:
    """Wait until the page has run, and nothing of it will be replaced."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def has_run(page: Page, title: str) -> None:
    """Wait until the page of that title stands there whole, and nothing of the one before it."""
    expect(heading(page)).to_have_text(title)
    settled(page)


def arrives(page: Page, address: re.Pattern[str], shown: Locator) -> None:
    """Wait until a step has led to an address, and what it brings stands there for good."""
    expect(page).to_have_url(address)
    expect(shown.first).to_be_attached()
    settled(page)
    expect(shown.first).to_be_attached()


def leaves(page: Page, address: re.Pattern[str], shown: Locator) -> None:
    """Wait until a step has led away from an address, to what stands there then for good."""
    expect(page).not_to_have_url(address)
    expect(shown.first).to_be_attached()
    settled(page)
    expect(shown.first).to_be_attached()


def back(page: Page) -> None:
    """Press Back on a page that has run; wait then for what stood there."""
    settled(page)
    page.go_back()


def forward(page: Page) -> None:
    """Press Forward on a page that has run; wait then for what stood there."""
    settled(page)
    page.go_forward()


def click(page: Page, wanted: Locator) -> None:
    """Click on a part of a page that has run."""
    expect(wanted).to_be_attached()
    settled(page)
    wanted.click()


def choose(page: Page, control: Locator) -> None:
    """Click on a control of the filters, which a phone keeps folded up below a line of words."""
    settled(page)
    expect(page.locator(".st-key-filters_said button")).to_be_attached()
    settled(page)
    for line in page.locator(".st-key-filters_said button:visible").all():
        line.click()
    click(page, control)
    for done in page.locator(".st-key-filters_done button:visible").all():
        done.click()


def fill(page: Page, field: Locator, words: str) -> None:
    """Write into a field of a page that has run."""
    expect(field).to_be_visible()
    settled(page)
    field.fill(words)


def tables(page: Page, key: str | None = None) -> Locator:
    """Return the tables of a page, or of its part of a key."""
    place: Page | Locator = page.locator(f".st-key-{key}") if key else page
    return place.get_by_role("table")


def cells(table: Locator, words: Words) -> Locator:
    """Return the cells with these words."""
    return table.locator("tbody").locator("td, th").filter(has_text=words)


def metric(page: Page, label: str) -> Locator:
    """Return the value of the figure whose label begins so."""
    cards = page.get_by_test_id("stMetric").filter(has_text=re.compile(rf"^\s*{label}"))
    # While the page changes, the figures that go may stand beside those that come.
    return cards.get_by_test_id("stMetricValue").first


def pick(page: Page, table: Locator, words: Words) -> None:
    """Click on the first cell of a table that has these words in it, once the page has run."""
    # The table before it may still stand there.
    expect(cells(table, words).first).to_be_attached()
    settled(page)
    cells(table, words).first.click()


def heading_of(table: Locator, label: str) -> Locator:
    """Return the heading of a column."""
    return table.get_by_role("columnheader", name=re.compile(f"^{label}"))


def sort(page: Page, table: Locator, label: str) -> None:
    """Click on a heading of a table, once the page has run."""
    click(page, heading_of(table, label).get_by_role("button").first)


def fits(page: Page) -> bool:
    """Tell whether nothing of the page is cut off at the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
