"""What a person does on the page of form 01-XN, on a desk and on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support.browser import pages

if TYPE_CHECKING:
    import pathlib

    from playwright.sync_api import Locator, Page


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
    return pages.tables(page, key).first


def cells(page: Page, words: str | re.Pattern[str], key: str | None = None) -> Locator:
    return pages.cells(table(page, key), words)


def pick_first_row(page: Page, name: str, key: str | None = None) -> None:
    pages.pick(page, table(page, key), name)


@pages.EACH_WIDTH_AND_LANGUAGE
def test_from_the_offices_down_to_the_codes_and_back(
    page: Page, language: str, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    words = WORDS[language]
    page.goto(f"/form-01-xn?date=2026-08-21&lang={language}")
    pages.has_run(page, words["title"])
    expect(pages.metric(page, words["amount"])).to_have_text(words["all"])
    # The thousands are grouped by the language, and not by the browser.
    expect(cells(page, "00110")).to_be_attached()
    expect(cells(page, words["row"]).first).to_be_visible()
    page.screenshot(path=tmp_path / "offices.png", full_page=True)

    pick_first_row(page, "BHXH quận Ba Đình")
    expect(page).to_have_url(re.compile("office=00101"))
    expect(pages.metric(page, words["amount"])).to_have_text(words["office"])

    pick_first_row(page, "Tổ chức thu số Một")
    expect(page).to_have_url(re.compile("office=00101.*org=BI0001|org=BI0001.*office=00101"))
    expect(pages.metric(page, words["amount"])).to_have_text(words["org"])
    expect(cells(page, "XN0000000002", PAYMENTS)).to_be_attached()
    page.screenshot(path=tmp_path / "codes.png", full_page=True)
    assert pages.fits(page)

    pages.back(page)
    expect(pages.metric(page, words["amount"])).to_have_text(words["office"])
    expect(page).not_to_have_url(re.compile("org="))
    pages.back(page)
    expect(pages.metric(page, words["amount"])).to_have_text(words["all"])
    expect(page).not_to_have_url(re.compile("office="))
    pages.forward(page)
    expect(pages.metric(page, words["amount"])).to_have_text(words["office"])
    assert requests_elsewhere == []


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_amounts_are_sorted_as_numbers_and_the_switch_of_language_keeps_the_place(
    page: Page,
) -> None:
    page.goto("/form-01-xn?date=2026-08-21&office=00101")
    keys = cells(page, re.compile("^(BI0001|IS0002)$"))
    expect(keys).to_have_text(["BI0001", "IS0002"])
    pages.sort(page, table(page), "Số tiền")
    # As text 330.000 is more than 1.749.600.
    pages.arrives(page, re.compile("sort.agents_org=-amount"), keys)
    expect(keys).to_have_text(["BI0001", "IS0002"])
    pages.sort(page, table(page), "Số tiền")
    pages.arrives(page, re.compile("sort.agents_org=amount"), keys)
    expect(keys).to_have_text(["IS0002", "BI0001"])
    pages.click(page, page.get_by_role("button", name="English"))
    expect(page).to_have_url(re.compile("date=2026-08-21&office=00101.*&lang=en"))
    expect(page).to_have_url(re.compile("sort.agents_org=amount"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Form 01-XN by day")


@pytest.mark.parametrize("page", pages.PHONE, indirect=True)
def test_the_day_can_be_stepped(page: Page) -> None:
    page.goto("/form-01-xn?date=2026-08-24")
    adjusted = pages.metric(page, "Tiền điều chỉnh")
    expect(adjusted).to_have_text("−486.000\u00a0₫")
    pages.choose(page, page.get_by_role("button", name="Sau", exact=True))
    expect(page).to_have_url(re.compile("date=2026-08-25"))
    expect(page.get_by_text("−486.000\u00a0₫")).to_have_count(0)
    pages.back(page)
    expect(page).to_have_url(re.compile("date=2026-08-24"))
    expect(adjusted).to_have_text("−486.000\u00a0₫")


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_from_the_last_day_to_its_month_and_to_another_day_of_it(
    page: Page, requests_elsewhere: list[str]
) -> None:
    page.goto("/form-01-xn")
    pages.has_run(page, WORDS["vi"]["title"])
    expect(page).to_have_url(re.compile(r"/form-01-xn\?date=2026-08-21$"))
    page.wait_for_load_state("networkidle")
    pages.choose(page, page.get_by_role("radio", name="Khoảng ngày"))
    expect(page).to_have_url(re.compile("from=2026-08-01&to=2026-08-21"))
    expect(pages.metric(page, "Số tiền")).to_have_text("5.676.000\u00a0₫")
    pick_first_row(page, "Thứ Bảy", "days")
    expect(page).to_have_url(re.compile(r"date=2026-08-01$"))
    expect(page.get_by_text("Hệ thống không có số liệu của ngày 01/08/2026")).to_be_visible()
    pages.back(page)
    expect(pages.metric(page, "Số tiền")).to_have_text("5.676.000\u00a0₫")
    assert pages.fits(page)
    # What is known only by the store is not asked for elsewhere.
    assert requests_elsewhere == []


@pytest.mark.parametrize("page", pages.PHONE, indirect=True)
def test_from_a_state_to_its_forms_to_a_payment_in_the_lookup_and_back(
    page: Page, tmp_path: pathlib.Path
) -> None:
    page.goto("/form-01-xn?date=2026-08-21")
    pages.has_run(page, WORDS["vi"]["title"])
    state = page.get_by_role("button", name="Chưa gửi: 1")
    state.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("status=missing"))
    pick_first_row(page, "BHXH huyện Sóc Sơn", "forms_missing")
    expect(page).to_have_url(re.compile("office=00110"))
    pages.leaves(page, re.compile("status="), cells(page, "XN0000000008", PAYMENTS))
    page.screenshot(path=tmp_path / "form.png", full_page=True)
    pick_first_row(page, "XN0000000008", PAYMENTS)
    expect(page).to_have_url(re.compile("/lookup.*code=XN0000000008"))
    pages.has_run(page, "Tra cứu mã xác nhận")
    pages.back(page)
    pages.has_run(page, WORDS["vi"]["title"])
    expect(cells(page, "XN0000000008", PAYMENTS)).to_be_attached()
    pages.click(page, page.get_by_text("Sao chép mã xác nhận"))
    expect(page.get_by_text("XN0000000008\nXN0000000011")).to_be_visible()
    assert pages.fits(page)
