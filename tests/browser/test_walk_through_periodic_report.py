"""What a supervisor does on a Monday: last week's report, taken into the meeting as a pdf."""

from __future__ import annotations

import pathlib
import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support.browser import hand, pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from support import databases

TITLE: Final = "Báo cáo tuần, tháng"


@pytest.fixture(scope="module")
def address(start: Callable[..., str], made: databases.Databases, example_name: str) -> str:
    """Give the address of a dashboard that shows the worked example on 7 September, a Monday."""
    return start(made.url(example_name), today="2026-09-07")


@pytest.mark.task
@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_last_weeks_report_is_taken_as_a_pdf(page: Page, requests_elsewhere: list[str]) -> None:
    page.goto("/overview")
    pages.has_run(page, "Tổng quan")
    at_work = hand.Hand(page)
    at_work.click(page.get_by_test_id("stSidebar").get_by_role("link", name=TITLE, exact=True))
    pages.has_run(page, TITLE)
    reach = page.get_by_text("Tuần từ ngày 31/08/2026 đến ngày 06/09/2026")
    expect(reach).to_be_visible()
    with page.expect_download() as taken:
        at_work.click(page.get_by_role("link", name="Báo cáo PDF"))
    assert taken.value.suggested_filename == "bao-cao-tuan-2026-09-06.pdf"
    assert pathlib.Path(taken.value.path()).read_bytes().startswith(b"%PDF-")
    at_work.has_done("The report of last week, for the meeting")

    pages.click(page, page.get_by_role("radio", name="Tháng trước"))
    pages.arrives(page, re.compile("kind=month"), page.get_by_text("Tháng 08/2026"))
    pages.click(page, page.get_by_role("radio", name="Tuần trước"))
    pages.arrives(page, re.compile(r"date=2026-09-06"), reach)
    expect(page.get_by_text("Quá hạn của các kỳ trước còn")).to_be_visible()
    assert pages.fits(page)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(reach).to_be_visible()
    assert pages.fits(page)
    assert requests_elsewhere == []
