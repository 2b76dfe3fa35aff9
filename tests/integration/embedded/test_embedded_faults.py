"""What the embedded server survives: killed processes, damaged files, everybody at once."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import psutil
import pytest
import sqlalchemy
from support import embedded_home

from data import embedded
from data.embedded import postmaster

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator


@pytest.fixture
def home() -> Iterator[pathlib.Path]:
    with (
        embedded_home.folder() as folder,
        embedded_home.home_at(folder / "home") as home,
    ):
        yield home


@pytest.fixture
def server(home: pathlib.Path) -> embedded.Server:
    return embedded_home.start_copy(home)


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "600"])
    yield process
    process.kill()
    process.wait()


def _kill(server: embedded.Server) -> None:
    os.kill(server.pid, signal.SIGKILL)
    process = psutil.Process(server.pid)
    assert embedded_home.wait_until(lambda: not postmaster.is_ours(process, server.data_directory))


@pytest.mark.fault
@pytest.mark.usefixtures("server")
def test_a_killed_server_serves_again_within_3_seconds_with_every_row(home: pathlib.Path) -> None:
    took = []
    for rows in range(1, 4):
        server = embedded.ensure_running(home)
        embedded_home.remember(server.superuser_url)
        _kill(server)
        begun = time.monotonic()
        again = embedded.ensure_running(home)
        assert embedded_home.remembered(again.superuser_url) == rows
        took.append(time.monotonic() - begun)
        assert again.pid != server.pid
    # What else the machine does at one of these moments is not the server's doing.
    assert min(took) < 3


def _busy_backend(server: embedded.Server) -> tuple[threading.Thread, psutil.Process]:
    def work() -> None:
        with contextlib.suppress(sqlalchemy.exc.SQLAlchemyError):
            embedded_home.ask(server.url, "SELECT count(*) FROM generate_series(1, 100000000000)")

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    busy = "SELECT pid FROM pg_stat_activity WHERE query LIKE '%generate%' AND state = 'active'"
    busy += " AND pid <> pg_backend_pid()"
    assert embedded_home.wait_until(lambda: bool(embedded_home.ask(server.superuser_url, busy)))
    return thread, psutil.Process(int(embedded_home.ask(server.superuser_url, busy)))


@pytest.mark.fault
@pytest.mark.parametrize("how", [signal.SIGCONT, signal.SIGSTOP], ids=["busy", "stopped"])
def test_backends_that_outlive_a_killed_server_do_not_keep_the_next_from_starting(
    home: pathlib.Path, server: embedded.Server, how: signal.Signals
) -> None:
    thread, backend = _busy_backend(server)
    backend.send_signal(how)
    _kill(server)
    begun = time.monotonic()
    again = embedded.ensure_running(home)
    assert embedded_home.ask(again.url, "SELECT 1") == 1
    # Three seconds on a quiet machine; who waited for the backends would wait for ever.
    assert time.monotonic() - begun < 20
    assert not postmaster.is_ours(backend, home / "data")
    thread.join(timeout=embedded_home.SECONDS)


_DAMAGED = ("", "123", "not a number\n" * 8)


@pytest.mark.fault
def test_a_damaged_pid_file_of_a_live_server_is_put_right(
    home: pathlib.Path, server: embedded.Server
) -> None:
    embedded_home.remember(server.superuser_url)
    for content in _DAMAGED:
        (server.data_directory / "postmaster.pid").write_text(content)
        again = embedded.ensure_running(home)
        assert embedded_home.remembered(again.superuser_url) == 1, content
        assert embedded_home.postmasters(home) == [again.pid], content


@pytest.mark.fault
def test_a_damaged_pid_file_of_a_server_that_is_gone_is_put_right(
    home: pathlib.Path, server: embedded.Server
) -> None:
    embedded_home.remember(server.superuser_url)
    for content in _DAMAGED:
        _kill(embedded.ensure_running(home))
        (server.data_directory / "postmaster.pid").write_text(content)
        again = embedded.ensure_running(home)
        assert embedded_home.remembered(again.superuser_url) == 1, content
        assert embedded_home.postmasters(home) == [again.pid], content


def test_a_deleted_pid_file_of_a_live_server_is_put_right(
    home: pathlib.Path, server: embedded.Server
) -> None:
    (server.data_directory / "postmaster.pid").unlink()
    again = embedded.ensure_running(home)
    assert embedded_home.postmasters(home) == [again.pid]


def _name_in_pid_file(data: pathlib.Path, pid: int) -> None:
    lines = [str(pid), str(data), "1700000000", "5432", "/tmp", "", "  1  2", "ready   "]  # noqa: S108
    (data / "postmaster.pid").write_text("\n".join(lines) + "\n")


def test_a_stranger_with_the_servers_old_pid_is_left_alone(
    home: pathlib.Path, server: embedded.Server, stranger: subprocess.Popen[bytes]
) -> None:
    embedded.stop(home)
    _name_in_pid_file(server.data_directory, stranger.pid)
    embedded.stop(home)
    again = embedded.ensure_running(home)
    assert again.pid != stranger.pid
    assert embedded_home.ask(again.url, "SELECT 1") == 1
    embedded.stop(home)
    assert stranger.poll() is None


def test_the_server_of_another_home_with_the_old_pid_is_left_alone(
    home: pathlib.Path, server: embedded.Server
) -> None:
    with embedded_home.home_at(home.with_name("other")) as elsewhere:
        other = embedded_home.start_copy(elsewhere)
        embedded.stop(home)
        _name_in_pid_file(server.data_directory, other.pid)
        embedded.stop(home)
        again = embedded.ensure_running(home)
        assert again.pid != other.pid
        assert embedded_home.ask(other.url, "SELECT 1") == 1


def _hold_up_next_recovery(server: embedded.Server, seconds: float) -> None:
    """Kill the server, and let an archive that answers late stand for a slow disk."""
    _kill(server)
    late = f"restore_command = 'test -e late || {{ touch late; sleep {seconds}; }}; false'\n"
    with (server.data_directory / "postgresql.auto.conf").open("a") as stream:
        stream.write(late)
    owner = server.data_directory.stat()
    asked = server.data_directory / "recovery.signal"
    asked.touch()
    os.chown(asked, owner.st_uid, owner.st_gid)


@pytest.mark.fault
def test_a_recovery_longer_than_10_seconds_is_waited_for(
    home: pathlib.Path, server: embedded.Server
) -> None:
    embedded_home.remember(server.superuser_url)
    _hold_up_next_recovery(server, 11)
    begun = time.monotonic()
    again = embedded.ensure_running(home)
    assert time.monotonic() - begun > 10
    assert embedded_home.remembered(again.superuser_url) == 1


def test_the_next_process_waits_for_a_recovery_that_a_killed_one_began(
    home: pathlib.Path, server: embedded.Server
) -> None:
    embedded_home.remember(server.superuser_url)
    _hold_up_next_recovery(server, 2)
    with embedded_home.User(home) as starter:
        assert embedded_home.wait_until((server.data_directory / "late").exists)
        starter.kill()
    begun = embedded_home.postmasters(home)
    again = embedded.ensure_running(home)
    assert ([again.pid], embedded_home.remembered(again.superuser_url)) == (begun, 1)


_KILLED = """
import os, pathlib, signal, subprocess, sys
from data import embedded
from data.embedded import accounts, cluster
real = accounts.run
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
def run(account, command, **given):
    if {program!r} == pathlib.Path(command[0]).name and {mark!r} in map(str, command):
        try:
            real(account, command, **{{**given, "seconds": {seconds}}})
        except subprocess.TimeoutExpired:
            pass
        die()
    return real(account, command, **given)
accounts.run = run
if {mark!r} == "move":
    cluster._move = die
embedded.ensure_running(pathlib.Path(sys.argv[1]))
"""


# When a first start is killed: in or after which program, known by which word, after how long.
_MOMENTS: dict[str, tuple[str, str, float]] = {
    "in initdb": ("initdb", "--pgdata", 0.1),
    "after initdb": ("initdb", "--pgdata", 30),
    "in making the role": ("postgres", "--single", 0.02),
    "after the role": ("postgres", "--single", 30),
    "before the move": ("", "move", 0),
}


@pytest.mark.fault
def test_a_first_start_that_was_killed_is_done_again(home: pathlib.Path) -> None:
    """And again: each start comes as far as the one before, on what that one has left."""
    for moment, (program, mark, seconds) in _MOMENTS.items():
        script = _KILLED.format(program=program, mark=mark, seconds=seconds)
        with embedded_home.User(home, script=script) as killed:
            assert killed.process.wait(timeout=60) == -signal.SIGKILL, moment
        assert not (home / "data").exists(), moment
    server = embedded.ensure_running(home)
    assert embedded_home.ask(server.url, "SELECT current_user") == "bhxh_app"
    assert list(home.glob("*.new-*")) == []
