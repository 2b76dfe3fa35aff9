"""The rows of data below a heading, without what is no row: totals, numbers of columns, blanks.

It knows nothing of formats: rows come as lines of cells. Memory is bounded, for lines are held back
only where they may be a footer.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from data.importing import sets
from data.importing.reading import headings, tables

# A footer is no longer than this; what is, are short rows.
_LONGEST_FOOTER: Final = 1000
_TOTAL: Final = re.compile(
    r"\W*((tổng\s+)?cộng\b|tổng\s*:|tổng\s+(số|tiền|thu)\b|(grand\s+|sub\s?)?total\b).*", re.DOTALL
)
_TOTAL_ALONE: Final = re.compile(r"(tong )?cong|tong( so)?( tien)?")


def data(
    lines: Iterable[tables.Line],
    known: sets.Set,
    heading: headings.Heading,
    layout: headings.Layout,
    seen: tables.Seen,
    *,
    is_bounded: bool = False,
) -> Iterator[tables.Row]:
    """Yield the rows of data; what was skipped and noticed on the way is added to `seen`.

    Where rows are bounded, one with something under no heading is at fault; else it is a remark.
    """
    return _Below(known, heading, layout, seen, is_bounded=is_bounded).rows(lines)


class _Below:
    """The lines below one heading, judged one after the other."""

    def __init__(
        self,
        known: sets.Set,
        heading: headings.Heading,
        layout: headings.Layout,
        seen: tables.Seen,
        *,
        is_bounded: bool,
    ) -> None:
        self._known = known
        self._columns = layout.columns
        self._names = dict(zip(layout.positions, layout.columns, strict=True))
        self._width = layout.width
        self._pick = headings.picker(layout.positions)
        self._required = [
            place for place, name in enumerate(layout.columns) if known.column(name).required
        ]
        # The rows of a list have the same marks, mostly.
        self._marks = functools.lru_cache(maxsize=1024)(self._marks_of)
        self._needed = headings.picker([layout.positions[place] for place in self._required])
        self._elsewhere = list(layout.elsewhere)
        # The first known cell of a repeated heading, to see quickly that a row is none.
        texts = [self._pick(self._padded(cells)) for cells in _texts(heading)]
        self._heading = {tuple(map(headings.folded, values)) for values in texts}
        firsts = [values[0] for values in texts]
        self._first = {
            text.strip().casefold()
            for text in (*firsts, layout.columns[0], *known.column(layout.columns[0]).headings)
            if text.strip()
        }
        self._last = heading.last
        self._below_heading = True
        self._in_footer = False
        self._held: list[tuple[tables.Line, Sequence[str], tuple[str, ...]]] = []
        self._seen = seen
        self._is_bounded = is_bounded

    def rows(self, lines: Iterable[tables.Line]) -> Iterator[tables.Row]:
        """Yield what is a row of data below the heading."""
        width, pick, needed, first = self._width, self._pick, self._needed, self._first
        for line in lines:
            number, cells, marks, hidden = line
            if number <= self._last:
                continue
            if len(cells) < width:
                cells = self._padded(cells)
            values = pick(cells)
            if (
                self._below_heading
                or not all(map(str.strip, needed(cells)))
                or values[0].strip().casefold() in first
            ):
                yield from self._judged(line, cells, values)
                continue
            # A row of data, as most of them are.
            if self._in_footer:
                yield from self._release()
            self._last = number
            if marks or hidden or self._elsewhere or len(cells) > width:
                yield self._row(line, cells, values)
            else:
                yield (number, "", "", *values)
        self._seen.skipped += len(self._held)

    def _judged(
        self, line: tables.Line, cells: Sequence[str], values: tuple[str, ...]
    ) -> Iterator[tables.Row]:
        """Yield the row, unless it is none or may turn out to be none."""
        below_heading, self._below_heading = self._below_heading, False
        is_after_gap = line.number > self._last + 1
        self._last = line.number
        if self._is_blank(line, values):
            self._seen.skipped += not headings.is_blank(cells)
            self._in_footer = True
        elif self._repeats_heading(values):
            self._seen.skipped += 1
            self._below_heading = True
        elif below_heading and not is_after_gap and headings.is_numbering(cells):
            self._seen.skipped += 1
        else:
            self._in_footer |= is_after_gap or any(map(is_total, cells))
            yield from self._placed(line, cells, values)

    def _placed(
        self, line: tables.Line, cells: Sequence[str], values: tuple[str, ...]
    ) -> Iterator[tables.Row]:
        """Yield the row; hold it back where it may stand in the footer."""
        filled = sum(
            bool(values[place].strip()) or self._columns[place] in self._uncalculated(line)
            for place in self._required
        )
        if filled == len(self._required):
            yield from self._release()
        if self._in_footer and filled * 2 < len(self._required):
            self._held.append((line, cells, values))
            if len(self._held) > _LONGEST_FOOTER:
                yield from self._release()
        else:
            yield self._row(line, cells, values)

    def _release(self) -> Iterator[tables.Row]:
        """Yield what was held back: data follow, so that it was no footer."""
        held, self._held = self._held, []
        self._in_footer = False
        for line, cells, values in held:
            yield self._row(line, cells, values)

    def _row(self, line: tables.Line, cells: Sequence[str], values: tuple[str, ...]) -> tables.Row:
        if self._elsewhere:
            self._look_elsewhere(cells)
        self._seen.hidden += line.hidden
        fault = ""
        if len(cells) > self._width and not headings.is_blank(cells[self._width :]):
            if self._is_bounded:
                fault = tables.TOO_MANY_CELLS
            else:
                self._look_beyond(cells)
        if not line.marks:
            return (line.number, "", fault, *values)
        return (line.number, self._marks(tuple(line.marks.items())), fault, *values)

    def _look_elsewhere(self, cells: Sequence[str]) -> None:
        """Note the columns of other sets that hold a value; each is noted once."""
        for place, heading in [each for each in self._elsewhere if cells[each[0]].strip()]:
            self._elsewhere.remove((place, heading))
            self._seen.filled += (heading.strip(),)

    def _look_beyond(self, cells: Sequence[str]) -> None:
        """Note the columns without a heading that hold something; each is noted once."""
        for place, cell in enumerate(cells[self._width :], self._width):
            if cell.strip() and (letters := headings.letters(place)) not in self._seen.beyond:
                self._seen.beyond += (letters,)

    def _marked(self, line: tables.Line, mark: tables.Mark) -> list[str]:
        """Return the names of the known columns whose cell has a mark, in the file's order."""
        return [name for place, name in self._names.items() if line.marks.get(place) is mark]

    def _marks_of(self, marks: tuple[tuple[int, tables.Mark], ...]) -> str:
        """Return `column:mark` of the known columns whose cell has one, in the file's order."""
        known = dict(marks)
        return ",".join(
            f"{name}:{known[place].value}" for place, name in self._names.items() if place in known
        )

    def _uncalculated(self, line: tables.Line) -> list[str]:
        return self._marked(line, tables.Mark.UNCALCULATED) if line.marks else []

    def _is_blank(self, line: tables.Line, values: Sequence[str]) -> bool:
        return headings.is_blank(values) and not self._uncalculated(line)

    def _repeats_heading(self, values: Sequence[str]) -> bool:
        """Return whether the cells say what their columns are called, or repeat a heading row."""
        if tuple(map(headings.folded, values)) in self._heading:
            return True
        pairs = [
            (name, value)
            for name, value in zip(self._columns, values, strict=True)
            if value.strip()
        ]
        return len(pairs) * 2 >= len(self._required) and all(
            headings.column(self._known, value) == name for name, value in pairs
        )

    def _padded(self, cells: Sequence[str]) -> tuple[str, ...]:
        return (*cells, *("",) * (self._width - len(cells)))


def is_total(cell: str) -> bool:
    """Return whether a cell begins a total: `Cộng`, `Tổng cộng: 12 khoản`."""
    if not cell.strip():
        return False
    text = unicodedata.normalize("NFC", cell).casefold()
    alone = headings.without_marks(headings.folded(cell))
    return bool(_TOTAL.fullmatch(text) or _TOTAL_ALONE.fullmatch(alone))


def _texts(heading: headings.Heading) -> Iterator[Sequence[str]]:
    yield heading.cells
    for line in heading.lines:
        yield line.cells
