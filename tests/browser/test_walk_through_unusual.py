"""From the overview to what is unusual, its course and its rows: three clicks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from support import databases, desks
from support.browser import accessibility, hand, pages
from support.builders import unusual

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

TITLE = "Bất thường"
CODE = f"Mã {unusual.CODE}"


@pytest.fixture(scope="module")
def address(
    made: databases.Databases,
    start: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a dashboard that shows a store in which something is unusual."""
    with desks.fresh(made, tmp_path_factory.mktemp("planted")) as desk:
        assert desk.hand_in(**unusual.files()).rejected == 0
        yield start(made.url(desk.name()))


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_from_the_overview_to_the_payments_of_a_code_in_three_clicks(
    page: Page, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    look = accessibility.Look(page)
    page.goto(f"/overview?date={unusual.EVENING}")
    pages.has_run(page, "Tổng quan")
    pages.click(page, page.get_by_test_id("stPageLink").filter(has_text=TITLE).last)
    pages.has_run(page, TITLE)
    expect(page.get_by_text("3 điều đang kéo dài")).to_be_visible()
    page.screenshot(path=tmp_path / "unusual.png", full_page=True)
    assert look.faults(scheme="light", whole=True) == []
    assert look.faults(scheme="dark", whole=False) == []

    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 844})
    first = page.get_by_text("3 điều đang kéo dài").bounding_box()
    assert first is not None
    assert first["y"] + first["height"] <= 400
    assert pages.fits(page)
    assert look.small(24) == []
    page.set_viewport_size({"width": 1440, "height": 900})

    pages.pick(page, pages.tables(page).first, CODE)
    link = page.get_by_test_id("stPageLink").filter(has_text="Các khoản thu của mã này")
    pages.arrives(page, re.compile("case=code"), link)
    pages.click(page, link)
    pages.has_run(page, "Tra cứu mã xác nhận")
    expect(page.get_by_text("10 khoản thu").first).to_be_visible()
    assert look.complaints == []
    assert requests_elsewhere == []


@pytest.mark.task
@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_who_slides_since_when_and_by_whom(page: Page) -> None:
    page.goto(f"/overview?date={unusual.EVENING}")
    pages.has_run(page, "Tổng quan")
    at_work = hand.Hand(page)
    at_work.click(page.get_by_test_id("stPageLink").filter(has_text=TITLE).last)
    pages.has_run(page, TITLE)
    slides = pages.tables(page).first.locator("tbody tr").filter(has_text="đúng hạn")
    expect(slides).to_contain_text(f"kể từ tuần {unusual.SLIDES_SINCE:%d/%m}")
    at_work.click(slides.get_by_role("link").first)
    rows = page.get_by_test_id("stPageLink").filter(has_text="Các khoản thu của những tuần này")
    pages.arrives(page, re.compile("case="), rows)
    at_work.click(rows)
    pages.has_run(page, "Tình hình nộp tiền")
    collectors = pages.cells(pages.tables(page).first, "Nhân viên")
    expect(collectors.first).to_be_visible()
    at_work.has_done("Who slides, since when, and by whom")
