"""Measures what somebody in front of a browser waits for: the first figure, the last element."""

from __future__ import annotations

import contextlib
import shutil
import statistics
import time
from typing import TYPE_CHECKING, Any, Final

from bench import addresses, served, stores, table
from playwright import sync_api

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUNS: Final = 7
_MOST_TIMES: Final = {"overview": 1.3, "remittance-lag (org)": 1.25}
_STARTS: Final = 3
_SECONDS: Final = 60
_QUIET_MS: Final = 700
_FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")

# Looks at every frame that is drawn: when does the first sentence with a figure stand there, and
# when has something been added last?
_LOOK: Final = """
    window.seen = {sentence: null, last: null, what: ''};
    const texts = '[data-testid="stMarkdownContainer"]';
    const other = 'button, [data-testid="stAlert"], [data-testid="stCaptionContainer"]';
    const drawn = '[data-testid="stElementContainer"], .main-svg, .plot-container';
    const shown = each => each.textContent.length;
    const look = () => {
        const now = performance.now();
        const main = document.querySelector('[data-testid="stMain"]');
        if (main) {
            const isFigure = each => /\\d/.test(each.textContent) && !each.closest(other);
            if (seen.sentence === null && [...main.querySelectorAll(texts)].some(isFigure)) {
                seen.sentence = now;
            }
            const what = [...main.querySelectorAll(drawn)].map(shown).join();
            if (what !== seen.what) { seen.what = what; seen.last = now; }
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""
_IS_QUIET: Final = f"""() => {{
    const app = document.querySelector('[data-testid="stApp"]');
    return app && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid="stSkeleton"]')
        && performance.now() - seen.last > {_QUIET_MS};
}}"""
_HAS_FIGURE: Final = "() => window.seen && seen.sentence !== null"


def from_the_command(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Start `bhxh-monitor` with the database at rest and a browser at the ready."""
    place = shelf.chosen
    environment = place.environment(place.shown_day + stores.NIGHT)
    with _browser() as browser:
        taken = [_started(browser, place, environment) for _ in range(_STARTS)]
    seconds = statistics.median(taken)
    what = f"`bhxh-monitor` on a store of {shelf.size}: command to first figure in the browser"
    yield table.at_most(what, table.ms(seconds), seconds, 6, "s")


def _started(browser: sync_api.Browser, place: stores.Place, environment: dict[str, str]) -> float:
    place.stop()
    port = served.free_port()
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(_LOOK)
    page = context.new_page()
    begun = time.perf_counter()
    command = [*stores.COMMAND, "run", "--headless", "--port", str(port)]
    with served.ended(served.start(command, environment)) as process:
        answering = served.Served(port, process.pid)
        served.wait_for(answering, process)
        page.goto(answering.address, wait_until="commit")
        page.wait_for_function(_HAS_FIGURE, timeout=_SECONDS * 1000)
        seconds = time.perf_counter() - begun
        context.close()
    return seconds


def from_a_link(shelf: stores.Shelf) -> Iterator[table.Line]:
    """Open links to pages with nothing kept on the server, and the page of constants between."""
    place = shelf.chosen
    day = place.shown_day
    environment = place.environment(day + stores.NIGHT)
    with (
        served.dashboard("asking", place, day) as asking,
        served.running("bench.constant", environment=environment) as constant,
        _browser() as browser,
    ):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_init_script(_LOOK)
        every = addresses.of(place, day)
        for address in (every[0], every[3]):
            links = (f"{asking.address}{address.link}", constant.address)
            yield from _compared(context, f"{address.name}, {shelf.size}", *links)


def _compared(
    context: sync_api.BrowserContext, name: str, link: str, constant: str
) -> Iterator[table.Line]:
    taken = [(*_opened(context, link), _opened(context, constant)[1]) for _ in range(_RUNS + 1)]
    # The first time the browser fetches the programs that it keeps.
    sentence, last, base = map(statistics.median, zip(*taken[1:], strict=True))
    what = f"link in Chromium, cold, to {name}"
    against = "÷ a page of one table and one chart from constants"
    yield table.times(
        f"{what}: last element {against}", last, base, _MOST_TIMES[name.partition(",")[0]]
    )
    yield table.times(f"{what}: first sentence with a figure {against}", sentence, base, 0.6)


def _opened(context: sync_api.BrowserContext, link: str) -> tuple[float, float]:
    """Return the seconds until the first sentence with a figure, and until the last change."""
    page = context.new_page()
    page.goto(link, wait_until="commit")
    page.wait_for_function(_IS_QUIET, timeout=_SECONDS * 1000)
    seen: dict[str, Any] = page.evaluate("() => window.seen")
    page.close()
    return (seen["sentence"] or seen["last"]) / 1000, seen["last"] / 1000


@contextlib.contextmanager
def _browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        opened = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        try:
            yield opened
        finally:
            opened.close()
