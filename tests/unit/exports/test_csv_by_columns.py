"""Rows by their columns are written as the same rows line by line, quotes or none."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some
from support.papers import payloads, samples

from dashboard.exports import paper
from dashboard.exports.writers import csv as writer_csv
from dashboard.exports.writers import formula_safe

TEXTS = some.lists(
    some.one_of(
        some.text(max_size=6),
        some.text("ab=+-@,;\t\"' \n\x00\u200b\u2028", max_size=6),
        some.sampled_from(payloads.PAYLOADS),
    ),
    min_size=1,
    max_size=5,
)
COLUMNS = (
    paper.Column("Chữ", paper.Kind.TEXT, 20), paper.Column("Ngày", paper.Kind.DAY, 9),
    paper.Column("Số", paper.Kind.COUNT, 9),
)  # fmt: skip
MOMENT = dt.datetime(2026, 8, 31, 17, 30, tzinfo=dt.UTC)


@given(TEXTS)
def test_plain_texts_need_nothing(texts: list[str]) -> None:
    if not formula_safe.are_plain(texts):
        return
    assert [formula_safe.cell(each) for each in texts] == texts
    for separator in writer_csv.SEPARATORS.values():
        kept = io.StringIO(newline="")
        csv.writer(kept, delimiter=separator, lineterminator="\r\n").writerow(["0", *texts, "0"])
        assert kept.getvalue() == separator.join(["0", *texts, "0"]) + "\r\n"


@pytest.mark.parametrize("words", payloads.PAYLOADS, ids=range(len(payloads.PAYLOADS)))
def test_one_text_that_is_not_plain_is_found_among_others(words: str) -> None:
    is_plain = formula_safe.cell(words) == words and not set(words) & set(',;"\t\r\n')
    assert formula_safe.are_plain(["Hà Nội", words, ""]) <= is_plain
    assert formula_safe.are_plain(["Hà Nội", "XN-1", "", "a = b"])


@given(
    TEXTS,
    some.sampled_from([None, -5, 7]),
    some.sampled_from(sorted(writer_csv.SEPARATORS.values())),
)
def test_columns_are_written_as_lines_are(
    texts: list[str], number: int | None, separator: str
) -> None:
    days = [MOMENT, dt.date(2026, 9, 2), None, "chữ", MOMENT][: len(texts)]
    numbers = [1, number, -3, 4, 5][: len(texts)]
    rows = paper.Rows([texts, days, numbers])
    lines = [
        paper.Line(paper.Style.ROW, cells)
        for cells in zip(texts, days, numbers, strict=True)
    ]  # fmt: skip
    by_columns, by_lines = (
        b"".join(writer_csv.chunks(
            samples.document(paper.Table(None, COLUMNS, parts)), separator
        ))
        for parts in ([rows], lines)
    )  # fmt: skip
    assert by_columns == by_lines


def test_rows_that_are_narrower_than_the_table_are_refused() -> None:
    table = paper.Table(None, COLUMNS, [paper.Rows([["a"], ["b"]])])
    with pytest.raises(ValueError, match="2 cells under 3 columns"):
        b"".join(writer_csv.chunks(samples.document(table)))
