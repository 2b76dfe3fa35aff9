"""The three pages on an invented Hanoi: they open, fit, and say what the command line says."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

import click.testing
import pytest
from playwright.sync_api import expect
from support.browser import pages
from support.builders import samples

from dashboard import cli, text
from dashboard.text import formats
from data.sample import filling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page
    from support import databases


YESTERDAY: Final = "2026-09-15"
TODAY: Final = "2026-09-16"
PERIOD: Final = ("2026-08-20", "2026-09-15")


@pytest.fixture(scope="module")
def sample_name(made: databases.Databases) -> Iterator[str]:
    """The name of a database with a small sample."""
    with made.fresh() as name:
        with made.store(name) as store:
            filling.fill(store, samples.planned(6000, 30), lambda _payments: None)
        yield name


@pytest.fixture(scope="module")
def address(start: Callable[..., str], made: databases.Databases, sample_name: str) -> str:
    """Give the address of a dashboard on the sample, the morning after its last day."""
    return start(made.url(sample_name), TODAY)


@pytest.fixture
def command(
    made: databases.Databases, sample_name: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    """Give the command line on the same store."""
    url = made.url(sample_name).render_as_string(hide_password=False)
    monkeypatch.setenv("BHXH_STORE_URL", url)
    monkeypatch.setenv("BHXH_TODAY", TODAY)

    def run(*words: str) -> str:
        output = (
            click.testing.CliRunner().invoke(cli.commands, words, catch_exceptions=False).output
        )
        # Commands speak the language of the terminal; what is compared is written in the page's.
        text.use(text.DEFAULT)
        return output

    return run


def total(report: str, column: str) -> str:
    """Return the sum of a column of a report as a screen in Vietnamese writes money."""
    return formats.money(sum(int(row[column]) for row in csv.DictReader(io.StringIO(report))))


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_it_opens_on_yesterday_in_thirty_offices_and_says_that_it_is_invented(
    page: Page, command: Callable[..., str]
) -> None:
    report = command("report", "01-xn", "--date", YESTERDAY, "--by", "office", "--format", "csv")
    assert report.count("\n") == 31
    page.goto("/")
    expect(page.get_by_text("mọi tên gọi và con số đều là giả định")).to_be_visible()
    expect(page.get_by_text("Thứ Ba, ngày 15/09/2026")).to_be_visible()
    expect(page.get_by_text(total(report, "net_amount")).first).to_be_visible()
    assert pages.fits(page)


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_the_remittance_page_says_what_the_report_says(
    page: Page, command: Callable[..., str]
) -> None:
    start, end = PERIOD
    asked = ("--from", start, "--to", end, "--as-of", end, "--by", "org", "--format", "csv")
    report = command("report", "remittance-lag", *asked)
    page.goto(f"/remittance-lag?from={start}&to={end}&as_of={end}")
    for column in ("amount", "outstanding_amount", "overdue_amount"):
        expect(page.get_by_text(total(report, column)).first).to_be_visible()
    assert pages.fits(page)


@pytest.mark.parametrize("page", pages.PHONE, indirect=True)
def test_a_code_of_the_day_can_be_looked_up(page: Page, command: Callable[..., str]) -> None:
    listed = command("report", "01-xn", "--date", YESTERDAY, "--by", "code", "--format", "csv")
    code = next(csv.DictReader(io.StringIO(listed)))["confirmation_code"]
    found: list[dict[str, Any]] = json.loads(command("lookup", code, "--format", "json"))
    page.goto(f"/lookup?code={code}")
    expect(page.get_by_text(formats.money(found[0]["amount"])).first).to_be_visible()
    for payment in found[0]["payments"]:
        expect(page.get_by_text(payment["payment_id"]).first).to_be_visible()
    assert pages.fits(page)
