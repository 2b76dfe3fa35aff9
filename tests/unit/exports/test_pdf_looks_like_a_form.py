"""The pages of a pdf: what stands on each, how they are turned, and what stays together."""

from __future__ import annotations

import pypdfium2
import pytest
from support.papers import for_pdf as papers

from dashboard.exports import paper
from dashboard.exports.writers import pdf


def _pages(*tables: paper.Table, **parts: object) -> list[str]:
    return papers.pages(papers.written(papers.document(*tables, **parts)))


def _is_upright(*tables: paper.Table) -> bool:
    width, height = pypdfium2.PdfDocument(papers.written(papers.document(*tables)))[0].get_size()
    return bool(width < height)


@pytest.fixture(scope="module")
def three_pages() -> list[str]:
    """The pages of a paper of three, with a mark."""
    return _pages(papers.table(papers.grouped(60)), mark="Phiên bản 7 · 0123456789ab")


def test_every_page_repeats_the_heading_and_says_which_it_is(three_pages: list[str]) -> None:
    seen = [
        (page.count("STT Tổ chức dịch vụ thu"), f"Trang {number}/3" in page)
        for number, page in enumerate(three_pages, start=1)
    ]
    assert seen == [(1, True)] * 3


def test_every_page_bears_the_mark(three_pages: list[str]) -> None:
    assert ["Phiên bản 7 · 0123456789ab" in page for page in three_pages] == [True] * 3


def test_the_head_stands_on_the_first_page_alone(three_pages: list[str]) -> None:
    seen = [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page, "Mẫu 01-XN" in page, "TỔNG HỢP" in page)
        for page in three_pages
    ]
    assert seen == [(True,) * 3, (False,) * 3, (False,) * 3]


def test_a_letter_stands_between_the_title_and_the_tables() -> None:
    page = _pages(papers.table(papers.grouped(3)), letter=("Kính gửi quý đơn vị", "Đề nghị nộp"))[0]
    places = [page.index(words) for words in ("TỔNG HỢP", "Kính gửi", "Đề nghị nộp", "STT")]
    assert places == sorted(places)


def test_a_short_table_in_the_middle_ends_with_its_last_line() -> None:
    tables = [
        papers.table([papers.few(1, name=f"Dòng {part}")], title=f"Bảng {part}") for part in "ABC"
    ]
    page = pypdfium2.PdfDocument(papers.written(papers.document(*tables)))[0]
    text = page.get_textpage()
    boxes = [
        text.get_charbox((text.search(words).get_next() or (0, 0))[0])
        for words in ("Dòng B", "Bảng C")
    ]
    # In points: an inset and the space above a title; a row takes seven more.
    assert 0 < boxes[0][1] - boxes[1][3] < 15


def test_few_columns_stand_upright_and_many_across() -> None:
    few = papers.table([papers.few(1)])
    ten = papers.table([papers.ten(1)], papers.TEN_COLUMNS)
    assert [_is_upright(few), _is_upright(ten), _is_upright(few, ten)] == [True, False, False]


@pytest.mark.parametrize("rows", [13, 14, 26, 27, 41])
def test_what_is_signed_stays_with_the_last_two_lines(rows: int) -> None:
    lines = [papers.few(number) for number in range(1, rows + 1)]
    last = _pages(papers.table(lines))[-1]
    figures = [f"{1_234_567 * number:,}".replace(",", ".") for number in (rows - 1, rows)]
    wanted = [*figures, "Số tiền bằng chữ", "GIÁM ĐỐC", "Tổng băm"]
    assert [words for words in wanted if words not in last] == []


@pytest.mark.parametrize("rows", [5, 9, 13, 22])
def test_a_short_second_table_is_not_divided_nor_parted_from_its_title(rows: int) -> None:
    lines = [papers.few(number) for number in range(1, rows + 1)]
    sums = [papers.few(100 + number, name=f"Dòng {number}.") for number in range(5)]
    pages = _pages(papers.table(lines), papers.table(sums, title="II. Cộng theo loại hình"))
    wanted = ["II. Cộng theo loại hình", *[f"Dòng {number}." for number in range(5)], "GIÁM ĐỐC"]
    assert [words for words in wanted if words not in pages[-1]] == []


