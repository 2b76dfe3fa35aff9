"""What readers of screens, the keyboard and the console of the browser find on a page.

axe looks at the pages with its rules for WCAG 2.2 AA and its advice, at Streamlit's own elements
as at ours: nothing is excused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from axe_playwright_python import base
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page

Scheme = Literal["light", "dark"]

_TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What depends on the theme.
_COLOURS: Final = ("color-contrast",)
_MOST_STOPS: Final = 150
_MOST_LOOKS: Final = 20

_RUN: Final = """async (only) => {
    const answer = await axe.run({ resultTypes: ['violations'], runOnly: only });
    return answer.violations.flatMap((found) => found.nodes.map((node) =>
        `${found.id}: ${node.html.slice(0, 120)} ${node.failureSummary}`));
}"""
_WHOLE: Final = """() =>
    document.querySelector('[data-testid="stMain"]').scrollHeight"""

# Where the keyboard stands: what it is called, and whether that is seen. None where it has left.
_STOP: Final = """() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body) return null;
    const labels = [...(at.labels ?? [])].map((label) => label.textContent);
    const name = [at.getAttribute('aria-label'), ...labels, at.textContent, at.title]
        .find((words) => words?.trim()) ?? '';
    const style = getComputedStyle(at);
    const ringed = style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2;
    const own = at.closest('.bhxh-skip');
    const box = at.getBoundingClientRect();
    const inSight = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
        && at.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const where = `<${at.tagName.toLowerCase()}> ${at.outerHTML.slice(0, 120)}`;
    return { name: name.trim(), seen: inSight && (ringed || Boolean(own)), where };
}"""

# What a finger cannot hit. Help has room around it that is no part of its box; parts of a date
# stand in a field that opens at a touch.
_SMALL: Final = """(least) => [...document.querySelectorAll(
    'a[href], button, summary, [role="radio"], .stSelectbox [role="group"], ' +
    '[data-testid="stTextInputRootElement"], [data-testid="stDateInputField"]'
)].filter((each) => each.checkVisibility({ visibilityProperty: true })
    && !each.closest('[data-testid="stTooltipIcon"] button:not([data-testid]), svg, p, ' +
        '.stSelectbox button, [data-testid="stDateInputField"] button, ' +
        '[data-testid="stCodeCopyButton"], .bhxh-skip, .bhxh-status')
).map((each) => [each, each.getBoundingClientRect()])
 .filter(([, box]) => box.width && box.height && (box.height < least - 0.5 || box.width < 24))
 .map(([each, box]) =>
    `${Math.round(box.width)}x${Math.round(box.height)} ${each.outerHTML.slice(0, 120)}`)"""


@dataclass
class Look:
    """What has been found on the pages of a walk."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def faults(self, *, scheme: Scheme, whole: bool) -> list[str]:
        """Return what axe finds on the page at hand in a theme: by all rules, or of colours."""
        self.page.emulate_media(color_scheme=scheme)
        expect(self.page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        # What explains the place of the keyboard or the mouse is no part of the page.
        self.page.evaluate("document.activeElement.blur()")
        self.page.mouse.move(0, 0)
        expect(self.page.get_by_test_id("stTooltipContent")).to_have_count(0)
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(base.AXE_SCRIPT)
        only: dict[str, Any] = (
            {"type": "tag", "values": _TAGS} if whole else {"type": "rule", "values": _COLOURS}
        )
        # Of what is scrolled out of sight axe takes no colours.
        given = self.page.viewport_size
        assert given is not None
        height = max(given["height"], self.page.evaluate(_WHOLE))
        self.page.set_viewport_size({"width": given["width"], "height": height})
        found = self._found(only)
        self.page.set_viewport_size(given)
        return [f"{scheme}: {fault}" for fault in found]

    def _found(self, only: dict[str, Any]) -> list[str]:
        """Return what axe finds by some rules, once charts have been drawn again."""
        found: list[str] = []
        for _time in range(_MOST_LOOKS):
            found = self.page.evaluate(_RUN, only)
            if not found:
                break
            self.page.wait_for_timeout(100)
        return found

    def small(self, least: int) -> list[str]:
        """Return what is too small to be hit."""
        found: list[str] = self.page.evaluate(_SMALL, least)
        return found

    def stops(self) -> list[str]:
        """Press Tab from the title to the end; return stops without a name, or not to be seen."""
        self.page.evaluate("""() => {
            const title = document.querySelector('h1');
            title.tabIndex = -1;
            title.focus();
        }""")
        found: list[str] = []
        for _number in range(_MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self._stop()
            if stop is None:
                return found
            if not stop["name"] or not stop["seen"]:
                found.append(f"a stop that is not seen, or has no name: {stop['where']}")
        return [*found, "the keyboard does not come to an end"]

    def _stop(self) -> dict[str, Any] | None:
        """Return where the keyboard stands, once a page that moves on to it has come there."""
        for _time in range(_MOST_LOOKS):
            stop: dict[str, Any] | None = self.page.evaluate(_STOP)
            if stop is None or (stop["name"] and stop["seen"]):
                break
            self.page.wait_for_timeout(100)
        return stop

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")
