"""How the rows of OpenDocument workbooks are read."""

from __future__ import annotations

import datetime as dt
import tracemalloc
from typing import TYPE_CHECKING, Any, Final

import pytest
from support import ods, reading

from data import problems
from data.importing.reading import files

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS: Final = ["org_code", "org_name"]
ROW: Final = ["TC01", "x"]


def saved(folder: Path, xml: str, name: str = "organizations", **others: Any) -> Path:
    path = folder / f"{name}.ods"
    path.write_bytes(ods.packed(xml, **others))
    return path


def sheet_of(folder: Path, rows: str, heading: str = "org_code,org_name", **others: Any) -> Path:
    """Return a workbook with the headings and, below them, the XML of rows."""
    return saved(folder, ods.content(ods.table("S", ods.row(heading.split(",")) + rows)), **others)


def rows_of(path: Path) -> list[Any]:
    with reading.opened(path) as table:
        return list(table.rows)


def test_cells_are_what_they_are(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        [101, "BHXH Ẩn", True, dt.date(2026, 8, 20)],
        [1234567.89, "#N/A", dt.time(9, 0), dt.datetime(2026, 8, 20, 0, 0)],  # noqa: DTZ001
        ["a", "#REF!", dt.date(2026, 8, 20), dt.datetime(2026, 8, 20, 9, 15, 32)],  # noqa: DTZ001
        ["b", None, False, 46254],
    ]
    path = sheet_of(
        tmp_path, "".join(map(ods.row, rows)), "office_code,office_name,parent_code,valid_from",
        name="offices",
    )  # fmt: skip
    assert rows_of(path) == [
        (2, "office_code:number,parent_code:truth", "", "101", "BHXH Ẩn", "yes", "2026-08-20"),
        (3, "office_code:number,parent_code:date", "", "1234567.89", "#N/A", "09:00:00",
         "2026-08-20"),
        (4, "parent_code:date", "", "a", "#REF!", "2026-08-20", "2026-08-20T09:15:32"),
        (5, "parent_code:truth", "", "b", "", "no", "2026-08-20"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<table:table-cell table:formula="of:=[.A1]"/>', ("", "org_name:uncalculated")),
        ('<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string"/>',
         ("", "")),
        (('<table:table-cell table:formula="of:=NA()" office:value-type="float" office:value="0">'
         "<text:p>#N/A</text:p></table:table-cell>"), ("#N/A", "")),
        (('<table:table-cell table:formula="of:=X" office:value-type="string" '
         'calcext:value-type="error"><text:p>Err:508</text:p></table:table-cell>'),
         ("#VALUE!", "")),
        ('<table:table-cell office:value-type="percentage" office:value="0.5"/>',
         ("0.5", "org_name:number")),
        ('<table:table-cell office:value-type="currency" office:value="972000"/>',
         ("972000", "org_name:number")),
        ('<table:table-cell office:value-type="time" office:time-value="PT36H00M00S"/>',
         ("1.5", "org_name:number")),
        ('<table:table-cell office:value-type="string" office:string-value="x"/>', ("x", "")),
        (('<table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b<text:span>c'
         "</text:span><text:tab/><text:a>d</text:a>e</text:p><text:p>f</text:p>"
         "<office:annotation><text:p>note</text:p></office:annotation></table:table-cell>"),
         ("a  bc\tde\nf", "")),
        ("<table:covered-table-cell/>", ("", "")),
        ('<table:table-cell office:value-type="date" office:date-value="2026-08-20T09:00:00.25"/>',
         ("2026-08-20T09:00:00.250000", "org_name:date")),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_stands(tmp_path: Path, xml: str, expected: Any) -> None:
    row = f"<table:table-row>{ods.cell('TC01')}{xml}</table:table-row>"
    ((_, marks, _, _, text),) = rows_of(sheet_of(tmp_path, row))
    assert (text, marks) == expected


def test_repeated_rows_and_cells_are_what_they_stand_for(tmp_path: Path) -> None:
    blank = '<table:table-cell table:number-columns-repeated="2"/>'
    twice = ods.cell("x").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="2"', 1
    )
    rows = (
        f'<table:table-row table:number-rows-repeated="3">{blank}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{twice}</table:table-row>'
        f"<table:table-row>{ods.cell('y')}{blank}{ods.cell('lost')}</table:table-row>"
    )
    assert rows_of(sheet_of(tmp_path, rows + ods.row(ROW))) == [
        (5, "", "", "x", "x"),
        (6, "", "", "x", "x"),
        (7, "", "", "y", ""),
        (8, "", "", "TC01", "x"),
    ]


def test_rows_in_groups_and_headers_are_rows(tmp_path: Path) -> None:
    xml = ods.table("S", (
        f"<table:table-header-rows>{ods.row(HEADINGS)}</table:table-header-rows>"
        f"<table:table-row-group>{ods.row(ROW)}<table:table-row-group>{ods.row(['TC02', 'y'])}"
        f"</table:table-row-group></table:table-row-group>{ods.row(['TC03', 'z'])}"
    ))  # fmt: skip
    assert [row[3] for row in rows_of(saved(tmp_path, ods.content(xml)))] == [
        "TC01", "TC02", "TC03",
    ]  # fmt: skip


@pytest.mark.parametrize("why", ["collapse", "filter"])
def test_hidden_rows_are_read_and_counted(tmp_path: Path, why: str) -> None:
    hidden = ods.row(["TC02", "y"], f'table:visibility="{why}"')
    with reading.opened(sheet_of(tmp_path, ods.row(ROW) + hidden)) as table:
        assert ([row[3:][0] for row in table.rows], table.seen.hidden) == (["TC01", "TC02"], 1)


def test_every_sheet_is_read_but_hidden_ones(tmp_path: Path) -> None:
    sheets = "".join(
        ods.table(title, ods.row(HEADINGS) + ods.row([title, "x"]), style)
        for title, style in (("A", "shown"), ("B", "hidden"), ("C", "unknown"))
    )
    (source,) = files.find([saved(tmp_path, ods.content(sheets))]).sources
    with files.opened(source) as book:
        found = [(table.sheet, [row[3:][0] for row in table.rows]) for table in book.tables]
    assert (found, book.passed_over) == ([("A", ["A"]), ("C", ["C"])], ("B",))


def test_numbers_count_from_the_day_that_the_workbook_says(tmp_path: Path) -> None:
    settings = (
        "<table:calculation-settings><table:null-date table:date-value='1904-01-01'/>"
        "</table:calculation-settings>"
    )
    rows = ods.row(["day", "working"]) + ods.row([44792, True])
    path = saved(tmp_path, ods.content(ods.table("S", rows), settings), "calendar")
    assert rows_of(path) == [(2, "", "", "2026-08-20", "yes")]


def test_a_sheet_within_another_one_is_no_sheet(tmp_path: Path) -> None:
    inner = ods.table("inner", ods.row(["a", "b"]))
    rows = f"<table:table-row>{ods.cell('TC01')}{ods.cell('x')}<table:table-cell>{inner}"
    path = sheet_of(
        tmp_path, f"{rows}</table:table-cell></table:table-row>{ods.row(['TC02', 'y'])}"
    )
    assert [row[3] for row in rows_of(path)] == ["TC01", "TC02"]


def test_a_hundred_million_blank_rows_take_no_time(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="100000000"><table:table-cell/>'
    assert len(rows_of(sheet_of(tmp_path, f"{ods.row(ROW)}{blank}</table:table-row>"))) == 1


def repeated(rows: int, columns: int) -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{rows}">{ods.cell("TC01")}'
        + ods.cell("x").replace("<table:table-cell",
                                f'<table:table-cell table:number-columns-repeated="{columns}"', 1)
        + "</table:table-row>"
    )  # fmt: skip


DEEP: Final = "<text:span>" * 100_000
NESTED: Final = "".join(
    f'<!ENTITY {new} "{f"&{old};" * 20}">' for old, new in zip("abcde", "bcdef", strict=True)
)
LAUGHS: Final = f'<!DOCTYPE w [<!ENTITY a "{"x" * 1000}">{NESTED}]><w>&f;</w>'
BAD: Final = {
    "filled rows without end": (
        ods.content(ods.table("S", repeated(100_000_000, 1))), "about row 1"),
    "filled columns without end": (
        ods.content(ods.table("S", repeated(1, 100_000_000))), "about row 1"),
    "no XML": ("\x00\x01", "is damaged"),
    "cut off": (ods.content("")[:-30], "is damaged"),
    "entities within entities": (LAUGHS, "is damaged"),
    "a number that is none": (
        ods.content(ods.table("S", ods.row(HEADINGS) + "<table:table-row><table:table-cell "
                              'office:value-type="float" office:value="1,5"/></table:table-row>')),
        "is damaged"),
    "a type that is not known": (
        ods.content(ods.table("S", ods.row(HEADINGS) + "<table:table-row><table:table-cell "
                              'office:value-type="x"/></table:table-row>')), "is damaged"),
    "elements within elements": (
        ods.content(ods.table("S", ods.row(HEADINGS) + "<table:table-row><table:table-cell>"
                              f"<text:p>{DEEP}x{DEEP.replace('<', '</')}</text:p>"
                              "</table:table-cell></table:table-row>")), "is damaged"),
    "a text without end": (
        ods.content(ods.table("S", ods.row(HEADINGS) + ods.row(["x" * (5 << 20)]))), "about row 2"),
    "blanks without end": (" " * (1 << 25), "unpacks to far too much"),
    "nothing in it": (ods.content(""), "is empty"),
}  # fmt: skip


@pytest.mark.parametrize(("xml", "said"), BAD.values(), ids=BAD)
def test_a_bad_workbook_is_refused_with_a_sentence(tmp_path: Path, xml: str, said: str) -> None:
    sentence = refusal(saved(tmp_path, xml))
    assert "organizations.ods" in sentence
    assert said in sentence


def refusal(path: Path) -> str:
    with pytest.raises(problems.Problem) as caught:
        rows_of(path)
    return str(caught.value)


def test_a_workbook_with_a_password_is_refused_by_that(tmp_path: Path) -> None:
    manifest = {"META-INF/manifest.xml": "<manifest:encryption-data/>"}
    assert "by a password" in refusal(saved(tmp_path, "\x00", parts=manifest))


def test_memory_does_not_grow_with_the_sheet(tmp_path: Path) -> None:
    with reading.opened(sheet_of(tmp_path, ods.row(ROW) * 8_000)) as table:
        tracemalloc.start()
        count = sum(1 for _ in table.rows)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (count, peak < 1 << 20) == (8_000, True)
