"""Rows as the database copies them."""

from __future__ import annotations

import csv
import io
from typing import IO, TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importing.checking import cleaning, staging
from data.importing.reading import files, tables

if TYPE_CHECKING:
    import pathlib

CELLS = st.text('aé ,"\n\r;\u2028', max_size=3)
PLAIN = st.text("aé ;'=_0\u2028\t", max_size=3)
MARKS = st.sampled_from(["", "amount:number", "amount:number,months:date"])


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        *(
            st.lists(
                st.tuples(st.integers(1, 99), MARKS, st.sampled_from(["", "more"]), cells, cells),
                min_size=1,
                max_size=4,
            )
            for cells in (CELLS, PLAIN)
        )
    )
)
def test_lines_of_plain_cells_are_those_of_any_cells(
    rows: list[tuple[int, str, str, str, str]],
) -> None:
    numbers, marks, faults, *cells = zip(*rows, strict=True)
    written = staging._lines(
        (7, number, mark, fault, "", *texts) for number, mark, fault, *texts in rows
    )
    plain = staging._plain_lines(7, tables.Batch(numbers, marks, faults, cells))
    assert plain in {written, b""}
    assert bool(plain) is not any(set(',"\n\r') & set("".join(row[3:])) for row in rows)


@pytest.mark.parametrize("count", [0, 3])
def test_rows_without_a_cell_are_lines_as_well(count: int) -> None:
    batch = tables.Batch(range(count), [""] * count, [""] * count, [[""] * count])
    assert staging._plain_lines(1, batch) == b"".join(b"1,%d,,,,\n" % n for n in range(count))


class Copied:
    """Takes what is copied, in place of the database."""

    def __init__(self) -> None:
        self.sent = b""

    def execute(self, _statement: str) -> None:
        """Do nothing."""

    def copy_expert(self, _statement: str, file: IO[bytes], **_: int) -> None:
        """Take all of a file, a few bytes at a time."""
        self.sent = b"".join(iter(lambda: file.read(5), b""))


@pytest.mark.parametrize(
    "cell", ["a", "a,b", "a  b", "a,  b", "\u200ba", 'a"\u200b', "a\x01", "a\n\x01"]
)
def test_every_row_is_sent_whatever_its_cells_are(tmp_path: pathlib.Path, cell: str) -> None:
    path = tmp_path / "organizations.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("org_code", "org_name"), ("x", cell), ("y", cell)])
    to = Copied()
    (source,) = files.find([path]).sources
    (staged,) = staging.stage(cast("Any", to), 1, source, lambda _: None)
    rows = list(csv.reader(io.StringIO(to.sent.decode(), newline="")))
    cleaned = cleaning.cleaned(cell)
    assert [row[5:] for row in rows] == [["x", cleaned], ["y", cleaned]]
    assert (staged.rows, staged.has_controls) == (2, "\x01" in cell)
