"""The whole with its primary gone: two dashboards behind nginx, a primary and its standby.

The primary is killed, pages go on from the standby and say so, what writes waits; the standby is
promoted, and all goes on; the forms of the day are closed once. Then one dashboard is killed.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final

import oidc_provider_mock
import pytest
from playwright.sync_api import expect
from support import embedded_home, imports, nginx, standby
from support.browser import pages, signing_in

from dashboard import screens
from data import embedded, opening, settings, users

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    import sqlalchemy as sa
    from playwright.sync_api import Browser, Page


def free_ports(number: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        probes = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)
        ]
        return [int(probe.getsockname()[1]) for probe in probes]


NAME: Final = "bhxh.localhost"
LAN: Final = "lan@example.org"
MINH: Final = "minh@example.org"
PORT, *PORTS = free_ports(3)
ADDRESS: Final = f"https://{NAME}:{PORT}"
CASE: Final = "/exceptions?from=2026-08-20&to=2026-08-31&as_of=2026-09-03&kind=overdue&case=P07"
BANNER: Final = "máy chủ cơ sở dữ liệu chính không trả lời"
# Chromium takes the name for this machine, other programs do not.
FETCH: Final = "async path => { const r = await fetch(path); return [r.status, await r.text()]; }"
COMMAND: Final = (sys.executable, "-c", "from dashboard import cli; cli.main()")
# Every form that is due is closed, and how often one of them was, at most.
CLOSINGS: Final = """
    SELECT max(times) FROM (
        SELECT count(*) AS times FROM bhxh.snapshots WHERE is_closing GROUP BY subject, day
    ) AS closed
    WHERE NOT EXISTS (
        SELECT FROM bhxh.due_things
        WHERE kind = 'closing' AND due_at <= now() AND state <> 'done'
    )
