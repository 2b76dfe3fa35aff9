"""What a person does on the page of the lookup, on a desk and on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support.browser import pages

if TYPE_CHECKING:
    import pathlib

    from playwright.sync_api import Page


WORDS: Final = {
    "vi": {
        "title": "Tra cứu mã xác nhận",
        "list": "Dán danh sách",
        "button": "Tra cứu",
        "found": "tìm thấy 2, không tìm thấy 1",
        "counted": "1 ngày làm việc: 22/8 (làm bù).",
        "form": "Mở mẫu này",
    },
    "en": {
        "title": "Look up confirmation codes",
        "list": "Paste a list",
        "button": "Look up",
        "found": "2 found, 1 not found",
        "counted": "1 working day: 22/8 (make-up day).",
        "form": "Open the form",
    },
}


@pages.EACH_WIDTH_AND_LANGUAGE
def test_from_a_pasted_list_to_a_payment_and_back(
    page: Page, language: str, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    words = WORDS[language]
    page.goto(f"/lookup?lang={language}")
    pages.has_run(page, words["title"])
    pages.click(page, page.get_by_role("button", name=words["list"]))
    page.locator("textarea").fill("XN0000000002; xn-0000000011\nXN404")
    page.get_by_role("button", name=words["button"], exact=True).click()
    expect(page).to_have_url(re.compile("code=XN0000000002%2Cxn-0000000011%2CXN404"))
    expect(page.get_by_text(words["found"])).to_be_visible()

    pages.pick(page, pages.tables(page).first, "P11")
    pages.arrives(page, re.compile("payment=P11"), page.get_by_text(words["counted"]))
    expect(page.get_by_text(words["counted"])).to_be_visible()
    page.screenshot(path=tmp_path / "payment.png", full_page=True)
    assert pages.fits(page)

    pages.click(page, page.get_by_role("link", name=words["form"]))
    expect(page).to_have_url(re.compile("/form-01-xn.*date=2026-08-21.*office=00110"))
    expect(pages.heading(page)).not_to_have_text(words["title"])
    pages.back(page)
    pages.has_run(page, words["title"])
    expect(page.get_by_text(words["counted"])).to_be_visible()
    pages.back(page)
    expect(page.get_by_text(words["counted"])).to_have_count(0)
    expect(page.get_by_text(words["found"])).to_be_visible()
    assert requests_elsewhere == []


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_a_link_shows_the_same_to_whoever_opens_it(page: Page) -> None:
    page.goto("/lookup?code=XN0000000011,XN0000000002&payment=P12")
    expect(page.get_by_text("Khoản thu P12", exact=False)).to_be_visible()
    expect(page.get_by_text("Khoản thu P11", exact=False)).to_have_count(0)
    pages.click(page, page.get_by_role("button", name="Dán danh sách"))
    expect(page.locator("textarea")).to_have_value("XN0000000011\nXN0000000002")


@pytest.mark.parametrize("page", pages.PHONE, indirect=True)
def test_a_participant_is_found_and_no_address_says_who(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto("/lookup")
    pages.has_run(page, "Tra cứu mã xác nhận")
    pages.click(page, page.get_by_role("button", name="Người tham gia", exact=True))
    field = page.get_by_label("Tìm theo người tham gia", exact=True)
    pages.fill(page, field, "hoang NGOC")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.get_by_text("Tìm theo người tham gia: 1 khoản thu")).to_be_visible()
    table, who = pages.tables(page).first, "Hoàng N. Y•"
    expect(pages.cells(table, who)).to_be_attached()
    assert not re.search("hoang|ngoc", page.url, re.IGNORECASE)

    pages.pick(page, table, who)
    expect(page).to_have_url(re.compile("code=XN0000000003.*payment=P03"))
    expect(page.get_by_text("Khoản thu P03", exact=True)).to_be_visible()
    assert pages.fits(page)
    assert not [url for url in asked if re.search("hoang|ngoc", url, re.IGNORECASE)]


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_a_remittance_leads_to_its_payments(page: Page) -> None:
    page.goto("/lookup?code=FT001")
    expect(page.get_by_role("heading", name="Lần nộp tiền R1")).to_be_visible()
    pages.pick(page, pages.tables(page).first, "P01")
    expect(page).to_have_url(re.compile("code=P01"))
    expect(page.get_by_text("Khoản thu P01", exact=True)).to_be_visible()
