"""A store is kept in a file while it is used, and comes back from it as it was."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import os
import pathlib
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest
from support import access_log, commands, databases, embedded_home, homes
from support.papers import freezing

from dashboard.commands import backups
from dashboard.exports.snapshots import verifying
from data import embedded, engine, migrate, opening, problems
from data.backup import archive, contents, restoring, series, writing
from data.embedded import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data import store as stores


@dataclasses.dataclass(frozen=True)
class Kept:
    """A home that this process uses, as a dashboard does, and a backup of it."""

    home: pathlib.Path
    store: stores.Store
    file: pathlib.Path
    said: str


@pytest.fixture(scope="module")
def folder() -> Iterator[pathlib.Path]:
    with embedded_home.folder(embedded_home.place()) as made:
        yield made


@pytest.fixture(scope="module")
def kept(folder: pathlib.Path) -> Iterator[Kept]:
    with homes.example(folder / "home") as opened:
        access_log.note(opened)
        freezing.take(opened)
        file = folder / "store.backup"
        done = homes.run(folder / "home", "backup", file)
        assert (done.returncode, done.stderr) == (0, "")
        yield Kept(folder / "home", opened, file, done.stdout)


@pytest.fixture
def empty(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    """Where a home is to be made."""
    with (
        embedded_home.folder(str(folder)) as inside,
        embedded_home.home_at(inside / "home") as home,
    ):
        yield home


def figures(home: pathlib.Path) -> tuple[str, str, tuple[verifying.Finding, ...]]:
    """Return reports of a store, the end of its chain, and what is wrong with it."""
    with contextlib.closing(opening.open_home(home)) as opened:
        chain = verifying.the_store(opened, freezing.EVERYTHING)
        answers = opened.ask(freezing.EVERYTHING, backups.reports)
    return answers, chain.last, chain.findings


def restore(home: pathlib.Path, file: pathlib.Path, *, replaces: bool) -> restoring.Restored:
    """Restore as the command does."""
    return restoring.into_home(home, file, backups.require_chain, replaces=replaces)


def test_a_backup_says_what_it_holds_and_nobody_else_can_read_it(kept: Kept) -> None:
    assert "data version 1; payments: 14, snapshots: 1, users: 1." in kept.said
    assert "restored beside the store and found to be the same" in kept.said
    assert stat.S_IMODE(kept.file.stat().st_mode) == 0o600
    held = archive.checked(kept.file)
    assert (held.schema, held.is_verified, held.rows("access_log")) == (migrate.HEAD, True, 6)
    assert held.last_sha256 in kept.said
    assert sorted(each.name for each in kept.home.parent.iterdir()) == ["home", "store.backup"]
    assert not (kept.home / beside.TRIAL).exists()


def test_it_comes_back_elsewhere_with_reports_logs_and_chain(
    kept: Kept, empty: pathlib.Path
) -> None:
    done = homes.run(empty, "restore", kept.file)
    assert (done.returncode, done.stderr) == (0, "")
    assert figures(empty) == figures(kept.home)
    passwords = [json.loads((home / "passwords.json").read_text()) for home in (empty, kept.home)]
    assert not set(passwords[0].values()) & set(passwords[1].values())


def test_data_are_kept_beside_and_come_back_by_a_rename(kept: Kept, empty: pathlib.Path) -> None:
    with homes.example(empty) as other:
        freezing.take(other)
        freezing.take(other, note="later")
    before = figures(empty)
    with pytest.raises(problems.Problem, match="--replace"):
        restore(empty, kept.file, replaces=False)
    assert figures(empty) == before
    done = restore(empty, kept.file, replaces=True)
    assert figures(empty) == figures(kept.home)
    embedded.stop(empty)
    (earlier,) = empty.glob("data.before-*")
    assert done.earlier == earlier
    (empty / "data").rename(empty / "data.other")
    earlier.rename(empty / "data")
    assert figures(empty) == before


def test_a_store_in_use_is_not_replaced(kept: Kept) -> None:
    done = homes.run(kept.home, "restore", "--replace", kept.file)
    assert done.returncode == 2
    assert "in use" in done.stderr
    assert not list(kept.home.glob("data.*"))
    assert (
        kept.store.ask(freezing.EVERYTHING, lambda c: c.exec_driver_sql("SELECT 1").scalar()) == 1
    )


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_file_that_was_cut_off_is_refused_before_anything(
    kept: Kept, empty: pathlib.Path, tmp_path: pathlib.Path, share: float
) -> None:
    whole = kept.file.read_bytes()
    cut = tmp_path / "cut.backup"
    cut.write_bytes(whole[: int(len(whole) * share)])
    refused(cut, empty, "cut off or damaged")


def refused(file: pathlib.Path, home: pathlib.Path, why: str) -> None:
    with pytest.raises(problems.Problem, match=why):
        restore(home, file, replaces=True)
    assert not (home / "data").exists()
    assert not (home / beside.RESTORED).exists()


def test_a_damaged_file_is_refused_before_anything(
    kept: Kept, empty: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    whole = bytearray(kept.file.read_bytes())
    whole[len(whole) // 3] ^= 1
    damaged = tmp_path / "damaged.backup"
    damaged.write_bytes(whole)
    refused(damaged, empty, "cut off or damaged")


def changed(file: pathlib.Path, to: pathlib.Path, **values: object) -> pathlib.Path:
    """Write a backup whose manifest says something else."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        new.writestr("store.dump", old.read("store.dump"))
        said = json.loads(old.read("manifest.json")) | values
        new.writestr("manifest.json", json.dumps(said))
    return to


