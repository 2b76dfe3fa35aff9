"""Every page at the width of a phone and of a laptop, on paper, by keyboard and for axe."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support.browser import accessibility, pages

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
HEIGHT: Final = 900
# What a finger hits.
FINGER: Final = 44
# Pages that show something before they are asked.
SHOWING: Final = [screen for screen in screens.ALL if screen.address != "lookup"]
# What pages show when they are asked for more.
DEEPER: Final = (
    ("/lookup?code=XN0000000010", "Tra cứu mã xác nhận"),
    ("/overview?date=2026-08-21&office=00101", "Tổng quan"),
    ("/form-01-xn?date=2026-08-21&office=00101&org=BI0001", "Mẫu 01-XN theo ngày"),
    (
        "/remittance-lag?from=2026-08-01&to=2026-08-21&as_of=2026-08-21&org=BI0001",
        "Tình hình nộp tiền",
    ),
    (
        "/exceptions?from=2026-08-01&to=2026-08-21&as_of=2026-08-21&kind=unrecorded",
        "Chênh lệch cần đối chiếu",
    ),
    (
        "/exceptions?from=2026-08-01&to=2026-08-21&as_of=2026-08-21&kind=unrecorded&case=P07",
        "Chênh lệch cần đối chiếu",
    ),
    ("/organization?as_of=2026-08-21&org=BI0001", "Tổ chức dịch vụ thu"),
)
HEAD: Final = re.compile(r"phạm vi xem: Tất cả đơn vị · in lúc \d\d/\d\d/\d{4} \d\d:\d\d$")
INK: Final = "getComputedStyle(document.querySelector('h1')).color"
PRESSED: Final = (
    ":is(input, select, textarea, [role=radio], [role=combobox], "
    ".stButton, .stPopover, .stPageLink):visible"
)

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


def shown(page: Page, lowest: int) -> list[str]:
    """Return the faults of a page once it stands there whole."""
    # What Streamlit draws later, such as figures, takes its place meanwhile.
    until = time.monotonic() + SECONDS
    while (found := faults(page, lowest)) and time.monotonic() < until:
        page.wait_for_timeout(200)
    return found


def on_a_laptop(page: Page, look: accessibility.Look) -> list[str]:
    """Return the faults of a page on a laptop, by day, by night and by keyboard."""
    page.set_viewport_size({"width": LAPTOP, "height": HEIGHT})
    found = shown(page, FIRST_SCREEN)
    found += page.evaluate(EDGES)[1:]
    found += look.faults(scheme="light", whole=True) + look.stops()
    return found + look.faults(scheme="dark", whole=False)


def on_a_phone(page: Page, look: accessibility.Look) -> list[str]:
    """Return the faults of a page on a phone, by night and by day."""
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    found = shown(page, UPPER_HALF) + look.small(FINGER)
    found += look.faults(scheme="dark", whole=False)
    return found + look.faults(scheme="light", whole=True)


def on_paper(page: Page) -> list[str]:
    """Return the faults of a page as it is printed, though its screen is dark."""
    page.emulate_media(media="print", color_scheme="dark")
    # The head is written when the browser turns to paper.
    expect(page.locator(".st-key-paper_head")).to_have_text(HEAD)
    found = {
        "no title": not pages.heading(page).is_visible(),
        "a menu": menu(page).is_visible(),
        "no head": not page.locator(".st-key-paper_head").is_visible(),
        "dark words": page.evaluate(INK) != "rgb(18, 23, 30)",
        "something to press": page.locator(PRESSED).count() > 0,
        **{f"a table cut: {table}": True for table in page.evaluate(HIDDEN)},
    }
    page.emulate_media(media="screen", color_scheme="light")
    return [f"on paper: {name}" for name, is_so in found.items() if is_so]


def looked_at(page: Page, look: accessibility.Look) -> list[str]:
    """Return the faults of the page at hand."""
    return on_a_laptop(page, look) + on_a_phone(page, look) + on_paper(page)


@pytest.mark.parametrize("page", [LAPTOP], indirect=True)
def test_every_page_fits_a_laptop_a_phone_paper_and_whoever_hears_it(page: Page) -> None:
    look = accessibility.Look(page)
    found: dict[str, list[str]] = {}
    page.goto("/overview")
    pages.has_run(page, "Tổng quan")
    for screen in SHOWING:
        page.set_viewport_size({"width": LAPTOP, "height": HEIGHT})
        opened(page, screen)
        found[screen.address] = looked_at(page, look)
    assert not any(found.values()), found
    assert look.complaints == []


@pytest.mark.parametrize("page", [LAPTOP], indirect=True)
def test_what_pages_lead_to_fits_as_well(page: Page) -> None:
    look = accessibility.Look(page)
    found: dict[str, list[str]] = {}
    for address, title in DEEPER:
        page.goto(address)
        pages.has_run(page, title)
        found[address] = looked_at(page, look)
    assert not any(found.values()), found
    assert look.complaints == []


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_the_menu_of_a_phone_closes_once_a_page_is_chosen(page: Page) -> None:
    page.goto("/overview")
    pages.has_run(page, "Tổng quan")
    pages.click(page, page.get_by_test_id("stExpandSidebarButton"))
    opened(page, SHOWING[1])
    expect(menu(page)).to_have_attribute("data-collapsed", "true")
    expect(menu(page)).not_to_be_in_viewport()


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
