"""A pdf can be kept for years: it is the archive's format, the same bytes again, and whole."""

from __future__ import annotations

import dataclasses
import io
import logging
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import typst
from support.papers import for_pdf as papers

from dashboard.exports import paper
from dashboard.exports.writers import pdf, typesetter, typesetting
from data import problems

if TYPE_CHECKING:
    from collections.abc import Iterator


_ELSEWHERE = """
import sys
sys.path.insert(0, sys.argv[1])
from support.papers import for_pdf as papers
sys.stdout.buffer.write(papers.written(papers.document(papers.table(papers.grouped(30)))))
"""


def _written_elsewhere(timezone: str) -> bytes:
    tests = str(Path(__file__).parents[2])
    environment = {"TZ": timezone, "LANG": "C", "PYTHONPATH": str(Path(tests).parent)}
    command = [sys.executable, "-c", _ELSEWHERE, tests]
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


def test_the_same_paper_is_the_same_bytes_in_another_process_and_zone() -> None:
    here = papers.written(papers.document(papers.table(papers.grouped(30))))
    assert [_written_elsewhere(zone) == here for zone in ("UTC", "America/New_York")] == [True] * 2


def test_another_moment_or_figure_is_other_bytes() -> None:
    first = papers.document()
    later = dataclasses.replace(first, made_at=papers.MADE_AT.replace(second=13))
    other = papers.document(papers.table([papers.few(2)]))
    assert len({papers.written(each) for each in (first, later, other)}) == 3


def test_a_moment_without_an_offset_is_hanois() -> None:
    naive = papers.document(made_at=papers.MADE_AT.replace(tzinfo=None))
    assert papers.written(naive) == papers.written(papers.document())


def test_a_moment_with_a_fraction_of_a_second_is_taken() -> None:
    exact = papers.document(made_at=papers.MADE_AT.replace(microsecond=123_456))
    assert papers.written(exact) == papers.written(papers.document())


def test_it_is_a_tagged_pdf_of_the_archive_standard_in_vietnamese() -> None:
    made = papers.written(papers.document(papers.table(papers.grouped(3))))
    wanted = (
        b"<pdfaid:part>2<",
        b"<pdfaid:conformance>A<",
        b"/Lang(vi-VN)",
        b"/Marked true",
        b"/S/TH/",
        b"/S/H1/",
    )
    squeezed = made.replace(b" ", b"").replace(b"\n", b"").replace(b"\r", b"")
    assert [mark for mark in wanted if mark.replace(b" ", b"") not in squeezed] == []


def test_it_says_what_it_is_who_made_it_and_when() -> None:
    told = pypdfium2.PdfDocument(papers.written(papers.document())).get_metadata_dict()
    assert (told["Title"], told["Author"]) == (
        "TỔNG HỢP SỐ THU THEO MÃ XÁC NHẬN",
        "Nguyễn Thị Hòa",
    )
    assert told["CreationDate"] == "D:20260916004512Z"


def _numbered(lines: Iterator[int], most: int) -> Iterator[paper.Line]:
    for number in range(most):
        next(lines)
        yield papers.few(number)


def test_more_lines_than_a_pdf_should_hold_are_refused_and_nothing_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typesetting, "MOST_LINES", 5)
    kept = io.BytesIO()
    tables = [papers.table([papers.few(1)] * 3), papers.table([papers.few(1)] * 3)]
    with pytest.raises(problems.Problem, match="A pdf holds 5 lines at most"):
        pdf.write(papers.document(*tables), kept)
    assert kept.getvalue() == b""


def test_as_many_lines_as_a_pdf_should_hold_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "MOST_LINES", 5)
    made = papers.written(papers.document(papers.table([papers.few(n) for n in range(1, 6)])))
    assert "6.172.835" in papers.pages(made)[0]


def test_a_line_too_many_is_known_without_reading_the_others() -> None:
    read = iter(range(typesetting.MOST_LINES + 1))
    lines = _numbered(read, most=10**9)
    with pytest.raises(problems.Problem, match="Too long for a pdf"):
        papers.written(papers.document(papers.table(lines)))
    assert next(read, None) is None


def test_the_foot_is_asked_for_when_the_lines_have_been_read() -> None:
    read: list[int] = []

    def lines() -> Iterator[paper.Line]:
        for number in (1, 2, 3):
            read.append(number)
            yield papers.few(number)

    document = papers.document(
        papers.table(lines()), foot=lambda: papers.foot(words=[f"Đã đọc {len(read)} dòng."])
    )
    assert "Đã đọc 3 dòng." in papers.pages(papers.written(document))[0]


@pytest.mark.parametrize("style", [paper.Style.ROW, paper.Style.TOTAL])
def test_a_line_with_a_cell_too_few_is_a_fault_of_ours_and_not_a_shifted_line(
    style: paper.Style,
) -> None:
    with pytest.raises(ValueError, match="argument 2 is longer"):
        papers.written(papers.document(papers.table([paper.Line(style, (1, "Bưu điện"))])))


def test_a_mistake_in_the_template_is_a_problem_and_its_line_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    template = tmp_path / "paper.typ"
    template.write_text("#let x = 1\n#(x + lỗi)\n", encoding="utf-8")
    monkeypatch.setattr(pdf, "_TEMPLATE", template)
    with caplog.at_level(logging.ERROR), pytest.raises(problems.Problem, match="could not be made"):
        papers.written(papers.document())
    assert "unknown variable: lỗi (lines 2 of the template)" in caplog.text


def test_a_typesetter_that_does_not_end_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_PATIENCE_S", 0.001)
    with pytest.raises(problems.Problem, match="could not be made"):
        papers.written(papers.document())


def test_the_log_never_quotes_a_text_of_the_paper() -> None:
    template = '\n\n#"阮"'.encode()
    with pytest.raises(typst.TypstError) as caught:
        typesetter.typeset(
            template, '{"made_at": "2026-09-16T07:45:12+07:00"}', typesetter.letters()
        )
    assert "阮" in str(caught.value)
    assert typesetter.reason(caught.value) == "PDF/A-2a error: the text (lines 3 of the template)"
