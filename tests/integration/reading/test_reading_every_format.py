"""One store, written in every format that is taken, reads the same."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.utils import datetime
from support import ods, reading, xls, xlsb

from data.importing import sets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


# A made-up store, with the cells that formats treat differently.
STORE = {
    "offices": ["office_code,office_name,parent_code,valid_from", "00100,BHXH Ẩn Ý,,2020-01-01",
                '00101,"BHXH ""Số 1"", khu A",00100,2020-01-01'],
    "organizations": ["org_code,org_name", "TC01,Tổ chức Ước Lệ"],
    "collectors": ["collector_code,collector_name,org_code,office_code",
                   "NV01,Đỗ Ước Lệ,TC01,00101"],
    "payments": [
        "payment_id,office_code,org_code,collector_code,product,amount,months,period_from,paid_at",
        "P01,00101,TC01,NV01,BI,972000,12,2026-09,2026-08-20T09:00:00",
        "P02,00101,TC01,NV01,IS,680400,,,2026-08-20T23:59:59"],
    "confirmations": ["confirmation_code,payment_id,recorded_at,notified_by,notified_at",
                      "XN01,P01,2026-08-20T09:02:30,sms,"],
    "remittances": ["remittance_id,org_code,office_code,remitted_at,amount,bank_ref",
                    "R1,TC01,00101,2026-08-21T16:30:00,-972000,CK;01"],
    "remittance_lines": ["remittance_id,payment_id", "R1,P01"],
    "dispatches": ["office_code,org_code,report_date,sent_at,codes,amount",
                   "00101,TC01,2026-08-20,2026-08-21T08:00:00,1,972000"],
    "calendar": ["day,working,note", "2026-09-01,no,Nghỉ bù", "2026-09-05,yes,"],
    "policies": ["name,org_code,valid_from,value", "remittance_days,,2026-01-01,1"],
}  # fmt: skip


def parsed(name: str) -> list[list[str]]:
    return list(csv.reader(STORE[name]))


def delimited(name: str, separator: str, encoding: str) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator, lineterminator="\r\n").writerows(parsed(name))
    return file.getvalue().encode(encoding)


def workbook(name: str, value: Any) -> bytes:
    book = openpyxl.Workbook()
    for row in parsed(name):
        book.worksheets[0].append(row if row == parsed(name)[0] else _cells(name, row, value))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def old(name: str) -> bytes:
    dated, rows = serials_of(name)
    return xls.workbook({"Sheet1": xls.sheet(rows, dated)})


def binary(name: str) -> bytes:
    dated, rows = serials_of(name)
    return xlsb.workbook({"Sheet1": xlsb.sheet(*xlsb.rows_of(rows, dated))})


def open_document(name: str, value: Any) -> bytes:
    heading, *rows = parsed(name)
    return ods.workbook([heading, *(_cells(name, row, value) for row in rows)])


def serials_of(name: str) -> tuple[list[int], list[list[Any]]]:
    """Return the columns of dates, and all rows with typed cells, dates as numbers."""
    heading, *rows = parsed(name)
    typed = [_cells(name, row, as_typed) for row in rows]
    dated = [
        place for place in range(len(heading))
        if any(isinstance(row[place], dt.date) for row in typed)
    ]  # fmt: skip
    return dated, [heading, *([as_serial(value) for value in row] for row in typed)]


def as_serial(value: Any) -> Any:
    to_excel: Any = datetime.to_excel
    return float(to_excel(value)) if isinstance(value, dt.date) else value


def _cells(name: str, row: list[str], value: Any) -> list[Any]:
    columns = [sets.BY_NAME[name].column(each) for each in parsed(name)[0]]
    return [value(column.kind, cell) for column, cell in zip(columns, row, strict=True)]


def as_text(_: object, cell: str) -> str:
    return cell


def as_typed(kind: sets.Kind, cell: str) -> Any:
    """Return the cell as someone would have typed it into a spreadsheet."""
    types: dict[sets.Kind, Callable[[str], Any]] = {
        sets.Kind.AMOUNT: int,
        sets.Kind.COUNT: int,
        sets.Kind.MOMENT: dt.datetime.fromisoformat,
        sets.Kind.DAY: dt.date.fromisoformat,
        sets.Kind.MONTH: lambda month: dt.date.fromisoformat(f"{month}-01"),
        sets.Kind.YES_NO: lambda word: word == "yes",
    }
    return types.get(kind, str)(cell) if cell else None


FORMATS = {
    "plain": (".csv", lambda name: delimited(name, ",", "utf-8")),
    "as spreadsheets save it": (".csv", lambda name: delimited(name, ";", "utf-8-sig")),
    "tabs": (".csv", lambda name: delimited(name, "\t", "utf-8")),
    "UTF-16": (".csv", lambda name: delimited(name, "\t", "utf-16")),
    "compressed": (".csv.gz", lambda name: gzip.compress(delimited(name, ",", "utf-8"))),
    "a workbook of text": (".xlsx", lambda name: workbook(name, as_text)),
    "a workbook of typed cells": (".xlsx", lambda name: workbook(name, as_typed)),
    "a workbook that may have macros": (".xlsm", lambda name: workbook(name, as_typed)),
    "an old workbook": (".xls", old),
    "a binary workbook": (".xlsb", binary),
    "an OpenDocument workbook of text": (".ods", lambda name: open_document(name, as_text)),
    "an OpenDocument workbook": (".ods", lambda name: open_document(name, as_typed)),
}
# What it is comes from its bytes.
MISNAMED = {
    "an old workbook with the name of a new one": (".xlsx", old),
    "a new workbook with the name of an old one": (".xls", lambda name: workbook(name, as_typed)),
    "an OpenDocument workbook with another name": (
        ".xlsx",
        lambda name: open_document(name, as_typed),
    ),
    "a binary workbook with another name": (".csv", binary),
    "text with the name of a workbook": (".xls", lambda name: delimited(name, "\t", "utf-8")),
    "UTF-16 with the name of a workbook": (".xlsx", lambda name: delimited(name, "\t", "utf-16")),
    "compressed, but not called so": (
        ".csv",
        lambda name: gzip.compress(delimited(name, ",", "utf-8")),
    ),
    "called compressed, but not so": (".csv.gz", lambda name: delimited(name, ",", "utf-8")),
}


@pytest.mark.parametrize(("ending", "content"), FORMATS.values(), ids=FORMATS)
def test_every_set_reads_the_same_in_every_format(
    tmp_path: Path, ending: str, content: Any
) -> None:
    for name in STORE:
        (tmp_path / f"{name}{ending}").write_bytes(content(name))
    assert {name: _read(tmp_path / f"{name}{ending}") for name in STORE} == {
        name: (tuple(rows[0]), rows[1:]) for name, rows in ((name, parsed(name)) for name in STORE)
    }


@pytest.mark.parametrize(("ending", "content"), MISNAMED.values(), ids=MISNAMED)
def test_a_set_reads_the_same_whatever_its_file_is_called(
    tmp_path: Path, ending: str, content: Any
) -> None:
    (tmp_path / f"payments{ending}").write_bytes(content("payments"))
    heading, *rows = parsed("payments")
    assert _read(tmp_path / f"payments{ending}") == (tuple(heading), rows)


def _read(path: Path) -> tuple[Any, ...]:
    with reading.opened(path) as table:
        return table.columns, [list(row[3:]) for row in table.rows]
