"""Files from the browser: dropped, understood, imported, corrected by way of their rejects."""

from __future__ import annotations

import os
import pathlib
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest
from playwright import sync_api
from support import desks
from support.browser import hand, pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support import databases

SHOTS: Final = os.environ.get("TEST_SCREENSHOTS")
NAME: Final = "DS thu 20.08.csv"
LINES: Final = (
    "Mã khoản thu;Mã CQ BHXH;Mã TCDVT;Mã NV thu;Loại hình;Số tiền (đồng);Ngày thu;Màu sổ",
    "KT-01;00101;BI0001;NVT001;BHYT hộ gia đình;972.000;21/08/2026 09:00;xanh",
    "KT-02;00101;BI0001;NVT001;BHYT hộ gia đình;1.263.600;21/08/2026 09:10;xanh",
    "KT-03;00999;BI0001;NVT001;BHYT hộ gia đình;972.000;20/08/2026 15:20;xanh",
)


@pytest.fixture(scope="module")
def desk(
    made: databases.Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[desks.Desk]:
    """A store with masters, which the first walk fills."""
    with desks.fresh(made, tmp_path_factory.mktemp("desk")) as opened:
        opened.masters()
        yield opened


@pytest.fixture(scope="module")
def address(
    start: Callable[..., str],
    made: databases.Databases,
    desk: desks.Desk,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    home = {"BHXH_HOME": str(tmp_path_factory.mktemp("home"))}
    return start(made.url(desk.name()), configure=lambda _address: home)


def shoot(page: sync_api.Page, name: str) -> None:
    if SHOTS:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.set_viewport_size({"width": width, "height": 2000})
        page.wait_for_timeout(1500)
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png")


def hand_in(page: sync_api.Page, path: pathlib.Path) -> None:
    """Choose a file by its button, as the keyboard does."""
    choose = page.get_by_role("button", name="Chọn tệp")
    sync_api.expect(choose).to_be_visible()
    pages.settled(page)
    with page.expect_file_chooser() as chooser:
        choose.press("Enter")
    chooser.value.set_files(path)


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_a_list_with_an_error_is_corrected_and_all_of_it_gets_in(
    page: sync_api.Page, desk: desks.Desk, tmp_path: pathlib.Path
) -> None:
    path = tmp_path / NAME
    path.write_text("\n".join(LINES) + "\n", encoding="utf-8-sig")
    page.goto("/data")
    shoot(page, "1-zone")
    hand_in(page, path)
    sync_api.expect(page.get_by_text("Đã đọc 3 dòng, chưa ghi gì")).to_be_visible()
    assert desk.column("SELECT count(*) FROM payments") == [0]
    pages.click(page, page.get_by_text("Các cột được hiểu như thế nào"))
    pages.click(page, page.get_by_text("Những dòng đầu tiên của mỗi kết quả"))
    shoot(page, "2-understood")
    pages.click(page, page.get_by_test_id("stBaseButton-primary"))
    done = page.get_by_text("đã xong")
    sync_api.expect(done).to_be_visible()
    shoot(page, "3-done")
    assert desk.column("SELECT count(*) FROM payments") == [2]
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải rejects.xlsx").click()
    workbook = tmp_path / "rejects.xlsx"
    download.value.save_as(workbook)
    book = openpyxl.load_workbook(workbook)
    (sheet,) = book.worksheets
    assert sheet["B2"].value == "00999"
    sheet["B2"] = "00101"
    book.save(workbook)
    hand_in(page, workbook)
    sync_api.expect(page.get_by_text("Đã đọc 1 dòng, chưa ghi gì")).to_be_visible()
    pages.click(page, page.get_by_test_id("stBaseButton-primary"))
    sync_api.expect(page.get_by_text("Bị từ chối: 0")).to_be_visible()
    sync_api.expect(done).to_be_visible()
    shoot(page, "4-corrected")
    assert desk.column("SELECT count(*) FROM payments") == [3]
    pages.click(page, page.get_by_role("button", name="Mở lần nạp này"))
    sync_api.expect(page.get_by_role("heading", name="Lần nạp dữ liệu số")).to_be_visible()
    shoot(page, "5-run")


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_a_list_is_dropped_on_the_zone(page: sync_api.Page) -> None:
    page.goto("/data?lang=en")
    sync_api.expect(page.locator("button.choose")).to_have_text("Choose files")
    pages.settled(page)
    dropped = page.evaluate_handle(
        """([name, text]) => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([text], name));
            return dropped;
        }""",
        [NAME, "\n".join(LINES)],
    )
    page.locator(".zone").dispatch_event("drop", {"dataTransfer": dropped})
    sync_api.expect(page.get_by_text("3 rows were read, and nothing is written")).to_be_visible()
    pages.click(page, page.get_by_role("button", name="Call off"))
    sync_api.expect(page.get_by_text("Called off: nothing of")).to_be_visible()


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_what_is_refused_is_said_beside_the_zone(page: sync_api.Page) -> None:
    page.goto("/data")
    sync_api.expect(page.get_by_role("button", name="Chọn tệp")).to_be_visible()
    pages.settled(page)
    page.route("**/import/files*", lambda route: route.abort())
    nothing = page.evaluate_handle(
        """() => {
            const dropped = new DataTransfer();
            dropped.items.add(new File(["x"], "a.csv"));
            return dropped;
        }"""
    )
    page.locator(".zone").dispatch_event("drop", {"dataTransfer": nothing})
    sync_api.expect(page.get_by_role("alert")).to_contain_text("Tệp chưa gửi được")


@pytest.mark.task
@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_from_the_morning_page_to_an_imported_list(
    page: sync_api.Page, tmp_path: pathlib.Path
) -> None:
    path = tmp_path / "DS tổ chức.csv"
    path.write_text("Mã tổ chức;Tên tổ chức\nTC0099;Tổ chức mới\n", encoding="utf-8-sig")
    page.goto("/overview")
    pages.has_run(page, "Tổng quan")
    at_work = hand.Hand(page)
    at_work.click(page.get_by_test_id("stSidebar").get_by_role("link", name="Dữ liệu", exact=True))
    pages.has_run(page, "Dữ liệu")
    with page.expect_file_chooser() as chooser:
        at_work.click(page.get_by_role("button", name="Chọn tệp"))
    chooser.value.set_files(path)
    sync_api.expect(page.get_by_text("Đã đọc 1 dòng, chưa ghi gì")).to_be_visible()
    at_work.click(page.get_by_test_id("stBaseButton-primary"))
    sync_api.expect(page.get_by_text("đã xong")).to_be_visible()
    at_work.has_done("A list from the software")
