"""What a mail says, before it is written: sentences with their states and links, and a table."""

import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard import screens, text
from dashboard.figures import checks
from dashboard.text import _, formats, ngettext
from data import settings, snapshots


@dataclass(frozen=True)
class Section:
    """Sentences under a heading, which may be empty; `remark` comes after them."""

    heading: str
    lines: tuple[checks.Line, ...]
    remark: str = ""


@dataclass(frozen=True)
class Table:
    """A table: what it is, its headings, its rows as texts; the first column is words."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remark: str = ""


@dataclass(frozen=True)
class Digest:
    """A mail's content in one language.

    `subject` and `title` are plain text, `headline` is Markdown as the screens have it; `witness`
    is the end of the chain of snapshots when the mail was made.
    """

    subject: str
    title: str
    headline: str
    sections: tuple[Section, ...]
    table: Table | None = None
    witness: snapshots.Link | None = None


def address(to: str, params: Mapping[str, screens.Value] | None = None) -> str:
    """Return the full address of a page, with days in full, in the language at hand."""
    given = {**(params or {}), "lang": None if text.language() == text.DEFAULT else text.language()}
    query = urllib.parse.urlencode(
        {name: value if isinstance(value, str) else value.isoformat()
         for name, value in given.items() if value}
    )  # fmt: skip
    return f"{base()}/{to}{'?' if query else ''}{query}"


def base() -> str:
    """Return the address under which users know the dashboard."""
    return str(settings.read().public_url or "").rstrip("/")


def wanting(lines: Sequence[checks.Line]) -> Section:
    """Return the section of what else wants action; what is in order is counted alone."""
    well = (checks.State.GOOD, checks.State.NOTHING_DUE)
    bad = tuple(line for line in lines if line.check.state not in well)
    number = len(lines) - len(bad)
    remark = ngettext(
        "{n} other check is in order.", "{n} other checks are in order.", number
    ).format(n=formats.count(number))
    return Section(_("What else wants action"), bad, remark if number else "")
