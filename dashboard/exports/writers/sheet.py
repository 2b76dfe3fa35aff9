"""One sheet of a workbook that is written row by row, each once: cells, texts across, heights."""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from xlsxwriter import format as formats

from dashboard.exports import paper, template
from dashboard.exports.writers import cells, workbook
from data import problems
from data.problems import N_

A4: Final = 9
MOST_ROWS: Final = 1_048_576
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
_GROUP_WIDTH: Final = 30.0
# A head with the sign of a filter in it has to be wider than its column on paper.
_PLAIN_WIDTH: Final = 9.0
_SIGNATURE_WIDTH: Final = 20.0

_CAPITALS: Final = 0.9


class Sheet:
    """A sheet and where it has come to. The rows above the current one are out of memory.

    `breaks` are the rows that begin a page.
    """

    def __init__(self, book: workbook.Workbook, name: str, widths: Sequence[float]) -> None:
        self.settings = template.named("xlsx")
        self.sheet: workbook.Rows = book.add_rows(name)
        self.widths = list(widths)
        self.row = -1
        self.breaks: list[int] = []
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
        self.sheet.put(self.row, [(column, cells.fitted_text(words), look)])

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


class PlainSheet:
    """A sheet of one table for whoever counts on: a row of heads, a row a record, and values alone.

    Words above rows stand in a last column; sums are left out, and what is unknown is empty.
    """

    def __init__(self, book: workbook.Workbook, name: str, table: paper.Table) -> None:
        self._sheet = Sheet(book, name, [])
        self._columns = [
            *table.columns,
            *([paper.Column(table.groups, paper.Kind.TEXT, _GROUP_WIDTH)] if table.groups else []),
        ]
        self._kinds = [column.kind for column in self._columns]
        self._looks = [self._looks_of(kind) for kind in self._kinds]
        self._group: list[paper.Value] = [""] if table.groups else []
        self._heads()

    def add(self, line: paper.Line) -> None:
        """Add a line if it is a record, or keep the words that stand above the next ones."""
        if line.style is paper.Style.GROUP and self._group:
            self._group = [line.cells[0]]
        elif line.style is paper.Style.ROW:
            self._sheet.next()
            known = zip([*line.cells, *self._group], self._looks, self._kinds, strict=True)
            filled = [
                (place, *cells.typed(value, looks, kind))
                for place, (value, looks, kind) in enumerate(known)
                if value is not None and value != ""
            ]
            if filled:
                self._sheet.sheet.put(self._sheet.row, filled)

    def end(self) -> None:
        """Set how the sheet is filtered, scrolled and printed."""
        sheet, last = self._sheet.sheet, len(self._columns) - 1
        sheet.autofilter(0, 0, self._sheet.row, last)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
        for place, column in enumerate(self._columns):
            sheet.set_column(place, place, max(column.width, _PLAIN_WIDTH))

    def _heads(self) -> None:
        colour = self._sheet.settings["heading_colour"]
        look = self._sheet.look(bold=True, text_wrap=True, bg_color=colour)
        self._sheet.next()
        labels = [cells.fitted_text(column.label) or None for column in self._columns]
        self._sheet.sheet.put(0, [(place, label, look) for place, label in enumerate(labels)])

    def _looks_of(self, kind: paper.Kind) -> dict[str, Any]:
        settings, look = self._sheet.settings, self._sheet.look
        text = look(num_format="@") if kind is paper.Kind.CODE else look()
        return {
            "text": text,
            "number": look(num_format=settings["rate" if kind is paper.Kind.RATE else "number"]),
            "day": look(num_format=settings["day"]),
            "moment": look(num_format=settings["day" if kind is paper.Kind.DAY else "moment"]),
        }


class Written(NamedTuple):
    """Where a table stands: the row of its heads, its last record and its last column."""

    heading: int
    end: int
    last: int
    can_filter: bool


