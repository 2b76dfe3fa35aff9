"""Rejected rows are listed harmlessly, and stand in a workbook: corrected there, they get in."""

import csv
import datetime as dt
import json
import os
import pathlib
from typing import Any

import openpyxl
import pytest
from support import commands, imports
from support.desks import Desk

from dashboard.exports import rejects_workbook

CASES = imports.EXAMPLE.parent / "field-cases"
PLAIN = ["payment_id", "office_code", "org_code", "collector_code", "product", "amount", "paid_at"]
MOMENT = dt.datetime(2026, 8, 20, 9, 30)  # noqa: DTZ001 - as a workbook holds it
REASON = "Reason for rejection"
Row = list[Any]


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def payment(number: int, **changes: object) -> Row:
    row = {
        "payment_id": f"Q{number:02}", "office_code": "00101", "org_code": "BI0001",
        "collector_code": "NVT001", "product": "BI", "amount": 972000, "paid_at": MOMENT,
    }  # fmt: skip
    return list((row | changes).values())


def workbook(path: pathlib.Path, **sheets: list[Row]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)


def listed(path: pathlib.Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def rows(path: pathlib.Path) -> dict[str, list[Row]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.values] for sheet in book.worksheets}


def change(path: pathlib.Path, **cells: str | int) -> None:
    """Change cells of a workbook, named by sheet and place: `payments__F2`."""
    book = openpyxl.load_workbook(path)
    for name, value in cells.items():
        sheet, place = name.rsplit("__", 1)
        book[sheet.replace("_2_", " (2)")][place] = value
    book.save(path)


def count(desk: Desk, table: str = "payments") -> int:
    (number,) = desk.column(f"SELECT count(*) FROM {table}")
    return int(number)


@pytest.mark.parametrize(
    ("case", "letters"), [("34-rejects-file", "đồng"), ("37-formula-in-rejects", "Đống Đa")]
)
def test_the_list_opens_in_a_spreadsheet_and_holds_no_formula(
    desk_command: commands.Command, desk: Desk, tmp_path: pathlib.Path, case: str, letters: str
) -> None:
    assert desk_command("import", str(CASES / case)).exit_code == 2
    assert count(desk) == 0
    written = (tmp_path / "rejects.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbffile,row,column,value,reason\n")
    assert letters in written.decode()
    cells = [cell for row in listed(tmp_path / "rejects.csv") for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]
    book = openpyxl.load_workbook(tmp_path / "rejects.xlsx")
    kinds = {cell.data_type for row in book["payments"].iter_rows() for cell in row}
    assert "f" not in kinds


HARMFUL = ["=1+1", "+84", "-5", "@SUM(1)", "＝1", "a;=1+1", " =1", "'=1", "x\ty"]


