"""What a person does on the page of remittance lag, on a desk and on a phone."""

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
EVENING: Final = "from=2026-08-20&to=2026-08-22&as_of=2026-08-22"
WORDS: Final = {
    "vi": {"title": "Tình hình nộp tiền", "outstanding": "Chưa nộp"},
    "en": {"title": "Remittance lag", "outstanding": "Outstanding"},
}


def table(page: Page) -> Locator:
    return page.get_by_test_id("stDataFrame").first


def metric(page: Page, label: str) -> Locator:
    card = page.get_by_test_id("stMetric").filter(has_text=re.compile(rf"^\s*{label}"))
    return card.get_by_test_id("stMetricValue")


def pick_first_row(page: Page, name: str) -> None:
    expect(table(page).locator("td", has_text=name).first).to_be_attached()
    table(page).click(position=FIRST_ROW)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_the_organisations_down_to_the_payments_and_back(
    page: Page, language: str, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    words = WORDS[language]
    page.goto(f"/remittance-lag?{EVENING}&lang={language}")
    expect(page.get_by_role("heading", level=1)).to_have_text(words["title"])
    expect(metric(page, words["outstanding"])).to_be_visible()
    page.screenshot(path=tmp_path / "organisations.png", full_page=True)

    pick_first_row(page, "Tổ chức thu số Một")
    expect(page).to_have_url(re.compile("org=BI0001"))
    pick_first_row(page, "Đỗ Thị Hưởng")
    expect(page).to_have_url(re.compile("collector=NVT001"))
    expect(table(page).locator("td", has_text="P05").first).to_be_attached()
    page.screenshot(path=tmp_path / "payments.png", full_page=True)

    page.go_back()
    expect(page).not_to_have_url(re.compile("collector="))
    page.go_back()
    expect(page).not_to_have_url(re.compile("org="))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert requests_elsewhere == []


def test_the_chart_says_in_words_what_it_shows(page: Page) -> None:
    page.goto(f"/remittance-lag?{EVENING}")
    chart = page.get_by_test_id("stPlotlyChart")
    expect(chart).to_be_visible()
    expect(page.locator('[aria-label*="Chưa đến hạn"]').first).to_be_attached()


def test_a_figure_leads_to_its_payments_these_to_the_lookup_and_back_to_where_one_was(
    page: Page,
) -> None:
    page.goto(f"/remittance-lag?{EVENING}")
    page.get_by_role("radiogroup").or_(page.get_by_test_id("stButtonGroup")).get_by_text(
        "Nộp đúng hạn"
    ).click()
    expect(page).to_have_url(re.compile("status=remitted"))
    expect(table(page).locator("td", has_text="P01").first).to_be_attached()
    table(page).click(position=FIRST_ROW)  # type: ignore[arg-type]
    expect(page).to_have_url(re.compile("/lookup\\?code=XN"))
    page.go_back()
    expect(page).to_have_url(re.compile("remittance-lag.*status=remitted"))
    expect(table(page).locator("td", has_text="P01").first).to_be_attached()
    page.get_by_role("button", name="Đóng danh sách").click()
    expect(page).not_to_have_url(re.compile("status="))


def test_from_the_products_to_an_age_and_its_payments_and_back(page: Page) -> None:
    page.goto(f"/remittance-lag?{EVENING}&by=product")
    pick_first_row(page, "BHYT hộ gia đình")
    expect(page).to_have_url(re.compile("by=product.*product=BI"))
    page.get_by_text("Số liệu của biểu đồ").click()
    ages = page.get_by_test_id("stExpander").get_by_test_id("stDataFrame")
    expect(ages.locator("td", has_text="Chưa đến hạn").first).to_be_attached()
    ages.click(position=FIRST_ROW)  # type: ignore[arg-type]
    expect(page).to_have_url(re.compile("product=BI.*bucket=0"))
    expect(table(page).locator("td", has_text="P08").first).to_be_attached()
    expect(page.get_by_text("khớp với số liệu ở trên").first).to_be_visible()
    page.go_back()
    expect(page).not_to_have_url(re.compile("bucket="))
    page.go_back()
    expect(page).not_to_have_url(re.compile("product=BI"))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
