"""A phone call with a mistyped code: from any page to the payment, by keyboard and by finger.

Every key that steps and every press is counted; what is typed is not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support.browser import accessibility, hand, pages

if TYPE_CHECKING:
    from playwright.sync_api import Page


# The letter O for the last digit.
WRONG: Final = "xn 0000-00001O"
PAYMENT: Final = "Khoản thu P10"
CALL: Final = "A phone call with a mistyped code"
FINGER: Final = 44


@pytest.mark.task
@pytest.mark.parametrize("page", [1366], indirect=True)
def test_from_any_page_to_the_payment_of_a_mistyped_code_and_its_link(
    page: Page, requests_elsewhere: list[str]
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    start = re.compile("/snapshots")
    page.goto("/snapshots")
    pages.has_run(page, "Bản chốt số liệu")

    # It listens to the keyboard from then on.
    expect(page.get_by_role("search")).to_be_attached()
    by_keyboard = hand.Hand(page)
    by_keyboard.press_for("/", page.get_by_role("search").get_by_role("textbox"))
    page.keyboard.type(WRONG)
    by_keyboard.press("Enter")
    first = page.locator(".st-key-search_results tbody a").first
    expect(first).to_have_text("XN0000000010")
    expect(first).to_be_focused()
    assert "/lookup?q=xn" in page.url
    look = accessibility.Look(page)
    found = look.faults(scheme="light", whole=True) + look.faults(scheme="dark", whole=False)
    assert found == []
    page.emulate_media(color_scheme="light")
    first.focus()
    by_keyboard.press("Enter")
    pages.arrives(page, re.compile("code=XN0000000010"), page.get_by_text(PAYMENT, exact=True))
    by_keyboard.has_done(CALL)

    copied = hand.Hand(page)
    copied.click(page.locator(".bhxh-copy").first)
    expect(page.get_by_role("status").filter(has_text="Đã sao chép")).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    copied.has_done("A link to exactly what is shown")

    pages.back(page)
    expect(page).to_have_url(re.compile(r"/lookup\?q=xn"))
    expect(first).to_be_visible()
    pages.back(page)
    expect(page).to_have_url(start)
    pages.has_run(page, "Bản chốt số liệu")

    page.set_viewport_size({"width": 390, "height": 844})
    by_finger = hand.Hand(page)
    expect(page.get_by_role("search").get_by_role("textbox")).to_be_hidden()
    by_finger.click(page.locator(".bhxh-search").first)
    expect(page.get_by_role("search").get_by_role("textbox")).to_be_focused()
    page.keyboard.type(WRONG)
    by_finger.press("Enter")
    expect(first).to_be_visible()
    assert pages.fits(page)
    assert look.small(FINGER) == []
    by_finger.click(first)
    pages.arrives(page, re.compile("code=XN0000000010"), page.get_by_text(PAYMENT, exact=True))
    by_finger.has_done(CALL)
    assert requests_elsewhere == []
