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

    from playwright.sync_api import Locator, Page
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
    pages.pick(page, pages.tables(page).first, words)


@pytest.mark.parametrize("page", pages.PHONE, indirect=True)
def test_from_all_kinds_down_to_a_case_a_note_and_back(
    page: Page, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    page.goto(f"/exceptions?{EVENING}")
    pages.has_run(page, "Chênh lệch cần đối chiếu")
    expect(page.get_by_text("9 chênh lệch").first).to_be_visible()
    page.screenshot(path=tmp_path / "kinds.png", full_page=True)
    pick_first_row(page, "Quá hạn nộp tiền")
    cases = pages.cells(pages.tables(page).first, "P07")
    pages.arrives(page, re.compile("kind=overdue"), cases)
    pick_first_row(page, "P07")
    told = page.get_by_text("sau 7 ngày làm việc chưa nộp")
    pages.arrives(page, re.compile("case=P07"), told)

    words = "Đã gọi <b>hai lần</b>"
    pages.fill(page, page.get_by_role("textbox", name="Ghi chú"), words)
    page.get_by_role("textbox", name="Người xử lý").fill("Phòng Thu")
    page.get_by_role("button", name="Lưu", exact=True).click()
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
    pages.leaves(page, re.compile("kind="), page.get_by_text("9 chênh lệch"))
    assert requests_elsewhere == []


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_two_clicks_take_a_case_once(page: Page) -> None:
    page.goto(f"/exceptions?{EVENING}&kind=not_informed&case=P12")
    pages.has_run(page, "Chênh lệch cần đối chiếu")
    page.get_by_role("button", name="Nhận xử lý").dblclick()
    expect(page.get_by_text("Nhận xử lý.")).to_have_count(1)
    pages.fill(page, page.get_by_role("textbox", name="Ghi chú"), "Một lần")
    page.get_by_role("button", name="Lưu", exact=True).dblclick()
    expect(page.get_by_text("Một lần")).to_have_count(1)
    expect(page.get_by_role("textbox", name="Ghi chú")).to_have_value("")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_many_are_chosen_by_mouse_and_keys_and_taken_at_once(page: Page) -> None:
    """On one opened page: a phone's width, paper and the keys of the table as well."""
    page.goto(f"/exceptions?{EVENING}&kind=form_missing")
    pages.has_run(page, "Chênh lệch cần đối chiếu")
    table = pages.tables(page).first
    boxes = table.locator("tbody").get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    panel = page.locator(".st-key-many_panel")
    expect(panel).to_be_hidden()

    chosen_by_keys(page, table, boxes, panel)
    on_a_phone_and_on_paper(page, table, boxes, panel)
    words = "Sẽ gửi <b>hôm nay</b>"
    page.get_by_role("textbox", name="Ghi chú cho từng trường hợp").fill(words)
    page.get_by_role("button", name="Nhận xử lý").dblclick()
    expect(page.get_by_text("Đã lưu cho 1 trường hợp.")).to_be_visible()
    pages.settled(page)
    expect(pages.cells(pages.tables(page).first, words)).to_have_count(1)
    expect(boxes.first).not_to_be_checked()
    expect(panel).to_be_hidden()

    pages.choose(page, page.get_by_role("combobox", name="Hiện"))
    page.get_by_role("option", name="Của tôi").click()
    pages.arrives(page, re.compile("status=mine"), pages.cells(pages.tables(page).first, words))
    expect(boxes).to_have_count(1)
    page.locator(".st-key-many").get_by_role("checkbox", name="Chọn tất cả").check()
    page.get_by_text("Cả danh sách: 1 chênh lệch").click()
    page.get_by_role("button", name="Thôi xử lý").click()
    expect(page.get_by_text("Đã lưu cho 1 trường hợp.")).to_be_visible()
    expect(page.get_by_text("không có chênh lệch nào thuộc “Của tôi”")).to_be_visible()


def chosen_by_keys(page: Page, table: Locator, boxes: Locator, panel: Locator) -> None:
    """Tab stops once in the rows, the space bar chooses one, arrows lead to its box."""
    table.locator("tbody a[tabindex='0']").focus()
    page.keyboard.press("Space")
    expect(panel).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    expect(page.get_by_role("status").filter(has_text="Số dòng đã chọn: 2.")).to_have_count(1)
    page.keyboard.press("ArrowLeft")
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    expect(boxes.nth(0)).to_be_focused()
    expect(boxes.nth(0)).to_be_checked()
    expect(boxes.nth(1)).not_to_be_checked()
    # The head chooses all of the page; nothing of this was a step.
    table.get_by_role("checkbox", name="Chọn tất cả các dòng của trang này").check()
    expect(boxes.nth(1)).to_be_checked()
    boxes.nth(1).uncheck()
    assert "case=" not in page.url


def on_a_phone_and_on_paper(page: Page, table: Locator, boxes: Locator, panel: Locator) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    assert pages.fits(page)
    box = boxes.first.locator("..").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(media="print")
    expect(panel).to_be_hidden()
    expect(boxes.first).to_be_hidden()
    expect(table).to_be_visible()
    page.emulate_media(media="screen")
