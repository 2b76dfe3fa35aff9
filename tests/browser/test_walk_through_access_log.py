"""What an auditor does on the page of the access log, on a desk and on a phone."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support import access_log, imports
from support.browser import pages

from dashboard import clock

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from support import databases


LOG: Final = "Nhật ký xem dữ liệu cá nhân"
LOOKUP: Final = "Tra cứu mã xác nhận"
AN: Final = "an@example.org"


@pytest.fixture(scope="module")
def address(start: Callable[..., str], made: databases.Databases) -> Iterator[str]:
    """Give the address of a dashboard on a store of its own, where nobody else looks."""
    with made.fresh() as name:
        with made.store(name) as store:
            imports.load(store, imports.EXAMPLE / "import")
            access_log.note(store)
        yield start(made.url(name))


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_from_a_person_to_the_looks_and_on_to_the_payments(
    page: Page, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    today, day = clock.machine().date(), dt.timedelta(days=1)
    page.goto(f"/access-log?from={today - day}&to={today + day}")
    pages.has_run(page, LOG)
    expect(page.get_by_text("2 lượt xem của 2 người")).to_be_visible()
    expect(page.get_by_text("1 quyết định")).to_be_visible()
    decisions = pages.tables(page).last
    expect(pages.cells(decisions, "+ Thêm mới").first).to_be_attached()
    page.screenshot(path=tmp_path / "access-log.png", full_page=True)
    assert pages.fits(page)

    pages.pick(page, pages.tables(page).first, AN)
    his = page.get_by_text("1 lượt xem của 1 người")
    pages.arrives(page, re.compile("person="), his)
    assert "example.org" not in page.url
    pages.pick(page, pages.tables(page).nth(1), AN)
    expect(page).to_have_url(re.compile("lookup.*code=P"))
    pages.has_run(page, LOOKUP)
    pages.back(page)
    pages.has_run(page, LOG)
    expect(his).to_be_visible()
    pages.back(page)
    expect(page.get_by_text("2 lượt xem của 2 người")).to_be_visible()
    assert requests_elsewhere == []