@pytest.mark.fault
@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"schema": "9999_later"}, "version 9999_later"),
        ({"postgresql": 990001}, "newer PostgreSQL"),
        ({"format": 2}, "newer program"),
        ({"kind": "another program's"}, "cut off or damaged"),
    ],
    ids=["of a newer program", "of a newer PostgreSQL", "of a later form", "of another program"],
)
def test_a_backup_that_this_program_does_not_know_is_refused_with_a_sentence(
    kept: Kept, empty: pathlib.Path, tmp_path: pathlib.Path, values: dict[str, object], why: str
) -> None:
    refused(changed(kept.file, tmp_path / "other.backup", **values), empty, why)


@pytest.mark.long
def test_rows_that_are_not_those_that_were_kept_are_found(
    kept: Kept, empty: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    tables = dataclasses.asdict(archive.manifest(kept.file))["tables"]
    tables["payments"]["sum"] += "1"
    refused(changed(kept.file, tmp_path / "other.backup", tables=tables), empty, "payments")


def test_a_session_does_not_come_back(kept: Kept) -> None:
    assert "sessions" not in archive.manifest(kept.file).tables
    with contents.moment(embedded.ensure_running(kept.home).superuser_url) as connection:
        everything = contents.tables(connection).keys() | set(contents.LEFT_OUT)
        held = set(connection.exec_driver_sql(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relpersistence = 'p'"
            " AND relnamespace = to_regnamespace('bhxh')"
        ).scalars())  # fmt: skip
    assert everything == held


def test_something_else_is_not_written_over(tmp_path: pathlib.Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Kính gửi")
    with pytest.raises(problems.Problem, match="cut off or damaged"):
        writing.require_replaceable(letter)


def test_a_folder_keeps_the_newest_and_what_is_not_its_own(
    kept: Kept, tmp_path: pathlib.Path
) -> None:
    held = archive.manifest(kept.file)
    (tmp_path / "bhxh-20260101-000000.backup").write_text("not one")
    (tmp_path / "notes.txt").write_text("not one either")
    changed(kept.file, tmp_path / "mine.backup")
    changed(kept.file, tmp_path / "bhxh-20250101-000000.backup", store="another/bhxh")
    for day in range(1, 5):
        at = dt.datetime(2026, 9, day, 19, 30, tzinfo=dt.UTC)
        changed(kept.file, series.new_file(tmp_path, at), taken_at=at.isoformat())
    left = tmp_path / ".bhxh-20260801-000000.backup.part"
    left.write_bytes(b"")
    os.utime(left, (0, 0))
    gone = series.prune(tmp_path, 2, held)
    assert [file.name for file in gone] == [
        "bhxh-20260902-023000.backup", "bhxh-20260903-023000.backup",
    ]  # fmt: skip
    assert {file.name for file in tmp_path.iterdir()} == {
        "bhxh-20260101-000000.backup", "notes.txt", "mine.backup", "bhxh-20250101-000000.backup",
        "bhxh-20260904-023000.backup", "bhxh-20260905-023000.backup",
    }  # fmt: skip


@pytest.fixture
def prepared(made: databases.Databases) -> Iterator[str]:
    """The name of a database that an administrator has prepared, and nobody has migrated."""
    name = f"restored_{os.getpid()}"
    with contextlib.closing(engine.connect(made.superuser_url("postgres"))) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(f"CREATE DATABASE {name}")
        migrate.prepare(made.superuser_url(name), databases.THREE)
        yield name
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_store_of_a_server_is_kept_and_restored_by_an_administrator(
    made: databases.Databases,
    staffed_name: str,
    prepared: str,
    folder: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = commands.at(made, staffed_name, monkeypatch)
    file = folder / "server.backup"
    with pytest.raises(problems.Problem, match="--url-env"):
        command("backup", str(file))
    for variable, name in (("ADMINISTRATOR", staffed_name), ("OF_NEW_ONE", prepared)):
        address = made.superuser_url(name).render_as_string(hide_password=False)
        monkeypatch.setenv(variable, address)
    monkeypatch.setenv("TMPDIR", str(folder))
    assert command("backup", "--url-env", "ADMINISTRATOR", str(file)).exit_code == 0
    with pytest.raises(problems.Problem, match="not empty"):
        command("restore", "--url-env", "ADMINISTRATOR", str(file))
    assert command("restore", "--url-env", "OF_NEW_ONE", str(file)).exit_code == 0
    monkeypatch.undo()
    report = ("report", "01-xn", "--date", "2026-08-21", "--format", "csv")
    first, second = (
        commands.at(made, name, monkeypatch)(*report).output for name in (staffed_name, prepared)
    )
    assert first == second


def test_a_login_that_does_not_see_all_keeps_nothing(
    made: databases.Databases,
    staffed_name: str,
    folder: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = commands.at(made, staffed_name, monkeypatch)
    owner = made.three_urls(staffed_name)[2].render_as_string(hide_password=False)
    monkeypatch.setenv("ADMINISTRATOR", owner)
    monkeypatch.setenv("TMPDIR", str(folder))
    with pytest.raises(problems.Problem, match="does not see all"):
        command("backup", "--url-env", "ADMINISTRATOR", str(folder / "little.backup"))
    assert not (folder / "little.backup").exists()
