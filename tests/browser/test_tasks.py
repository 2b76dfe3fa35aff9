"""What people come for, done from the page that they open in the morning, with its clicks counted.

`docs/tasks.md` has the same tasks in words.
"""

from __future__ import annotations

import pathlib
import re
from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect
from support.browser import hand, pages
from support.builders import samples
from support.papers import for_pdf

from data.sample import filling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page
    from support import databases


TODAY: Final = "2026-09-16"
NO_FORM: Final = "A form that was not sent"
REMINDER: Final = "A reminder list for an organisation"
SNAPSHOT: Final = "A snapshot, and whether it has changed since"
NOBODY: Final = "Differences that nobody looks after"
LOOKED: Final = "Who looked at personal data"
KEYBOARD: Final = "From a sentence to a payment by keyboard alone"
ZOOM: Final = "A form that was not sent, at 200 % zoom"
PRINT: Final = "A page on paper"

MISSING: Final = """
    SELECT max(p.recorded_day) FROM payments AS p
    WHERE p.voided_at IS NULL AND NOT EXISTS (
        SELECT FROM dispatches AS d
        WHERE (d.office_code, d.org_code, d.report_date)
            = (p.office_code, p.org_code, p.recorded_day)
    )
"""

pytestmark = pytest.mark.task
DESK: Final = pytest.mark.parametrize("page", pages.DESK, indirect=True)


@pytest.fixture(scope="module")
def name(made: databases.Databases) -> Iterator[str]:
    """The name of a database with a small sample."""
    with made.fresh() as fresh:
        with made.store(fresh) as store:
            filling.fill(store, samples.planned(6000, 30), lambda _payments: None)
        yield fresh


@pytest.fixture(scope="module")
def address(start: Callable[..., str], made: databases.Databases, name: str) -> str:
    """Give the address of a dashboard on the sample, the morning after its last day."""
    return start(made.url(name), TODAY)


@pytest.fixture
def at_work(page: Page) -> hand.Hand:
    """Give a hand on the page that one opens in the morning."""
    page.goto("/")
    return begun(page)


@pytest.fixture
def at_work_after_a_form_was_missing(page: Page, made: databases.Databases, name: str) -> hand.Hand:
    """Give a hand on the page of a morning on which a form had not been sent."""
    with made.store(name) as store, store.loading() as connection:
        day = connection.scalar(sa.text(MISSING))
    page.goto(f"/overview?date={day}")
    return begun(page)


def begun(page: Page) -> hand.Hand:
    pages.has_run(page, "Tổng quan")
    expect(page.get_by_test_id("stMetricValue").first).to_be_visible()
    return hand.Hand(page)


def menu(page: Page, title: str) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_role("link", name=title, exact=True)


def link(page: Page, words: str) -> Locator:
    """Return a link beside a sentence of the overview."""
    links = page.get_by_test_id("stMain").get_by_test_id("stPageLink").get_by_role("link")
    return links.filter(has_text=re.compile(f"{words}$")).first


def first_row(page: Page) -> Locator:
    return pages.tables(page).first.locator("tbody th a").first


@DESK
def test_the_form_that_was_not_sent_is_found(
    page: Page, at_work_after_a_form_was_missing: hand.Hand
) -> None:
    at_work = at_work_after_a_form_was_missing
    at_work.click(link(page, "Chưa gửi"))
    pages.has_run(page, "Mẫu 01-XN theo ngày")
    expect(pages.tables(page).first).to_be_visible()
    expect(page.get_by_text("Chưa gửi").first).to_be_visible()
    at_work.has_done(NO_FORM)


@DESK
def test_a_reminder_list_is_taken_away(page: Page, at_work: hand.Hand) -> None:
    at_work.click(menu(page, "Tổ chức dịch vụ thu"))
    pages.has_run(page, "Tổ chức dịch vụ thu")
    at_work.click(first_row(page))
    pages.arrives(page, re.compile("org="), page.get_by_text("Còn phải nộp"))
    at_work.click(page.get_by_role("button", name="Tải tệp"))
    with page.expect_download() as taken:
        at_work.click(page.get_by_test_id("stLinkButton").get_by_role("link", name="PDF").first)
    paper = for_pdf.pages(pathlib.Path(taken.value.path()).read_bytes())
    assert "BẢNG KÊ" in paper[0]
    at_work.has_done(REMINDER)


