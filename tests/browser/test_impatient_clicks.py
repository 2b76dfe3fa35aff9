"""Whoever clicks again and again while a page is slow asks the store no more than once."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from data import engine

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from support import databases

CLICKS: Final = 20
# Twenty in two seconds, each on another page of the menu.
CLICKING: Final = """
() => {
    const links = [...document.querySelectorAll("[data-testid='stSidebar'] a")]
    let number = window.clicked = 0
    const clock = setInterval(() => {
        links[number % links.length].click()
        window.clicked = ++number
        if (number === 20) clearInterval(clock)
    }, 100)
}
"""
ASKING: Final = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'bhxh_app' AND state = 'active'
"""
# A page asks in two transactions at once.
OF_A_PAGE: Final = 2


@pytest.mark.fault
@pytest.mark.long
def test_twenty_clicks_on_slow_pages_are_one_page_at_a_time(
    browser: Browser, address: str, made: databases.Databases, example_name: str
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/overview?date=2026-08-22")
    menu = page.get_by_test_id("stSidebar").get_by_role("link", include_hidden=True)
    expect(menu.nth(OF_A_PAGE)).to_be_attached()
    superuser = made.superuser_url(example_name)
    with (
        contextlib.closing(engine.connect(superuser)) as holder,
        contextlib.closing(engine.connect(superuser)) as watcher,
    ):
        watcher.autocommit = True
        holder.cursor().execute("SET search_path = bhxh; LOCK TABLE payments, lag_days, forms")
        page.evaluate(CLICKING)
        most = 0
        begun = time.monotonic()
        # As long as the clicks take, on a machine that has others to serve, and a moment longer.
        while (clicked := page.evaluate("window.clicked")) < CLICKS or time.monotonic() < begun + 4:
            assert time.monotonic() < begun + 60
            cursor = watcher.cursor()
            cursor.execute(ASKING)
            most = max(most, *cursor.fetchone())
            time.sleep(0.05)
        assert clicked == CLICKS
    assert 0 < most <= OF_A_PAGE
    expect(page.get_by_role("heading").first).to_be_visible()
    page.close()
