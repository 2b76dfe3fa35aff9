"""A paper as csv: nothing is lost, and every value is what a program would take it for."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tracemalloc
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from support.papers import samples

from dashboard.exports.writers import csv as writer_csv
from data import problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.exports import paper


def written(document: paper.Paper, separator: str = ",") -> bytes:
    kept = io.BytesIO()
    writer_csv.write(document, kept, separator=separator)
    return kept.getvalue()


def rows(document: paper.Paper, separator: str = ",") -> list[list[str]]:
    text = written(document, separator).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def test_the_headings_of_the_main_table_come_first_and_all_its_lines_follow() -> None:
    read = rows(samples.document())
    assert read[0] == [column.label for column in samples.TEN] + ["Loại dòng"]
    assert [line[-1] for line in read[1:7]] == ["nhóm", "dòng", "dòng", "dòng", "cộng", "tổng cộng"]
    assert {len(line) for line in read[:7]} == {11}
    assert read[7] == []


def test_whoever_adds_up_the_rows_finds_the_total() -> None:
    read = rows(samples.document())
    amounts = {line[-1]: 0 for line in read[1:7]}
    for line in read[1:7]:
        amounts[line[-1]] += int(line[6] or 0)
    assert amounts["dòng"] == amounts["cộng"] == amounts["tổng cộng"] == 583_200


def test_values_are_plain_and_unknown_is_empty() -> None:
    moment = dt.datetime(2026, 8, 31, 17, 30, tzinfo=dt.UTC)
    late = dt.datetime(2026, 8, 31, 23, 30, 5)  # noqa: DTZ001 - without an offset it is Hanoi's
    line = samples.row(
        1, "00101", None, "", "chữ", 0, -1_234_567, moment, moment, Decimal("0.8333")
    )
    other = samples.row(2, "a", "b", "c", "d", None, 1, dt.date(2026, 9, 1), late, Decimal(1))
    read = rows(samples.document(samples.table([line, other])))
    assert read[1] == [
        "1", "00101", "", "", "chữ", "0", "-1234567", "2026-09-01", "2026-09-01T00:30:00+07:00",
        "0.8333", "dòng",
    ]  # fmt: skip
    assert read[2][5:10] == ["", "1", "2026-09-01", "2026-08-31T23:30:05+07:00", "1"]


def test_the_file_begins_with_its_mark_and_its_lines_end_as_excel_ends_them() -> None:
    made = written(samples.document())
    assert made.startswith(b"\xef\xbb\xbfSTT,")
    assert made.endswith(b"\r\n")
    assert made.count(b"\n") == made.count(b"\r\n")


def test_further_tables_follow_after_an_empty_line_under_their_titles() -> None:
    main = samples.table([samples.ten(1)])
    further = samples.table(
        [samples.row("Bưu điện", 1, 97_200)], samples.THREE, "Cộng theo tổ chức"
    )
    read = rows(samples.document(main, further))
    assert read[2:7] == [
        [],
        ["Cộng theo tổ chức"],
        ["Tổ chức dịch vụ thu", "Số khoản thu", "Số tiền", "Loại dòng"],
        ["Bưu điện", "1", "97200", "dòng"],
        [],
    ]


def test_the_file_says_what_was_asked_when_and_by_whom() -> None:
    read = rows(samples.document())
    about = [tuple(line) for line in read[8:]]
    assert {len(line) for line in about} == {2}
    assert ("Đơn vị tính", "đồng") in about
    assert ("Số tiền bằng chữ", "Bốn trăm tám mươi sáu nghìn đồng.") in about
    assert ("Nội dung", "Ngày 15/09/2026") in about
    assert ("Số dòng", "3") in about
    assert about[-2:] == [
        ("Thời điểm lập tệp", "2026-09-16T07:45:12+07:00"),
        ("Người lập tệp", "hoa@example.com"),
    ]


def test_the_sentences_of_a_letter_are_among_what_the_file_says() -> None:
    letter = ("Kính gửi: Bưu điện", "Đề nghị nộp ngay")
    read = rows(samples.document(head=samples.head(letter=letter)))
    assert [line for line in read if line[:1] == ["Kính gửi"] or "Đề nghị nộp ngay" in line] == [
        ["Kính gửi", "Bưu điện"],
        ["Nội dung", "Đề nghị nộp ngay"],
    ]


@pytest.mark.parametrize("separator", writer_csv.SEPARATORS.values())
def test_every_separator_gives_the_same_values(separator: str) -> None:
    expected = rows(samples.document())
    assert rows(samples.document(), separator) == expected


@pytest.mark.parametrize("separator", ["", "|", ",,", "\n"])
def test_other_separators_are_refused_before_anything_is_written(separator: str) -> None:
    with pytest.raises(problems.Problem, match="separator"):
        writer_csv.chunks(samples.document(), separator)


def test_a_line_with_a_cell_too_few_is_no_line() -> None:
    broken = samples.table([samples.row(1, 2)])
    with pytest.raises(ValueError, match="2 cells under 10 columns"):
        written(samples.document(broken))


def test_what_is_below_the_tables_is_asked_for_when_all_lines_have_been_read() -> None:
    seen: list[int] = []

    def lines() -> Iterator[paper.Line]:
        for number in range(3):
            seen.append(number)
            yield samples.ten(number)

    document = samples.document(
        samples.table(lines()),
        foot=lambda: samples.foot(notes=(("Số dòng", str(len(seen))),)),
    )
    assert ["Số dòng", "3"] in rows(document)


def test_a_long_table_takes_no_more_memory_than_a_short_one() -> None:
    lines = (samples.ten(number) for number in range(3_000))
    tracemalloc.start()
    size = sum(map(len, writer_csv.chunks(samples.document(samples.table(lines)), ";")))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 450_000
    assert peak < 1_000_000
