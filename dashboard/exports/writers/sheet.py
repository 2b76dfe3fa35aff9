"""One sheet of a workbook that is written row by row, each once: cells, texts across, heights."""

import math
from collections.abc import Sequence
from typing import Any, Final

from xlsxwriter import format as formats

from dashboard.exports import paper, template
from dashboard.exports.writers import formula_safe, workbook
from data import problems
from data.problems import N_

MOST_ROWS: Final = 1_048_576
# In a cell; Excel repairs a file that has more, and loses the text.
MOST_LETTERS: Final = 32_767
_CUT: Final = "…"
# An average letter of a text is narrower than the digit that widths are counted in.
_LETTER: Final = 0.95
# How high a line of a text is, for its size, and how high a row can be, in points.
_ROW_HEIGHT: Final = 1.36
_HIGHEST: Final = 409.0

_LEFT: Final = {"align": "left"}
_CENTRED: Final = {"align": "center"}
_RIGHT: Final = {"align": "right"}
_BOLD: Final = {"align": "center", "bold": True}
_GAP: Final = 8
_SIGNATURE_WIDTH: Final = 20.0


class Sheet:
    """A sheet and where it has come to. The rows above the current one are out of memory."""

    def __init__(self, book: workbook.Workbook, name: str, widths: Sequence[float]) -> None:
        self.settings = template.named("xlsx")
        self.sheet: workbook.Rows = book.add_rows(name)
        self.widths = list(widths)
        self.row = -1
        self._book = book
        self._looks: dict[tuple[tuple[str, Any], ...], formats.Format] = {}

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths) - 1

    def next(self, height: float | None = None) -> int:
        """Go to the next row, and return it.

        Raises:
            problems.Problem: a sheet has no more rows; nothing is cut.
        """
        self.row += 1
        if self.row >= MOST_ROWS:
            raise problems.Problem(
                N_("Too long for an Excel file"),
                N_(
                    "A sheet holds {most} rows, and this has more. Take it as csv, or ask for less."
                ),
                most=MOST_ROWS,
            )
        if height is not None:
            self.sheet.set_row(self.row, height)
        return self.row

    def look(self, **properties: Any) -> formats.Format:
        """Return how a cell looks; the same properties are the same look."""
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format({"valign": "vcenter", **properties})
        return self._looks[key]

    def text(self, column: int, words: str, look: formats.Format) -> None:
        """Write a text as a text, whatever it looks like."""
        self.sheet.put(self.row, [(column, fitted_text(words), look)])

    def across(self, words: str, span: tuple[int, int], **properties: Any) -> None:
        """Write a text across some columns of the current row, in lines as they fit."""
        first, last = span
        look = self.look(text_wrap=True, **properties)
        if first < last:
            self.sheet.merge_range(self.row, first, self.row, last, "", look)
        if words:
            self.text(first, words, look)

    def lines(self, *blocks: tuple[str, tuple[int, int], dict[str, Any]]) -> None:
        """Write texts beside each other in a row of its own, as high as the longest needs."""
        self.next(max(self.height(words, span, look) for words, span, look in blocks))
        for words, span, look in blocks:
            self.across(words, span, **look)

    def height(self, words: str, span: tuple[int, int], look: dict[str, Any]) -> float:
        """Return how many points a text needs: Excel does not ask merged cells."""
        body = self.settings["body_size"]
        size = look.get("font_size", body)
        room = max(1.0, self.width(span) * body / size / (1.1 if look.get("bold") else 1) / _LETTER)
        rows = sum(max(1, math.ceil(len(part) / room)) for part in words.split("\n"))
        return min(_HIGHEST, float(rows * size * _ROW_HEIGHT))

    def width(self, span: tuple[int, int]) -> float:
        """Return how many letters some columns hold."""
        return sum(self.widths[span[0] : span[1] + 1])


def fitted_text(words: str) -> str:
    """Return a text as a cell can hold it: what is no letter is a sign, and what is too long, cut.

    Most texts are as they were.
    """
    words = words if words.isprintable() else formula_safe.writable(words)
    return words if len(words) <= MOST_LETTERS // 2 else _cut(words)


def _cut(words: str) -> str:
    """Return as much of a text as a cell holds, with a sign where it ends."""
    if formula_safe.shortened(words, MOST_LETTERS) == words:
        return words
    return formula_safe.shortened(words, MOST_LETTERS - 1) + _CUT


def head(sheet: Sheet, above: paper.Head) -> None:
    """Write the form's number, office and country, the title, what it is about, and the letter."""
    settings = sheet.settings
    left, right = workbook.parted(sheet.widths, 2)
    small = {**_CENTRED, "italic": True, "font_size": settings["small_size"]}
    for words, look in ((above.number, _BOLD), (above.basis, small)):
        if words:
            sheet.lines((words, right, look))
    sheet.lines((above.upper, left, _CENTRED), (settings["country"], right, _BOLD))
    sheet.lines((above.office, left, _BOLD), (settings["motto"], right, {**_BOLD, "underline": 1}))
    sheet.next(_GAP)
    whole = (0, sheet.last)
    sheet.lines((above.title, whole, {**_BOLD, "font_size": settings["title_size"]}))
    for words in above.about:
        sheet.lines((words, whole, _BOLD))
    sheet.next(_GAP)
    for words in above.letter:
        sheet.lines((words, whole, _LEFT))
    if above.unit:
        sheet.lines((above.unit, whole, {**_RIGHT, "italic": True}))


def foot(sheet: Sheet, below: paper.Foot) -> None:
    """Write the sentences, the signatures, and small what the file says of its making."""
    sheet.next(_GAP)
    for words in below.words:
        sheet.lines((words, (0, sheet.last), {**_LEFT, "italic": True}))
    _signatures(sheet, below)
    sheet.next(_GAP)
    small = {**_LEFT, "font_size": sheet.settings["small_size"]}
    for label, value in below.notes:
        sheet.lines((f"{label}: {value}", (0, sheet.last), small))


def _signatures(sheet: Sheet, below: paper.Foot) -> None:
    """Write the blocks side by side, the place above the last one, and leave room to sign."""
    if not below.signatures and not below.place:
        return
    while len(sheet.widths) < len(below.signatures):
        sheet.widths.append(_SIGNATURE_WIDTH)
    places = workbook.parted(sheet.widths, max(2, len(below.signatures)))
    sheet.next(_GAP)
    if below.place:
        sheet.lines((below.place, places[-1], {**_CENTRED, "italic": True}))
    if len(below.signatures) == 1:
        places = places[-1:]
    for name, look in (("body", _BOLD), ("role", _BOLD), ("how", {**_CENTRED, "italic": True})):
        words = [getattr(each, name) for each in below.signatures]
        if any(words):
            blocks = zip(words, places, strict=False)
            sheet.lines(*((text, place, look) for text, place in blocks))
    if below.signatures:
        for _ in range(sheet.settings["signature_rows"]):
            sheet.next()
