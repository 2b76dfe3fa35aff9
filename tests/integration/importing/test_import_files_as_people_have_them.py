"""Files as other software writes them, imported by the command: what is in, and the exit status."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from support import imports

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Sequence

    from support.commands import Command
    from support.desks import Desk

    Cells = list[Any]


HEADING: list[Any] = [
    "STT", "Mã khoản thu", "Mã cơ quan BHXH", "Mã tổ chức dịch vụ thu", "Mã nhân viên thu",
    "Loại hình tham gia", "Số tiền", "Ngày nộp tiền",
]  # fmt: skip
PLAIN = "payment_id,office_code,org_code,collector_code,product,amount,paid_at"
ENGLISH = "payment_id;office_code;org_code;collector_code;product;amount;paid_at"
TITLES: list[list[Any]] = [
    ["BẢO HIỂM XÃ HỘI THÀNH PHỐ HÀ NỘI"],
    ["BHXH cơ sở Ba Đình"],
    ["DANH SÁCH THU"],
    [],
]
SIGNED: list[list[Any]] = [
    ["Tổng cộng", *[None] * 5, 1652400],
    [],
    [*[None] * 5, "Hà Nội, ngày 20/08/2026"],
    [None, "Người lập", *[None] * 3, "Kế toán trưởng"],
]
NUMBERS: list[Any] = ["A", "B", 1, 2, 3, 4, 5, 6]


def payment(number: int, amount: int = 972000) -> list[Any]:
    when = dt.datetime(2026, 8, 20, 9, 0)  # noqa: DTZ001 - as a workbook holds it
    return [number, f"Q{number:02}", "00101", "BI0001", "NVT001", "BHYT hộ gia đình", amount, when]


TWO = [payment(1), payment(2, 680400)]


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def workbook(path: pathlib.Path, *rows: Cells, **others: Sequence[Cells]) -> None:
    """Write a workbook with a sheet of rows, and others by their titles."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for title, lines in others.items():
        sheet = book.create_sheet(title)
        for row in lines:
            sheet.append(row)
    book.save(path)


def stored(desk: Desk) -> list[tuple[int, int]]:
    """Return the number of payments and their sum."""
    return desk.ask("SELECT count(*), coalesce(sum(amount), 0)::bigint FROM payments")


BOTH, ONE = [(2, 1_652_400)], [(1, 972_000)]
WORKBOOKS: dict[str, list[Cells]] = {
    "titles above the heading": [*TITLES, HEADING, *TWO],
    "numbers of columns below it": [HEADING, NUMBERS, *TWO],
    "a footer": [HEADING, *TWO, *SIGNED],
    "all of it": [*TITLES, HEADING, NUMBERS, payment(1), HEADING, NUMBERS, TWO[1], *SIGNED],
    "a heading in two rows": [
        ["STT", "Mã khoản thu", "Mã cơ quan BHXH", "Mã TCDVT", "Mã NVT", "Loại hình",
         "Thu tiền", None],
        [*[None] * 6, "Số tiền", "Ngày thu"],
        *TWO,
    ],
}  # fmt: skip


@pytest.mark.parametrize("rows", WORKBOOKS.values(), ids=WORKBOOKS)
@pytest.mark.parametrize("name", ["payments.xlsx", "khoan-thu 08.2026.xlsx", "Bảng kê.xlsx"])
def test_a_list_with_more_than_its_rows_is_read_whole(
    desk_command: Command, desk: Desk, folder: pathlib.Path, rows: Sequence[Cells], name: str
) -> None:
    workbook(folder / name, *rows)
    ended = desk_command("import", str(folder))
    assert (ended.exit_code, stored(desk)) == (0, BOTH), ended.output