class SheetTable:
    """One table on a sheet; a column of it may take several of the sheet's."""

    def __init__(
        self,
        sheet: Sheet,
        table: paper.Table,
        places: Sequence[tuple[int, int]],
        plain: PlainSheet,
    ) -> None:
        self._sheet = sheet
        self._plain = plain
        self._table = table
        kinds = [column.kind for column in table.columns]
        self._kinds = kinds
        self._spans = places
        self._last = places[-1][1]
        # Less an edge: capitals are wider than digits.
        self._rooms = [sheet.width(span) * _CAPITALS for span in places]
        self._border = {"border": 1, "border_color": sheet.settings["border"]}
        self._cells = {style: [self._looks(kind, style) for kind in kinds] for style in paper.Style}

    def write(self) -> Written:
        """Write the title, the headings and the lines; return where they stand."""
        sheet = self._sheet
        if self._table.title:
            sheet.lines((self._table.title, (0, sheet.last), {"bold": True}))
        heading = end = self._headings()
        for line in self._table.lines:
            if line.style is paper.Style.GROUP:
                self._words(line.cells[0], (0, self._last), line.style)
            elif line.style is paper.Style.ROW:
                sheet.next(self._height(line))
                self._row(line.cells, line.style)
                end = sheet.row
            else:
                self._sum(line)
            self._plain.add(line)
        self._plain.end()
        if self._table.is_overview:
            sheet.breaks.append(sheet.row + 1)
        is_plain = all(first == last for first, last in self._spans)
        return Written(heading, end, self._last, can_filter=is_plain and end > heading)

    def _headings(self) -> int:
        sheet, colour = self._sheet, self._sheet.settings["heading_colour"]
        look = {**self._border, "bold": True, "align": "center", "bg_color": colour}
        columns = zip(self._table.columns, self._spans, strict=True)
        sheet.lines(*((column.label, span, look) for column, span in columns))
        return sheet.row

    def _looks(self, kind: paper.Kind, style: paper.Style) -> dict[str, Any]:
        """Return how the values of a column look, by what they are."""
        settings = self._sheet.settings
        common = {**self._border, **self._weight(style), "align": kind.side}
        # A figure without room would be a row of signs, half a code is none: they are smaller then.
        fitting = {**common, "shrink": True}
        number = settings["rate"] if kind is paper.Kind.RATE else settings["number"]
        moment = settings["day"] if kind is paper.Kind.DAY else settings["moment"]
        text = {**common, "text_wrap": True}
        if kind is paper.Kind.CODE:
            text = {**fitting, "num_format": "@"}
        return {
            "text": self._sheet.look(**text),
            "number": self._sheet.look(**fitting, num_format=number),
            "day": self._sheet.look(**fitting, num_format=settings["day"]),
            "moment": self._sheet.look(**fitting, num_format=moment),
        }

    def _weight(self, style: paper.Style) -> dict[str, Any]:
        if style is paper.Style.ROW:
            return {}
        is_sum = style is not paper.Style.GROUP
        colour = {"bg_color": self._sheet.settings["total_colour"]} if is_sum else {}
        return {"bold": True, **colour}

    def _row(
        self, values: Sequence[paper.Value], style: paper.Style, places: Iterable[int] | None = None
    ) -> None:
        """Write cells typed, all or some of them."""
        looks = self._cells[style]
        if len(values) != len(looks):
            # Every figure below would stand in another column.
            raise ValueError(f"{len(values)} cells under {len(looks)} columns")
        sheet, row = self._sheet.sheet, self._sheet.row
        found = []
        for place in range(len(values)) if places is None else places:
            first, last = self._spans[place]
            if first < last:
                sheet.merge_range(row, first, row, last, "", looks[place]["number"])
            found.append((first, *cells.typed(values[place], looks[place], self._kinds[place])))
        if found:
            sheet.put(row, found)

    def _height(self, line: paper.Line) -> float | None:
        """Return how high a line must be; None where each text stands on one line of its cell.

        Programs that only print a sheet do not find it themselves, and none does for merged cells.
        """
        rooms = zip(line.cells, self._rooms, strict=False)
        if not any(type(cell) is str and len(cell) > room for cell, room in rooms):
            return None
        look = self._weight(line.style)
        texts = [
            self._sheet.height(cell, span, look)
            for cell, span, room in zip(line.cells, self._spans, self._rooms, strict=True)
            if isinstance(cell, str) and (len(cell) > room or "\n" in cell)
        ]
        return max(texts, default=None)

    def _sum(self, line: paper.Line) -> None:
        """Write a sum: its words run on over the empty cells after them."""
        cells, style = line.cells, line.style
        start, end = line.span
        words = cells[start]
        if not isinstance(words, str) or end == start + 1:
            self._sheet.next(self._height(line))
            self._row(cells, style)
            return
        self._words(words, (self._spans[start][0], self._spans[end - 1][1]), style)
        self._row(cells, style, [*range(start), *range(end, len(cells))])

    def _words(self, words: paper.Value, span: tuple[int, int], style: paper.Style) -> None:
        """Write words across some columns of the next row, not merged: there may be many such."""
        sheet, (first, last), text = self._sheet, span, str(words)
        look = {**self._border, **self._weight(style), "align": "left"}
        if sheet.width(span) < len(text) or "\n" in text:
            sheet.lines((text, span, look))
            return
        sheet.next()
        sheet.text(first, text, self._edge(look, is_first=True, is_last=first == last))
        for column in range(first + 1, last + 1):
            edge = self._edge(look, is_first=False, is_last=column == last)
            sheet.sheet.write_blank(sheet.row, column, None, edge)

    def _edge(self, look: dict[str, Any], *, is_first: bool, is_last: bool) -> Any:
        """Return a look without the lines between the columns that words run across."""
        sides = {"top": 1, "bottom": 1, "left": int(is_first), "right": int(is_last)}
        rest = {name: value for name, value in look.items() if name != "border"}
        return self._sheet.look(**rest, **sides)
