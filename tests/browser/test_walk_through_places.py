"""What a director does in the morning, and a supervisor with an office and an organisation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    import pathlib

    from playwright.sync_api import Locator, Page

# The box before the first row, from the table's upper left corner.
FIRST_ROW: Final = {"x": 16.0, "y": 52.0}


def pick_first_row(page: Page, table: Locator, name: str) -> None:
    expect(table.locator("td", has_text=name).first).to_be_attached()
    table.scroll_into_view_if_needed()
    table.click(position=FIRST_ROW)  # type: ignore[arg-type]
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def table(page: Page, number: int) -> Locator:
    return page.get_by_test_id("stDataFrame").nth(number)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_from_the_morning_down_to_the_form_and_back(
    page: Page, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    page.goto("/overview?office=00101&date=2026-08-21")
    expect(page.get_by_text("4 việc cần xử lý").first).to_be_visible()
    page.screenshot(path=tmp_path / "morning.png", full_page=True)
    assert fits(page)

    page.get_by_text("Sao chép bản tin").click()
    expect(page.get_by_test_id("stCode")).to_contain_text("- Cần xử lý: 1 mẫu gửi sau 08h00")
    page.keyboard.press("Escape")
    # The table is in the part that is shown anew by itself: the whole page has to follow it.
    pick_first_row(page, table(page, 1), "Tổ chức thu số Một")
    expect(page).to_have_url(re.compile("form-01-xn.*org=BI0001"))
    page.go_back()
    expect(page).to_have_url(re.compile("overview"))

    page.get_by_role("link", name="Gửi muộn").click()
    expect(page).to_have_url(re.compile("form-01-xn.*status=late"))
    assert requests_elsewhere == []


def test_from_the_list_of_offices_to_one_and_on_to_its_upper_office(page: Page) -> None:
    page.goto("/office?date=2026-08-21")
    pick_first_row(page, table(page, 0), "BHXH huyện Sóc Sơn")
    expect(page).to_have_url(re.compile("office=00110"))
    expect(page.get_by_test_id("stPlotlyChart")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="BHXH thành phố Hà Nội").click()
    expect(page).to_have_url(re.compile("office=00100"))
    page.go_back()
    expect(page).to_have_url(re.compile("office=00110"))


def test_from_the_ranking_to_an_organisation_and_its_transfers(page: Page) -> None:
    page.goto("/organization?as_of=2026-08-21")
    pick_first_row(page, table(page, 0), "Tổ chức thu số Một")
    expect(page).to_have_url(re.compile("org=BI0001"))
    page.get_by_test_id("stButtonGroup").get_by_text("Tất cả khoản thu").click()
    expect(page).to_have_url(re.compile("status=all"))
    page.get_by_role("button", name="Xem dòng").first.click()
    expect(page).to_have_url(re.compile("sort=recorded_minutes"))
    expect(table(page, 0).locator("th", has_text="Dòng")).to_be_attached()
    assert fits(page)
    page.get_by_role("button", name="Đóng danh sách").click()
    expect(page).not_to_have_url(re.compile("status=|sort="))
    page.get_by_text("Các lần nộp tiền").click()
    expect(page).to_have_url(re.compile("kind=remittances"))
    assert fits(page)
    pick_first_row(page, table(page, 2), "BHXH quận Ba Đình")
    expect(page).to_have_url(re.compile("lookup.*code=R1"))
