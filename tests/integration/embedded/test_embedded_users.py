"""Who uses the embedded server: several processes share one, and the last one out stops it."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from support import embedded_home

from data import embedded

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


@pytest.mark.fault
def test_the_next_process_attaches_to_the_server_of_a_killed_one(home: pathlib.Path) -> None:
    with embedded_home.User(home) as user:
        pid = user.server_pid()
        user.kill()
    server = embedded.ensure_running(home)
    assert server.pid == pid
    assert embedded_home.postmasters(home) == [pid]
    assert embedded_home.ask(server.url, "SELECT 1") == 1


@pytest.mark.fault
def test_four_cold_starts_at_once_make_one_server(home: pathlib.Path) -> None:
    users = [embedded_home.User(home) for _ in range(4)]
    pids = {user.server_pid() for user in users}
    assert len(pids) == 1
    assert embedded_home.postmasters(home) == list(pids)
    assert embedded_home.ask(embedded.ensure_running(home).url, "SELECT 1") == 1
    for user in users:
        user.kill()


def test_the_last_user_to_leave_stops_the_server(home: pathlib.Path) -> None:
    first, second = embedded_home.User(home), embedded_home.User(home)
    pid = first.server_pid()
    assert second.server_pid() == pid
    assert first.leave() == ""
    assert embedded_home.postmasters(home) == [pid]
    assert second.leave() == ""
    assert embedded_home.postmasters(home) == []


def test_a_killed_user_does_not_count_as_one(home: pathlib.Path) -> None:
    first, second = embedded_home.User(home), embedded_home.User(home)
    assert first.server_pid() == second.server_pid()
    first.kill()
    assert second.leave() == ""
    assert embedded_home.postmasters(home) == []


def test_a_process_made_by_fork_does_not_stop_its_parents_server(home: pathlib.Path) -> None:
    script = """
import os, pathlib, sys
from data import embedded
home = pathlib.Path(sys.argv[1])
print(embedded.ensure_running(home).pid, flush=True)
if os.fork() == 0:
    embedded.ensure_running(home)
    sys.exit()
os.wait()
print(embedded.ensure_running(home).pid, flush=True)
"""
    with embedded_home.User(home, script=script) as user:
        before, after = user.line(), user.line()
        assert before == after
        assert user.leave() == ""
    assert embedded_home.postmasters(home) == []


def test_ctrl_c_in_a_terminal_does_not_reach_the_server(home: pathlib.Path) -> None:
    with embedded_home.User(home) as first, embedded_home.User(home) as second:
        pid = first.server_pid()
        assert second.server_pid() == pid
        os.killpg(first.process.pid, signal.SIGINT)
        os.killpg(second.process.pid, signal.SIGSTOP)
        first.process.wait(timeout=30)
        assert embedded_home.postmasters(home) == [pid]
        os.killpg(second.process.pid, signal.SIGCONT)
