"""Who has the most payments without a code, and which payments they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from support.browser import hand, pages

if TYPE_CHECKING:
    import pathlib

    from playwright.sync_api import Page


@pytest.mark.task
@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_from_the_overview_to_the_payments_without_a_code_of_the_worst_organisation(
    page: Page, requests_elsewhere: list[str], tmp_path: pathlib.Path
) -> None:
    page.goto("/overview?date=2026-08-21")
    pages.has_run(page, "Tổng quan")
    at_work = hand.Hand(page)
    menu = page.get_by_test_id("stSidebar")
    at_work.click(menu.get_by_role("link", name="Ghi nhận và cấp mã", exact=True))
    pages.has_run(page, "Ghi nhận và cấp mã")
    expect(page.get_by_text("2 khoản chưa có mã").first).to_be_visible()
    worst = pages.tables(page).first.locator("tbody tr").first
    expect(worst).to_contain_text("Công ty Bảo hiểm số Hai")
    page.screenshot(path=tmp_path / "organisations.png", full_page=True)

    at_work.click(worst.get_by_role("link").first)
    collector = pages.cells(pages.tables(page).first, "Trần Đức Bình")
    pages.arrives(page, re.compile("/recording.*org=IS0002"), collector)
    at_work.click(page.get_by_test_id("stButtonGroup").get_by_text("Khoản thu chưa có mã"))
    payment = pages.cells(pages.tables(page).first, "P07")
    pages.arrives(page, re.compile("status=unrecorded"), payment)
    expect(page.get_by_text("khớp với số liệu ở trên").first).to_be_visible()
    at_work.has_done("Payments without a code, and whose they are")
    page.set_viewport_size({"width": 390, "height": 844})
    assert pages.fits(page)
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=tmp_path / "payments.png", full_page=True)
    assert requests_elsewhere == []