@DESK
def test_figures_are_frozen_and_compared(page: Page, at_work: hand.Hand) -> None:
    at_work.click(menu(page, "Mẫu 01-XN theo ngày"))
    pages.has_run(page, "Mẫu 01-XN theo ngày")
    at_work.click(page.get_by_role("button", name="Chốt số liệu"))
    pages.fill(page, page.get_by_label("Lý do chốt", exact=True), "họp giao ban")
    at_work.click(page.get_by_role("button", name="Chốt", exact=True))
    at_work.click(page.get_by_role("link", name="Mở bản chốt"))
    pages.arrives(page, re.compile("snapshot="), page.get_by_text("Nguyên vẹn"))
    expect(page.get_by_text("Không có gì thay đổi")).to_be_visible()
    at_work.has_done(SNAPSHOT)


@DESK
def test_differences_that_nobody_looks_after_are_taken_at_once(
    page: Page, at_work: hand.Hand
) -> None:
    at_work.click(link(page, "Chênh lệch"))
    pages.has_run(page, "Chênh lệch cần đối chiếu")
    at_work.click(first_row(page))
    pages.arrives(page, re.compile("kind="), page.get_by_role("checkbox").first)
    at_work.click(pages.tables(page).first.locator("thead").get_by_role("checkbox"))
    at_work.click(page.get_by_role("button", name="Nhận xử lý"))
    expect(page.get_by_text(re.compile(r"Đã lưu cho [\d.]+ trường hợp"))).to_be_visible()
    at_work.has_done(NOBODY)


@DESK
def test_who_looked_at_personal_data_is_told(page: Page, at_work: hand.Hand) -> None:
    at_work.click(menu(page, "Nhật ký xem dữ liệu cá nhân"))
    pages.has_run(page, "Nhật ký xem dữ liệu cá nhân")
    expect(page.get_by_role("heading", name="Lượt tìm kiếm")).to_be_visible()
    at_work.has_done(LOOKED)


@DESK
def test_the_keyboard_alone_leads_from_a_sentence_to_a_payment(
    page: Page, at_work: hand.Hand
) -> None:
    link(page, "Chưa có mã").focus()
    at_work.press("Enter")
    pages.leaves(page, re.compile("overview"), page.get_by_role("table"))
    first_row(page).focus()
    at_work.press("Enter")
    # The table before it has links of this name as well.
    payment = page.get_by_test_id("stPageLink").get_by_role("link", name=re.compile("KT0"))
    pages.arrives(page, re.compile("case=|code="), payment)
    payment.first.focus()
    at_work.press("Enter")
    pages.has_run(page, "Tra cứu mã xác nhận")
    at_work.has_done(KEYBOARD)


@pytest.mark.parametrize("page", [1366], indirect=True)
def test_twice_as_large_nothing_is_lost(
    page: Page, at_work_after_a_form_was_missing: hand.Hand
) -> None:
    """A browser at 200 % shows half of the width and of the height."""
    at_work = at_work_after_a_form_was_missing
    page.set_viewport_size({"width": 683, "height": 384})
    at_work.click(link(page, "Chưa gửi"))
    pages.has_run(page, "Mẫu 01-XN theo ngày")
    expect(pages.tables(page).first).to_be_visible()
    assert pages.fits(page)
    at_work.has_done(ZOOM)


@DESK
def test_a_page_is_printed_whole(page: Page, at_work: hand.Hand) -> None:
    at_work.click(menu(page, "Tình hình nộp tiền"))
    pages.has_run(page, "Tình hình nộp tiền")
    rows = pages.tables(page).first.locator("tbody th")
    expect(rows.first).to_be_visible()
    names = rows.all_inner_texts()
    # What a browser does when it is told to print.
    printed = for_pdf.pages(page.pdf(format="A4"))
    at_work.clicks += 1
    words = re.sub(r"\s+", "", "".join(printed))
    assert [name for name in names if re.sub(r"\s+", "", name) not in words] == []
    at_work.has_done(PRINT)
