"""What a person sees while the store is down, and when it is back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from support import embedded_home
from support.faults import servers

from data import embedded, engine, opening, settings

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    import sqlalchemy as sa
    from playwright.sync_api import Browser

NOTICE = "Cơ sở dữ liệu không trả lời"
HANGS = "The database has not answered in time"
EMPTY = "Hệ thống chưa có dữ liệu"


@pytest.fixture
def home() -> Iterator[pathlib.Path]:
    with embedded_home.folder() as folder, embedded_home.home_at(folder / "home") as made:
        yield made


@pytest.mark.fault
def test_a_dashboard_starts_without_its_store_says_so_and_comes_back_by_itself(
    home: pathlib.Path,
    browser: Browser,
    start: Callable[[sa.URL], str],
) -> None:
    opening.open_store(settings.Settings(home=home)).close()
    url = embedded.ensure_running(home).url
    embedded.stop(home)
    page = browser.new_page()
    page.goto(start(url))
    expect(page.get_by_text(NOTICE)).to_be_visible()

    embedded.ensure_running(home)
    expect(page.get_by_text(EMPTY)).to_be_visible()
    expect(page.get_by_text(NOTICE)).to_have_count(0)

    embedded.stop(home)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("The store does not answer")).to_be_visible()
    embedded.ensure_running(home)
    expect(page.get_by_text("The store is empty")).to_be_visible()


@pytest.mark.fault
@pytest.mark.long
def test_pages_say_that_the_store_hangs_in_time_and_come_back_by_themselves(
    browser: Browser, start: Callable[[sa.URL], str]
) -> None:
    # A statement's limit, and two seconds.
    in_time = (engine.READ_TIMEOUT_SECONDS + 2) * 1000
    with servers.breakable() as server:
        address = start(server.url)
        first, other = browser.new_page(), browser.new_page()
        first.goto(address)
        expect(first.get_by_text(EMPTY)).to_be_visible()
        with server.hanging():
            begun = time.monotonic()
            first.get_by_role("button", name="English").click()
            expect(first.get_by_text(HANGS)).to_be_visible(timeout=in_time)
            other.goto(f"{address}/data")
            expect(other.get_by_text(NOTICE)).to_be_visible(timeout=in_time)
            assert time.monotonic() - begun < 2 * in_time / 1000
        expect(first.get_by_text("The store is empty")).to_be_visible(timeout=5000)
        expect(other.get_by_text(NOTICE)).to_have_count(0, timeout=5000)
        for page in (first, other):
            page.close()
