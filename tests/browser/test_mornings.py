"""The supervisor's morning and the director's, from a link to a code, in both languages.

With BHXH_SCREENSHOTS naming a folder, the pictures of the README are put there.
"""

from __future__ import annotations

import os
import pathlib
import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support import samples

from data.sample import filling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page
    from support import databases

TODAY: Final = "2026-09-16"
YESTERDAY: Final = "2026-09-15"
# The box before the first row, from the table's upper left corner.
FIRST_ROW: Final = {"x": 16.0, "y": 52.0}
WORDS: Final = {
    "vi": {
        "overview": "Tổng quan", "unrecorded": "Chưa có mã",
        "exceptions": "Chênh lệch cần đối chiếu",
        "form": "Mẫu 01-XN", "paid": "Thu tiền",
    },
    "en": {
        "overview": "Overview", "unrecorded": "Without a code",
        "exceptions": "Differences to reconcile",
        "form": "Form 01-XN", "paid": "Paid",
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
        folder = pathlib.Path(os.environ.get("BHXH_SCREENSHOTS", tmp_path))
        # The pictures of the README are what a desk shows, and the overview on a phone.
        page.screenshot(path=folder / f"{name}-{language}-{width}.png")

    return kept


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def link(page: Page, text: str) -> Locator:
    """Return the first link of the page itself, beside its menu, that has this text."""
    links = page.get_by_test_id("stMain").get_by_test_id("stPageLink")
    return links.filter(has_text=text).first


def table(page: Page, text: re.Pattern[str]) -> Locator:
    """Return the first table that has such a cell."""
    found = page.get_by_test_id("stDataFrame").filter(has=page.locator("td", has_text=text)).first
    expect(found).to_be_attached()
    found.scroll_into_view_if_needed()
    return found


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_supervisor_walks_from_a_sentence_to_a_case_and_its_payment(
    page: Page,
    language: str,
    keep: Callable[[Page, str], None],
    requests_elsewhere: list[str],
) -> None:
    words = WORDS[language]
    page.goto(f"/overview?lang={language}")
    expect(heading(page)).to_have_text(words["overview"])
    expect(page.get_by_test_id("stPlotlyChart")).to_be_visible()
    keep(page, "overview")
    assert fits(page)

    link(page, words["unrecorded"]).click()
    expect(heading(page)).to_have_text(words["exceptions"])
    expect(page).to_have_url(re.compile(f"kind=unrecorded.*lang={language}|lang=.*kind=unrecorded")
                             if language == "en" else re.compile("kind=unrecorded"))  # fmt: skip
    table(page, re.compile("KT0")).click(position=FIRST_ROW)  # type: ignore[arg-type]
    expect(page).to_have_url(re.compile("case=KT0"))
    expect(link(page, "KT0")).to_be_visible()
    keep(page, "exceptions")
    assert fits(page)

    link(page, "KT0").click()
    expect(page).to_have_url(re.compile("/lookup\\?code=KT0"))
    expect(page.get_by_text(re.compile("KT0\\d+")).first).to_be_visible()
    assert fits(page)
    assert requests_elsewhere == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_director_walks_from_his_form_to_an_organisation_to_a_code(
    page: Page,
    language: str,
    keep: Callable[[Page, str], None],
    requests_elsewhere: list[str],
) -> None:
    words = WORDS[language]
    page.goto(f"/overview?office=00101&date={YESTERDAY}&lang={language}")
    expect(heading(page)).to_have_text(words["overview"])
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    keep(page, "director")
    assert fits(page)

    link(page, words["form"]).click()
    expect(page).to_have_url(re.compile("/form-01-xn\\?.*office=00101"))
    table(page, re.compile("^TC0")).click(position=FIRST_ROW)  # type: ignore[arg-type]
    expect(page).to_have_url(re.compile("org=TC0"))
    keep(page, "form")
    table(page, re.compile("^XN")).click(position=FIRST_ROW)  # type: ignore[arg-type]
    expect(page).to_have_url(re.compile("/lookup\\?code=XN"))
    expect(page.get_by_text(words["paid"]).first).to_be_visible()
    keep(page, "lookup")
    assert fits(page)
    assert requests_elsewhere == []
