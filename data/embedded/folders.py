"""The folders of a home: private ones, and one with a path short enough for a socket."""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from data import problems
from data.problems import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.embedded.accounts import Account

logger = logging.getLogger(__name__)

# The shortest limit among the platforms (macOS: 104 with the closing zero byte).
_SOCKET_PATH_BYTES = 103
# Separators and quotes in the lists of folders that the server and its clients read.
_UNSAFE_IN_LISTS = frozenset(",\"'\\\n")
_DRAFT = ".new-"
_FINISHED = f"data{_DRAFT}finished"
_TRIES = 20
_PAUSE_SECONDS = 0.1
_LOG_SECONDS = 6 * 24 * 3600
_LOG_BYTES = 8 * 1024 * 1024


def data(home: Path) -> Path:
    """Return where the cluster is, once it is finished."""
    return home / "data"


def draft_name(name: str) -> str:
    """Return a new name for a file or folder that is moved to its place when it is complete."""
    return f"{name}{_DRAFT}{secrets.token_hex(8)}"


def clear_drafts(home: Path) -> None:
    """Delete drafts of processes that were killed; call it while holding the gate."""
    for left in home.glob(f"*{_DRAFT}*"):
        if left.is_dir():
            _delete(left)
        else:
            left.unlink(missing_ok=True)


def _delete(folder: Path) -> None:
    """Delete a folder that a child of a killed process may still be writing to."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_PAUSE_SECONDS)


def exchange_data(home: Path, finished: Path, kept: str) -> Path | None:
    """Move finished data to their place and the earlier ones aside; call it while holding the gate.

    Between the two moves there are no data, and no other process can look: the next start goes on.
    """
    waiting, earlier = home / _FINISHED, home / kept
    finished.rename(waiting)
    sync(home)
    had_data = data(home).exists()
    if had_data:
        data(home).rename(earlier)
    finish_exchange(home)
    return earlier if had_data else None


def finish_exchange(home: Path) -> None:
    """Put data in their place whose exchange was killed half-way; call it while holding the gate.

    Where the earlier data are still in their place, the finished ones are a draft like any other.
    """
    if (home / _FINISHED).exists() and not data(home).exists():
        (home / _FINISHED).rename(data(home))
    sync(home)


def logs(home: Path) -> Path:
    """Return where the server writes its log."""
    return home / "log"


def make_home(home: Path) -> None:
    """Make the home, which only its owner can list.

    Raises:
        problems.Problem: it cannot be made or written.
    """
    missing = [folder for folder in (home, *home.parents) if not folder.exists()]
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            # Whatever the umask of root: its database runs under another account.
            folder.chmod(0o711 if folder == home and _is_root() else 0o755)
    except OSError as error:
        raise _not_writable(home) from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise _not_writable(home)


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _not_writable(home: Path) -> problems.Problem:
    return problems.Problem(
        N_("The folder for the data cannot be written"),
        N_("Make {home} writable for this user, or set BHXH_HOME to a folder that is."),
        home=home,
    )


def make_private(folder: Path, account: Account | None) -> Path:
    """Make a folder that only the account of the database enters, and return it.

    Raises:
        problems.Problem: the folder belongs to another account.
    """
    if sys.platform == "win32":
        folder.mkdir(exist_ok=True)
        return folder
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = os.geteuid() if account is None else account.uid
    status = folder.lstat()
    # Root's own: this process was killed between making the folder and giving it away.
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {owner, os.geteuid()}:
        raise problems.Problem(
            N_("A folder of the database belongs to somebody else"),
            N_("Remove {folder}, or set BHXH_HOME to another folder."),
            folder=folder,
        )
    folder.chmod(0o700)
    if account is not None:
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    return folder


def make_socket_folder(home: Path, account: Account | None) -> Path | None:
    """Return the private, empty folder for the server's socket; None where it uses TCP."""
    if sys.platform == "win32":
        return None
    for folder in _socket_candidates(home):
        if _fits(folder):
            # What a killed server left names a pid that may be another's by now.
            for left in make_private(folder, account).glob(".s.PGSQL.*"):
                left.unlink(missing_ok=True)
            return folder
    raise problems.Problem(
        N_("No folder is short enough for the database's socket"),
        N_("Set TMPDIR to a folder with a short name, such as /tmp."),
    )


def _socket_candidates(home: Path) -> Iterator[Path]:
    yield home / "run"
    name = "bhxh-" + hashlib.sha256(os.fsencode(os.path.realpath(home))).hexdigest()[:16]
    runtime = "/run" if _is_root() else os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and os.access(runtime, os.W_OK | os.X_OK):
        yield Path(runtime, name)
    yield Path(tempfile.gettempdir(), name)


def _fits(folder: Path) -> bool:
    name = os.fsencode(folder / ".s.PGSQL.5432")
    return len(name) <= _SOCKET_PATH_BYTES and not _UNSAFE_IN_LISTS.intersection(str(folder))


def sync(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    if sys.platform == "win32":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def drop_old_logs(folder: Path) -> None:
    """Delete old logs, to which the server would append: it truncates files only while it runs."""
    for file in folder.glob("server-*.log"):
        status = file.lstat()
        if time.time() - status.st_mtime > _LOG_SECONDS or status.st_size > _LOG_BYTES:
            file.unlink(missing_ok=True)
