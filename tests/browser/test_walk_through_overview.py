"""What a supervisor does in the morning, on a desk and on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    import pathlib

    from playwright.sync_api import Locator, Page

MORNING: Final = "/overview?date=2026-08-21"
# The box before the first row, from the table's upper left corner.
FIRST_ROW: Final = {"x": 16.0, "y": 52.0}
# One of the latest days in the first row, from the table's upper left corner: the office's name
# and its number of days stand before it.
SIGN: Final = {"x": 300.0, "y": 52.0}


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def pick_first(page: Page, told: str) -> None:
    """Choose the first row of the table that has this in it."""
    table = page.get_by_test_id("stDataFrame").filter(has=page.locator("td", has_text=told)).last
    expect(table).to_be_attached()
    table.scroll_into_view_if_needed()
    table.click(position=FIRST_ROW)  # type: ignore[arg-type]


def calendar(page: Page) -> Locator:
    table = page.get_by_test_id("stDataFrame").last
    expect(table.locator("td", has_text="BHXH quận Ba Đình").first).to_be_attached()
    return table


def test_from_a_check_to_its_rows_to_a_code_and_back(
    page: Page, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    page.goto(MORNING)
    expect(page.get_by_text("0/2 đơn vị gửi đủ trước 08h00")).to_be_visible()
    expect(page.get_by_test_id("stMetric")).to_have_count(4)
    page.screenshot(path=tmp_path / "morning.png", full_page=True)
    assert fits(page)

    page.get_by_test_id("stPageLink").filter(has_text="Không khớp").click()
    expect(page).to_have_url(re.compile("/form-01-xn\\?.*status=mismatched"))
    pick_first(page, "Công ty Bảo hiểm số Hai")
    expect(page).to_have_url(re.compile("office=00101&org=IS0002"))
    pick_first(page, "XN0000000006")
    expect(heading(page)).to_have_text("Tra cứu mã xác nhận")
    expect(page).to_have_url(re.compile("/lookup\\?code=XN0000000006"))

    page.go_back()
    expect(page).to_have_url(re.compile("/form-01-xn\\?.*office=00101&org=IS0002"))
    expect(heading(page)).to_have_text("Mẫu 01-XN theo ngày")
    page.go_back()
    expect(page).to_have_url(re.compile("/form-01-xn\\?.*status=mismatched"))
    page.go_back()
    expect(heading(page)).to_have_text("Tổng quan")
    expect(page).to_have_url(re.compile("/overview\\?date=2026-08-21$"))
    assert requests_elsewhere == []


def test_a_sign_of_the_calendar_opens_the_form_and_one_step_leads_back(page: Page) -> None:
    page.goto(MORNING)
    table = calendar(page)
    table.scroll_into_view_if_needed()
    table.click(position=SIGN)  # type: ignore[arg-type]
    expect(page).to_have_url(re.compile("/form-01-xn\\?office=00101&date=2026-08-"))
    expect(heading(page)).to_have_text("Mẫu 01-XN theo ngày")
    page.go_back()
    expect(heading(page)).to_have_text("Tổng quan")
    expect(page).to_have_url(re.compile("/overview\\?date=2026-08-21$"))
    expect(page.get_by_text("0/2 đơn vị gửi đủ trước 08h00")).to_be_visible()


def test_the_checks_and_the_four_numbers_are_in_sight_on_a_desk(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(MORNING)
    numbers = page.get_by_test_id("stMetricValue")
    expect(numbers).to_have_count(4)
    for told in ("Mẫu 01-XN ngày 21/08/2026:", "Chưa nộp", "Số liệu"):
        expect(page.get_by_role("strong").filter(has_text=told).first).to_be_in_viewport()
    for number in numbers.all():
        expect(number).to_be_in_viewport()
