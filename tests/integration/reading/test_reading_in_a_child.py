"""What a child process reads, and what becomes of a file that ends it."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
from typing import Any, Final

import psutil
import pytest
from support import reading, xls, xlsb

from data import problems
from data.importing.reading import child, files, in_child

HEADINGS: Final = ["org_code", "org_name"]
ROWS: Final[list[Any]] = [HEADINGS, ["TC01", "Tổ chức Ẩn"], ["TC02", None]]


def binary(*rows: Any, **others: Any) -> bytes:
    return xlsb.workbook({"S": xlsb.sheet(*xlsb.rows_of(rows, **others))})


def old(*rows: Any, **others: Any) -> bytes:
    return xls.workbook({"S": xls.sheet(rows, **others)})


BOTH: Final = pytest.mark.parametrize(
    ("ending", "made"), [(".xls", old), (".xlsb", binary)], ids=["xls", "xlsb"]
)
Maker = "Callable[..., bytes]"


def saved(folder: pathlib.Path, ending: str, data: bytes, name: str = "organizations") -> Any:
    (folder / f"{name}{ending}").write_bytes(data)
    return folder / f"{name}{ending}"


def rows_of(path: pathlib.Path) -> list[Any]:
    with reading.opened(path) as table:
        return list(table.rows)


def refusal(path: pathlib.Path) -> str:
    with pytest.raises(problems.Problem) as caught:
        rows_of(path)
    return str(caught.value)


@BOTH
def test_rows_come_with_their_number_and_their_cells(
    tmp_path: pathlib.Path, ending: str, made: Any
) -> None:
    assert rows_of(saved(tmp_path, ending, made(*ROWS))) == [
        (2, "", "", "TC01", "Tổ chức Ẩn"),
        (3, "", "", "TC02", ""),
    ]


@BOTH
def test_cells_are_what_they_are(tmp_path: pathlib.Path, ending: str, made: Any) -> None:
    rows = [
        ["office_code", "office_name", "parent_code", "valid_from"],
        [101.0, "#N/A", True, 46254.0],
        [1234567.89, "x", 46254.375, 36526.0],
        [None, "y", None, 36526.5],
    ]
    path = saved(tmp_path, ending, made(*rows, dated=[2]), "offices")
    assert rows_of(path) == [
        (2, "office_code:number,parent_code:truth", "", "101", "#N/A", "yes", "2026-08-20"),
        (3, "office_code:number,parent_code:date", "", "1234567.89", "x", "2026-08-20T09:00:00",
         "2000-01-01"),
        (4, "", "", "", "y", "", "2000-01-01T12:00:00"),
    ]  # fmt: skip


@BOTH
def test_hidden_rows_are_read_and_counted(tmp_path: pathlib.Path, ending: str, made: Any) -> None:
    with reading.opened(saved(tmp_path, ending, made(*ROWS, hidden=[2]))) as table:
        assert ([row[0] for row in table.rows], table.seen.hidden) == ([2, 3], 1)


@pytest.mark.parametrize(
    ("ending", "made", "sheet"),
    [(".xls", xls.workbook, xls.sheet([HEADINGS, ["TC01", 34792.0]])),
     (".xlsb", xlsb.workbook, xlsb.sheet(*xlsb.rows_of([HEADINGS, ["TC01", 34792.0]])))],
    ids=["xls", "xlsb"],
)  # fmt: skip
def test_hidden_sheets_are_passed_over(
    tmp_path: pathlib.Path, ending: str, made: Any, sheet: bytes
) -> None:
    path = saved(tmp_path, ending, made({"A": sheet, "B": sheet}, hidden=["A"]))
    (source,) = files.find([path]).sources
    with files.opened(source) as book:
        assert ([each.sheet for each in book.tables], book.passed_over) == (["B"], ("A",))


@pytest.mark.parametrize(
    ("ending", "made", "sheet"),
    [(".xls", xls.workbook, xls.sheet),
     (".xlsb", xlsb.workbook,
      lambda rows, dated: xlsb.sheet(*xlsb.rows_of(rows, dated)))],
    ids=["xls", "xlsb"],
)  # fmt: skip
def test_workbooks_that_count_from_1904_are_read(
    tmp_path: pathlib.Path, ending: str, made: Any, sheet: Any
) -> None:
    rows = [["day", "working", "note"], [44792.0, True, None], [44793, False, None]]
    path = saved(tmp_path, ending, made({"S": sheet(rows, [0])}, is_1904=True), "calendar")
    assert [row[3] for row in rows_of(path)] == ["2026-08-20", "2026-08-21"]


@BOTH
def test_several_sheets_are_read_one_after_the_other(
    tmp_path: pathlib.Path, ending: str, made: Any
) -> None:
    del made
    first, second = [HEADINGS, *([f"A{n}", "x"] for n in range(3000))], [HEADINGS, ["B", "y"]]
    data = {
        ".xls": lambda: xls.workbook({"1": xls.sheet(first), "2": xls.sheet(second)}),
        ".xlsb": lambda: xlsb.workbook({
            "1": xlsb.sheet(*xlsb.rows_of(first)), "2": xlsb.sheet(*xlsb.rows_of(second)),
        }),
    }[ending]()  # fmt: skip
    (source,) = files.find([saved(tmp_path, ending, data)]).sources
    with files.opened(source) as book:
        assert [len(list(table.rows)) for table in book.tables] == [3000, 1]


def far_cell(row: int, column: int) -> bytes:
    head, cell = xlsb.rows_of([HEADINGS])[0], xlsb.cell(column, 1.0)
    return xlsb.workbook({"S": xlsb.sheet(head, xlsb.row(row, cell), last=(row, column))})


BAD: Final[dict[str, tuple[str, bytes, str]]] = {
    "one cell in the last corner": (".xlsb", far_cell(1_048_575, 16_383), "about row 1048576"),
    "a row beyond the last": (".xlsb", far_cell(4_000_000_000, 1), "more than a spreadsheet"),
    "records cut off": (".xlsb", xlsb.workbook({"S": xlsb.sheet()[:-9] + b"\x00\xff\x7f"}),
                        "is damaged"),
    "a record without end": (".xlsb", xlsb.workbook({"S": b"\x00\xff\xff\xff\x7f"}), "is damaged"),
    "no records at all": (".xlsb", xlsb.workbook({"S": b""}), "is damaged"),
    "an old workbook cut off": (".xls", old(*ROWS)[:150], "is damaged"),
    "an old workbook of rubbish": (".xls", b"\x09\x08\x10\x00\x00\x06" + bytes(range(256)) * 9,
                                   "is damaged"),
    "an old workbook with a password": (
        ".xls", xls.workbook({"S": xls.sheet(ROWS)}, is_protected=True), "by a password"),
    "bytes of nothing": (".xls", b"\x01\x02" * 999, "is damaged, or no workbook"),
    "no bytes": (".xls", b"", "is empty"),
}  # fmt: skip


@pytest.mark.fault
@pytest.mark.parametrize(("ending", "data", "said"), BAD.values(), ids=BAD)
def test_a_bad_workbook_is_refused_with_a_sentence(
    tmp_path: pathlib.Path, ending: str, data: bytes, said: str
) -> None:
    sentence = refusal(saved(tmp_path, ending, data))
    assert "organizations" in sentence
    assert said in sentence


def test_a_child_without_memory_is_a_sentence_that_names_the_file(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, "child.MOST_MEMORY = 1 << 28")
    data = far_cell(1_048_575, 37)
    assert "organizations.xlsb cannot be read: it takes too much memory" in refusal(
        saved(tmp_path, ".xlsb", data)
    )


def test_a_child_that_computes_for_too_long_is_ended(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, "child.MOST_SECONDS = 1; child._serve = lambda source: exec('while 1: 0')")
    assert "too much memory or time" in refusal(saved(tmp_path, ".xls", old(*ROWS)))


def test_a_child_that_falls_silent_is_ended(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited(monkeypatch, "import time; child._serve = lambda source: time.sleep(99)")
    monkeypatch.setattr(in_child, "SILENCE_S", 1.0)
    assert "too much memory or time" in refusal(saved(tmp_path, ".xls", old(*ROWS)))


@pytest.mark.parametrize(
    "said", [b"", b"\x00", b"\xff\xff\xff\xff", b"\x00\x00\x00\x09{", b"Segmentation fault"]
)
def test_a_child_that_dies_while_it_speaks_is_a_sentence(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    limited(monkeypatch, f"import os; os.write(1, {said!r}); os.abort()")
    assert "too much memory or time" in refusal(saved(tmp_path, ".xls", old(*ROWS)))


def limited(monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    """Let children run a statement before their program."""
    program = (
        f"import sys; from data.importing.reading import child; {statement}; "
        "child.main(*sys.argv[1:])"
    )
    started = subprocess.Popen

    def start(command: list[str], **others: Any) -> Any:
        return started([*command[:2], "-c", program, *command[4:]], **others)

    monkeypatch.setattr(subprocess, "Popen", start)


def test_a_child_that_is_killed_is_a_sentence(tmp_path: pathlib.Path) -> None:
    rows = [HEADINGS, *([f"T{number}", "x" * 50] for number in range(20_000))]
    with reading.opened(saved(tmp_path, ".xls", old(*rows))) as table:
        assert next(table.rows)[0] == 2
        (process,) = children()
        process.kill()
        with pytest.raises(problems.Problem, match="takes too much memory or time"):
            list(table.rows)


def test_no_child_outlives_its_file(tmp_path: pathlib.Path) -> None:
    path = saved(tmp_path, ".xls", old(*ROWS))
    with reading.opened(path) as table:
        next(table.rows)
        assert len(children()) == 1
    assert children() == []


def children() -> list[psutil.Process]:
    return [
        each for each in psutil.Process().children()
        if any(child.__name__ in word for word in each.cmdline())
    ]  # fmt: skip


def test_a_child_knows_no_settings_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BHXH_LOADER_URL", "postgresql://secret")
    assert "secret" not in str(in_child._environment())


def test_a_module_beside_the_file_is_not_run(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.py").write_text("raise SystemExit('taken')", encoding="utf-8")
    saved(tmp_path, ".xls", old(*ROWS))
    assert len(rows_of(pathlib.Path("organizations.xls"))) == 2


@pytest.mark.parametrize("flags", [["-I"], ["-E", "-s"], ["-OO"], ["-X", "utf8=0"]])
def test_a_child_starts_whatever_flags_its_parent_has(
    tmp_path: pathlib.Path, flags: list[str]
) -> None:
    saved(tmp_path, ".xls", old(*ROWS))
    root = str(pathlib.Path(in_child.__file__).parents[3])
    program = (
        f"import sys, pathlib; sys.path.insert(0, {root!r})\n"
        "from data.importing.reading import files\n"
        "(source,) = files.find([pathlib.Path('organizations.xls')]).sources\n"
        "with files.opened(source) as book: print(len(list(book.tables[0].rows)))"
    )
    done = subprocess.run(
        [sys.executable, *flags, "-c", program], cwd=tmp_path, capture_output=True, text=True,
        check=True, env={"PATH": os.defpath},
    )  # fmt: skip
    assert done.stdout == "2\n"
