"""A pdf holds every figure and letter of its paper, and nothing is made of a text."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from support.papers import for_pdf as papers

from dashboard.exports import paper
from dashboard.exports.writers import pdf

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_LOWER = {unicodedata.normalize("NFC", v + tone) for v in "aăâeêioôơuưy" for tone in _TONES}
_ACCENTED = sorted((_LOWER - set("aeiouy")) | {"đ"})
ALPHABET = [*_ACCENTED, *(letter.upper() for letter in _ACCENTED)]

HOSTILE = (
    "#panic()",
    "#{1 + 1}",
    "$x$",
    "*đậm*",
    "_nghiêng_",
    "`mã`",
    "<a>",
    "@a",
    "\\n \\u{41} \\",
    "// không",
    "/* không */",
    "= Tiêu đề",
    "- một",
    "+ một",
    "[x] {y}",
    "\"x\" 'y'",
    "-- --- ...",
    "https://vi.du/?a=1&b=2",
    '{"office": null}',
    "=HYPERLINK(1)",
    "office affine",
)


def _text(*lines: paper.Line, **parts: object) -> str:
    return " ".join(papers.pages(papers.written(papers.document(papers.table(lines), **parts))))


def test_there_are_134_accented_letters() -> None:
    assert len(ALPHABET) == 134


def test_every_vietnamese_letter_stands_in_rows_in_bold_and_in_italics() -> None:
    words = " ".join([*ALPHABET, "₫", "–", "—", "−", "…", "“", "”"])
    sums = paper.Line(paper.Style.SUBTOTAL, (words, "", 1, 2, 3, None))
    text = _text(papers.few(1, name=words), sums, place=words, title="-", about=())
    assert [text.count(letter) >= 3 for letter in words.split()] == [True] * 141


def test_every_letter_that_is_said_to_be_shown_can_be_read_back() -> None:
    known = pdf.all_shown()
    names = [" ".join(known[start : start + 80]) for start in range(0, len(known), 80)]
    bold = [paper.Line(paper.Style.GROUP, (name,)) for name in names]
    text = _text(*[papers.few(1, name=name) for name in names], *bold)
    # Some letters are another letter by definition: the sign for Ohm is an Omega.
    wanted = {part for letter in known for part in pdf.shown(letter) if not part.isspace()}
    assert wanted - set(text) == set()


def test_hostile_texts_come_out_letter_by_letter_wherever_they_stand() -> None:
    rows = [papers.few(1, name=words) for words in HOSTILE]
    groups = [paper.Line(paper.Style.GROUP, (f"({words})",)) for words in HOSTILE]
    text = _text(*rows, *groups, about=HOSTILE, notes=[(words, "!") for words in HOSTILE])
    found = {words: (text.count(words) >= 4, f"({words})" in text) for words in HOSTILE}
    assert found == dict.fromkeys(HOSTILE, (True, True))


def test_hostile_texts_come_out_letter_by_letter_in_the_head_and_under_signatures() -> None:
    words = "#panic() $x$ *a* <b>"
    signatures = [paper.Signature(words, words, words)]
    head = dict.fromkeys(("upper", "office", "number", "basis", "title", "unit"), words)
    foot = {"place": words, "mark": words, "words": [words], "signatures": signatures}
    assert _text(papers.few(1), **head, **foot).count(words) == 12


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("Nguyễn\U0001f600An", "Nguyễn\ufffdAn"),
        ("阮文安", "\ufffd\ufffd\ufffd"),
        ("\u202egnarT", "\ufffdgnarT"),
        ("a\x00b\x1bc", "a\ufffdb\ufffdc"),
        ("\ud800", "\ufffd"),
        ("XN\u200b01", "XN\ufffd01"),
        ("Thu\u0301y Ho\u0300a", "Thúy Hòa"),
        ("Bưu điện\r\nHà Nội\tViệt Nam", "Bưu điện Hà Nội Việt Nam"),
    ],
)
def test_letters_without_a_shape_are_seen_to_be_missing(given: str, read: str) -> None:
    assert pdf.shown(given) == read


def test_a_name_with_letters_without_a_shape_is_no_reason_for_no_file() -> None:
    row = papers.few(1, name="Nguyễn \U0001f600 阮 \u202e\x00\ud800 An")
    assert "Nguyễn \ufffd \ufffd" in _text(row, title="Mẫu \U0001f600", mark="\x00")


def test_figures_are_written_the_vietnamese_way_and_unknown_is_not_zero() -> None:
    cells = (1, "Bưu điện", 0, -1_234, -1_234_567_890, Decimal("0.83335"))
    text = _text(
        paper.Line(paper.Style.ROW, cells),
        paper.Line(paper.Style.ROW, (2, None, None, 0, None, None)),
    )
    assert "1 Bưu điện 0 −1.234 −1.234.567.890 83,34%" in text
    assert "2 — — 0 — —" in text


def test_no_line_of_many_pages_is_lost() -> None:
    lines = [papers.ten(number) for number in range(1, 301)]
    made = papers.written(papers.document(papers.table(lines, papers.TEN_COLUMNS)))
    words = " ".join(papers.pages(made)).split()
    assert [word for word in words if word.startswith("KT0")] == [line.cells[2] for line in lines]


def test_all_tables_are_written_under_their_titles() -> None:
    first = papers.table([papers.few(3)], title="I. Số thu")
    second = papers.table([papers.few(5)], title="II. Điều chỉnh giảm")
    text = papers.pages(papers.written(papers.document(first, second)))[0]
    order = [text.index(words) for words in ("I. Số thu", "3.703.701", "II. Điều", "6.172.835")]
    assert order == sorted(order)


def test_a_paper_of_nothing_but_its_head_is_written() -> None:
    bare = {"words": (), "signatures": (), "notes": (), "place": "", "about": (), "unit": ""}
    texts = [_text(), _text(number="", basis="", upper="", **bare)]
    assert [("Độc lập - Tự do - Hạnh phúc" in text, "STT" in text) for text in texts] == [
        (True, True),
        (True, True),
    ]
