"""Every page at the width of a phone and of a laptop, and on paper."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support.browser import pages

from dashboard import screens, text
from dashboard.text import _

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PHONE: Final = 390
LAPTOP: Final = 1366
SECONDS: Final = 10
# How far down the first figure stands at most, on a phone and on a laptop.
UPPER_HALF: Final = 400
FIRST_SCREEN: Final = 768
# Pages that show something before they are asked.
SHOWING: Final = [screen for screen in screens.ALL if screen.address != "lookup"]

# The first figure, sentence or table of the page itself: neither filters nor hints.
FIRST: Final = """() => Math.min(...[...document.querySelectorAll(
    '[data-testid="stMain"] :is([data-testid="stMetricValue"], [data-testid="stMarkdown"], ' +
    '[data-testid="stAlert"], [data-testid="stDataFrame"], table)'
)].filter((each) => !each.closest('.st-key-filters, .st-key-title_line, details')
    && each.checkVisibility() && each.innerText.length > 20
).map((each) => each.getBoundingClientRect().top))"""

# Figures that are broken off: wider than their place, and hidden there.
CUT: Final = """() => [...document.querySelectorAll('[data-testid="stMetricValue"]')].filter(
    (each) => [each, ...each.querySelectorAll('*')].some((part) =>
        part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX !== 'visible'
        && part.clientWidth > 0)
).map((each) => each.innerText)"""

# The tops and the bottoms of the controls of the row.
EDGES: Final = """() => [...new Set([...document.querySelectorAll(
    '.st-key-filters_row :is([data-testid="stDateInputField"], .stSelectbox [role="group"], ' +
    '.stButton button, [data-testid="stButtonGroup"] button), .st-key-filters_more button'
)].map((each) => each.getBoundingClientRect()).filter((box) => box.height).map((box) =>
    `${Math.round(box.top / 2)} ${Math.round(box.height / 2)}`))]"""

# Parts of tables that paper would not have.
HIDDEN: Final = """() => [...document.querySelectorAll('[data-testid="stMain"] table')].filter(
    (each) => !each.closest('canvas')).filter((each) => {
        for (let at = each.parentElement; at && at !== document.body; at = at.parentElement) {
            if (getComputedStyle(at).overflowY !== 'visible') return true;
        }
        return false;
    }).map((each) => each.innerText.slice(0, 40))"""


def titled(screen: screens.Screen) -> str:
    with text.speaking("vi"):
        return _(screen.title)


def menu(page: Page) -> Locator:
    return page.get_by_test_id("stSidebar")


def opened(page: Page, screen: screens.Screen) -> None:
    """Open a page by the menu."""
    pages.click(page, menu(page).get_by_role("link", name=titled(screen), exact=True))
    pages.has_run(page, titled(screen))


def faults(page: Page, lowest: int) -> list[str]:
    """Return what does not fit on the page at hand."""
    top = page.evaluate(FIRST)
    found = {"wider than the screen": not pages.fits(page), f"begins at {top}": top > lowest}
    cut: list[str] = page.evaluate(CUT)
    return [name for name, is_so in found.items() if is_so] + cut


def shown(page: Page, name: str, lowest: int) -> list[str]:
    """Return the faults of a page once it stands there whole."""
    # What Streamlit draws later, such as figures, takes its place meanwhile.
    until = time.monotonic() + SECONDS
    while (found := faults(page, lowest)) and time.monotonic() < until:
        page.wait_for_timeout(200)
    return [f"{name}: {fault}" for fault in found]


def of_a_code(page: Page, lowest: int) -> list[str]:
    """Return the faults of the lookup, which shows nothing before it is asked for something."""
    page.goto("/lookup?code=XN0000000010")
    pages.has_run(page, "Tra cứu mã xác nhận")
    return shown(page, "lookup", lowest)


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_on_a_phone_every_page_begins_with_its_figure_and_the_menu_closes(page: Page) -> None:
    page.goto("/overview")
    pages.has_run(page, "Tổng quan")
    found = []
    for screen in SHOWING:
        pages.click(page, page.get_by_test_id("stExpandSidebarButton"))
        opened(page, screen)
        expect(menu(page)).to_have_attribute("data-collapsed", "true")
        expect(menu(page)).not_to_be_in_viewport()
        found += shown(page, screen.address, UPPER_HALF)
    assert found + of_a_code(page, UPPER_HALF) == []


@pytest.mark.parametrize("page", [LAPTOP], indirect=True)
def test_on_a_laptop_every_page_has_one_row_of_filters_and_its_figure_in_sight(page: Page) -> None:
    page.goto("/overview")
    pages.has_run(page, "Tổng quan")
    found = []
    for screen in SHOWING:
        opened(page, screen)
        found += shown(page, screen.address, FIRST_SCREEN)
        found += [f"{screen.address}: {edges}" for edges in page.evaluate(EDGES)[1:]]
    assert found + of_a_code(page, FIRST_SCREEN) == []


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_a_phone_shows_what_is_chosen_and_chooses_in_a_sheet(page: Page) -> None:
    page.goto("/form-01-xn?date=2026-08-21")
    pages.has_run(page, "Mẫu 01-XN theo ngày")
    line = page.locator(".st-key-filters_said").get_by_role("button")
    expect(line).to_have_text("21/08/2026 · Tất cả đơn vị")
    expect(line).to_have_attribute("aria-expanded", "false")
    office = page.get_by_label("Đơn vị", exact=True).and_(page.get_by_role("combobox"))
    expect(office).to_be_hidden()
    pages.click(page, line)
    pages.click(page, office)
    page.get_by_role("option", name="BHXH quận Ba Đình (00101)").click()
    expect(page).to_have_url(re.compile("office=00101"))
    expect(line).to_have_text("21/08/2026 · BHXH quận Ba Đình")
    expect(line).to_have_attribute("aria-expanded", "true")
    pages.click(page, page.get_by_role("button", name="Xong"))
    expect(office).to_be_hidden()
    expect(line).to_be_focused()


@pytest.mark.parametrize("page", [LAPTOP], indirect=True)
def test_paper_has_the_figures_and_nothing_to_press(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    for address, title in (
        ("/overview?date=2026-08-21", "Tổng quan"),
        ("/remittance-lag?from=2026-08-01&to=2026-08-21&as_of=2026-08-21", "Tình hình nộp tiền"),
        ("/exceptions?from=2026-08-01&to=2026-08-21&as_of=2026-08-21", "Chênh lệch cần đối chiếu"),
        ("/data?date=2026-08-21", "Dữ liệu"),
    ):
        page.goto(address)
        pages.has_run(page, title)
        expect(pages.heading(page)).to_be_visible()
        head = page.locator(".st-key-paper_head")
        expect(head).to_have_text(
            re.compile(r"phạm vi xem: Tất cả đơn vị · in lúc \d\d/\d\d/\d{4} \d\d:\d\d$")
        )
        expect(head).to_be_visible()
        expect(page.locator(".st-key-filters_said")).to_contain_text("21/08/2026")
        expect(page.locator(".st-key-filters_said")).to_be_visible()
        expect(menu(page)).to_be_hidden()
        pressed = page.locator(
            ":is(input, select, textarea, [role=radio], [role=combobox], "
            ".stButton, .stPopover, .stPageLink, .bhxh-files, em, .st-key-handing_in):visible"
        )
        expect(pressed).to_have_count(0)
        assert page.evaluate(HIDDEN) == []
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == (
            "rgb(18, 23, 30)"
        )
