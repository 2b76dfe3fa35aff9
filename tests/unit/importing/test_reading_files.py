"""Which files an import reads, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import problems
from data.importing.reading import files as reading_files
from data.importing.reading import tables


def files(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_text("x", encoding="utf-8")
    return folder


@pytest.mark.parametrize("ending", [*reading_files.ENDINGS, ".CSV", ".Csv.Gz", ".XLSX", ".Ods"])
@pytest.mark.parametrize("stem", ["payments", "khoan-thu 08.2026", "x", "a.b.c"])
def test_a_file_is_read_by_the_ending_of_its_name(tmp_path: Path, stem: str, ending: str) -> None:
    path = files(tmp_path, stem + ending) / (stem + ending)
    (source,) = reading_files.find([path]).sources
    assert (source, source.stem) == (tables.Source(path, ending), stem)


def test_a_folder_stands_for_the_files_in_it_and_below(tmp_path: Path) -> None:
    deeper = tmp_path / "08" / "b.csv"
    deeper.mkdir(parents=True)
    files(tmp_path, "payments.csv")
    files(deeper, "offices.csv")
    found = reading_files.find([tmp_path]).sources
    assert [source.name for source in found] == ["offices.csv", "payments.csv"]


def test_files_come_in_the_natural_order_of_their_paths(tmp_path: Path) -> None:
    names = ["payments 1.csv", "payments 2.xlsx", "payments 9.csv.gz", "payments 10.csv"]
    files(tmp_path, *reversed(names))
    given = [tmp_path / name for name in reversed(names)]
    assert [source.name for source in reading_files.find([tmp_path]).sources] == names
    assert [source.name for source in reading_files.find(given).sources] == names


def test_formats_that_are_not_read_are_reported(tmp_path: Path) -> None:
    names = ["notes.doc", "payments", "payments.csv.zip", "payments.txt"]
    files(tmp_path, *names)
    found = reading_files.find([tmp_path])
    assert (found.sources, [path.name for path in found.ignored]) == ((), names)


@pytest.mark.parametrize("folder", [".git", "~$x", "."])
def test_hidden_folders_are_not_looked_at(tmp_path: Path, folder: str) -> None:
    hidden = tmp_path / f"{folder}hidden"
    hidden.mkdir()
    files(hidden, "payments.csv")
    assert reading_files.find([tmp_path]) == reading_files.Files((), ())


def test_what_systems_and_office_programs_leave_behind_is_passed_over(tmp_path: Path) -> None:
    files(tmp_path, ".DS_Store", "~$payments.xlsx", "._payments.csv", "Thumbs.db", "desktop.ini")
    assert reading_files.find([tmp_path]) == reading_files.Files((), ())


def test_a_file_given_twice_is_taken_once(tmp_path: Path) -> None:
    files(tmp_path, "payments.csv")
    found = reading_files.find([tmp_path, tmp_path / "payments.csv", tmp_path])
    assert len(found.sources) == 1


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert reading_files.find([tmp_path]) == reading_files.Files((), ())


@pytest.mark.parametrize("name", ["payments.csv", "dữ liệu", "nul\0.csv", "x" * 5000])
def test_a_path_that_does_not_exist_is_a_problem(tmp_path: Path, name: str) -> None:
    with pytest.raises(problems.Problem, match="File not found"):
        reading_files.find([tmp_path / name])


def test_a_relative_path_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files(tmp_path, "payments.csv")
    monkeypatch.chdir(tmp_path)
    assert reading_files.find([Path("payments.csv")]).sources[0].name == "payments.csv"
