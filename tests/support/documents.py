"""The documents of the project: their links, tables and commands."""

from __future__ import annotations

import pathlib
import re
import shlex
from typing import Final

ROOT: Final = pathlib.Path(__file__).parents[2]
ALL: Final = (
    ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
)  # fmt: skip

_LINK: Final = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
_CODE: Final = re.compile(r"^( {4}\S[^\n]*|```.*?^```$)", re.MULTILINE | re.DOTALL)
_INLINE: Final = re.compile(r"`(bhxh-monitor [^`]+)`")
_PROGRAM: Final = "bhxh-monitor"
_NO_COMMANDS: Final = ("Description=", "#")


def text(document: pathlib.Path) -> str:
    return document.read_text(encoding="utf-8")


def links(document: pathlib.Path) -> list[str]:
    """Return where a document leads within the project."""
    found = [one or other for one, other in _LINK.findall(text(document))]
    return [link for link in found if not re.match(r"https?://", link)]


def anchors(document: pathlib.Path) -> set[str]:
    """Return the places in a document that can be led to, by its headings."""
    headings = re.findall(r"^#+ (.+)$", text(document), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each).strip().lower().replace(" ", "-") for each in headings}


def table(document: pathlib.Path, heading: str) -> list[list[str]]:
    """Return the cells of the tables whose first column is headed so, without their headings."""
    rows: list[list[str]] = []
    inside = False
    for line in text(document).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif cells[0] == heading:
            inside = True
        elif inside and set(cells[0]) != {"-"}:
            rows.append(cells)
    return rows


def commands(document: pathlib.Path) -> list[list[str]]:
    """Return the words of each command of the program that a document names."""
    source = text(document)
    blocks = "\n".join(_CODE.findall(source)).replace("\\\n", " ")
    lines = [line.strip() for line in blocks.splitlines()] + _INLINE.findall(source)
    return [words for line in lines if (words := _words(line)) is not None]


def _words(line: str) -> list[str] | None:
    """Return the words behind the program's name in a line of a shell, or none."""
    if _PROGRAM not in line or line.startswith(_NO_COMMANDS):
        return None
    for part in re.split(r"&&|\||>>?|2>&1", line):
        words = shlex.split(part, comments=True)
        places = [n for n, word in enumerate(words) if word.rpartition("/")[2] == _PROGRAM]
        if places:
            return words[places[0] + 1 :]
    return None
