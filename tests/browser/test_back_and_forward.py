"""Whoever goes to another page is back with one press of Back, and there again with one more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support.browser import pages

if TYPE_CHECKING:
    from playwright.sync_api import Page


LAG: Final = "/remittance-lag?from=2026-08-20&to=2026-08-22&as_of=2026-08-22&status=remitted"
LOOKUP: Final = re.compile("/lookup\\?code=XN")


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


def has_payments(page: Page, lag: str) -> None:
    """Expect the list of payments of the lag page under its address."""
    payments = pages.cells(pages.tables(page).first, "P01")
    pages.arrives(page, re.compile(re.escape(lag) + "$"), payments)
    expect(page.get_by_test_id("stMetric").first).to_be_visible()


def pick_first_payment(page: Page) -> None:
    """Go from a payment of the list to the lookup of its code."""
    pages.pick(page, pages.tables(page).first, "P01")
    has_code(page)


def has_code(page: Page) -> None:
    """Expect the lookup of the code, and not what it stood on before."""
    pages.arrives(page, LOOKUP, page.get_by_test_id("stMain").get_by_text("XN0000000001"))
    expect(page.get_by_text("XN0000000001").filter(visible=True).first).to_be_visible()


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_a_row_leads_to_another_page_and_one_press_of_back_leads_back(page: Page) -> None:
    page.goto(LAG)
    has_payments(page, LAG)
    before = entries(page)
    # Each time anew: a second time is no worse than the first.
    for _time in range(2):
        pick_first_payment(page)
        assert entries(page) == before + 1
        pages.back(page)
        has_payments(page, LAG)
    pages.forward(page)
    has_code(page)


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_tabs_that_stand_side_by_side_each_have_their_own_way_back(page: Page) -> None:
    other = page.context.new_page()
    other.goto(LAG)
    page.goto(LAG)
    for tab in (other, page):
        has_payments(tab, LAG)
        pick_first_payment(tab)
    for tab in (other, page):
        pages.back(tab)
        has_payments(tab, LAG)


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_the_page_that_a_row_led_to_can_be_loaded_again(page: Page) -> None:
    page.goto(LAG)
    has_payments(page, LAG)
    pick_first_payment(page)
    page.reload()
    has_code(page)
    pages.back(page)
    has_payments(page, LAG)


@pytest.mark.parametrize("page", pages.PHONE, indirect=True)
def test_a_link_of_the_menu_has_the_days_in_full_and_leads_back_with_one_press(page: Page) -> None:
    page.goto("/lookup?code=XN0000000001&lang=en")
    has_code(page)
    before = entries(page)
    menu = page.get_by_test_id("stSidebar").get_by_role("link", include_hidden=True)
    # On a phone the menu is closed, and its links are out of sight.
    menu.filter(has_text="Remittance lag").dispatch_event("click")
    lag = re.compile("/remittance-lag\\?.*as_of=2026-08-21.*lang=en")
    pages.arrives(page, lag, page.get_by_test_id("stMetric"))
    assert entries(page) == before + 1
    pages.back(page)
    has_code(page)


@pytest.mark.parametrize("page", pages.PHONE, indirect=True)
def test_a_cell_of_a_part_that_looks_after_itself_leads_to_another_page_and_back(
    page: Page,
) -> None:
    page.goto("/overview?date=2026-08-21")
    pages.has_run(page, "Tổng quan")
    calendar, before = pages.tables(page).last, entries(page)
    pages.pick(page, calendar, "BHXH quận Ba Đình")
    expect(page).to_have_url(re.compile("/(office|form-01-xn)\\?"))
    expect(pages.heading(page)).not_to_have_text("Tổng quan")
    assert entries(page) == before + 1
    pages.back(page)
    pages.has_run(page, "Tổng quan")
    expect(page).to_have_url(re.compile("/overview\\?date=2026-08-21$"))
    expect(page.locator(".st-key-days_chart .main-svg").first).to_be_visible()
