"""The real dashboard in a process of its own, and a browser to look at it."""

from __future__ import annotations

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING, Final

import pytest
from playwright import sync_api

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import sqlalchemy as sa
    from support import databases

ROOT: Final = pathlib.Path(__file__).parents[2]
COMMAND: Final = (sys.executable, "-c", "from dashboard import cli; cli.main()")
SECONDS: Final = 60
# A machine that is busy is not a fault; how fast a page is belongs to the benchmarks.
sync_api.expect.set_options(timeout=20_000)

FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="session")
def start() -> Iterator[Callable[..., str]]:
    """Give the function that starts a dashboard on a store and returns its address."""
    running: list[subprocess.Popen[bytes]] = []
    try:

        def started(
            store: sa.URL,
            today: str = "2026-08-22",
            # It must not depend on the folder that it is started in.
            folder: pathlib.Path = pathlib.Path("/"),
            configure: Callable[[str], dict[str, str]] = lambda _address: {},
        ) -> str:
            port = _free_port()
            address = f"http://127.0.0.1:{port}"
            shown = {
                "BHXH_STORE_URL": store.render_as_string(hide_password=False),
                "BHXH_TODAY": today,
                **configure(address),
            }
            running.append(_run(port, folder, shown))
            _wait_for(f"{address}/_stcore/health", running[-1])
            return address

        yield started
    finally:
        # All at once: each takes its time to end.
        for process in running:
            process.terminate()
        for process in running:
            process.wait(SECONDS)


@pytest.fixture(scope="session")
def address(start: Callable[..., str], made: databases.Databases, example_name: str) -> str:
    """Give the address of a dashboard that shows the worked example on 22 August 2026."""
    return start(made.url(example_name))


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
) -> Iterator[Callable[[str, int], sync_api.BrowserContext]]:
    """Give the profile of an American who looks at an address, at a desk or on a phone.

    Tests share it: a profile keeps the compiled scripts of Streamlit, most of what a page costs. Of
    the address before it, none stays open.
    """
    opened: dict[tuple[str, int], sync_api.BrowserContext] = {}

    def of(address: str, width: int) -> sync_api.BrowserContext:
        for other in [each for each in opened if each[0] != address]:
            opened.pop(other).close()
        if (address, width) not in opened:
            opened[address, width] = playwright.chromium.launch_persistent_context(
                tmp_path_factory.mktemp("profile"), executable_path=_chromium(), args=FLAGS,
                viewport={"width": width, "height": 900}, locale="en-US", base_url=address,
                reduced_motion="reduce",
            )  # fmt: skip
        return opened[address, width]

    yield of
    for context in opened.values():
        context.close()


@pytest.fixture
def requests_elsewhere() -> list[str]:
    """Collect the requests that did not go to the dashboard."""
    return []


@pytest.fixture(params=[1440, 390], ids=["wide", "narrow"])
def page(
    request: pytest.FixtureRequest,
    profile: Callable[[str, int], sync_api.BrowserContext],
    address: str,
    requests_elsewhere: list[str],
) -> Iterator[sync_api.Page]:
    """Give a page that remembers nothing, as wide as a desk's and a phone's."""
    context = profile(address, request.param)

    def note(sent: sync_api.Request) -> None:
        if not sent.url.startswith((address, "data:", "blob:")):
            requests_elsewhere.append(sent.url)

    context.on("request", note)
    page = context.new_page()
    yield page
    context.remove_listener("request", note)
    _forget(context, page, address)
    for each in context.pages[1:]:
        each.close()


def _chromium() -> str:
    program = shutil.which("chromium")
    if program is None and "CI" not in os.environ:
        pytest.skip("there is no chromium on PATH")
    return program or "chromium"


def _forget(context: sync_api.BrowserContext, page: sync_api.Page, address: str) -> None:
    """Take away what pages of an address have left behind, but for what was fetched."""
    kept = {"origin": address, "storageTypes": "cookies,local_storage,indexeddb"}
    context.new_cdp_session(page).send("Storage.clearDataForOrigin", kept)
    context.clear_cookies()


def _run(port: int, folder: pathlib.Path, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, "run", "--port", str(port), "--headless"],
        cwd=folder,
        env={**os.environ, **settings, "PYTHONPATH": str(ROOT)},
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 - our own address
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the dashboard did not start: {process.poll()}")
