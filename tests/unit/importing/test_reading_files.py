"""Which files an import takes, and which set each of them is."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import problems
from data.importing import sets
from data.importing.reading import files as reading_files
from data.importing.reading import tables


def files(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_text("x", encoding="utf-8")
    return folder


@pytest.mark.parametrize("known", sets.ALL, ids=lambda known: known.name)
@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".xlsx", ".CSV", ".XLSX"])
def test_a_file_is_known_by_its_name_without_extension(
    tmp_path: Path, known: sets.Set, ending: str
) -> None:
    path = files(tmp_path, known.name + ending) / (known.name + ending)
    assert reading_files.find([path]).sources == (tables.Source(path, known, ending.lower()),)


def test_the_case_of_a_name_does_not_matter(tmp_path: Path) -> None:
    files(tmp_path, "Payments.CSV.GZ")
    (source,) = reading_files.find([tmp_path]).sources
    assert (source.set.name, source.format) == ("payments", ".csv.gz")


def test_a_folder_stands_for_the_files_directly_in_it(tmp_path: Path) -> None:
    files(tmp_path, "payments.csv")
    deeper = tmp_path / "archive.csv"
    deeper.mkdir()
    files(deeper, "offices.csv")
    assert [source.name for source in reading_files.find([tmp_path]).sources] == ["payments.csv"]


def test_several_files_of_one_set_are_all_taken(tmp_path: Path) -> None:
    names = ["payments.csv", "payments.csv.gz", "payments.xlsx"]
    files(tmp_path, *names)
    assert [source.name for source in reading_files.find([tmp_path]).sources] == names


def test_names_that_are_not_known_are_reported(tmp_path: Path) -> None:
    names = ["notes.csv", "payments", "payments.2026.csv", "payments.txt", "payments.xls"]
    files(tmp_path, *names)
    found = reading_files.find([tmp_path])
    assert (found.sources, [path.name for path in found.ignored]) == ((), names)


def test_what_systems_and_office_programs_leave_behind_is_passed_over(tmp_path: Path) -> None:
    files(tmp_path, ".DS_Store", "~$payments.xlsx", "._payments.csv")
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
