"""Files of every format, and such as are of none, imported by the command."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING, Final

import pytest
from support import ods, xls, xlsb

if TYPE_CHECKING:
    from support.commands import Command
    from support.desks import Desk


CASES: Final = pathlib.Path(__file__).parents[2] / "data" / "field-cases"
ORGANIZATION: Final = "SELECT org_name FROM organizations WHERE org_code = 'TC01'"


@pytest.mark.parametrize(
    ("case", "name"),
    [
        ("23-strict-ooxml", "Tổ chức Ẩn"),
        ("24a-odd-styles", "Tổ chức Ẩn"),
        ("24c-odd-styles", "Tổ chức Ẩn"),
        ("24d-odd-styles", "Tổ chức Ẩn"),
        ("36-legacy-files/organizations.xlsx", "Tổ chức Ẩn Ý"),
        ("36-legacy-files/a", "Tổ chức Ẩn Ý"),
        ("36-legacy-files/c", "Tổ chức Ẩn Ý"),
        ("36-legacy-files/d", "Tổ chức Ẩn Ý"),
    ],
)
def test_a_workbook_that_other_programs_open_is_read(
    desk_command: Command, desk: Desk, case: str, name: str
) -> None:
    ended = desk_command("import", str(CASES / case))
    assert (ended.exit_code, desk.column(ORGANIZATION)) == (0, [name]), ended.output


@pytest.mark.parametrize(
    ("case", "said"), [("36-legacy-files/e", "a web page"), ("36-legacy-files/f", "cp1258")]
)
def test_a_file_that_is_no_list_is_refused_by_what_it_is(
    desk_command: Command, desk: Desk, case: str, said: str
) -> None:
    ended = desk_command("import", str(CASES / case))
    assert (ended.exit_code, desk.column(ORGANIZATION)) == (2, [])
    assert said in ended.output
    assert [word for word in ("is empty", "damaged") if word in ended.output] == []


def test_a_time_may_be_a_number_without_a_format(desk_command: Command, desk: Desk) -> None:
    ended = desk_command("import", str(CASES / "32-serial-number"))
    assert ended.exit_code == 0, ended.output
    paid = "SELECT to_char(paid_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'HH24:MI:SS') FROM payments"
    assert desk.column(paid) == ["09:00:00"] * 2


LINES: Final = [["remittance_id", "payment_id"], ["#N/A", "P1"]]
WITH_ERRORS: Final = {
    ".xls": xls.workbook({"S": xls.sheet(LINES)}),
    ".xlsb": xlsb.workbook({"S": xlsb.sheet(*xlsb.rows_of(LINES))}),
    ".ods": ods.workbook(LINES),
}


@pytest.mark.parametrize(("ending", "data"), WITH_ERRORS.items(), ids=WITH_ERRORS)
def test_an_error_is_no_empty_cell_in_any_format(
    desk_command: Command, desk: Desk, tmp_path: pathlib.Path, ending: str, data: bytes
) -> None:
    path = tmp_path / f"remittance_lines{ending}"
    path.write_bytes(data)
    ended = desk_command("import", str(path))
    assert ended.exit_code == 2
    assert desk.ask("SELECT column_name, value FROM import_rejects")[0][0] == "remittance_id"


def test_one_file_that_cannot_be_read_keeps_no_other_one_out(
    desk_command: Command, desk: Desk, tmp_path: pathlib.Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "organizations.csv").write_text("org_code,org_name\nTC01,x\n", encoding="utf-8")
    (folder / "payments.xls").write_bytes(b"%PDF-1.7\n")
    (folder / "remittances.xlsb").write_bytes(xlsb.workbook({"S": b"\x00\x01"}))
    ended = desk_command("import", str(folder))
    assert (ended.exit_code, desk.column(ORGANIZATION)) == (1, ["x"])
    assert [name for name in ("payments.xls", "remittances.xlsb") if name not in ended.output] == []
