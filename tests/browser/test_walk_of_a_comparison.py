"""An organisation compared with the week before; no day is typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support import desks
from support.browser import accessibility, hand, pages
from support.builders import july

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from support import databases


TITLE: Final = "Tình hình nộp tiền"
NAME: Final = "Tổ chức thu số Một"
FINGER: Final = 44


@pytest.fixture(scope="module")
def address(
    start: Callable[..., str],
    made: databases.Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Give the address of a dashboard on the payments of July, on the Monday after them."""
    with desks.fresh(made, tmp_path_factory.mktemp("july")) as opened:
        opened.hand_in(**july.rows())
        yield start(made.url(opened.name()), july.TODAY)


def written(amount: float) -> str:
    return f"{abs(int(amount)):,}".replace(",", ".") + "\u00a0₫"


@pytest.mark.task
@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_an_organisation_is_compared_with_the_week_before(page: Page) -> None:
    look = accessibility.Look(page)
    page.goto("/overview")
    pages.has_run(page, "Tổng quan")
    at_work = hand.Hand(page)
    at_work.click(page.get_by_test_id("stSidebar").get_by_role("link", name=TITLE, exact=True))
    pages.has_run(page, TITLE)
    entries = page.evaluate("history.length")
    menu = page.locator(".bhxh-menu")
    opener = menu.get_by_role("button")

    at_work.click(pages.cells(pages.tables(page).first, NAME).get_by_role("link"))
    pages.arrives(page, re.compile("org=BI0001"), pages.cells(pages.tables(page).first, "NVT001"))
    expect(opener).to_have_text("90 ngày")
    at_work.click(opener)
    beside = menu.get_by_role("link", name=re.compile("^Tuần trước, so với tuần liền trước"))
    at_work.click(beside)
    sentence = page.get_by_text("So với tuần liền trước (13/07/2026–19/07/2026):")
    pages.arrives(page, re.compile("against=previous"), sentence)
    at_work.has_done("An organisation beside the week before")
    assert page.evaluate("history.length") == entries + 2
    now, before = (
        july.figures(july.of(start, end, org="BI0001"), end)["amount"]
        for start, end in (("2026-07-20", "2026-07-26"), ("2026-07-13", "2026-07-19"))
    )
    expect(sentence).to_contain_text(written(now - before))
    change = pages.tables(page).first.locator("tfoot .bhxh-money_change").last
    sign = "+" if now > before else "−"
    expect(change).to_have_text(f"{sign}{written(now - before)}")
    expect(change.get_by_role("img")).to_have_accessible_name("tăng" if sign == "+" else "giảm")

    # The keyboard: open, see what is marked, leave.
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(menu.locator("[aria-current='true']").first).to_have_text(re.compile("^Tuần trước"))
    found = look.faults(scheme="light", whole=True) + look.faults(scheme="dark", whole=False)
    opener.focus()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("link").first).to_be_hidden()
    expect(opener).to_be_focused()

    # On a phone the periods stand in the sheet.
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".st-key-filters_said button").click()
    week = menu.get_by_role("link", name=re.compile("^Tuần này"))
    expect(week).to_be_visible()
    expect(beside).to_be_hidden()
    found += look.faults(scheme="dark", whole=True) + look.small(FINGER)
    assert found == []
    pages.click(page, week)
    pages.arrives(page, re.compile("from=2026-07-27"), pages.heading(page))
    pages.back(page)
    pages.leaves(page, re.compile("from=2026-07-27"), sentence)
    assert pages.fits(page)
    assert look.complaints == []
