"""What a person does on the page of differences, on a desk and on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support import imports
from support.browser import pages

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from support import databases


EVENING: Final = "from=2026-08-20&to=2026-08-31&as_of=2026-09-03"


@pytest.fixture(scope="module")
def name(made: databases.Databases) -> Iterator[str]:
    """The name of a database with the worked example, to which these tests add notes."""
    with made.fresh() as fresh:
        with made.store(fresh) as store:
            imports.load(store, imports.EXAMPLE / "import")
        yield fresh


@pytest.fixture(scope="module")
def address(start: Callable[..., str], made: databases.Databases, name: str) -> str:
    return start(made.url(name), "2026-09-04")


def pick_first_row(page: Page, words: str) -> None:
    pages.pick(page, pages.tables(page).last, words)


def test_from_all_kinds_down_to_a_case_a_note_and_back(
    page: Page, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    page.goto(f"/exceptions?{EVENING}")
    pages.has_run(page, "Chênh lệch cần đối chiếu")
    expect(page.get_by_text("10 chênh lệch").first).to_be_visible()
    page.screenshot(path=tmp_path / "kinds.png", full_page=True)
    pick_first_row(page, "Quá hạn nộp tiền")
    cases = pages.cells(pages.tables(page).last, "P07")
    pages.arrives(page, re.compile("kind=overdue"), cases)
    pick_first_row(page, "P07")
    told = page.get_by_text("sau 7 ngày làm việc chưa nộp")
    pages.arrives(page, re.compile("case=P07"), told)

    words = f"Đã gọi <b>{page.viewport_size['width'] if page.viewport_size else 0}</b>"
    pages.fill(page, page.get_by_role("textbox", name="Ghi chú"), words)
    page.get_by_role("textbox", name="Người xử lý").fill("Phòng Thu")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text(words)).to_have_count(1)
    expect(page.get_by_role("textbox", name="Ghi chú")).to_have_value("")
    page.screenshot(path=tmp_path / "case.png", full_page=True)
    assert pages.fits(page)

    pages.click(page, page.get_by_role("button", name="Quá hạn nộp tiền", exact=True))
    left = page.get_by_text("Còn 1 chênh lệch chưa có người xử lý.")
    pages.leaves(page, re.compile("case="), left)
    expect(left).to_be_visible()
    pages.back(page)
    pages.arrives(page, re.compile("case=P07"), told)
    pages.back(page)
    pages.leaves(page, re.compile("case="), left)
    pages.back(page)
    pages.leaves(page, re.compile("kind="), page.get_by_text("10 chênh lệch"))
    assert requests_elsewhere == []


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_two_clicks_take_a_case_once(page: Page) -> None:
    page.goto(f"/exceptions?{EVENING}&kind=not_informed&case=P12")
    pages.has_run(page, "Chênh lệch cần đối chiếu")
    page.get_by_role("button", name="Nhận xử lý").dblclick()
    expect(page.get_by_text("Nhận xử lý.")).to_have_count(1)
    pages.fill(page, page.get_by_role("textbox", name="Ghi chú"), "Một lần")
    page.get_by_role("button", name="Lưu").dblclick()
    expect(page.get_by_text("Một lần")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Ghi chú")).to_have_value("")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