@pytest.mark.parametrize("text", HARMFUL)
def test_a_value_is_defused_in_the_list_and_kept_in_the_workbook(
    desk_command: commands.Command, folder: pathlib.Path, text: str
) -> None:
    with (folder / "payments.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([PLAIN, payment(1, product=text)])
    assert desk_command("import", str(folder)).exit_code == 2
    (line,) = listed(pathlib.Path("rejects.csv"))
    assert not line["value"].startswith(tuple("=+-@ \t＝"))
    assert rows(pathlib.Path("rejects.xlsx"))["payments"][1][4].strip("'") == text.strip("'")
    assert len(pathlib.Path("rejects.csv").read_text(encoding="utf-8").splitlines()) == 2


def test_files_that_were_refused_are_listed(
    desk_command: commands.Command, folder: pathlib.Path
) -> None:
    (folder / "payments.csv").write_text("payment_id\nQ01\n", encoding="utf-8")
    assert desk_command("import", str(folder)).exit_code == 2
    (line,) = listed(pathlib.Path("rejects.csv"))
    assert line["file"].endswith("payments.csv")
    assert "office_code" in line["reason"]
    assert not pathlib.Path("rejects.xlsx").exists()


def as_csv(folder: pathlib.Path, table: list[Row]) -> None:
    texts = [[each.isoformat() if each == MOMENT else each for each in row] for row in table]
    with (folder / "payments.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(texts)


def as_xlsx(folder: pathlib.Path, table: list[Row]) -> None:
    workbook(folder / "Bảng kê.xlsx", payments=[["Danh sách thu"], [], *table])


WRITERS = {"csv": as_csv, "xlsx": as_xlsx}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_what_is_corrected_in_the_workbook_gets_in(
    desk_command: commands.Command, desk: Desk, folder: pathlib.Path, write: Any
) -> None:
    table = [
        [*PLAIN, "Màu"],
        [*payment(1), "xanh"], [*payment(2, office_code="99999"), "đỏ"],
        [*payment(3, amount="nhiều"), ""], [*payment(4, amount=""), "@1"],
    ]  # fmt: skip
    write(folder, table)
    assert desk_command("import", str(folder)).exit_code == 1
    assert count(desk) == 1
    heading, *rejected = rows(pathlib.Path("rejects.xlsx"))["payments"]
    assert heading == [*PLAIN, "Màu", REASON]
    assert [row[0] for row in rejected] == ["Q02", "Q03", "Q04"]
    assert [row[7] for row in rejected] == ["đỏ", None, "@1"]
    assert all(row[8] for row in rejected)
    # As it is, it is refused for the same reasons; the reasons are no column of it.
    again = desk_command("import", "rejects.xlsx")
    assert (again.exit_code, "Reason" in again.output) == (2, False)
    assert [row[8] for row in rows(pathlib.Path("rejects.xlsx"))["payments"][1:]] == [
        row[8] for row in rejected
    ]
    change(pathlib.Path("rejects.xlsx"), payments__B2="00101", payments__F3="972.000")
    assert desk_command("import", "rejects.xlsx").exit_code == 1
    assert count(desk) == 3
    assert [row[0] for row in rows(pathlib.Path("rejects.xlsx"))["payments"][1:]] == ["Q04"]
    change(pathlib.Path("rejects.xlsx"), payments__F2=972000)
    assert desk_command("import", "rejects.xlsx").exit_code == 0
    assert desk.ask("SELECT count(*), sum(amount)::bigint FROM payments") == [(4, 4 * 972000)]
    assert not pathlib.Path("rejects.csv").exists()


def test_every_sheet_has_one_of_its_own_named_by_its_set(
    desk_command: commands.Command, desk: Desk, folder: pathlib.Path
) -> None:
    bad = payment(1, product="?")
    workbook(folder / "a.xlsx", payments=[PLAIN, bad], collectors=[
        ["Mã nhân viên thu", "Tên nhân viên thu", "Mã TCDVT", "Mã đơn vị"],
        ["NVT900", None, "BI0001", "00101"],
    ])  # fmt: skip
    workbook(folder / "b.xlsx", payments=[PLAIN, payment(2, product="?")])
    assert desk_command("import", str(folder)).exit_code == 2
    assert set(rows(pathlib.Path("rejects.xlsx"))) == {"payments", "payments (2)", "collectors"}
    change(
        pathlib.Path("rejects.xlsx"),
        payments__E2="BI", payments_2___E2="BI", collectors__B2="Hà",
    )  # fmt: skip
    assert desk_command("import", "rejects.xlsx").exit_code == 0
    assert count(desk) == 2
    assert desk.column("SELECT collector_name FROM collectors WHERE collector_code = 'NVT900'")


def test_numbers_and_dates_stay_what_they_were(
    desk_command: commands.Command, folder: pathlib.Path
) -> None:
    table = [PLAIN, payment(1, amount=972000.5), payment(2, org_code=7, amount=972000)]
    workbook(folder / "payments.xlsx", payments=table)
    assert desk_command("import", str(folder)).exit_code == 2
    first, second = rows(pathlib.Path("rejects.xlsx"))["payments"][1:]
    assert (first[5], second[2], second[5]) == (972000.5, 7, 972000)
    assert first[6] == second[6] == MOMENT
    assert second[1] == "00101"


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_what_a_workbook_escapes_is_no_other_text_after_the_correction(
    desk_command: commands.Command, desk: Desk, folder: pathlib.Path, write: Any
) -> None:
    row = payment(1, payment_id="Q_x000D_01", product="?")
    write(folder, [[*PLAIN, "participant_name"], [*row, "Lê_x000D__x000A_Lan_x005F_x0041_"]])
    assert desk_command("import", str(folder)).exit_code == 2
    change(pathlib.Path("rejects.xlsx"), payments__E2="BI")
    assert desk_command("import", "rejects.xlsx").exit_code == 0
    names = "SELECT payment_id, participant_name FROM participants"
    assert desk.ask(names) == [("Q 01", "Lê Lan_x0041_")]


def test_cells_beyond_the_heading_are_beyond_it_once_more(
    desk_command: commands.Command, folder: pathlib.Path
) -> None:
    as_csv(folder, [PLAIN, [*payment(1), "too", "many"], payment(2)])
    assert desk_command("import", str(folder)).exit_code == 1
    heading, row = rows(pathlib.Path("rejects.xlsx"))["payments"]
    assert heading[:8] == [*PLAIN, REASON]
    assert row[8:] == ["too", "many"]
    assert desk_command("import", "rejects.xlsx").exit_code == 2


def test_a_remark_beside_the_list_of_a_workbook_rejects_no_row(
    desk_command: commands.Command, desk: Desk, folder: pathlib.Path
) -> None:
    table = [PLAIN, [*payment(1), None, "checked"], [*payment(2, amount="x"), None, "ask"]]
    workbook(folder / "payments.xlsx", payments=table)
    told = desk_command("import", str(folder))
    assert (told.exit_code, count(desk)) == (1, 1)
    assert "payments.xlsx: unknown columns were ignored: I." in told.output
    change(pathlib.Path("rejects.xlsx"), payments__F2=5)
    assert desk_command("import", "rejects.xlsx").exit_code == 0
    assert count(desk) == 2


def test_a_heading_in_two_rows_is_one_in_the_workbook(
    desk_command: commands.Command, desk: Desk, folder: pathlib.Path
) -> None:
    upper = ["Mã khoản thu", "Mã đơn vị", "Mã TCDVT", "Mã NVT", "Loại hình", "Thu tiền", None]
    lower = [None] * 5 + ["Số tiền", "Ngày thu"]
    workbook(folder / "payments.xlsx", payments=[upper, lower, payment(1, product="?")])
    assert desk_command("import", str(folder)).exit_code == 2
    change(pathlib.Path("rejects.xlsx"), payments__E2="BI")
    assert desk_command("import", "rejects.xlsx").exit_code == 0
    assert count(desk) == 1


def test_more_rows_than_fit_are_said_to_be_cut_off(
    desk_command: commands.Command,
    desk: Desk,
    folder: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rejects_workbook, "MOST_ROWS", 3)
    as_csv(folder, [PLAIN, *(payment(number, product="?") for number in range(1, 6))])
    said = desk_command("import", str(folder)).output
    assert "The first 3 rows stand in rejects.xlsx" in said
    heading, *rest = rows(pathlib.Path("rejects.xlsx"))["payments"]
    assert heading[-1] == f"{REASON} (the first 3 of 5 rows)"
    assert len(rest) == 3
    assert len(listed(pathlib.Path("rejects.csv"))) == 5
    change(pathlib.Path("rejects.xlsx"), payments__E2="BI", payments__E3="BI", payments__E4="BI")
    assert desk_command("import", "rejects.xlsx").exit_code == 0
    assert count(desk) == 3


def test_in_vietnamese_the_reason_is_passed_over_as_well(
    desk_command: commands.Command,
    folder: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    as_csv(folder, [PLAIN, payment(1, product="?")])
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    desk_command("import", str(folder))
    path = pathlib.Path("rejects.xlsx")
    assert rows(path)["payments"][0][-1] == "Lý do từ chối"
    change(path, payments__E2="BI")
    ended = desk_command("import", "rejects.xlsx")
    assert (ended.exit_code, "Lý do" in ended.output) == (0, False)


def test_a_workbook_that_somebody_works_in_is_not_written_over(
    desk_command: commands.Command, folder: pathlib.Path
) -> None:
    as_csv(folder, [PLAIN, payment(1, product="?")])
    desk_command("import", str(folder))
    change(pathlib.Path("rejects.xlsx"), payments__E2="BI")
    mine = pathlib.Path("rejects.xlsx").read_bytes()
    said = desk_command("import", str(folder)).output
    assert pathlib.Path("rejects.xlsx").read_bytes() == mine
    assert "rejects (2).xlsx" in said
    assert rows(pathlib.Path("rejects (2).xlsx"))["payments"][1][4] == "?"


def test_the_list_of_rejects_in_a_folder_is_no_data_and_the_workbook_is(
    desk_command: commands.Command,
    desk: Desk,
    folder: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    as_csv(folder, [PLAIN, payment(1, office_code="00199"), payment(2)])
    monkeypatch.chdir(folder)
    assert desk_command("import", ".").exit_code == 1
    (folder / "payments.csv").unlink()
    desk.hand_in(offices=[{"office_code": "00199"}])
    assert (desk_command("import", ".").exit_code, count(desk)) == (0, 2)
    assert not (folder / "rejects.csv").exists()


def test_a_list_that_lies_beside_its_files_counts_once(
    desk_command: commands.Command, folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = [payment(2, product="?"), payment(3, org_code=" X_x0041_"), payment(3, amount="1 x")]
    as_csv(folder, [[*PLAIN, "months"], [*payment(1), "x"], *([*row, ""] for row in bad)])
    more = [
        payment(4, amount=5.5), payment(5, office_code=7), payment(6, collector_code=True),
        payment(7, paid_at=MOMENT.time()), payment(8, payment_id="=1+1"),
    ]  # fmt: skip
    workbook(folder / "payments (b).xlsx", payments=[PLAIN, *more])
    monkeypatch.chdir(folder)
    desk_command("import", ".")
    for _again in range(2):
        ended = desk_command("import", ".", "--report", "../run.json")
        assert ended.exit_code == 1
        report = json.loads((folder / ".." / "run.json").read_text(encoding="utf-8"))
        assert (report["rejected"], report["left_out"]) == (8, 1), ended.output
        assert len(rows(folder / "rejects.xlsx")["payments"]) == 1 + 5
        assert "rejects.xlsx (payments): 5 rows are rejected in the files" in ended.output
    assert len(listed(folder / "rejects.csv")) == 9


def test_what_is_corrected_in_the_list_beside_its_file_gets_in(
    desk_command: commands.Command,
    desk: Desk,
    folder: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    as_csv(folder, [PLAIN, payment(1, product="?"), payment(2, product="?")])
    monkeypatch.chdir(folder)
    desk_command("import", ".")
    change(folder / "rejects.xlsx", payments__E2="BI", payments__E3="!")
    assert desk_command("import", ".").exit_code == 1
    assert count(desk) == 1
    # What was not corrected well is another row.
    assert [line["value"] for line in listed(folder / "rejects.csv")] == ["?", "?", "!"]


def test_a_dry_run_of_the_workbook_leaves_it_as_it_is(
    desk_command: commands.Command, folder: pathlib.Path
) -> None:
    as_csv(folder, [PLAIN, payment(1, product="?"), payment(2, product="?")])
    desk_command("import", str(folder))
    change(pathlib.Path("rejects.xlsx"), payments__E2="BI")
    mine = pathlib.Path("rejects.xlsx").read_bytes()
    assert desk_command("import", "--dry-run", "rejects.xlsx").exit_code == 1
    assert pathlib.Path("rejects.xlsx").read_bytes() == mine


def test_another_name_is_for_both_lists(
    desk_command: commands.Command, folder: pathlib.Path
) -> None:
    as_csv(folder, [PLAIN, payment(1, product="?")])
    desk_command("import", str(folder), "--rejects", "2026.08.20.csv")
    assert pathlib.Path("2026.08.20.xlsx").exists()
    assert not pathlib.Path("rejects.csv").exists()


def test_a_file_whose_name_is_no_text_is_listed_and_read(
    desk_command: commands.Command, desk: Desk, folder: pathlib.Path
) -> None:
    as_csv(folder, [PLAIN, payment(1), payment(2, product="?")])
    (folder / "payments.csv").rename(folder / os.fsdecode(b"payments \xe9\xff.csv"))
    (folder / os.fsdecode(b"note\xff.txt")).write_text("-")
    words = ("--report", "run.json", "--archive", "done")
    assert desk_command("import", str(folder), *words).exit_code == 1
    assert desk.column("SELECT file FROM import_rejects") == [r"payments \udce9\udcff.csv"]
    (line,) = listed(pathlib.Path("rejects.csv"))
    assert "payments" in line["file"]
    assert json.loads(pathlib.Path("run.json").read_text(encoding="utf-8"))["status"] == 1
    (moved,) = pathlib.Path("done").iterdir()
    assert os.fsencode(moved.name).endswith(b"-payments \xe9\xff.csv")


def test_a_row_that_is_in_without_a_cell_is_listed_and_can_be_corrected(
    desk_command: commands.Command, desk: Desk, folder: pathlib.Path
) -> None:
    as_csv(folder, [[*PLAIN, "months"], [*payment(1), "nhiều"], [*payment(2), 3]])
    assert desk_command("import", str(folder), "--archive", "done").exit_code == 1
    assert count(desk) == 2
    assert not list(folder.iterdir())
    (line,) = listed(pathlib.Path("rejects.csv"))
    assert (line["row"], line["column"], line["value"]) == ("2", "months", "nhiều")
    assert line["reason"].startswith("The row is in without this cell")
    assert desk_command("import", "rejects.xlsx").exit_code == 1
    change(pathlib.Path("rejects.xlsx"), payments__H2=6)
    assert desk_command("import", "rejects.xlsx").exit_code == 0
    assert desk.column("SELECT months FROM payments ORDER BY payment_id") == [6, 3]


WHOLE = "SELECT p::text FROM payments AS p ORDER BY payment_id"


@pytest.mark.parametrize(
    "name", ["32-serial-number", "11-long-digits/in2", "13-error-cells/in", "19-times"]
)
def test_what_is_rejected_for_an_unknown_code_gets_in_as_it_would_have(
    desk_command: commands.Command, desk: Desk, name: str
) -> None:
    given = CASES / name
    desk.empty()
    assert desk_command("import", str(given)).exit_code == 2
    desk.masters()
    ended = desk_command("import", "rejects.xlsx").exit_code
    got, listed_then = desk.column(WHOLE), listed_reasons()
    desk.begin()
    assert desk_command("import", str(given)).exit_code == ended
    assert got == desk.column(WHOLE) != []
    assert listed_then == listed_reasons()


def listed_reasons() -> list[tuple[str, str]]:
    """Return column and reason of the last run's rejects."""
    path = pathlib.Path("rejects.csv")
    return sorted((row["column"], row["reason"]) for row in listed(path)) if path.exists() else []


def test_a_payment_without_a_part_of_its_code_is_listed_and_gets_the_code(
    desk_command: commands.Command, desk: Desk, folder: pathlib.Path
) -> None:
    code = ["confirmation_code", "recorded_at"]
    as_csv(folder, [[*PLAIN, *code], [*payment(1), "XN1", ""], [*payment(2, product="?"), "", ""]])
    assert desk_command("import", str(folder)).exit_code == 1
    assert (count(desk), count(desk, "confirmations")) == (1, 0)
    assert list(rows(pathlib.Path("rejects.xlsx"))) == ["payments"]
    change(pathlib.Path("rejects.xlsx"), payments__I2="20/8/2026 9:45", payments__E3="BI")
    assert desk_command("import", "rejects.xlsx").exit_code == 0
    assert (count(desk), count(desk, "confirmations")) == (2, 1)