"""


class Whole:
    """The servers and dashboards of the test."""

    def __init__(
        self,
        server: embedded.Server,
        copy: standby.Standby,
        dashboards: list[subprocess.Popen[bytes]],
    ) -> None:
        self.server, self.copy, self.dashboards = server, copy, dashboards


@pytest.fixture
def whole(tmp_path: pathlib.Path) -> Iterator[Whole]:
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(embedded_home.folder(embedded_home.place()))
        home = stack.enter_context(embedded_home.home_at(folder / "home"))
        server = embedded_home.start_copy(home)
        stack.callback(standby.kill, server)
        fill(home)
        copy = stack.enter_context(standby.of(server, folder / "standby"))
        provider = stack.enter_context(oidc_provider_mock.run_server_in_thread())
        given = signing_in.configured_by(ADDRESS, f"http://localhost:{provider.server_port}")
        dashboards = [
            stack.enter_context(dashboard(port, tmp_path, server, copy, given)) for port in PORTS
        ]
        assert embedded_home.wait_until(lambda: all(map(listens, PORTS)))
        (tmp_path / "nginx").mkdir()
        stack.enter_context(nginx.before(PORTS, PORT, NAME, tmp_path / "nginx"))
        yield Whole(server, copy, dashboards)


def fill(home: pathlib.Path) -> None:
    with contextlib.closing(opening.open_store(settings.Settings(home=home))) as opened:
        imports.load(opened, imports.EXAMPLE / "import")
        with opened.registering() as connection:
            for login in (LAN, MINH):
                users.add(
                    connection, login=login, full_name="Lan", role=users.Role.CITY, by="admin"
                )  # fmt: skip


@contextlib.contextmanager
def dashboard(
    port: int,
    folder: pathlib.Path,
    server: embedded.Server,
    copy: standby.Standby,
    given: dict[str, str],
) -> Iterator[subprocess.Popen[bytes]]:
    """Give a dashboard that knows both servers, and closes what is due."""
    both = f"{server.socket_directory},{copy.url.query['host']}"
    primary = server.url.set(query={"host": both, "target_session_attrs": "read-write"})
    chosen = {
        "BHXH_STORE_URL": text(primary),
        "BHXH_READ_URL": text(copy.url),
        "BHXH_HOME": str(folder / f"home-{port}"),
        **given,
    }
    own = folder / str(port)
    own.mkdir()
    environment = {**os.environ, **chosen, "PYTHONPATH": str(embedded_home.ROOT)}
    environment.pop("BHXH_TODAY", None)
    process = subprocess.Popen(
        [*COMMAND, "run", "--port", str(port), "--headless"], cwd=own, env=environment
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


def text(url: sa.URL) -> str:
    return url.render_as_string(hide_password=False)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def signed_in(browser: Browser, stack: contextlib.ExitStack, login: str) -> Page:
    context = stack.enter_context(
        browser.new_context(ignore_https_errors=True, base_url=ADDRESS, locale="vi-VN")
    )
    page = context.new_page()
    page.goto(CASE)
    page.get_by_placeholder("sub").fill(login)
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("textbox", name="Ghi chú")).to_be_visible(timeout=60_000)
    pages.settled(page)
    return page


def on_both(browser: Browser, stack: contextlib.ExitStack) -> tuple[Page, Page]:
    """Sign two people in until each is on a dashboard of their own."""
    lan = signed_in(browser, stack, LAN)
    for _ in range(12):
        minh = signed_in(browser, stack, MINH)
        if port_of(minh) != port_of(lan):
            return lan, minh
    raise AssertionError("nginx sends everybody to one dashboard")


def port_of(page: Page) -> int:
    """Return which dashboard answers, which is the same again and again."""
    (found,) = {_asked(page) for _ in range(2)}
    return found


def _asked(page: Page) -> int:
    answer = page.goto("/overview")
    assert answer is not None
    # Of several that were asked, the last one has answered.
    return int(answer.headers[nginx.HEADER.lower()].rpartition(":")[2])


def note(page: Page, words: str) -> None:
    pages.fill(page, page.get_by_role("textbox", name="Ghi chú"), words)
    page.get_by_role("button", name="Lưu", exact=True).click()


def noted(page: Page, words: str) -> None:
    """Add a note, and see it at once."""
    note(page, words)
    expect(page.get_by_text(words)).to_have_count(1)
    expect(page.get_by_role("textbox", name="Ghi chú")).to_have_value("")
    pages.settled(page)


def opens(page: Page, *, within: float, **shown: Any) -> float:
    """Open a page anew until it is as wanted; return how long that took."""
    begun = time.monotonic()
    while True:
        page.goto(CASE)
        expect(page.get_by_role("textbox", name="Ghi chú")).to_be_visible()
        pages.settled(page)
        if page.get_by_text(BANNER).count() == shown["banners"]:
            return time.monotonic() - begun
        assert time.monotonic() - begun < within


@pytest.mark.fault
@pytest.mark.long
def test_pages_go_on_without_the_primary_and_all_goes_on_with_its_successor(
    whole: Whole, browser: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    took: dict[str, float] = {}
    with contextlib.ExitStack() as stack:
        lan, minh = on_both(browser, stack)
        lan.goto(CASE)
        noted(lan, "Trước sự cố")

        standby.kill(whole.server)
        for page in (lan, minh):
            took[f"pages go on, {len(took)}"] = opens(page, within=20, banners=1)
        expect(minh.get_by_text("Trước sự cố")).to_have_count(1)
        every_page_goes_on(minh)
        note(lan, "Trong sự cố")
        expect(lan.get_by_text("Việc này phải chờ máy chủ chính")).to_be_visible()
        expect(lan.get_by_role("textbox", name="Ghi chú")).to_have_value("Trong sự cố")
        lan.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
        lan.screenshot(path=os.environ.get("TEST_SCREENSHOTS", "/tmp") + "/failover.png")  # noqa: S108
        status, words = lan.evaluate(FETCH, "/export/form-01-xn.csv?date=2026-08-21")
        assert status == 503
        assert "Máy chủ cơ sở dữ liệu chính không trả lời" in words
        stranger = browser.new_context(ignore_https_errors=True, base_url=ADDRESS)
        stack.enter_context(stranger)
        other = stranger.new_page()
        other.goto(CASE)
        other.get_by_placeholder("sub").fill(LAN)
        other.get_by_role("button", name="Authorize").click()
        expect(other.get_by_text("phải chờ máy chủ chính")).to_be_visible()

        begun = time.monotonic()
        whole.copy.promote()
        took["promoted"] = time.monotonic() - begun
        for page in (lan, minh):
            took[f"writes go on, {len(took)}"] = opens(page, within=30, banners=0)
        noted(lan, "Sau sự cố")

        # Both clocks look a minute after the start, and every quarter of one.
        begun = time.monotonic()
        assert embedded_home.wait_until(lambda: closings(whole) is not None, 120)
        took["closed"] = time.monotonic() - begun
        time.sleep(16)
        assert closings(whole) == 1

        # An open page finds another dashboard by itself.
        whole.dashboards[PORTS.index(port_of(lan))].kill()
        begun = time.monotonic()
        assert embedded_home.wait_until(lambda: leads(lan, "Tình hình nộp tiền"), 20)
        took["an open page, on the other dashboard"] = time.monotonic() - begun
        for page in (lan, minh):
            took[f"one dashboard for both, {len(took)}"] = opens(page, within=30, banners=0)
            expect(page.get_by_text("Sau sự cố")).to_have_count(1)
        assert port_of(lan) == port_of(minh)
    with capsys.disabled():
        sys.stdout.write(f"\n{took}\n")


def every_page_goes_on(page: Page) -> None:
    """Open each page that everybody may: it says from when it is, and nothing waits."""
    for screen in screens.ALL:
        if not (screen.for_administrators or screen.for_auditors):
            page.goto(f"/{screen.address}")
            expect(page.get_by_text(BANNER)).to_be_visible()
            pages.settled(page)
            expect(pages.heading(page)).to_be_visible()
            assert page.get_by_text("phải chờ máy chủ chính").count() == 1, screen.address


def leads(page: Page, title: str) -> bool:
    """Return whether a click in the menu leads to a page soon."""
    page.get_by_role("link", name=title).first.click()
    with contextlib.suppress(AssertionError):
        expect(pages.heading(page)).to_have_text(title, timeout=2_000)
        return True
    return False


def closings(whole: Whole) -> int | None:
    """Return how often one form of one day was closed at most; None where none is."""
    found = embedded_home.ask(whole.copy.superuser_url, CLOSINGS)
    return None if found is None else int(found)
