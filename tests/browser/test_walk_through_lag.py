"""What a person does on the page of remittance lag, on a desk and on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support.browser import pages

if TYPE_CHECKING:
    import pathlib

    from playwright.sync_api import Locator, Page


EVENING: Final = "from=2026-08-20&to=2026-08-22&as_of=2026-08-22"
WORDS: Final = {
    "vi": {"title": "Tình hình nộp tiền", "outstanding": "Chưa nộp"},
    "en": {"title": "Remittance lag", "outstanding": "Outstanding"},
}


def table(page: Page) -> Locator:
    return pages.tables(page).first


def has(page: Page, words: str) -> Locator:
    """Return what of the first table has these words."""
    return pages.cells(table(page), words)


@pages.EACH_WIDTH_AND_LANGUAGE
def test_from_the_organisations_down_to_the_payments_and_back(
    page: Page, language: str, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    words = WORDS[language]
    page.goto(f"/remittance-lag?{EVENING}&lang={language}")
    pages.has_run(page, words["title"])
    expect(pages.metric(page, words["outstanding"])).to_be_visible()
    page.screenshot(path=tmp_path / "organisations.png", full_page=True)

    pages.pick(page, table(page), "Tổ chức thu số Một")
    pages.arrives(page, re.compile("org=BI0001"), has(page, "Đỗ Thị Hưởng"))
    pages.pick(page, table(page), "Đỗ Thị Hưởng")
    pages.arrives(page, re.compile("collector=NVT001"), has(page, "P05"))
    page.screenshot(path=tmp_path / "payments.png", full_page=True)

    pages.back(page)
    pages.leaves(page, re.compile("collector="), has(page, "Đỗ Thị Hưởng"))
    pages.back(page)
    pages.leaves(page, re.compile("org="), has(page, "Tổ chức thu số Một"))
    assert pages.fits(page)
    assert requests_elsewhere == []


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_charts_tell_their_values_and_lead_to_their_rows(page: Page) -> None:
    page.goto("/remittance-lag?from=2026-08-01&to=2026-08-31&as_of=2026-09-03&org=BI0001")
    pages.has_run(page, WORDS["vi"]["title"])
    ages = page.locator(".st-key-ageing_bars").get_by_role("link")
    expect(ages).to_have_count(5)
    expect(ages.first).to_contain_text(re.compile(r"Chưa đến hạn\s.*₫ \(\d+,\d\d%\)"))
    curve, entries = page.locator(".st-key-lag_curve"), page.evaluate("history.length")
    points = curve.locator(".nsewdrag").first
    expect(curve.get_by_role("figure")).to_have_accessible_name(re.compile("trong 1 ngày: "))
    told = curve.locator(".hovertext")
    # Each time anew: coming back, nothing is chosen, and nothing leads away by itself.
    for time in (1, 2):
        points.hover(position={"x": 60, "y": 40})
        expect(told).to_contain_text(re.compile(r"Trong \d ngày làm việc.*đã nộp: \d+,\d\d%"))
        points.click(position={"x": 60, "y": 40})
        expect(page).to_have_url(re.compile("status=remitted"))
        assert page.evaluate("history.length") == entries + 1
        pages.back(page)
        pages.leaves(page, re.compile("status="), curve.locator(".main-svg"))
        page.wait_for_timeout(500 * time)
        expect(page).not_to_have_url(re.compile("status="))
    # By keyboard, the same stands in a table.
    pages.click(page, page.get_by_text("Số liệu theo số ngày làm việc"))
    figures = page.get_by_role("table", name="Số liệu theo số ngày làm việc")
    figures.get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("status=remitted"))


@pytest.mark.parametrize("page", pages.PHONE, indirect=True)
def test_a_figure_leads_to_its_payments_these_to_the_lookup_and_back_to_where_one_was(
    page: Page,
) -> None:
    page.goto(f"/remittance-lag?{EVENING}")
    choice = page.get_by_role("radiogroup").or_(page.get_by_test_id("stButtonGroup"))
    pages.click(page, choice.get_by_text("Nộp đúng hạn"))
    expect(page).to_have_url(re.compile("status=remitted"))
    pages.pick(page, table(page), "P01")
    expect(page).to_have_url(re.compile("/lookup\\?code=XN"))
    pages.has_run(page, "Tra cứu mã xác nhận")
    pages.back(page)
    pages.has_run(page, WORDS["vi"]["title"])
    pages.arrives(page, re.compile("remittance-lag.*status=remitted"), has(page, "P01"))
    pages.click(page, page.get_by_role("button", name="Đóng danh sách"))
    expect(page).not_to_have_url(re.compile("status="))


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_from_the_products_to_an_age_and_its_payments_and_back(page: Page) -> None:
    page.goto(f"/remittance-lag?{EVENING}&by=product")
    pages.pick(page, table(page), "BHYT hộ gia đình")
    expect(page).to_have_url(re.compile("by=product.*product=BI"))
    pages.click(page, page.get_by_text("Số liệu của biểu đồ"))
    ages = page.get_by_test_id("stExpander").get_by_role("table")
    pages.pick(page, ages, "Chưa đến hạn")
    pages.arrives(page, re.compile("product=BI.*bucket=0"), has(page, "P08"))
    # Of the product's list, and of the age's.
    totals = page.get_by_text("khớp với số liệu ở trên")
    expect(totals).to_have_count(2)
    pages.back(page)
    expect(totals).to_have_count(1)
    pages.leaves(page, re.compile("bucket="), pages.heading(page))
    pages.back(page)
    pages.leaves(page, re.compile("product=BI"), has(page, "BHYT hộ gia đình"))
    assert pages.fits(page)