@pytest.mark.parametrize("notes", [0, 10, 25, 60])
@pytest.mark.parametrize("columns", [papers.FEW_COLUMNS, papers.TEN_COLUMNS])
def test_one_line_stays_with_the_head_and_its_heading(
    columns: tuple[paper.Column, ...], notes: int
) -> None:
    line = papers.few(1) if columns is papers.FEW_COLUMNS else papers.ten(1)
    noted = [(f"Ghi chú {number}", "x") for number in range(notes)]
    first = _pages(papers.table([line], columns), notes=noted)[0]
    assert [words in first for words in ("Mẫu 01-XN", "STT", "1,00%", "GIÁM ĐỐC")] == [True] * 4


def test_a_name_longer_than_a_page_runs_over_pages_and_is_not_cut() -> None:
    lines = [papers.few(1), papers.few(2, name="chữ " * 2_000)]
    pages = _pages(papers.table(lines))
    assert " ".join(pages).count("chữ") == 2_000 + papers.foot().words[0].count("chữ")
    assert len(pages) > 3


def test_a_code_wider_than_its_column_is_broken_and_read_back_whole() -> None:
    code = "XN" + "0123456789" * 9
    page = _pages(papers.table([papers.few(1, name=code)]))[0]
    assert (code in page, code in page.replace(" ", "")) == (False, True)


def test_figures_stand_on_the_right_and_their_ends_in_one_line() -> None:
    lines = [
        paper.Line(paper.Style.ROW, (1, "A", 1, 1, amount, None)) for amount in (7_777, 77_777_777)
    ]
    page = pypdfium2.PdfDocument(papers.written(papers.document(papers.table(lines))))[0]
    text = page.get_textpage()
    ends = []
    for figure in ("7.777 ", "77.777.777"):
        start, _ = text.search(figure.strip(), match_whole_word=True).get_next() or (0, 0)
        ends.append(text.get_charbox(start + len(figure.strip()) - 1)[2])
    assert ends[0] == pytest.approx(ends[1], abs=0.1)


COLUMNS = (
    paper.Column("STT", paper.Kind.COUNT, 5),
    paper.Column("Tên", paper.Kind.TEXT, 20),
    paper.Column("Mã", paper.Kind.CODE, 10),
    paper.Column("Số tiền", paper.Kind.MONEY, 12),
)


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        (("Cộng", "", "", 5), [["Cộng", 3, "left"], ["5", 1, "right"]]),
        (("", "Cộng", "", 5), [["", 1, "right"], ["Cộng", 2, "left"], ["5", 1, "right"]]),
        (("Cộng", "", "", ""), [["Cộng", 4, "left"]]),
        (("Cộng", None, "", 5), [["Cộng", 1, "left"], ["—", 1, "left"], ["", 1, "left"]]),
        ((3, "", "", 5), [["3", 1, "right"], ["", 1, "left"], ["", 1, "left"]]),
    ],
)
def test_the_words_of_a_sum_run_on_over_empty_cells(
    cells: tuple[paper.Value, ...], written: list[list[object]]
) -> None:
    made = pdf.of(papers.document(papers.table([paper.Line(paper.Style.TOTAL, cells)], COLUMNS)))
    style, given = made["tables"][0]["lines"][0]
    assert (style, given[: len(written)]) == ("total", written)
    assert sum(across for _, across, _ in given) == 4


def test_lines_of_all_kinds_may_follow_one_another() -> None:
    group, total = (
        paper.Line(paper.Style.GROUP, ("Nhóm",)),
        paper.Line(paper.Style.TOTAL, ("Cộng", "", 1, 2, 3, None)),
    )
    orders = (
        [group],
        [group, group, papers.few(1), papers.few(2), papers.few(3)],
        [group, papers.few(1), group, group, total],
        [total, group, papers.few(1), group, papers.few(2), total, group],
    )
    pages = _pages(*[papers.table(lines) for lines in orders])
    assert (" ".join(pages).count("Nhóm"), " ".join(pages).count("Cộng")) == (9, 3)
