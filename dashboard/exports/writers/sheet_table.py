"""A table on a sheet: its cells typed, its lines written as they are read."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from dashboard.exports import cell_text, paper
from dashboard.exports.writers import sheet as writer_sheet
from dashboard.exports.writers import workbook

_WORDS: Final = (paper.Kind.TEXT, paper.Kind.CODE)
# Excel keeps 15 digits: longer numbers are written as texts, to the last digit.
_MOST: Final = 10**15
# Excel counts days from here; it takes 1900 for a leap year, so that only later ones are right.
_DAY_ZERO: Final = dt.date(1899, 12, 30).toordinal()
_FIRST_DAY: Final = dt.date(1900, 3, 1)
_DAY_SECONDS: Final = 86_400
_CAPITALS: Final = 0.9


class SheetTable:
    """One table on a sheet; a column of it may take several of the sheet's."""

    def __init__(
        self, sheet: writer_sheet.Sheet, table: paper.Table, places: Sequence[tuple[int, int]]
    ) -> None:
        self._sheet = sheet
        self._table = table
        kinds = [column.kind for column in table.columns]
        self._kinds = kinds
        self._spans = places
        self._last = places[-1][1]
        # Less an edge: capitals are wider than digits.
        self._rooms = [sheet.width(span) * _CAPITALS for span in places]
        self._border = {"border": 1, "border_color": sheet.settings["border"]}
        self._cells = {style: [self._looks(kind, style) for kind in kinds] for style in paper.Style}

    def write(self) -> int:
        """Write the title, the headings and the lines; return the row of the headings."""
        sheet = self._sheet
        if self._table.title:
            sheet.lines((self._table.title, (0, sheet.last), {"bold": True}))
        heading = self._headings()
        for line in self._table.lines:
            if line.style is paper.Style.GROUP:
                self._words(line.cells[0], (0, self._last), line.style)
            elif line.style is paper.Style.ROW:
                sheet.next(self._height(line))
                self._row(line.cells, line.style)
            else:
                self._sum(line)
        return heading

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
        self, cells: Sequence[paper.Value], style: paper.Style, places: Iterable[int] | None = None
    ) -> None:
        """Write cells typed, all or some of them."""
        looks = self._cells[style]
        if len(cells) != len(looks):
            # Every figure below would stand in another column.
            raise ValueError(f"{len(cells)} cells under {len(looks)} columns")
        sheet, row = self._sheet.sheet, self._sheet.row
        found = []
        for place in range(len(cells)) if places is None else places:
            first, last = self._spans[place]
            if first < last:
                sheet.merge_range(row, first, row, last, "", looks[place]["number"])
            found.append((first, *_typed(cells[place], looks[place], self._kinds[place])))
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


def _typed(
    value: paper.Value, looks: Mapping[str, Any], kind: paper.Kind
) -> tuple[workbook.Value, Any]:
    """Return what a cell holds, and how it looks."""
    if isinstance(value, str):
        return writer_sheet.fitted_text(value) or None, looks["text"]
    if value is None:
        return cell_text.UNKNOWN, looks["text"]
    if isinstance(value, dt.date):
        return _time(value, looks, kind)
    if kind in _WORDS or not -_MOST < value < _MOST:
        return f"{value:f}" if isinstance(value, Decimal) else str(value), looks["text"]
    return value, looks["number"]


def _time(value: dt.date, looks: Mapping[str, Any], kind: paper.Kind) -> tuple[workbook.Value, Any]:
    seconds, look = 0, looks["day"]
    if isinstance(value, dt.datetime):
        local = cell_text.local_moment(value)
        value = local.date()
        if kind is not paper.Kind.DAY:
            seconds = local.hour * 3_600 + local.minute * 60 + local.second
            look = looks["moment"]
    if value < _FIRST_DAY:
        return cell_text.cell(value, paper.Kind.DAY), looks["text"]
    return value.toordinal() - _DAY_ZERO + seconds / _DAY_SECONDS, look
