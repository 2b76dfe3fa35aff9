"""What happens to a backup or a restore that is killed, meets a full disk, or is not alone."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import signal
import subprocess
from typing import TYPE_CHECKING

import psutil
import pytest
from support import embedded_home, homes

from data import embedded, engine, opening
from data.backup import archive
from data.embedded import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg2.extensions
    import sqlalchemy as sa

    from data import store as stores

pytestmark = pytest.mark.fault


@dataclasses.dataclass(frozen=True)
class InUse:
    """A home that this process uses, as a dashboard does."""

    home: pathlib.Path
    store: stores.Store

    @property
    def administrator(self) -> sa.URL:
        return embedded.ensure_running(self.home).superuser_url

    def count(self, table: str) -> int:
        return int(embedded_home.ask(self.administrator, f"SELECT count(*) FROM bhxh.{table}"))


@pytest.fixture(scope="module")
def in_use() -> Iterator[InUse]:
    with (
        embedded_home.folder(embedded_home.place()) as folder,
        homes.example(folder / "home") as opened,
    ):
        yield InUse(folder / "home", opened)


@dataclasses.dataclass(frozen=True)
class Waiting:
    """A backup that waits for a table, which somebody holds, and whoever holds it."""

    process: subprocess.Popen[bytes]
    holding: psycopg2.extensions.connection


@contextlib.contextmanager
def waiting(in_use: InUse, file: pathlib.Path) -> Iterator[Waiting]:
    """Give a backup that has begun its dump and can go no further."""
    with contextlib.closing(engine.connect(in_use.administrator)) as holding:
        holding.cursor().execute("LOCK TABLE bhxh.changes IN ACCESS EXCLUSIVE MODE")
        process = subprocess.Popen(
            homes.words("backup", file), cwd="/", env=homes.environment(in_use.home),
            stderr=subprocess.PIPE,
        )  # fmt: skip
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        assert embedded_home.wait_until(
            lambda: int(embedded_home.ask(in_use.administrator, waits)) > 0
        )
        try:
            yield Waiting(process, holding)
        finally:
            process.kill()
            process.wait()


def test_of_a_killed_backup_nothing_has_the_name_and_the_next_one_works(
    in_use: InUse, tmp_path: pathlib.Path
) -> None:
    file = tmp_path / "store.backup"
    with waiting(in_use, file) as backup:
        process = backup.process
        second = homes.run(in_use.home, "backup", tmp_path / "second.backup")
        assert (second.returncode, second.stdout) == (2, "")
        assert "at work already" in second.stderr
        # Whoever works goes on meanwhile.
        assert in_use.count("payments") == 14
        (dump,) = psutil.Process(process.pid).children()
        process.kill()
        process.wait()
    psutil.wait_procs([dump], timeout=20)
    assert [each.name for each in tmp_path.iterdir()] == [".store.backup.part"]
    done = homes.run(in_use.home, "backup", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert [each.name for each in tmp_path.iterdir()] == ["store.backup"]
    assert archive.checked(file).rows("payments") == 14


@pytest.mark.long
def test_a_backup_waits_a_minute_for_a_table_that_is_filled_and_then_says_so(
    in_use: InUse, tmp_path: pathlib.Path
) -> None:
    with waiting(in_use, tmp_path / "store.backup") as backup:
        _, said = backup.process.communicate(timeout=120)
        assert backup.process.returncode == 3
        assert said.decode().startswith("The store is busy. Data are being written into it")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_a_backup_that_is_told_to_end_takes_everything_away(
    in_use: InUse, tmp_path: pathlib.Path
) -> None:
    with waiting(in_use, tmp_path / "store.backup") as backup:
        backup.process.terminate()
        assert backup.process.wait(timeout=20) == 143
    assert list(tmp_path.iterdir()) == []
    assert not (in_use.home / beside.TRIAL).exists()


def test_a_backup_on_a_full_disk_leaves_the_earlier_one(
    in_use: InUse, tmp_path: pathlib.Path
) -> None:
    # The disk is this process's own, and gone with it.
    script = """
        mount -t tmpfs -o size=64k none "$0" && echo -n earlier > "$0/note" || exit 99
        "$@"; status=$?; ls -A "$0"; exit $status
    """
    small = ("unshare", "--mount", "sh", "-c", script, str(tmp_path))
    done = homes.run(in_use.home, "backup", tmp_path / "store.backup", before=small)
    assert (done.returncode, done.stdout) == (3, "note\n")
    assert "No space left" in done.stderr


@pytest.mark.long
def test_what_comes_meanwhile_is_not_in_it(in_use: InUse, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "store.backup"
    before = in_use.count("organizations")
    with waiting(in_use, file) as backup:
        embedded_home.tell(
            in_use.administrator,
            "INSERT INTO bhxh.organizations (org_code, org_name) VALUES ('LATER', 'Sau')",
        )
        backup.holding.rollback()
        assert backup.process.wait(timeout=120) == 0
    assert in_use.count("organizations") == before + 1
    held = archive.checked(file)
    assert (held.rows("organizations"), held.is_verified) == (before, True)


@pytest.mark.long
def test_a_database_that_is_killed_ends_a_backup_in_three(
    in_use: InUse, tmp_path: pathlib.Path
) -> None:
    with waiting(in_use, tmp_path / "store.backup") as backup:
        os.kill(embedded.ensure_running(in_use.home).pid, signal.SIGKILL)
        assert backup.process.wait(timeout=60) == 3
    assert list(tmp_path.iterdir()) == []
    assert in_use.count("payments") == 14


@pytest.fixture(scope="module")
def file(in_use: InUse) -> pathlib.Path:
    made = in_use.home.parent / "for-restores.backup"
    assert homes.run(in_use.home, "backup", made).returncode == 0
    return made


@pytest.fixture
def other() -> Iterator[pathlib.Path]:
    """A home with one office and no payments, which nobody uses."""
    with (
        embedded_home.folder(embedded_home.place()) as folder,
        embedded_home.home_at(folder / "home") as home,
    ):
        opening.open_home(home).close()
        offices = "INSERT INTO bhxh.offices (office_code, office_name) VALUES ('00199', 'Một')"
        embedded_home.tell(embedded.ensure_running(home).superuser_url, offices)
        embedded.stop(home)
        homes.leave(home)
        yield home


def offices(home: pathlib.Path) -> int:
    url = embedded.ensure_running(home).superuser_url
    return int(embedded_home.ask(url, "SELECT count(*) FROM bhxh.offices"))


@pytest.mark.long
@pytest.mark.parametrize("reached", ["data", "data/postmaster.pid"])
def test_a_killed_restore_leaves_the_store_in_force(
    file: pathlib.Path, other: pathlib.Path, reached: str
) -> None:
    process = subprocess.Popen(
        homes.words("restore", "--replace", file), cwd="/", env=homes.environment(other)
    )
    assert embedded_home.wait_until((other / beside.RESTORED / reached).exists)
    process.kill()
    process.wait()
    assert offices(other) == 1
    homes.leave(other)
    done = homes.run(other, "restore", "--replace", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert offices(other) == 3


def test_an_exchange_that_was_killed_half_way_is_finished_by_the_next_start(
    other: pathlib.Path,
) -> None:
    # As it is between the two moves.
    (other / "data").rename(other / "data.new-finished")
    assert offices(other) == 1
    assert not (other / "data.new-finished").exists()


@pytest.mark.long
def test_a_restore_on_a_full_disk_leaves_the_store_in_force(
    file: pathlib.Path, other: pathlib.Path
) -> None:
    script = """
        size=$(($(du -sm "$BHXH_HOME" | cut -f1) + 20))
        mount -t tmpfs -o size=${size}m none "$0" && chmod 755 "$0" || exit 99
        cp -a "$BHXH_HOME" "$0/home" || exit 98
        export BHXH_HOME="$0/home"
        "$@"; status=$?; "$1" -m dashboard.cli doctor; ls -A "$BHXH_HOME"
        exit $status
    """
    with embedded_home.folder() as place:
        small = ("unshare", "--mount", "sh", "-c", script, str(place))
        done = homes.run(other, "restore", "--replace", file, before=small)
    assert done.returncode == 3, done.stderr
    assert "BAD" not in done.stdout
    assert f"{beside.RESTORED}\n" not in done.stdout
