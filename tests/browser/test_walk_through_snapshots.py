"""What a person does to freeze a form, to look at it again, and to take it away."""

from __future__ import annotations

import csv
import io
import pathlib
import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support import imports
from support.browser import pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from support import databases


FORM: Final = "/form-01-xn?date=2026-08-21&office=00101"


@pytest.fixture(scope="module")
def address(start: Callable[..., str], made: databases.Databases) -> Iterator[str]:
    """Give the address of a dashboard on a store of its own, as snapshots are there for good."""
    with made.fresh() as name:
        with made.store(name) as store:
            imports.load(store, imports.EXAMPLE / "import")
        yield start(made.url(name))


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_a_form_is_frozen_opened_and_taken_away(page: Page, requests_elsewhere: list[str]) -> None:
    page.goto(FORM)
    pages.has_run(page, "Mẫu 01-XN theo ngày")
    page.get_by_role("button", name="Chốt số liệu").click()
    expect(page.get_by_role("button", name="Giải thích: Lý do chốt")).to_be_attached()
    pages.fill(page, page.get_by_label("Lý do chốt", exact=True), "họp giao ban")
    page.get_by_role("button", name="Chốt", exact=True).click()
    expect(page.get_by_text(re.compile(r"Đã chốt số liệu: bản chốt số \d"))).to_be_visible()
    pages.click(page, page.get_by_role("link", name="Mở bản chốt"))
    whole = page.get_by_text("Nguyên vẹn")
    pages.arrives(page, re.compile(r"/snapshots\?.*snapshot=\d"), whole)
    expect(whole).to_be_visible()
    expect(page.get_by_text("Không có gì thay đổi")).to_be_visible()
    assert pages.fits(page)
    with page.expect_download() as taken:
        page.get_by_test_id("stLinkButton").get_by_role("link", name="CSV (;)").click()
    rows = read(pathlib.Path(taken.value.path()))
    assert [row[1] for row in rows if row[1:2] and row[1].startswith("XN")] == [
        "XN0000000002", "XN0000000003", "XN0000000005", "XN0000000006",
    ]  # fmt: skip
    assert ["Ghi chú", "họp giao ban"] in [row[:2] for row in rows]
    pages.click(page, page.get_by_role("button", name="Tất cả bản chốt"))
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.get_by_role("cell", name="= Không đổi").first).to_be_visible()
    with page.expect_download() as taken:
        page.locator(".bhxh-files").get_by_role("link", name="CSV (;)").click()
    assert read(pathlib.Path(taken.value.path()))[0][:5] == [
        "Số", "Ngày", "Báo cáo", "Phạm vi", "So với hiện nay",
    ]  # fmt: skip
    pages.click(page, page.get_by_role("button", name="Kiểm tra toàn bộ chuỗi"))
    expect(page.get_by_text("Chuỗi nguyên vẹn đến số")).to_be_visible()
    assert requests_elsewhere == []


def read(file: pathlib.Path) -> list[list[str]]:
    """Return the rows of a csv as Excel reads it in Vietnam."""
    return list(csv.reader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";"))
