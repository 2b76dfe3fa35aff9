"""Tables in the browser: links, the keyboard, explanations, hostile names, and paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support.browser import pages

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

LAG: Final = "/remittance-lag?from=2026-08-20&to=2026-08-22&as_of=2026-08-22"
FIRST: Final = "Tổ chức thu số Một"
SECOND: Final = "Công ty Bảo hiểm số Hai"


def opened(page: Page) -> Locator:
    """Open the lag page and return its table."""
    page.goto(LAG)
    table = pages.tables(page).first
    expect(table.get_by_role("link", name=SECOND)).to_be_visible()
    pages.settled(page)
    return table


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_the_name_of_a_row_is_a_link_that_can_be_copied_and_opened_beside(page: Page) -> None:
    table = opened(page)
    link, before = table.get_by_role("link", name=SECOND), entries(page)
    address = link.get_attribute("href") or ""
    assert re.search(r"^\?.*as_of=2026-08-22.*org=IS0002$", address)
    with page.context.expect_page() as beside:
        link.click(modifiers=["ControlOrMeta"])
    expect(beside.value).to_have_url(re.compile("org=IS0002"))
    pages.has_run(beside.value, "Tình hình nộp tiền")
    pages.settled(page)
    link.click()
    expect(page).to_have_url(re.compile("org=IS0002"))
    assert entries(page) == before + 1


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_arrows_move_between_rows_enter_opens_and_tab_leaves(page: Page) -> None:
    table = opened(page)
    first, second = (table.get_by_role("link", name=name) for name in (FIRST, SECOND))
    first.focus()
    place = page.evaluate("scrollY")
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    page.keyboard.press("Home")
    expect(first).to_be_focused()
    page.keyboard.press("End")
    expect(second).to_be_focused()
    assert page.evaluate("scrollY") == place
    # One stop in the rows, one in the head.
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('table')")
    page.keyboard.press("Shift+Tab")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("org=IS0002"))


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_a_heading_sorts_by_the_keyboard_and_explains_itself(page: Page) -> None:
    table = opened(page)
    table.get_by_role("link", name=FIRST).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    heading = pages.heading_of(table, "Quá hạn( |$)")
    button = heading.get_by_role("button").first
    expect(button).to_be_focused()
    expect(button).to_have_accessible_description(re.compile("quá thời hạn"))
    tip = page.locator(".bhxh-tip")
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sort.lag_org=-overdue_amount"))
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(button).to_be_focused()


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_a_table_is_read_marked_printed_and_scrolled_where_it_stands(page: Page) -> None:
    """One page for what changes nothing of it: to open it takes most of the time."""
    table = opened(page)
    figures_stand_right_with_digits_of_one_width(table)
    whoever_marks_a_figure_to_copy_it_stays(page, table)
    what_is_printed_is_the_whole_table_without_a_box(page, table)
    it_scrolls_in_its_own_box_and_its_head_and_names_stay(page, table)


def figures_stand_right_with_digits_of_one_width(table: Locator) -> None:
    amount = table.locator("td.bhxh-money").first
    style = amount.evaluate(
        "each => [getComputedStyle(each).textAlign, getComputedStyle(each).fontVariantNumeric]"
    )
    assert style == ["right", "tabular-nums"]
    expect(table.locator("tfoot")).to_contain_text("Tổng cộng")


def whoever_marks_a_figure_to_copy_it_stays(page: Page, table: Locator) -> None:
    cell = table.get_by_role("row").nth(1).get_by_role("cell").nth(1)
    size = cell.bounding_box()
    assert size
    middle = size["y"] + size["height"] / 2
    page.mouse.move(size["x"] + 2, middle)
    page.mouse.down()
    page.mouse.move(size["x"] + size["width"] - 2, middle, steps=4)
    page.mouse.up()
    assert page.evaluate("String(getSelection())").strip()
    assert "org=" not in page.url


def what_is_printed_is_the_whole_table_without_a_box(page: Page, table: Locator) -> None:
    page.emulate_media(media="print")
    box = page.locator(".bhxh-box").first
    assert box.evaluate("box => getComputedStyle(box).overflow") == "visible"
    assert box.evaluate("box => getComputedStyle(box).maxHeight") == "none"
    head = table.locator("thead")
    assert head.evaluate("head => getComputedStyle(head).display") == "table-header-group"
    page.emulate_media(media="screen")


def it_scrolls_in_its_own_box_and_its_head_and_names_stay(page: Page, table: Locator) -> None:
    for width in (*pages.DESK, *pages.PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        # Charts follow the width a moment later.
        page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth")
        name, box = table.get_by_role("rowheader").first, page.locator(".bhxh-box").first
        box.evaluate("box => box.scrollTo(0, 0)")
        before = name.bounding_box()
        assert before
        box.evaluate("box => box.scrollTo(400, 0)")
        after = name.bounding_box()
        assert after
        assert after["x"] == before["x"]
        size = box.bounding_box()
        assert size
        assert size["height"] <= 900
