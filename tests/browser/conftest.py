"""The real dashboard in a process of its own, and a browser to look at it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

import pytest
from playwright import sync_api
from support.browser import dashboards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support import databases

# A machine that is busy is not a fault; how fast a page is belongs to the benchmarks.
sync_api.expect.set_options(timeout=20_000)

DESK: Final = 1440
PHONE: Final = 390
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="session")
def ports() -> dashboards.Ports:
    """Give the ports that the browser's profile knows."""
    return dashboards.Ports()


@pytest.fixture(scope="module")
def start(ports: dashboards.Ports) -> Iterator[Callable[..., str]]:
    """Give the function that starts a dashboard on a store and returns its address."""
    running = dashboards.Dashboards(ports)
    try:
        yield running.start
    finally:
        running.stop()


@pytest.fixture(scope="session")
def address(ports: dashboards.Ports, made: databases.Databases, example_name: str) -> Iterator[str]:
    """Give the address of a dashboard that shows the worked example on 22 August 2026."""
    running = dashboards.Dashboards(ports)
    try:
        yield running.start(made.url(example_name))
    finally:
        running.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[sync_api.Playwright]:
    with sync_api.sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: sync_api.Playwright) -> Iterator[sync_api.Browser]:
    """Chromium for tests that bring their own context: each begins with nothing."""
    opened = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def profile(
    playwright: sync_api.Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], sync_api.BrowserContext]]:
    """Give the profile of an American who looks at an address.

    Tests share it: a profile keeps the compiled scripts of Streamlit, most of what a page costs, by
    the address that they came from.
    """
    opened: dict[str, sync_api.BrowserContext] = {}

    def of(address: str) -> sync_api.BrowserContext:
        if address not in opened:
            opened[address] = playwright.chromium.launch_persistent_context(
                tmp_path_factory.mktemp("profile"), executable_path=_chromium(), args=FLAGS,
                viewport=_size(DESK), locale="en-US", base_url=address, reduced_motion="reduce",
            )  # fmt: skip
        return opened[address]

    yield of
    for context in opened.values():
        context.close()


@pytest.fixture
def context(
    profile: Callable[[str], sync_api.BrowserContext], address: str
) -> Iterator[sync_api.BrowserContext]:
    """Give a browser that remembers nothing but what it has fetched."""
    context = profile(address)
    yield context
    _forget(context, address)
    for each in context.pages[1:]:
        each.close()


@pytest.fixture
def requests_elsewhere() -> list[str]:
    """Collect the requests that did not go to the dashboard."""
    return []


@pytest.fixture(params=[DESK, PHONE], ids=["wide", "narrow"])
def page(
    request: pytest.FixtureRequest,
    context: sync_api.BrowserContext,
    address: str,
    requests_elsewhere: list[str],
) -> Iterator[sync_api.Page]:
    """Give a page that remembers nothing, as wide as a desk's and a phone's."""

    def note(sent: sync_api.Request) -> None:
        if not sent.url.startswith((address, "data:", "blob:")):
            requests_elsewhere.append(sent.url)

    context.on("request", note)
    page = context.new_page()
    page.set_viewport_size(_size(request.param))
    yield page
    context.remove_listener("request", note)


def _size(width: int) -> sync_api.ViewportSize:
    return {"width": width, "height": 900}


def _chromium() -> str:
    program = shutil.which("chromium")
    if program is None and "CI" not in os.environ:
        pytest.skip("there is no chromium on PATH")
    return program or "chromium"


def _forget(context: sync_api.BrowserContext, address: str) -> None:
    """Take away what pages of an address have left behind, but for what was fetched."""
    kept = {"origin": address, "storageTypes": "cookies,local_storage,indexeddb"}
    context.new_cdp_session(context.pages[0]).send("Storage.clearDataForOrigin", kept)
    context.clear_cookies()
