"""The program run as people run it, on a home of its own: with a worked example, kept in a file."""

from __future__ import annotations

import contextlib
import os
import pathlib
import subprocess
import sys
from typing import TYPE_CHECKING

from support import embedded_home, imports

from data import opening
from data.embedded import users as home_users

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data import store as stores


def environment(home: pathlib.Path, **variables: str) -> dict[str, str]:
    """Return the environment of a program that works on a home."""
    return {
        "BHXH_HOME": str(home), "BHXH_TODAY": "2026-09-03", "PATH": os.defpath,
        "PYTHONPATH": str(embedded_home.ROOT), "LC_ALL": "en_US.UTF-8", **variables,
    }  # fmt: skip


def words(*given: str | pathlib.Path) -> list[str]:
    """Return what starts the program with these words."""
    return [sys.executable, "-m", "dashboard.cli", *map(str, given)]


def run(
    home: pathlib.Path, *given: str | pathlib.Path, before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end in a process of its own."""
    return subprocess.run(
        [*before, *words(*given)],
        cwd="/",
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


@contextlib.contextmanager
def example(home: pathlib.Path) -> Iterator[stores.Store]:
    """Give the store of a new home with the worked example and a user, and leave it afterwards."""
    with embedded_home.home_at(home):
        opened = opening.open_home(home)
        with contextlib.closing(opened):
            imports.load(opened, imports.EXAMPLE / "import")
            yield opened


def leave(home: pathlib.Path) -> None:
    """Let this process use a home no more, whose server goes on."""
    with contextlib.suppress(FileNotFoundError):
        home_users.leave(pathlib.Path(os.path.realpath(home)))