TEXTS = {
    "units and stars in the headings": (
        ("Mã khoản thu (*);Mã cơ quan BHXH (*);Mã tổ chức dịch vụ thu (*);Mã nhân viên thu;"
        "Loại hình tham gia;Số tiền (đồng);Ngày nộp tiền (dd/mm/yyyy hh:mm)\n"
        "Q01;00101;BI0001;NVT001;BI;972.000;20/08/2026 09:00\n"), ONE),
    "stars and a colon": (
        ("Mã khoản thu*;Mã cơ quan BHXH*;Mã tổ chức dịch vụ thu*;Mã nhân viên thu*;"
        "Loại hình tham gia*;Số tiền (VNĐ);Ngày nộp tiền:\n"
        "Q01;00101;BI0001;NVT001;BI;972.000;20/08/2026 09:00\n"), ONE),
    "codes and their names": (
        ("STT;Mã khoản thu;Mã đơn vị;Đơn vị;Mã tổ chức;Tổ chức dịch vụ thu;Mã nhân viên thu;"
        "Nhân viên thu;Loại hình tham gia;Số tiền;Ngày nộp tiền\n"
        "1;Q01;00101;BHXH quận Ba Đình;BI0001;Tổ chức thu số Một;NVT001;Đỗ Thị Hưởng;BI;972.000;"
        "20/08/2026 09:00\n"), ONE),
    "names before their codes, called so": (
        ("Tên đơn vị;Mã đơn vị;Tên tổ chức;Mã tổ chức;Tên nhân viên;Mã nhân viên;Mã khoản thu;"
        "Loại hình;Số tiền;Ngày nộp tiền\n"
        "Ba Đình;00101;số Một;BI0001;Hưởng;NVT001;Q01;BI;972.000;20/08/2026 09:00\n"), ONE),
    "a line for spreadsheets": (
        f"\ufeffsep=;\r\n{ENGLISH}\r\nQ01;00101;BI0001;NVT001;BI;972000;20/08/2026 09:00\r\n", ONE),
    "the heading once more": (
        (f"{ENGLISH}\nQ01;00101;BI0001;NVT001;BI;972.000;20/08/2026 09:00\n"
        f"{ENGLISH}\nQ02;00101;BI0001;NVT001;BI;680.400;20/08/2026 10:00\n"), BOTH),
    "no end of the last line": (
        f"{ENGLISH}\nQ01;00101;BI0001;NVT001;BI;972.000;20/08/2026 09:00", ONE),
    "everyday columns that are not known": (
        (f"STT;{ENGLISH};Ghi chú;Điện thoại\n"
        "1;Q01;00101;BI0001;NVT001;BI;972.000;20/08/2026 09:00;đã gọi;0900000000\n"), ONE),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_a_text_file_as_other_software_writes_it_is_read_whole(
    desk_command: Command, desk: Desk, folder: pathlib.Path, text: str, expected: object
) -> None:
    (folder / "payments.csv").write_bytes(text.encode())
    ended = desk_command("import", str(folder))
    assert (ended.exit_code, stored(desk)) == (0, expected), ended.output
    again = desk_command("import", str(folder))
    assert (again.exit_code, stored(desk)) == (0, expected)


def test_a_skipped_row_is_named_once_and_is_no_reject(
    desk_command: Command, folder: pathlib.Path
) -> None:
    workbook(folder / "payments.xlsx", *WORKBOOKS["all of it"])
    said = desk_command("import", str(folder)).output
    assert said.count("rows that hold no data were skipped") == 1
    assert "6 rows that hold no data" in said
    assert not (folder.parent / "rejects.csv").exists()


def test_a_short_row_directly_below_the_data_is_a_reject(
    desk_command: Command, desk: Desk, folder: pathlib.Path
) -> None:
    workbook(folder / "payments.xlsx", HEADING, *TWO, [3, "Q03", "00101"])
    ended = desk_command("import", str(folder))
    assert (ended.exit_code, stored(desk)) == (1, BOTH)
    assert "Q03" not in str(desk.ask("SELECT payment_id FROM payments"))


def test_a_row_that_a_filter_hides_is_in_and_a_notice_says_so(
    desk_command: Command, desk: Desk, folder: pathlib.Path
) -> None:
    path = folder / "payments.xlsx"
    workbook(path, HEADING, *TWO)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].row_dimensions[3].hidden = True
    book.save(path)
    ended = desk_command("import", str(folder))
    assert (ended.exit_code, stored(desk)) == (0, BOTH)
    assert "payments.xlsx: 1 hidden row was read" in ended.output


