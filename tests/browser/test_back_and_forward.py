"""Whoever goes to another page is back with one press of Back, and there again with one more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# The box before the first row, and the first cell right of it, from the upper left corner.
FIRST_ROW: Final = {"x": 16.0, "y": 52.0}
LAG: Final = "/remittance-lag?from=2026-08-20&to=2026-08-22&as_of=2026-08-22&status=remitted"
LOOKUP: Final = re.compile("/lookup\\?code=XN")


def table(page: Page) -> Locator:
    return page.get_by_test_id("stDataFrame").first


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


def has_payments(page: Page, lag: str) -> None:
    """Expect the list of payments of the lag page under its address."""
    expect(page).to_have_url(re.compile(re.escape(lag) + "$"))
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    expect(table(page).locator("td", has_text="P01").first).to_be_attached()


@pytest.mark.parametrize("lag", [LAG, f"{LAG}&lang=en"])
def test_a_row_leads_to_another_page_and_one_press_of_back_leads_back(page: Page, lag: str) -> None:
    page.goto(lag)
    has_payments(page, lag)
    before = entries(page)
    # Each time anew: a second time is no worse than the first.
    for _time in range(2):
        table(page).click(position=FIRST_ROW)  # type: ignore[arg-type]
        expect(page).to_have_url(LOOKUP)
        expect(page.get_by_text("XN0000000001").first).to_be_visible()
        assert entries(page) == before + 1
        page.go_back()
        has_payments(page, lag)
    page.go_forward()
    expect(page).to_have_url(LOOKUP)
    expect(page.get_by_text("XN0000000001").first).to_be_visible()


def test_tabs_that_stand_side_by_side_each_have_their_own_way_back(page: Page) -> None:
    other = page.context.new_page()
    other.goto(LAG)
    page.goto(LAG)
    for tab in (other, page):
        has_payments(tab, LAG)
        table(tab).click(position=FIRST_ROW)  # type: ignore[arg-type]
        expect(tab).to_have_url(LOOKUP)
    for tab in (other, page):
        tab.go_back()
        has_payments(tab, LAG)


def test_the_page_that_a_row_led_to_can_be_loaded_again(page: Page) -> None:
    page.goto(LAG)
    has_payments(page, LAG)
    table(page).click(position=FIRST_ROW)  # type: ignore[arg-type]
    expect(page).to_have_url(LOOKUP)
    page.reload()
    expect(page.get_by_text("XN0000000001").first).to_be_visible()
    page.go_back()
    has_payments(page, LAG)


def test_a_link_of_the_menu_has_the_days_in_full_and_leads_back_with_one_press(page: Page) -> None:
    page.goto("/lookup?code=XN0000000001&lang=en")
    expect(page.get_by_text("XN0000000001").first).to_be_visible()
    before = entries(page)
    menu = page.get_by_test_id("stSidebar").get_by_role("link", include_hidden=True)
    # On a phone the menu is closed, and its links are out of sight.
    menu.filter(has_text="Remittance lag").dispatch_event("click")
    expect(page).to_have_url(re.compile("/remittance-lag\\?.*as_of=2026-08-21.*lang=en"))
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    assert entries(page) == before + 1
    page.go_back()
    expect(page).to_have_url(LOOKUP)


def test_a_cell_of_a_part_that_looks_after_itself_leads_to_another_page_and_back(
    page: Page,
) -> None:
    page.goto("/overview?date=2026-08-21")
    calendar = page.get_by_test_id("stDataFrame").last
    expect(calendar.locator("td").first).to_be_attached()
    before = entries(page)
    calendar.scroll_into_view_if_needed()
    calendar.click(position={"x": 40.0, "y": 52.0})
    expect(page).to_have_url(re.compile("/(office|form-01-xn)\\?"))
    assert entries(page) == before + 1
    page.go_back()
    expect(page).to_have_url(re.compile("/overview\\?date=2026-08-21$"))
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible()
