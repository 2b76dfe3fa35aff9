"""What a director does in the morning, and a supervisor with an office and an organisation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from support.browser import pages

if TYPE_CHECKING:
    import pathlib

    from playwright.sync_api import Locator, Page


def table(page: Page, number: int) -> Locator:
    return pages.tables(page).nth(number)


@pytest.mark.parametrize("page", pages.PHONE, indirect=True)
def test_from_the_morning_down_to_the_form_and_back(
    page: Page, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    page.goto("/overview?office=00101&date=2026-08-21")
    expect(page.get_by_text("4 việc cần xử lý").first).to_be_visible()
    page.screenshot(path=tmp_path / "morning.png", full_page=True)
    assert pages.fits(page)

    pages.click(page, page.get_by_text("Sao chép tóm tắt"))
    expect(page.get_by_test_id("stCode")).to_contain_text("- Cần xử lý: 1 mẫu gửi sau 08:00")
    page.keyboard.press("Escape")
    # The table is in the part that is shown anew by itself: the whole page has to follow it.
    pages.pick(page, table(page, 1), "Tổ chức thu số Một")
    expect(page).to_have_url(re.compile("form-01-xn.*org=BI0001"))
    pages.has_run(page, "Mẫu 01-XN theo ngày")
    pages.back(page)
    pages.has_run(page, "Tổng quan")
    expect(page).to_have_url(re.compile("overview"))

    pages.click(page, page.get_by_role("link", name="Gửi muộn"))
    expect(page).to_have_url(re.compile("form-01-xn.*status=late"))
    assert requests_elsewhere == []


@pytest.mark.parametrize("page", pages.PHONE, indirect=True)
def test_from_the_list_of_offices_to_one_and_on_to_its_upper_office(page: Page) -> None:
    page.goto("/office?date=2026-08-21")
    pages.pick(page, table(page, 0), "BHXH huyện Sóc Sơn")
    expect(page).to_have_url(re.compile("office=00110"))
    expect(page.locator(".st-key-office_days_chart .main-svg").first).to_be_visible()
    assert pages.fits(page)
    city = page.get_by_role("button", name="BHXH thành phố Hà Nội", exact=True)
    pages.click(page, city)
    expect(page).to_have_url(re.compile("office=00100"))
    expect(city).to_have_count(0)
    pages.back(page)
    expect(city).to_be_visible()
    expect(page).to_have_url(re.compile("office=00110"))


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_from_the_ranking_to_an_organisation_and_its_transfers(page: Page) -> None:
    page.goto("/organization?as_of=2026-08-21")
    pages.pick(page, table(page, 0), "Tổ chức thu số Một")
    expect(page).to_have_url(re.compile("org=BI0001"))
    lists = page.get_by_test_id("stButtonGroup")
    pages.click(page, lists.get_by_text("Tất cả khoản thu"))
    expect(page).to_have_url(re.compile("status=all"))
    pages.click(page, page.get_by_role("button", name="Xem dòng").first)
    listed = table(page, 0).locator("th", has_text="Dòng")
    pages.arrives(page, re.compile("sort=recorded_minutes"), listed)
    assert pages.fits(page)
    close = page.get_by_role("button", name="Đóng danh sách")
    pages.click(page, close)
    expect(page).not_to_have_url(re.compile("status=|sort="))
    expect(close).to_have_count(0)
    pages.click(page, page.get_by_text("Các lần nộp tiền"))
    expect(page).to_have_url(re.compile("kind=remittances"))
    assert pages.fits(page)
    pages.pick(page, table(page, 2), "BHXH quận Ba Đình")
    expect(page).to_have_url(re.compile("lookup.*code=R1"))
