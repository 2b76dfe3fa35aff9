"""`import --report`, `--archive` and `--dry-run`: what a nightly import leaves, and where."""

import errno
import json
import os
import pathlib
import stat
from typing import Any

import pytest
from support import commands, desks

from data import private_files
from data.importing import archive as archives


@pytest.fixture
def incoming(tmp_path: pathlib.Path) -> pathlib.Path:
    made = tmp_path / "incoming"
    made.mkdir()
    return made


@pytest.fixture
def done(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "done"


def payments(folder: pathlib.Path, name: str = "payments.csv", **changes: str) -> pathlib.Path:
    folder.mkdir(exist_ok=True)
    desks.write(folder / name, "payments", [changes])
    return folder / name


def names(folder: pathlib.Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def last_run(desk: desks.Desk) -> int:
    return int(desk.column("SELECT max(run_id) FROM import_runs")[0])


def read(path: str = "run.json") -> dict[str, Any]:
    assert stat.S_IMODE(pathlib.Path(path).stat().st_mode) == 0o600
    report: dict[str, Any] = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    return report


REPORT = ("--report", "run.json")


def test_a_report_says_what_was_done(
    desk_command: commands.Command, desk: desks.Desk, incoming: pathlib.Path
) -> None:
    payments(incoming)
    payments(incoming, "payments 2.csv", payment_id="P2", amount="nhiều")
    assert desk_command("import", str(incoming), *REPORT).exit_code == 1
    report = read()
    assert (report["status"], report["dry_run"], report["run"]) == (1, False, last_run(desk))
    assert report["counts"]["payments"] == {
        "inserted": 1, "updated": 0, "reverted": 0, "unchanged": 0, "rejected": 1, "left_out": 0,
    }  # fmt: skip
    assert [file["rejected_rows"] for file in report["files"]] == [1, 0]
    assert report["totals"]["paid"] == {"days": 1, "payments": 1, "amount": 972000}
    assert report["rejects"] == {"lines": 1, "csv": "rejects.csv", "xlsx": "rejects.xlsx"}
    assert report["problem"] is None


def test_a_run_that_is_refused_is_reported_with_its_problem(
    desk_command: commands.Command, incoming: pathlib.Path
) -> None:
    with pytest.raises(Exception, match="Nothing to import"):
        desk_command("import", str(incoming), *REPORT)
    report = read()
    assert (report["status"], report["run"]) == (2, None)
    assert report["problem"]["text"].startswith("Nothing to import. ")


def test_a_run_of_which_nothing_is_in_is_reported(
    desk_command: commands.Command, incoming: pathlib.Path
) -> None:
    (incoming / "payments.csv").write_text("payment_id\nP1\n", encoding="utf-8")
    assert desk_command("import", str(incoming), *REPORT).exit_code == 2
    (file,) = read()["files"]
    assert (read()["status"], file["set"]) == (2, "payments")
    assert "office_code" in file["refusal"]["text"]


def test_a_report_that_cannot_be_written_is_refused_before_anything_is_done(
    desk_command: commands.Command, desk: desks.Desk, incoming: pathlib.Path
) -> None:
    payments(incoming)
    with pytest.raises(Exception, match="report cannot be written"):
        desk_command("import", str(incoming), "--report", "nowhere/run.json")
    assert desk.column("SELECT count(*) FROM payments") == [0]


def test_a_report_that_fails_later_leaves_the_import_and_wants_attention(
    desk_command: commands.Command, desk: desks.Desk, incoming: pathlib.Path
) -> None:
    payments(incoming)
    pathlib.Path("run.json").mkdir()
    ended = desk_command("import", str(incoming), *REPORT)
    assert ended.exit_code == 1
    assert "report cannot be written" in ended.stderr
    assert desk.column("SELECT count(*) FROM payments") == [1]


def test_a_dry_run_says_all_and_keeps_nothing(
    desk_command: commands.Command, desk: desks.Desk, incoming: pathlib.Path, done: pathlib.Path
) -> None:
    payments(incoming)
    payments(incoming, "payments 2.csv", payment_id="P2", amount="nhiều")
    before = desk.everything()
    words = ("import", str(incoming), "--dry-run", "--archive", str(done), *REPORT)
    ended = desk_command(*words)
    assert ended.exit_code == 1
    assert desk.everything() == before
    assert len(names(incoming)) == 2
    assert not done.exists()
    assert "A dry run" in ended.output
    assert "Payments by day: 1 days change, +1 payments and +972,000 đồng" in ended.output
    assert (read()["dry_run"], read()["run"], read()["status"]) == (True, None, 1)
    assert pathlib.Path("rejects.csv").exists()


def test_a_dry_run_without_faults_removes_no_list_of_an_earlier_run(
    desk_command: commands.Command, incoming: pathlib.Path
) -> None:
    payments(incoming, amount="nhiều")
    desk_command("import", str(incoming))
    payments(incoming)
    assert desk_command("import", str(incoming), "--dry-run").exit_code == 0
    assert pathlib.Path("rejects.csv").exists()
    assert pathlib.Path("rejects.xlsx").exists()


def test_files_that_were_taken_go_to_the_archive_with_the_number_of_the_run(
    desk_command: commands.Command, desk: desks.Desk, incoming: pathlib.Path, done: pathlib.Path
) -> None:
    payments(incoming)
    payments(incoming / "sub", payment_id="P2")
    ended = desk_command("import", str(incoming), "--archive", str(done), *REPORT)
    assert ended.exit_code == 0, ended.output
    run = last_run(desk)
    assert names(done) == [f"{run}-payments (2).csv", f"{run}-payments.csv"]
    assert names(incoming) == ["sub"]
    assert stat.S_IMODE(done.stat().st_mode) == 0o700
    assert len(read()["archived"]) == 2


def test_a_file_with_some_rejected_rows_goes_and_one_of_which_nothing_is_in_stays(
    desk_command: commands.Command, desk: desks.Desk, incoming: pathlib.Path, done: pathlib.Path
) -> None:
    desks.write(incoming / "payments a.csv", "payments", [{}, {"payment_id": "P2", "amount": "x"}])
    payments(incoming, "payments b.csv", payment_id="P3", amount="x")
    (incoming / "payments c.csv").write_text("payment_id\nP1\n", encoding="utf-8")
    (incoming / "notes.txt").write_text("-", encoding="utf-8")
    assert desk_command("import", str(incoming), "--archive", str(done)).exit_code == 1
    assert names(incoming) == ["notes.txt", "payments b.csv", "payments c.csv"]
    assert names(done) == [f"{last_run(desk)}-payments a.csv"]


def test_where_nothing_was_imported_nothing_moves(
    desk_command: commands.Command, incoming: pathlib.Path, done: pathlib.Path
) -> None:
    payments(incoming, amount="x")
    assert desk_command("import", str(incoming), "--archive", str(done)).exit_code == 2
    assert names(incoming) == ["payments.csv"]
    assert names(done) == []


def test_the_archive_may_be_on_another_file_system(
    desk_command: commands.Command,
    incoming: pathlib.Path,
    done: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    payments(incoming)
    content = (incoming / "payments.csv").read_bytes()

    def apart(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(archives, "_rename", apart)
    assert desk_command("import", str(incoming), "--archive", str(done)).exit_code == 0
    (moved,) = done.iterdir()
    assert moved.read_bytes() == content
    assert stat.S_IMODE(moved.stat().st_mode) == 0o600
    assert names(incoming) == []


def test_what_cannot_be_moved_is_said_and_is_in_the_store(
    desk_command: commands.Command,
    desk: desks.Desk,
    incoming: pathlib.Path,
    done: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    payments(incoming)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(archives, "_copy", full)
    monkeypatch.setattr(archives, "_rename", full)
    ended = desk_command("import", str(incoming), "--archive", str(done))
    assert ended.exit_code == 1
    assert "cannot be moved" in ended.output
    assert names(incoming) == ["payments.csv"]
    assert names(done) == []
    assert desk.column("SELECT count(*) FROM payments") == [1]


def test_a_file_that_has_changed_since_it_was_read_stays(
    incoming: pathlib.Path, done: pathlib.Path
) -> None:
    path = payments(incoming)
    box = archives.Archive(done, [incoming])
    path.write_text("payment_id\n", encoding="utf-8")
    (moved,) = box.take(7, [path])
    assert moved.to is None
    assert "changed" in str(moved.why)
    assert path.exists()


def test_an_archive_within_what_is_imported_is_refused(
    desk_command: commands.Command, desk: desks.Desk, incoming: pathlib.Path
) -> None:
    payments(incoming)
    with pytest.raises(Exception, match="would be read again"):
        desk_command("import", str(incoming), "--archive", str(incoming / "done"))
    assert desk.column("SELECT count(*) FROM payments") == [0]


def test_a_folder_that_cannot_be_written_is_refused_before_the_import(
    desk_command: commands.Command, desk: desks.Desk, incoming: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    payments(incoming)
    (tmp_path / "file").write_text("-")
    with pytest.raises(Exception, match="archive cannot be used"):
        desk_command("import", str(incoming), "--archive", str(tmp_path / "file"))
    assert desk.column("SELECT count(*) FROM payments") == [0]


def test_a_file_appears_whole_or_not_at_all(tmp_path: pathlib.Path) -> None:
    (tmp_path / "out").write_text("earlier")

    def half() -> None:
        with private_files.whole(tmp_path / "out") as file:
            file.write(b"half")
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        half()
    assert (tmp_path / "out").read_text() == "earlier"
    assert names(tmp_path) == ["out"]


def test_the_name_of_the_lists_is_that_of_the_csv(
    desk_command: commands.Command, incoming: pathlib.Path
) -> None:
    payments(incoming)
    with pytest.raises(Exception, match="rejects names the"):
        desk_command("import", str(incoming), "--rejects", "rejects.xlsx")
