"""The supervisor's morning and the director's, from a link to a code, in both languages.

With TEST_SCREENSHOTS naming a folder, the pictures of the README are put there.
"""

from __future__ import annotations

import os
import pathlib
import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support.browser import pages
from support.builders import samples

from data.sample import filling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page
    from support import databases


TODAY: Final = "2026-09-16"
YESTERDAY: Final = "2026-09-15"
WORDS: Final = {
    "vi": {
        "overview": "Tổng quan", "unrecorded": "Chưa có mã",
        "exceptions": "Chênh lệch cần đối chiếu",
        "form": "Mẫu 01-XN", "paid": "Thu tiền",
        "day": "Mẫu 01-XN theo ngày", "lookup": "Tra cứu mã xác nhận",
    },
    "en": {
        "overview": "Overview", "unrecorded": "Without a code",
        "exceptions": "Differences to reconcile",
        "form": "Form 01-XN", "paid": "Paid",
        "day": "Form 01-XN by day", "lookup": "Look up confirmation codes",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def address(start: Callable[..., str], made: databases.Databases) -> Iterator[str]:
    """Give the address of a dashboard on a small sample, the morning after its last day."""
    with made.fresh() as name:
        with made.store(name) as store:
            filling.fill(store, samples.planned(6000, 30), lambda _payments: None)
        yield start(made.url(name), TODAY)


@pytest.fixture
def keep(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Callable[[Page, str], None]:
    """Give the function that keeps a picture of what is on the screen."""
    width = request.node.callspec.params["page"]
    language = request.node.callspec.params["language"]

    def kept(page: Page, name: str) -> None:
        folder = pathlib.Path(os.environ.get("TEST_SCREENSHOTS", tmp_path))
        # The pictures of the README are what a desk shows, and the overview on a phone.
        page.screenshot(path=folder / f"{name}-{language}-{width}.png")

    return kept


def link(page: Page, text: str) -> Locator:
    """Return the first link of the page itself, beside its menu, that has this text."""
    links = page.get_by_test_id("stMain").get_by_test_id("stPageLink")
    return links.filter(has_text=text).first


def pick(page: Page, text: re.Pattern[str]) -> None:
    """Choose the first row of the first table that has such a cell."""
    found = pages.tables(page).filter(has=page.locator("td, th").filter(has_text=text)).first
    pages.pick(page, found, text)


@pages.EACH_WIDTH_AND_LANGUAGE
def test_the_supervisor_walks_from_a_sentence_to_a_case_and_its_payment(
    page: Page,
    language: str,
    keep: Callable[[Page, str], None],
    requests_elsewhere: list[str],
) -> None:
    words = WORDS[language]
    page.goto(f"/overview?lang={language}")
    pages.has_run(page, words["overview"])
    expect(page.locator(".st-key-days_chart .main-svg").first).to_be_visible()
    keep(page, "overview")
    assert pages.fits(page)

    pages.click(page, link(page, words["unrecorded"]))
    pages.has_run(page, words["exceptions"])
    expect(page).to_have_url(re.compile(f"kind=unrecorded.*lang={language}|lang=.*kind=unrecorded")
                             if language == "en" else re.compile("kind=unrecorded"))  # fmt: skip
    pick(page, re.compile("KT0"))
    pages.arrives(page, re.compile("case=KT0"), link(page, "KT0"))
    keep(page, "exceptions")
    assert pages.fits(page)

    pages.click(page, link(page, "KT0"))
    pages.has_run(page, words["lookup"])
    expect(page).to_have_url(re.compile("/lookup\\?code=KT0"))
    # A phone keeps what was typed folded up.
    expect(page.get_by_text(re.compile("KT0\\d+")).filter(visible=True).first).to_be_visible()
    assert pages.fits(page)
    assert requests_elsewhere == []


@pytest.mark.parametrize(("page", "language"), [(1440, "vi"), (390, "vi")], indirect=["page"])
def test_the_director_walks_from_his_form_to_an_organisation_to_a_code(
    page: Page,
    language: str,
    keep: Callable[[Page, str], None],
    requests_elsewhere: list[str],
) -> None:
    words = WORDS[language]
    page.goto(f"/overview?office=00101&date={YESTERDAY}&lang={language}")
    pages.has_run(page, words["overview"])
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    keep(page, "director")
    assert pages.fits(page)

    pages.click(page, link(page, words["form"]))
    pages.has_run(page, words["day"])
    expect(page).to_have_url(re.compile("/form-01-xn\\?.*office=00101"))
    pick(page, re.compile("^TC0"))
    codes = pages.cells(pages.tables(page), re.compile("^XN"))
    pages.arrives(page, re.compile("org=TC0"), codes)
    keep(page, "form")
    pick(page, re.compile("^XN"))
    pages.has_run(page, words["lookup"])
    expect(page).to_have_url(re.compile("/lookup\\?code=XN"))
    expect(page.get_by_text(words["paid"]).first).to_be_visible()
    keep(page, "lookup")
    assert pages.fits(page)
    assert requests_elsewhere == []
