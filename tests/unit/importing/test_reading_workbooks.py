"""How the rows of workbooks are read."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from support import reading

from data import problems
from data.importing.reading import tables

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Callable
    from pathlib import Path


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADINGS = ["org_code", "org_name"]
PAYMENT = [
    "payment_id",
    "office_code",
    "org_code",
    "collector_code",
    "product",
    "amount",
    "paid_at",
]


def opened(path: Path) -> contextlib.AbstractContextManager[tables.Table]:
    return reading.opened(path)


def rows_of(path: Path) -> list[Any]:
    with opened(path) as table:
        return list(table.rows)


def saved(
    folder: Path, *sheets: Any, name: str = "organizations.xlsx", epoch: dt.datetime | None = None
) -> Path:
    """Return the path of a workbook with `sheets`, each a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for content in sheets:
        sheet = book.create_sheet()
        for row in content:
            sheet.append(row)
    book.epoch = epoch or book.epoch
    book.save(folder / name)
    return folder / name


def edited(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """Return `path` with one part of its archive changed, as other programs write it."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return path


def sheet_of(folder: Path, data: str, heading: str = "org_code,org_name") -> Path:
    """Return a workbook whose rows below the headings are the XML `data`."""
    path = saved(folder, [heading.split(",")])
    return edited(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub("</sheetData>", lambda _: f"{data}</sheetData>", xml),
    )


def test_rows_come_with_their_number_and_their_cells(tmp_path: Path) -> None:
    path = saved(tmp_path, [HEADINGS, ["TC01", "Tổ chức Ẩn"], ["TC02", None]])
    assert rows_of(path) == [(2, "", "", "TC01", "Tổ chức Ẩn"), (3, "", "", "TC02", "")]


def test_columns_whose_cell_was_a_number_are_named(tmp_path: Path) -> None:
    when = dt.datetime(2026, 8, 20, 9, 0)  # noqa: DTZ001 - as a workbook holds it
    path = saved(
        tmp_path, [PAYMENT, ["P01", 101, "TC01", "NV01", "BI", 972000.0, when]],
        name="payments.xlsx",
    )  # fmt: skip
    assert rows_of(path) == [
        (2, "office_code:number,amount:number", "", "P01", "101", "TC01", "NV01", "BI", "972000",
         "2026-08-20T09:00:00"),
    ]  # fmt: skip


def test_a_bare_date_stays_one(tmp_path: Path) -> None:
    path = saved(tmp_path, [["day", "working"], [dt.date(2026, 9, 2), False]], name="calendar.xlsx")
    assert rows_of(path) == [(2, "", "", "2026-09-02", "no")]


def test_workbooks_that_count_from_1904_are_read(tmp_path: Path) -> None:
    path = saved(
        tmp_path, [["day", "working"], [dt.date(2026, 9, 2), True]],
        name="calendar.xlsx", epoch=openpyxl.utils.datetime.CALENDAR_MAC_1904,
    )  # fmt: skip
    assert rows_of(path) == [(2, "", "", "2026-09-02", "yes")]


def test_the_last_second_of_a_day_stays_in_its_day(tmp_path: Path) -> None:
    when = dt.datetime(2026, 8, 20, 23, 59, 59, 999600)  # noqa: DTZ001 - as a workbook holds it
    path = saved(
        tmp_path, [["confirmation_code", "payment_id", "recorded_at"], ["XN1", "P01", when]],
        name="confirmations.xlsx",
    )  # fmt: skip
    assert rows_of(path)[0][-1] == "2026-08-20T23:59:59.999000"


def test_empty_rows_count_and_are_not_delivered(tmp_path: Path) -> None:
    path = saved(tmp_path, [[], [None, " "], HEADINGS, [], ["TC01", "x"], [" ", ""], ["TC02", "y"]])
    assert [row[0] for row in rows_of(path)] == [5, 7]


def test_unknown_columns_are_reported_and_may_hold_anything(tmp_path: Path) -> None:
    path = saved(tmp_path, [["STT", "org_name", None, "org_code"], [1, "x", "=1/0", "TC01"]])
    with opened(path) as table:
        found = (table.columns, table.unknown, list(table.rows))
    assert found == (("org_name", "org_code"), ("STT", "C"), [(2, "", "", "x", "TC01")])


def test_a_remark_beside_the_list_is_noticed_and_marks_no_row(tmp_path: Path) -> None:
    remarks = [["TC01", "x", None, "checked"], ["TC02", "y", " "], ["TC03", "z", 5, "checked"]]
    path = saved(tmp_path, [HEADINGS, *remarks])
    with opened(path) as table:
        assert [row[2] for row in table.rows] == ["", "", ""]
        assert table.seen.beyond == ("D", "C")


def test_a_formula_without_its_result_marks_its_cell(tmp_path: Path) -> None:
    path = saved(tmp_path, [HEADINGS, ["TC01", '="x"&"y"'], ["TC02", "y"]])
    assert rows_of(path) == [
        (2, "org_name:uncalculated", "", "TC01", ""),
        (3, "", "", "TC02", "y"),
    ]


def test_a_formula_stands_for_its_result(tmp_path: Path) -> None:
    data = (
        '<row r="2"><c r="A2"><f>100+1</f><v>101</v></c>'
        '<c r="B2" t="str"><f>"x"</f><v>x</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>"T"</f><v>T</v></c>'
        '<c r="B3" t="str"><f>""</f><v></v></c></row>'
        '<row r="4"><c r="A4" t="e"><f>NA()</f><v>#N/A</v></c><c r="B4" t="b"><v>1</v></c></row>'
    )
    assert rows_of(sheet_of(tmp_path, data)) == [
        (2, "org_code:number", "", "101", "x"),
        (3, "", "", "T", ""),
        (4, "org_name:truth", "", "#N/A", "yes"),
    ]


def test_dates_may_stand_in_iso_format(tmp_path: Path) -> None:
    data = (
        '<row r="2"><c t="d"><v>2026-08-20T00:00:00</v></c><c t="d"><v>2026-08-20</v></c></row>'
        '<row r="3"><c t="d"><v>2026-08-20T09:00:00Z</v></c><c t="d"><v>09:00:00</v></c></row>'
    )
    assert [row[3:] for row in rows_of(sheet_of(tmp_path, data))] == [
        ("2026-08-20", "2026-08-20"),
        ("2026-08-20T09:00:00", "09:00:00"),
    ]


def test_cells_may_lack_their_place_and_rows_their_number(tmp_path: Path) -> None:
    data = "<row><c t='inlineStr'><is><t>TC01</t></is></c><c><v>7</v></c></row>"
    assert rows_of(sheet_of(tmp_path, data)) == [(2, "org_name:number", "", "TC01", "7")]


def test_what_follows_the_rows_is_not_looked_at(tmp_path: Path) -> None:
    path = edited(
        saved(tmp_path, [HEADINGS, ["TC01", "x"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("</sheetData>", "</sheetData><conditionalFormatting sqref='?'/>"),
    )
    assert len(rows_of(path)) == 1


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "A1:B2"])
def test_the_size_that_a_sheet_claims_is_not_believed(tmp_path: Path, dimension: str) -> None:
    path = edited(
        saved(tmp_path, [HEADINGS, ["TC01", "x"], ["TC02", "y"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub('<dimension ref="[^"]*"', f'<dimension ref="{dimension}"', xml),
    )
    assert [row[3] for row in rows_of(path)] == ["TC01", "TC02"]


def test_a_hidden_row_is_read_and_counted(tmp_path: Path) -> None:
    data = "".join(
        f"<row r='{row}' hidden='{hidden}'><c r='A{row}' t='str'><v>T{row}</v></c>"
        f"<c r='B{row}' t='str'><v>x</v></c></row>"
        for row, hidden in ((2, "1"), (3, "0"), (4, "true"))
    )
    with opened(sheet_of(tmp_path, data)) as table:
        assert ([row[0] for row in table.rows], table.seen.hidden) == ([2, 3, 4], 2)


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    path = saved(tmp_path, [HEADINGS, ["TC01", "x"]], [HEADINGS, ["TC02", "y"]])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    assert [row[3] for row in rows_of(path)] == ["TC02"]


def test_missing_columns_are_those_of_the_sheet_that_comes_nearest(tmp_path: Path) -> None:
    path = saved(tmp_path, [["Hướng dẫn"]], [["org_code", "x"]])
    with pytest.raises(problems.Problem, match="lacks the columns org_name"), opened(path):
        pass


def test_text_is_taken_from_the_shared_ones(tmp_path: Path) -> None:
    data = '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="s"><v>0</v></c></row>'
    shared = "<si><t>Tổ chức Ẩn</t></si><si><r><t>TC</t></r><r><t>01</t></r></si>"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    path = edited(
        sheet_of(tmp_path, data),
        "[Content_Types].xml",
        lambda xml: xml.replace(
            "</Types>",
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>',
        ),
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{shared}</sst>')
    assert rows_of(path) == [(2, "", "", "TC01", "Tổ chức Ẩn")]
