"""What a person does on the page of form 01-XN, on a desk and on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    import pathlib

    from playwright.sync_api import Locator, Page

# The box before the first row, from the table's upper left corner.
FIRST_ROW: Final = {"x": 16.0, "y": 52.0}
AMOUNT_HEADING: Final = {"x": 450.0, "y": 18.0}
PAYMENTS: Final = "payments_payments"
WORDS: Final = {
    "vi": {
        "title": "Mẫu 01-XN theo ngày",
        "amount": "Số tiền",
        "all": "4.704.000\u00a0₫",
        "office": "2.079.600\u00a0₫",
        "org": "1.749.600\u00a0₫",
        "row": "2.624.400\u00a0₫",
    },
    "en": {
        "title": "Form 01-XN by day",
        "amount": "Amount",
        "all": "4,704,000\u00a0₫",
        "office": "2,079,600\u00a0₫",
        "org": "1,749,600\u00a0₫",
        "row": "2,624,400\u00a0₫",
    },
}


def table(page: Page, key: str | None = None) -> Locator:
    """Return the table of a key, or the first one."""
    place: Page | Locator = page.locator(f".st-key-{key}") if key else page
    return place.get_by_test_id("stDataFrame").first


def cells(page: Page, words: str | re.Pattern[str], key: str | None = None) -> Locator:
    # The table for screen readers, which stands inside the canvas.
    return table(page, key).locator("td", has_text=words)


def metric(page: Page, label: str) -> Locator:
    card = page.get_by_test_id("stMetric").filter(has_text=re.compile(rf"^\s*{label}"))
    # While the page changes, the figures that go may stand beside those that come.
    return card.get_by_test_id("stMetricValue").first


def pick_first_row(page: Page, name: str, key: str | None = None) -> None:
    # The table before it may still stand there.
    expect(cells(page, name, key).first).to_be_attached()
    table(page, key).click(position=FIRST_ROW)  # type: ignore[arg-type]


def is_cut_at_the_side(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_the_offices_down_to_the_codes_and_back(
    page: Page, language: str, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    words = WORDS[language]
    page.goto(f"/form-01-xn?date=2026-08-21&lang={language}")
    expect(page.get_by_role("heading", level=1)).to_have_text(words["title"])
    expect(metric(page, words["amount"])).to_have_text(words["all"])
    expect(table(page)).to_be_visible()
    page.screenshot(path=tmp_path / "offices.png", full_page=True)

    pick_first_row(page, "BHXH quận Ba Đình")
    expect(page).to_have_url(re.compile("office=00101"))
    expect(metric(page, words["amount"])).to_have_text(words["office"])

    pick_first_row(page, "Tổ chức thu số Một")
    expect(page).to_have_url(re.compile("office=00101.*org=BI0001|org=BI0001.*office=00101"))
    expect(metric(page, words["amount"])).to_have_text(words["org"])
    expect(cells(page, "XN0000000002", PAYMENTS)).to_be_attached()
    page.screenshot(path=tmp_path / "codes.png", full_page=True)
    assert not is_cut_at_the_side(page)

    page.go_back()
    expect(metric(page, words["amount"])).to_have_text(words["office"])
    expect(page).not_to_have_url(re.compile("org="))
    page.go_back()
    expect(metric(page, words["amount"])).to_have_text(words["all"])
    expect(page).not_to_have_url(re.compile("office="))
    page.go_forward()
    expect(metric(page, words["amount"])).to_have_text(words["office"])
    assert requests_elsewhere == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_thousands_are_grouped_by_the_language_and_not_by_the_browser(
    page: Page, language: str
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"/form-01-xn?date=2026-08-21&lang={language}")
    expect(cells(page, "00110")).to_be_attached()
    page.wait_for_function("text => window.drawn.includes(text)", arg=WORDS[language]["row"])


def test_amounts_are_sorted_as_numbers(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/form-01-xn?date=2026-08-21&office=00101")
    keys = cells(page, re.compile("^(BI0001|IS0002)$"))
    expect(keys).to_have_text(["BI0001", "IS0002"])
    page.wait_for_function("window.drawn.includes('330.000\\u00a0₫')")
    table(page).click(position=AMOUNT_HEADING)  # type: ignore[arg-type]
    # As text 1.749.600 comes before 330.000.
    expect(keys).to_have_text(["IS0002", "BI0001"])


def test_what_is_known_only_by_the_store_is_not_asked_for_elsewhere(
    page: Page, requests_elsewhere: list[str]
) -> None:
    page.goto("/form-01-xn")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mẫu 01-XN theo ngày")
    expect(page).to_have_url(re.compile(r"/form-01-xn\?date=2026-08-21$"))
    page.wait_for_load_state("networkidle")
    assert requests_elsewhere == []


def test_the_switch_of_language_keeps_the_place(page: Page) -> None:
    page.goto("/form-01-xn?date=2026-08-21&office=00101")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile("date=2026-08-21&office=00101&lang=en"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Form 01-XN by day")


def test_the_day_can_be_stepped(page: Page) -> None:
    page.goto("/form-01-xn?date=2026-08-24")
    page.get_by_role("button", name="Sau", exact=True).click()
    expect(page).to_have_url(re.compile("date=2026-08-25"))
    page.go_back()
    expect(page).to_have_url(re.compile("date=2026-08-24"))
    expect(metric(page, "Tiền điều chỉnh")).to_have_text("−486.000\u00a0₫")


def test_from_a_day_to_its_month_and_to_another_day_of_it(page: Page) -> None:
    page.goto("/form-01-xn?date=2026-08-21")
    page.get_by_role("radio", name="Khoảng ngày").click()
    expect(page).to_have_url(re.compile("from=2026-08-01&to=2026-08-21"))
    expect(metric(page, "Số tiền")).to_have_text("5.676.000\u00a0₫")
    pick_first_row(page, "Thứ Bảy", "days")
    expect(page).to_have_url(re.compile(r"date=2026-08-01$"))
    expect(page.get_by_text("Kho không có số liệu của ngày 01/08/2026")).to_be_visible()
    page.go_back()
    expect(metric(page, "Số tiền")).to_have_text("5.676.000\u00a0₫")
    assert not is_cut_at_the_side(page)


def test_from_a_state_to_its_forms_to_a_payment_in_the_lookup_and_back(
    page: Page, tmp_path: pathlib.Path
) -> None:
    page.goto("/form-01-xn?date=2026-08-21")
    state = page.get_by_role("button", name="Chưa gửi: 1")
    state.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("status=missing"))
    pick_first_row(page, "BHXH huyện Sóc Sơn", "forms_missing")
    expect(page).to_have_url(re.compile("office=00110"))
    expect(page).not_to_have_url(re.compile("status="))
    page.screenshot(path=tmp_path / "form.png", full_page=True)
    pick_first_row(page, "XN0000000008", PAYMENTS)
    expect(page).to_have_url(re.compile("/lookup.*code=XN0000000008"))
    page.go_back()
    expect(cells(page, "XN0000000008", PAYMENTS)).to_be_attached()
    page.get_by_text("Sao chép mã xác nhận").click()
    expect(page.get_by_text("XN0000000008\nXN0000000011")).to_be_visible()
    assert not is_cut_at_the_side(page)
