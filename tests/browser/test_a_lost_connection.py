"""A page whose connection is lost for a while goes on, and what was typed on it is still there."""

from __future__ import annotations

import contextlib
import re
import sys
import time
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support import embedded_home
from support.browser import pages
from support.faults import cables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page
    from support import databases

CASE: Final = "/exceptions?from=2026-08-20&to=2026-08-31&as_of=2026-09-03&kind=overdue&case=P07"
LAG: Final = "Tình hình nộp tiền"
WORDS: Final = "Đã gọi, chờ trả lời"


@pytest.fixture(scope="module")
def address(start: Callable[..., str], made: databases.Databases, example_name: str) -> str:
    return start(made.url(example_name), "2026-09-04")


@pytest.fixture
def cable(address: str) -> Iterator[cables.Cable]:
    with cables.to(int(address.rpartition(":")[2])) as cable:
        yield cable


@pytest.fixture
def page(cable: cables.Cable, browser: Browser) -> Iterator[Page]:
    """Give a page on which something was typed, and not yet sent."""
    page = browser.new_page(base_url=f"http://127.0.0.1:{cable.port}", locale="vi-VN")
    page.goto(CASE)
    expect(note(page)).to_be_visible()
    pages.settled(page)
    note(page).fill(WORDS)
    yield page
    page.close()


def note(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Ghi chú")


def leads(page: Page) -> bool:
    """Return whether a click leads to another page soon."""
    page.get_by_role("link", name=LAG).first.click()
    with contextlib.suppress(AssertionError):
        expect(pages.heading(page)).to_have_text(LAG, timeout=2_000)
        return True
    return False


@pytest.mark.fault
def test_what_is_clicked_while_the_connection_is_lost_for_5_seconds_arrives(
    page: Page, cable: cables.Cable
) -> None:
    with cable.pulled():
        page.get_by_role("link", name=LAG).first.click()
        time.sleep(5)
        expect(note(page)).to_have_value(WORDS)
    expect(pages.heading(page)).to_have_text(LAG, timeout=5_000)
    page.go_back()
    pages.arrives(page, re.compile("case=P07"), note(page))


@pytest.mark.fault
@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_page_without_connection_for_3_minutes_goes_on_with_what_was_typed(
    page: Page, cable: cables.Cable, capsys: pytest.CaptureFixture[str]
) -> None:
    with cable.pulled():
        time.sleep(180)
    begun = time.monotonic()
    # Whether it has its session again or a new one, what was typed stays.
    for _ in range(30):
        expect(note(page)).to_have_value(WORDS)
        time.sleep(0.1)
    assert embedded_home.wait_until(lambda: leads(page), 20)
    with capsys.disabled():
        sys.stdout.write(f"\na click led {time.monotonic() - begun:.1f} s after the return\n")
