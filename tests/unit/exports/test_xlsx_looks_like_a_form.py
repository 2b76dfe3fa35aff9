"""A paper as an Excel file: laid out, printed and described as offices expect."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from support.papers import samples

from dashboard.exports import paper
from dashboard.exports.writers import workbook, xlsx

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


SHEET = "xl/worksheets/sheet1.xml"


def opened(document: paper.Paper) -> Workbook:
    kept = io.BytesIO()
    xlsx.write(document, kept)
    return openpyxl.load_workbook(kept)


def sheet_of(document: paper.Paper) -> Worksheet:
    return opened(document).worksheets[0]


def parts(document: paper.Paper) -> dict[str, str]:
    kept = io.BytesIO()
    xlsx.write(document, kept)
    with zipfile.ZipFile(kept) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def place_of(sheet: Worksheet, words: str) -> str:
    found = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value == words]
    assert len(found) == 1, words
    return found[0]


def test_office_and_country_stand_beside_each_other_above_the_title() -> None:
    sheet = sheet_of(samples.document())
    assert place_of(sheet, "Mẫu 01-XN") == "E1"
    assert place_of(sheet, "(Ban hành kèm theo Công văn số 3964/BHXH-TST)") == "E2"
    assert place_of(sheet, "BẢO HIỂM XÃ HỘI THÀNH PHỐ HÀ NỘI") == "A3"
    assert place_of(sheet, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == "E3"
    assert place_of(sheet, "Độc lập - Tự do - Hạnh phúc") == "E4"
    title = sheet[place_of(sheet, "TỔNG HỢP SỐ TIỀN THU THEO MÃ XÁC NHẬN")]
    assert (title.row, title.font.b, title.alignment.horizontal) == (6, True, "center")
    unit = sheet[place_of(sheet, "Đơn vị tính: đồng")]
    assert (unit.font.i, unit.alignment.horizontal) == (True, "right")


def test_every_cell_has_the_font_of_offices() -> None:
    sheet = sheet_of(samples.document())
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.font.name for cell in cells} == {"Times New Roman"}
    assert {cell.font.sz for cell in cells} == {9, 11, 14}


def test_the_page_is_a4_one_page_wide_and_any_number_high() -> None:
    sheet = sheet_of(samples.document())
    assert sheet.page_setup.paperSize == 9
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert '<pageSetUpPr fitToPage="1"/>' in parts(samples.document())[SHEET]
    assert sheet.page_margins.left == pytest.approx(20 / 25.4)
    assert sheet.print_area == f"'Mẫu 01-XN'!$A$1:$J${sheet.max_row}"


def test_wide_tables_turn_the_page() -> None:
    narrow = samples.table([samples.row("a", 1, 2)], samples.THREE)
    assert sheet_of(samples.document()).page_setup.orientation == "landscape"
    assert sheet_of(samples.document(narrow)).page_setup.orientation in (None, "portrait")


def test_the_headings_stand_still_and_are_printed_on_each_page() -> None:
    sheet = sheet_of(samples.document())
    assert place_of(sheet, "STT") == "A10"
    assert sheet.freeze_panes == "A11"
    assert sheet.print_title_rows == "$10:$10"


def test_every_page_has_the_mark_and_its_number() -> None:
    footer = sheet_of(samples.document(mark="12 & 34 &P" + "&" * 300)).oddFooter
    left, right = (str(getattr(footer, side).text).strip() for side in ("left", "right"))
    assert left.startswith("12 && 34 &&P&&")
    assert left.count("&") % 2 == 0
    assert right == "Trang &P/&N"


def test_signatures_stand_side_by_side_with_room_to_sign_the_place_above_the_last() -> None:
    sheet = sheet_of(samples.document())
    left = sheet[place_of(sheet, "NGƯỜI LẬP BIỂU")]
    right = sheet[place_of(sheet, "GIÁM ĐỐC")]
    place = sheet[place_of(sheet, "Hà Nội, ngày 16 tháng 9 năm 2026")]
    assert left.row == right.row
    assert (left.column_letter, right.column_letter, place.column_letter) == ("A", "E", "E")
    below = [sheet.cell(row, 1).value for row in range(left.row + 2, left.row + 7)]
    assert below == [None] * 5


@pytest.mark.parametrize("blocks", [0, 1, 2, 3, 4])
def test_any_number_of_signatures_has_its_place(blocks: int) -> None:
    signatures = [paper.Signature(f"NGƯỜI {number}", "(Ký)") for number in range(blocks)]
    narrow = samples.table([], (paper.Column("Tên", paper.Kind.TEXT, 30),))
    sheet = sheet_of(samples.document(narrow, signatures=signatures))
    places = {place_of(sheet, each.role) for each in signatures}
    assert len(places) == blocks
    assert place_of(sheet, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") > "A"


def test_groups_and_sums_are_bold_and_run_across() -> None:
    sheet = sheet_of(samples.document())
    group, total = sheet["A11"], sheet["A16"]
    assert (group.value, group.font.b, total.value, total.font.b) == (
        "Bảo hiểm xã hội cơ sở Cầu Giấy", True, "Tổng cộng", True,
    )  # fmt: skip
    assert (group.border.right.style, sheet["B11"].border.left.style) == (None, None)
    assert sheet["J11"].border.right.style == "thin"
    assert (sheet["G16"].value, sheet["G16"].font.b) == (583_200, True)


def test_a_second_table_shares_the_columns_of_the_first() -> None:
    further = samples.table(
        [samples.row("Bưu điện", 1, 97_200)], samples.THREE, "Cộng theo tổ chức"
    )
    sheet = sheet_of(samples.document(samples.table(samples.whole(1)), further))
    title = sheet[place_of(sheet, "Cộng theo tổ chức")]
    assert title.row == 15
    assert [cell.value for cell in sheet[16] if cell.value] == [
        "Tổ chức dịch vụ thu", "Số khoản thu", "Số tiền",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[17] if cell.value] == ["Bưu điện", 1, 97_200]
    assert "A17:C17" in {str(merged) for merged in sheet.merged_cells.ranges}


def test_long_words_across_columns_of_the_first_table_have_room_for_all_their_lines() -> None:
    words = "Cộng khoản thu đã nộp bằng lần nộp khác, do tổ chức khác nộp. " * 4
    further = samples.table([samples.row("Ngắn", 1, 2), samples.row(words, 1, 2)], samples.THREE)
    sheet = sheet_of(samples.document(samples.table(samples.whole(1)), further))
    short, long = (sheet[place_of(sheet, each)].row for each in ("Ngắn", words))
    assert sheet.row_dimensions[short].height is None
    assert sheet.row_dimensions[long].height > 60


def test_a_letter_stands_below_the_title_and_above_the_tables() -> None:
    letter = ("Kính gửi: Bưu điện Thành phố Hà Nội", "=1+1")
    sheet = sheet_of(samples.document(head=samples.head(letter=letter)))
    rows = [sheet[place_of(sheet, words)].row for words in (*letter, "Đơn vị tính: đồng", "STT")]
    assert rows == sorted(rows)
    assert sheet[place_of(sheet, "=1+1")].data_type == "s"


def test_no_column_of_figures_is_too_narrow_for_them() -> None:
    wide = tuple(paper.Column(str(each), paper.Kind.MONEY, 16) for each in range(9))
    sheet = sheet_of(
        samples.document(samples.table([]), samples.table([samples.row(*range(9))], wide))
    )
    assert sum(each.width for each in sheet.column_dimensions.values()) >= 9 * 16


def test_columns_are_shared_so_that_as_little_as_possible_is_missing() -> None:
    assert workbook.fitted([28, 10, 16], [5, 18, 24, 28]) == [(0, 1), (2, 2), (3, 3)]
    assert workbook.fitted([40, 10], [5, 18, 24, 28]) == [(0, 2), (3, 3)]
    assert workbook.fitted([5, 18], [5, 18]) == [(0, 0), (1, 1)]


def test_parts_of_a_sheet_take_all_its_columns() -> None:
    assert workbook.parted([10, 10, 10, 10], 2) == [(0, 1), (2, 3)]
    assert workbook.parted([90, 1, 1], 3) == [(0, 0), (1, 1), (2, 2)]
    assert workbook.parted([1, 1, 90], 2) == [(0, 1), (2, 2)]


def test_the_file_describes_itself() -> None:
    book = opened(samples.document())
    about = book.properties
    assert about.title == "TỔNG HỢP SỐ TIỀN THU THEO MÃ XÁC NHẬN"
    assert about.creator == "hoa@example.com"
    assert str(about.created) == "2026-09-16 00:45:12"
    assert about.description == "Số dòng: 3\nNgười lấy số liệu: hoa@example.com"
    assert "vi-VN" in parts(samples.document())["docProps/custom.xml"]


def test_a_paper_without_a_number_has_a_sheet_all_the_same() -> None:
    assert opened(samples.document(number="", basis="")).sheetnames[0] == "Báo cáo"
    assert opened(samples.document(number="[Mẫu]: 1/2?" * 9)).sheetnames[0][:5] == "-Mẫu-"
