"""Rows of workbooks that are taken many at once, as they are written in few shapes."""

from __future__ import annotations

import io
import pathlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import xlsx

from data.importing import sets
from data.importing.reading import package, shapes, tables, workbook, worksheet

if TYPE_CHECKING:
    from collections.abc import Sequence

KINDS = {0: sets.Kind.MOMENT, 1: sets.Kind.AMOUNT, 2: sets.Kind.YES_NO}
# What stands behind the place of a cell.
WRITTEN = [
    ' t="s"><v>1</v></c>', ' t="s"><v>0</v></c>', "><v>1.5</v></c>", "><v>46254</v></c>",
    ' s="1"><v>46254.375</v></c>', ' s="1"><v>-3</v></c>', ' s="0" t="n"><v>12</v></c>',
    ' t="inlineStr"><is><t>Ẩn</t></is></c>',
    ' t="inlineStr"><is><t xml:space="preserve">a</t></is></c>',
    ' t="inlineStr"><is><t></t></is></c>', ' t="inlineStr"/>', ' t="inlineStr" />',
    ' s="1"/>', "></c>", "><v/></c>", "><v></v></c>", ' t="s"><v></v></c>', ' t="s"/>',
    ' t="str"><f>A1&amp;"x"</f><v>a</v></c>', ' t="str"><f>A1</f><v></v></c>', "><f>1/0</f></c>",
    "><f/></c>", '><f t="shared" si="0"/><v>7</v></c>', "><f>x</f><v/></c>",
    ' t="e"><f>x</f><v>#DIV/0!</v></c>', ' t="e"><v>#N/A</v></c>', ' t="b"><v>1</v></c>',
    ' t="b"><f>x</f><v>0</v></c>', ' t="d"><v>2026-08-20</v></c>', ' t="s"><f>x</f><v>1</v></c>',
    ' t="s"><is><t>3</t></is></c>', "><is><t>3</t></is></c>", ' t="inlineStr"><v>3</v></c>',
    ' t="str"><v>a &lt; b</v></c>', ' t="inlineStr"><is><r><t>a</t></r></is></c>', "", "",
]  # fmt: skip
CELLS = st.one_of(st.sampled_from(WRITTEN), st.sampled_from(WRITTEN[:3]))
ROW = st.tuples(
    st.sampled_from(["", "", ' hidden="1"', ' spans="1:4" ht="15"', ' hidden="0"']),
    st.tuples(CELLS, CELLS, CELLS, CELLS),
)


def row(number: int, attributes: str, cells: Sequence[str]) -> str:
    """Return the XML of a row; cells that are empty texts are not there."""
    letters = ("A", "B", "C", "AMZ")
    written = "".join(
        f'<c r="{column}{number}"{cell}' * bool(cell)
        for column, cell in zip(letters, cells, strict=True)
    )
    return f'<row r="{number}"{attributes}>{written}</row>'


def lines_of(xml: str) -> list[tuple[Any, ...]]:
    """Return the lines of a sheet, without blank ones and without blank cells at their ends."""
    opened = package.Package(io.BytesIO(xlsx.book(xlsx.sheet(xml))))
    source = tables.Source(pathlib.Path("x.xlsx"), ".xlsx")
    (place,) = opened.sheets
    return [
        (line.number, "\t".join(line.cells).rstrip("\t"), dict(line.marks), line.hidden)
        for line in workbook._Sheet(opened, place, source).lines(KINDS)
        if line.marks or any(line.cells)
    ]


def unusual(_file: object) -> list[Any]:
    raise worksheet._UnusualError


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=6), steps=st.sampled_from([1, 2]))
def test_rows_in_blocks_are_those_of_other_patterns_and_of_the_parser(
    rows: list[tuple[str, tuple[str, str, str, str]]], steps: int
) -> None:
    xml = "".join(row(2 + steps * at, *each) for at, each in enumerate(rows * 10))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(worksheet, "_BLOCK", 700)
        in_blocks = lines_of(xml)
        patched.setattr(shapes.Pattern, "block", lambda *_: None)
        assert in_blocks == lines_of(xml)
        patched.setattr(worksheet, "_matched", unusual)
        assert in_blocks == lines_of(xml)


def test_rows_that_a_program_wrote_alike_are_taken_in_blocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worksheet, "_BLOCK", 1000)
    cells = (' t="s"><v>1</v></c>', ' s="1"><v>46254.375</v></c>', "><f>x</f><v>7</v></c>", "")
    xml = "".join(row(number, "", cells) for number in range(2, 200))
    opened = package.Package(io.BytesIO(xlsx.book(xlsx.sheet(xml))))
    found = list(worksheet.rows(opened, xlsx.SHEET))
    blocks = [each for each in found if isinstance(each, shapes.Block)]
    assert sum(len(block.numbers) for block in blocks) > 180
    assert len(found) - len(blocks) < 20


def test_what_is_written_in_ever_new_ways_is_not_learned_without_end() -> None:
    pattern = shapes.Pattern()
    cells = [("A", str(style), "", "", "1", "", "") for style in range(2000)]
    learned = [pattern.learn([[cell]]) for cell in cells]
    assert sum(learned) < 50
    assert not shapes.Pattern().learn([cells])


def test_attributes_are_no_pattern() -> None:
    pattern = shapes.Pattern()
    assert pattern.learn([[("A", "(", "(x+)+", "", "1", "", "")]])
    assert pattern.block(['<row r="2"><c r="A2" s="(" t="(x+)+"><v>1</v></c>']) is not None


@pytest.mark.parametrize("numbers", [(3, 3), (4, 3), (2, 1_048_577)])
def test_rows_in_a_block_are_in_order_and_within_a_sheet(
    monkeypatch: pytest.MonkeyPatch, numbers: Sequence[int]
) -> None:
    monkeypatch.setattr(worksheet, "_BLOCK", 1000)
    cells = (' t="s"><v>1</v></c>', "", "", "")
    first = "".join(row(number, "", cells) for number in range(2, 100))
    last = "".join(row(98 + number, "", cells) for number in numbers)
    with pytest.raises(Exception, match="spreadsheet can hold"):
        lines_of(first + last)