def test_files_are_known_by_the_beginning_of_their_names(
    desk_command: Command, desk: Desk, folder: pathlib.Path
) -> None:
    """And each that is not what it is called is named."""
    row = "Q01,00101,BI0001,NVT001,BI,972000,2026-08-20T09:00:00"
    imports.write(folder, "payments.csv", [PLAIN, row])
    imports.write(folder, "confirmations (1).csv", [
        "confirmation_code,payment_id,recorded_at,notified_by", "XN1,Q01,2026-08-20T09:01:00,sms",
    ])  # fmt: skip
    imports.write(folder, "remittances_20260821.csv", [
        "remittance_id,org_code,office_code,remitted_at,amount",
        "R1,BI0001,00101,2026-08-21T09:00:00,972000",
    ])  # fmt: skip
    others = ["calendar.ods", "dispatches.xls", "policies.xlsb", "remittance_lines.txt"]
    for name in others:
        imports.write(folder, name, [""])
    ended = desk_command("import", str(folder))
    assert (ended.exit_code, stored(desk)) == (1, ONE)
    assert desk.column("SELECT confirmation_code FROM confirmations") == ["XN1"]
    assert desk.column("SELECT remittance_id FROM remittances") == ["R1"]
    assert [name for name in others if name not in ended.output] == []


def test_where_nothing_at_all_is_read_the_status_says_so(
    desk_command: Command, desk: Desk, folder: pathlib.Path
) -> None:
    for name in ("calendar.csv", "notes.csv", "x.csv"):
        imports.write(folder, name, ["Phụ lục", "abc"])
    ended = desk_command("import", str(folder))
    assert (ended.exit_code, stored(desk)) == (2, [(0, 0)])
    assert "In row 1 stand: Phụ lục" in ended.output
    assert [
        name for name in ("calendar.csv", "notes.csv", "x.csv") if name not in ended.output
    ] == []


def test_every_sheet_whose_headings_fit_is_read(
    desk_command: Command, desk: Desk, folder: pathlib.Path
) -> None:
    codes = [["Mã xác nhận", "Mã khoản thu", "Ngày ghi nhận"], ["XN1", "Q01", payment(1)[-1]]]
    workbook(
        folder / "Tháng 8.xlsx", HEADING, payment(1),
        **{"Đợt 2": [HEADING, payment(2, 680400)], "Hướng dẫn": [["Cách nhập"]], "Mã": codes},
    )  # fmt: skip
    ended = desk_command("import", str(folder))
    assert (ended.exit_code, stored(desk)) == (0, BOTH), ended.output
    assert desk.column("SELECT confirmation_code FROM confirmations") == ["XN1"]
    assert "Hướng dẫn" in ended.output


def test_a_sheet_that_seems_to_hold_data_and_cannot_be_read_is_left_unread_with_a_status(
    desk_command: Command, desk: Desk, folder: pathlib.Path
) -> None:
    workbook(folder / "T8.xlsx", HEADING, *TWO, **{"Mã xác nhận": [["Mã xác nhận"], ["XN1"]]})
    ended = desk_command("import", str(folder))
    assert (ended.exit_code, stored(desk)) == (1, BOTH)
    assert "T8.xlsx (Mã xác nhận)" in ended.output
    refusals = "SELECT count(*) FROM import_rejects"
    assert desk.column(refusals) == [0]
    names = "SELECT f ->> 'name' FROM import_runs, jsonb_array_elements(files) AS f ORDER BY 1"
    assert "T8.xlsx (Mã xác nhận)" in desk.column(names)


def test_values_under_a_heading_of_another_set_are_not_passed_over_in_silence(
    desk_command: Command, desk: Desk, folder: pathlib.Path
) -> None:
    workbook(folder / "payments.xlsx", [*HEADING, "Ngày chuyển tiền"], [*payment(1), "21/08/2026"])
    ended = desk_command("import", str(folder))
    assert (ended.exit_code, stored(desk)) == (1, ONE)
    assert "Ngày chuyển tiền" in ended.output


def test_an_empty_column_of_another_set_is_no_matter(
    desk_command: Command, desk: Desk, folder: pathlib.Path
) -> None:
    workbook(folder / "payments.xlsx", [*HEADING, "Ngày chuyển tiền"], payment(1))
    ended = desk_command("import", str(folder))
    assert (ended.exit_code, stored(desk)) == (0, ONE)


def test_rejects_name_the_sheet_where_several_are_read(
    desk_command: Command, desk: Desk, folder: pathlib.Path
) -> None:
    bad = [*payment(2)[:-2], "x", "20/08/2026 09:00"]
    workbook(folder / "T8.xlsx", HEADING, payment(1), **{"Đợt 2": [HEADING, bad]})
    assert desk_command("import", str(folder)).exit_code == 1
    assert desk.ask("SELECT file, row_no, column_name FROM import_rejects") == [
        ("T8.xlsx (Đợt 2)", 2, "amount")
    ]
