"""Copies of a home that were made while its database ran, which are worthless: how they are known.

The data folder's number in the file system is noted at every start. A folder that is moved keeps
it, and a copy has another one. A copy of data that were shut down is a good one all the same; of
others, files were copied one after the other while the database changed them.
"""

import logging
import os
import subprocess
from pathlib import Path
from typing import Final

from data import problems
from data.embedded import accounts, folders
from data.embedded.accounts import Account
from data.embedded.binaries import Binaries
from data.problems import N_

logger = logging.getLogger(__name__)

_STATE: Final = b"Database cluster state:"
_AT_REST: Final = (b"shut down", b"shut down in recovery")


def note(home: Path) -> None:
    """Note which data folder is this home's; call it while holding the gate, before a start."""
    draft = home / folders.draft_name("data-folder")
    draft.write_text(f"{folders.data(home).stat().st_ino}\n", encoding="ascii")
    # Root may visit the home of another user, who reads it later.
    draft.chmod(0o644)
    draft.replace(_noted(home))


def require_whole(home: Path, programs: Binaries, account: Account | None) -> None:
    """Refuse data that were copied while their database ran.

    Raises:
        problems.Problem: they were, or the machine failed and they were moved to another disk.
    """
    if _is_at_its_place(home) or _is_at_rest(home, programs, account):
        return
    raise problems.Problem(
        N_("The data are a copy of a running database"),
        N_(
            "{folder} was copied while its database ran, and cannot be trusted: use a file of"
            " bhxh-monitor backup. If there is nothing else, delete {files} and let bhxh-monitor"
            " doctor --figures look at what is left."
        ),
        folder=folders.data(home),
        files=" ".join(map(str, filter(Path.exists, (_noted(home), _pid_file(home))))),
    )


def _noted(home: Path) -> Path:
    return home / "data-folder"


def _pid_file(home: Path) -> Path:
    return folders.data(home) / "postmaster.pid"


def _is_at_its_place(home: Path) -> bool:
    """Return whether the data folder is the one that was noted, or none was."""
    try:
        noted = int(_noted(home).read_text(encoding="ascii"))
    except FileNotFoundError:
        return _is_named_in_pid_file(home)
    except ValueError:
        return False
    return noted == folders.data(home).stat().st_ino


def _is_named_in_pid_file(home: Path) -> bool:
    """Return whether the last server, of a program that noted nothing, worked in this folder."""
    try:
        lines = _pid_file(home).read_bytes().splitlines()
    except OSError:
        return True
    return len(lines) < 2 or Path(os.fsdecode(lines[1])) == folders.data(home)  # noqa: PLR2004


def _is_at_rest(home: Path, programs: Binaries, account: Account | None) -> bool:
    """Return whether the server was shut down before the data were copied."""
    command: list[str | Path] = [programs.program("pg_controldata"), "-D", folders.data(home)]
    try:
        said = accounts.run(account, command, seconds=30)
    except (OSError, subprocess.TimeoutExpired):
        logger.warning("pg_controldata does not run", exc_info=True)
        return False
    for line in said.stdout.splitlines():
        if line.startswith(_STATE):
            return line.removeprefix(_STATE).strip() in _AT_REST
    return False
