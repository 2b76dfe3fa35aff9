"""The rows of data below a heading, without what is no row: totals, numbers of columns, blanks.

It knows nothing of formats: rows come as lines of cells. Memory is bounded, for lines are held back
only where they may be a footer.
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from data.importing import sets
from data.importing.reading import headings, tables

# A footer is no longer than this; what is, are short rows.
_LONGEST_FOOTER: Final = 1000
_TOTAL: Final = re.compile(
    r"\W*((tổng\s+)?cộng\b|tổng\s*:|tổng\s+(số|tiền|thu)\b|(grand\s+|sub\s?)?total\b).*", re.DOTALL
)
_TOTAL_ALONE: Final = re.compile(r"(tong )?cong|tong( so)?( tien)?")


# So many lines are looked at together.
_AT_ONCE: Final = 200


def data(
    lines: Iterable[tables.Line],
    known: sets.Set,
    heading: headings.Heading,
    layout: headings.Layout,
    seen: tables.Seen,
    *,
    is_bounded: bool = False,
) -> Iterator[tables.Batch]:
    """Yield the rows of data; what was skipped and noticed on the way is added to `seen`.

    Where rows are bounded, one with something under no heading is at fault; else it is a remark.
    """
    return _Below(known, heading, layout, seen, is_bounded=is_bounded).batches(lines)


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

    def batches(self, lines: Iterable[tables.Line]) -> Iterator[tables.Batch]:
        """Yield what are rows of data below the heading."""
        lines = iter(lines)
        while several := list(itertools.islice(lines, _AT_ONCE)):
            if batch := self._of_full(several) or self._of_any(several):
                yield batch
        self._seen.skipped += len(self._held)

    def _of_full(self, lines: Sequence[tables.Line]) -> tables.Batch | None:
        """Return the rows of lines of which each is one at first sight; None where any is not.

        They are looked at by columns, as nearly all of them are such rows.
        """
        numbers, rows, marks, hidden = zip(*lines, strict=True)
        if self._below_heading or self._in_footer or numbers[0] <= self._last:
            return None
        columns = [*itertools.zip_longest(*rows, fillvalue="")]
        if len(columns) < self._width:
            columns += [("",) * len(lines)] * (self._width - len(columns))
        cells = self._pick(columns)
        if (
            not all(all(map(str.strip, cells[place])) for place in self._required)
            or not self._first.isdisjoint(map(str.casefold, map(str.strip, cells[0])))
            or self._is_noticed(columns)
        ):
            return None
        self._last = numbers[-1]
        self._seen.hidden += sum(hidden)
        return tables.Batch(numbers, self._all_marks(marks), ("",) * len(lines), cells)

    def _is_noticed(self, columns: Sequence[Sequence[str]]) -> bool:
        """Return whether something stands where no column is that was not seen before."""
        elsewhere = (place for place, _ in self._elsewhere)
        beyond = (
            place
            for place in range(self._width, len(columns))
            if self._is_bounded or headings.letters(place) not in self._seen.beyond
        )
        places = itertools.chain(elsewhere, beyond)
        return any(not headings.is_blank(columns[place]) for place in places)

    def _all_marks(self, marks: Sequence[Mapping[int, tables.Mark]]) -> Sequence[str]:
        """Return the marks of rows, which are the same in most lists."""
        first = marks[0]
        if marks.count(first) == len(marks):
            return (self._marks(tuple(first.items())),) * len(marks)
        return [self._marks(tuple(each.items())) for each in marks]

    def _of_any(self, lines: Iterable[tables.Line]) -> tables.Batch:
        """Return what are rows of data among lines, judged one after the other."""
        columns: list[Any] = list(zip(*self._rows(lines), strict=True))
        numbers, marks, faults = columns[:3] or [()] * 3
        return tables.Batch(numbers, marks, faults, columns[3:])

    def _rows(self, lines: Iterable[tables.Line]) -> Iterator[tables.Row]:
        """Yield what is a row of data."""
        pick, needed, first = self._pick, self._needed, self._first
        for line in lines:
            if line.number <= self._last:
                continue
            cells = line.cells if len(line.cells) >= self._width else self._padded(line.cells)
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
            self._last = line.number
            yield self._row(line, cells, values)

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
