"""Copies of a home: those of one at rest are good, those of one at work are refused with words."""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

import psutil
import pytest
from support import commands, embedded_home

from data import embedded, problems
from data.embedded import postmaster

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTED = "data-folder"


@pytest.fixture
def folder() -> Iterator[pathlib.Path]:
    with embedded_home.folder(embedded_home.place()) as made:
        yield made


@pytest.fixture
def home(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    with embedded_home.home_at(folder / "home") as home:
        embedded_home.start_copy(home)
        yield home


@pytest.fixture
def copy(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    """Where a copy is to be made."""
    with embedded_home.home_at(folder / "copy") as copy:
        yield copy


def copied(home: pathlib.Path, copy: pathlib.Path) -> None:
    subprocess.run(["cp", "-a", str(home), str(copy)], check=True, timeout=60)


@pytest.mark.fault
def test_a_copy_of_a_running_home_is_refused_and_doctor_says_what_it_is(
    home: pathlib.Path,
    copy: pathlib.Path,
    main: commands.Main,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copied(home, copy)
    monkeypatch.setenv("BHXH_HOME", str(copy))
    assert main("doctor") == 1
    said = capsys.readouterr().out
    assert f"copy of a running database. {copy / 'data'} was copied" in said
    assert not embedded_home.postmasters(copy)
    assert embedded_home.ask(embedded.ensure_running(home).url, "SELECT 1") == 1


def test_such_a_copy_is_taken_once_its_owner_says_so(
    home: pathlib.Path, copy: pathlib.Path
) -> None:
    copied(home, copy)
    (copy / NOTED).unlink()
    with pytest.raises(problems.Problem, match=r"delete \S+/postmaster.pid and let"):
        embedded.ensure_running(copy)
    (copy / "data" / "postmaster.pid").unlink()
    assert embedded_home.ask(embedded.ensure_running(copy).url, "SELECT 1") == 1


def test_a_copy_of_a_home_at_rest_is_a_good_one(home: pathlib.Path, copy: pathlib.Path) -> None:
    embedded_home.remember(embedded.ensure_running(home).superuser_url)
    embedded.stop(home)
    copied(home, copy)
    again = embedded.ensure_running(copy)
    assert embedded_home.remembered(again.superuser_url) == 1


def test_a_home_whose_server_was_killed_may_be_moved(
    home: pathlib.Path, copy: pathlib.Path
) -> None:
    server = embedded.ensure_running(home)
    embedded_home.remember(server.superuser_url)
    os.kill(server.pid, signal.SIGKILL)
    process = psutil.Process(server.pid)
    assert embedded_home.wait_until(lambda: not postmaster.is_ours(process, home / "data"))
    postmaster.end_remains(home / "data")
    shutil.move(home, copy)
    again = embedded.ensure_running(copy)
    assert embedded_home.remembered(again.superuser_url) == 1
