"""Long tables in the browser: pages and orders come from the server; Back leads through them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support import desks
from support.browser import pages as browser_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import sqlalchemy as sa
    from playwright.sync_api import Locator, Page
    from support import databases


BAD: Final = 250


@pytest.fixture(scope="module")
def address(
    made: databases.Databases,
    start: Callable[[sa.URL], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Give the address of a dashboard whose last import refused many rows."""
    folder = tmp_path_factory.mktemp("bad")
    with made.fresh() as name, desks.opened(made, name, folder) as desk:
        desk.masters()
        desk.hand_in(payments=[{"payment_id": f"P{n:03d}", "amount": "0"} for n in range(BAD)])
        yield start(made.url(name))


@pytest.fixture(autouse=True)
def opened(page: Page) -> None:
    page.goto("/data?run=2")


def first_row(page: Page) -> Locator:
    return browser_pages.tables(page).last.get_by_role("row").nth(1)


@pytest.mark.parametrize("page", browser_pages.PHONE, indirect=True)
def test_another_page_is_fetched_and_stands_in_the_address(page: Page) -> None:
    expect(first_row(page)).to_contain_text("2")
    pages = page.get_by_role("navigation", name="Các trang")
    browser_pages.click(page, pages.get_by_role("link", name="Trang 3"))
    last = page.get_by_text("Dòng 201 đến 250 trong tổng số 250")
    browser_pages.arrives(page, re.compile("page=3"), last)
    browser_pages.back(page)
    expect(page.get_by_text("Dòng 1 đến 100 trong tổng số 250")).to_be_visible()


@pytest.mark.parametrize("page", browser_pages.DESK, indirect=True)
def test_a_heading_sorts_the_whole_list(page: Page) -> None:
    table = browser_pages.tables(page).last
    heading = browser_pages.heading_of(table, "Dòng")
    expect(first_row(page)).to_contain_text("2")
    for address, order in (("sort=-", "descending"), ("sort=[a-z]", "ascending")):
        browser_pages.sort(page, table, "Dòng")
        expect(page).to_have_url(re.compile(address))
        expect(heading).to_have_attribute("aria-sort", order)
        # The keyboard stays where it was.
        expect(heading.get_by_role("button").first).to_be_focused()
