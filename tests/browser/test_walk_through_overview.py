"""What a supervisor does in the morning, on a desk and on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support.browser import pages

if TYPE_CHECKING:
    import pathlib

    from playwright.sync_api import Locator, Page


MORNING: Final = "/overview?date=2026-08-21"
OVERVIEW: Final = "Tổng quan"
FORM: Final = "Mẫu 01-XN theo ngày"
HAI: Final = "Công ty Bảo hiểm số Hai"


def pick_first(page: Page, told: str) -> None:
    """Choose the first row of the table that has this in it."""
    having = pages.tables(page).filter(has_text=told)
    pages.pick(page, having.last, told)


def having(page: Page, told: str) -> Locator:
    """Return the cells that have this, of all tables."""
    return pages.cells(pages.tables(page), told)


@pytest.mark.parametrize("page", pages.PHONE, indirect=True)
def test_from_a_check_to_its_rows_to_a_code_and_back(
    page: Page, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    page.goto(MORNING)
    expect(page.get_by_text("0/2 đơn vị có phát sinh gửi đủ trước 08:00")).to_be_visible()
    expect(page.get_by_test_id("stMetric")).to_have_count(4)
    page.screenshot(path=tmp_path / "morning.png", full_page=True)
    assert pages.fits(page)

    mismatched = re.compile("/form-01-xn\\?.*status=mismatched")
    form = re.compile("/form-01-xn\\?.*office=00101&org=IS0002")
    pages.click(page, page.get_by_test_id("stPageLink").filter(has_text="Không khớp"))
    pages.has_run(page, FORM)
    pages.arrives(page, mismatched, having(page, HAI))
    pick_first(page, HAI)
    pages.arrives(page, form, having(page, "XN0000000006"))
    pick_first(page, "XN0000000006")
    pages.has_run(page, "Tra cứu mã xác nhận")
    expect(page).to_have_url(re.compile("/lookup\\?code=XN0000000006"))

    pages.back(page)
    pages.has_run(page, FORM)
    pages.arrives(page, form, having(page, "XN0000000006"))
    pages.back(page)
    pages.arrives(page, mismatched, having(page, HAI))
    pages.back(page)
    pages.has_run(page, OVERVIEW)
    expect(page).to_have_url(re.compile("/overview\\?date=2026-08-21$"))
    assert requests_elsewhere == []


@pytest.mark.parametrize("page", pages.PHONE, indirect=True)
def test_a_sign_of_the_calendar_opens_the_form_and_one_step_leads_back(page: Page) -> None:
    page.goto(MORNING)
    pages.has_run(page, OVERVIEW)
    office = pages.tables(page).last.get_by_role("row").filter(has_text="BHXH quận Ba Đình")
    pages.click(page, office.get_by_role("cell").get_by_role("link").nth(1))
    expect(page).to_have_url(re.compile("/form-01-xn\\?office=00101&date=2026-08-"))
    pages.has_run(page, FORM)
    pages.back(page)
    pages.has_run(page, OVERVIEW)
    expect(page).to_have_url(re.compile("/overview\\?date=2026-08-21$"))
    expect(page.get_by_text("0/2 đơn vị có phát sinh gửi đủ trước 08:00")).to_be_visible()


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_the_checks_and_the_four_numbers_are_in_sight_on_a_desk(page: Page) -> None:
    page.goto(MORNING)
    pages.has_run(page, OVERVIEW)
    numbers = page.get_by_test_id("stMetricValue")
    expect(numbers).to_have_count(4)
    for told in ("Mẫu 01-XN ngày 21/08/2026:", "Chưa nộp", "Số liệu"):
        expect(page.get_by_role("strong").filter(has_text=told).first).to_be_in_viewport()
    for number in numbers.all():
        expect(number).to_be_in_viewport()
