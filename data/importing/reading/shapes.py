"""Rows of an `.xlsx` sheet by columns, where its cells are written in few shapes.

A program writes the cells of a column alike but for their rows and their values: with one style,
one type, and the value in one place. One pattern of all shapes that were seen takes whole rows, in
a third of the time of a pattern of any cell. It is made anew when other shapes are seen.
"""

import functools
import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

# How a cell goes on behind its attributes, by what is in it: one group each, which is the value.
_VALUE, _INLINE, _FORMULA, _UNCALCULATED, _EMPTY = range(5)
_PRESERVED: Final = '(?: xml:space="preserve")?'
_CALCULATED_BY: Final = r"<f(?: [^<>]*)?(?:/>|>[^<>]*</f>)"
_FORMS: Final = {
    _VALUE: "><v>([^<&]*)</v></c>",
    _INLINE: f"><is><t{_PRESERVED}>([^<&]*)</t></is></c>",
    _FORMULA: f">{_CALCULATED_BY}<v>([^<&]*)</v></c>",
    _UNCALCULATED: f">{_CALCULATED_BY}(?:<v></v>|<v/>)?()</c>",
    _EMPTY: f"(?: ?/>|>(?:<v></v>|<v/>|<is><t{_PRESERVED}></t></is>)?</c>)()",
}
_ROW: Final = r'\s*<row r="([0-9]+)"((?: [A-Za-z0-9:]+="[^"<>&]*")*) ?>(?=<c )'
HIDDEN: Final = re.compile(r' hidden="(?:1|true|on)"')
# What is written in more ways, or in new ones again and again, is no list by a program.
_MOST_SHAPES: Final = 400
_MOST_PATTERNS: Final = 20

# The letters of its column, its style, its type, its formula, its value, its own text; the last is
# a letter that belongs to none, so that the row has to be parsed.
Cell = tuple[str, str, str, str, str, str, str]


class Shape(NamedTuple):
    """How cells are written: the letters of their column, their style, their type, what is in."""

    letters: str
    style: str
    kind: str
    form: int

    @property
    def has_value(self) -> bool:
        """Whether their value is in them, and no formula."""
        return self.form == _VALUE

    @property
    def has_text(self) -> bool:
        """Whether their own text is in them."""
        return self.form == _INLINE

    def cell(self, value: str) -> Cell:
        """Return the cell of this shape that has a value."""
        formula = "f" if self.form in {_FORMULA, _UNCALCULATED} else ""
        own, value = (value, "") if self.has_text else ("", value)
        return self.letters, self.style, self.kind, formula, value, own, ""


class Block(NamedTuple):
    """Rows that follow each other: their numbers, which are hidden, the values by shapes.

    Of each row a shape has the value, or None where no cell of the row is written so.
    """

    numbers: list[int]
    hidden: list[bool]
    values: list[tuple[Shape, Sequence[str | None]]]


class Pattern:
    """The pattern of the rows of one sheet."""

    def __init__(self) -> None:
        self._shapes: list[Shape] = []
        self._row: re.Pattern[str] | None = None
        self._made = 0

    def block(self, pieces: Sequence[str]) -> Block | None:
        """Return the rows of pieces of XML, each without its end; None if one is no such row."""
        if not self._row:
            return None
        found = [match.groups() for piece in pieces if (match := self._row.fullmatch(piece))]
        if len(found) < len(pieces) or not found:
            return None
        numbers, attributes, *values = zip(*found, strict=True)
        return Block(
            [*map(int, numbers)], [*map(_is_hidden, attributes)],
            [*zip(self._shapes, values, strict=True)],
        )  # fmt: skip

    def learn(self, rows: Iterable[Sequence[Cell]]) -> bool:
        """Return whether the pattern knows more after it has seen the cells of rows."""
        if self._made >= _MOST_PATTERNS:
            return False
        self._made += 1
        seen = {_shape(cell) for cells in rows for cell in cells}
        shapes = sorted(seen.union(self._shapes), key=_place)
        is_new = len(self._shapes) < len(shapes) <= _MOST_SHAPES
        if is_new and all(shape.letters for shape in shapes):
            self._shapes = shapes
            self._row = re.compile(_ROW + "".join(_columns(shapes)))
            return True
        return False


def _shape(cell: Cell) -> Shape:
    letters, style, kind, formula, value, inline, _ = cell
    if formula:
        form = _FORMULA if value else _UNCALCULATED
    elif value:
        form = _VALUE
    else:
        form = _INLINE if inline else _EMPTY
    return Shape(letters, style, kind, form)


def _place(shape: Shape) -> tuple[int, Shape]:
    return len(shape.letters), shape


def _columns(shapes: Iterable[Shape]) -> Iterable[str]:
    """Yield the pattern of each column: a cell in one of its shapes, or none."""
    columns: dict[str, list[str]] = {}
    for letters, style, kind, form in shapes:
        named = [("s", style), ("t", kind)]
        attributes = "".join(f' {name}="{re.escape(value)}"' for name, value in named if value)
        columns.setdefault(re.escape(letters), []).append(attributes + _FORMS[form])
    for letters, written in columns.items():
        yield f'(?:<c r="{letters}[0-9]+"(?:{"|".join(written)}))?'


@functools.lru_cache(maxsize=1024)
def _is_hidden(attributes: str) -> bool:
    return bool(HIDDEN.search(attributes))
