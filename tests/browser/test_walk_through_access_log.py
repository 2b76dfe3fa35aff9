"""What an auditor does on the page of the access log, on a desk and on a phone."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support import access_log, imports

from dashboard import clock

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from support import databases

LOG: Final = "Nhật ký xem dữ liệu cá nhân"
LOOKUP: Final = "Tra cứu mã xác nhận"
# The box before the first row, from a table's upper left corner.
FIRST_ROW: Final = {"x": 16.0, "y": 52.0}


@pytest.fixture(scope="module")
def address(start: Callable[..., str], made: databases.Databases) -> Iterator[str]:
    """Give the address of a dashboard on a store of its own, where nobody else looks."""
    with made.fresh() as name:
        with made.store(name) as store:
            imports.load(store, imports.EXAMPLE / "import")
            access_log.note(store)
        yield start(made.url(name))


def has_run(page: Page, title: str) -> None:
    """Wait until the page of that title stands there whole, and nothing of the one before it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def pick_first_row(page: Page, number: int, name: str) -> None:
    has_run(page, LOG)
    table = page.get_by_test_id("stDataFrame").nth(number)
    expect(table.locator("td", has_text=name).first).to_be_attached()
    table.scroll_into_view_if_needed()
    table.click(position=FIRST_ROW)  # type: ignore[arg-type]


def test_from_a_person_to_the_looks_and_on_to_the_payments(
    page: Page, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    today, day = clock.machine().date(), dt.timedelta(days=1)
    page.goto(f"/access-log?from={today - day}&to={today + day}")
    expect(page.get_by_text("3 lượt xem của 2 người")).to_be_visible()
    expect(page.get_by_text("1 quyết định")).to_be_visible()
    decisions = page.get_by_test_id("stDataFrame").last
    expect(decisions.locator("td", has_text="+ Thêm mới")).to_be_attached()
    page.screenshot(path=tmp_path / "access-log.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    pick_first_row(page, 0, "an@example.org")
    expect(page).to_have_url(re.compile("person="))
    expect(page.get_by_text("2 lượt xem của 1 người")).to_be_visible()
    assert "example.org" not in page.url
    pick_first_row(page, 1, "an@example.org")
    expect(page).to_have_url(re.compile("lookup.*code=P"))
    has_run(page, LOOKUP)
    page.go_back()
    has_run(page, LOG)
    expect(page.get_by_text("2 lượt xem của 1 người")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("3 lượt xem của 2 người")).to_be_visible()
    assert requests_elsewhere == []
