"""A hand that does a task on the pages, and counts what it does.

A click counts, and so does a key that sends or goes somewhere; what is typed or pasted does not.
"""

from __future__ import annotations

import contextlib
import dataclasses
import pathlib
import re
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect
from support.browser import pages

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

DOCUMENT: Final = pathlib.Path(__file__).parents[3] / "docs/tasks.md"
# What people put up with.
MOST: Final = 4
TRIES: Final = 5
_ROW: Final = re.compile(
    r"^\| (?P<task>[^|]+) \| (?P<way>[^|]+) \| (?P<clicks>\d+) \|$", re.MULTILINE
)


def documented() -> dict[str, int]:
    """Return how many clicks each task takes, as the document has it."""
    return {row["task"]: int(row["clicks"]) for row in _ROW.finditer(DOCUMENT.read_text())}


@dataclasses.dataclass
class Hand:
    """Somebody's hand on a page.

    Attributes:
        page: what it works on.
        clicks: what it has done so far.
    """

    page: Page
    clicks: int = 0

    def click(self, wanted: Locator) -> None:
        """Click on a part of a page that has run."""
        pages.click(self.page, wanted)
        self.clicks += 1

    def press(self, key: str) -> None:
        """Press a key on a page that has run."""
        pages.settled(self.page)
        self.page.keyboard.press(key)
        self.clicks += 1

    def press_for(self, key: str, wanted: Locator) -> None:
        """Press a key until it leads to a field: a page that has just come may be drawn again."""
        for _time in range(TRIES):
            pages.settled(self.page)
            self.page.keyboard.press(key)
            with contextlib.suppress(AssertionError):
                expect(wanted).to_be_focused(timeout=1000)
                break
        expect(wanted).to_be_focused()
        self.clicks += 1

    def has_done(self, task: str) -> None:
        """Compare with what the document says of a task."""
        assert self.clicks <= MOST
        assert documented()[task] == self.clicks, (task, self.clicks)
