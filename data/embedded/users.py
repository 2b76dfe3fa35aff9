"""The processes that use a home: each holds a file lock, which ends with the process."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import filelock

from data import problems
from data.problems import N_

# By home. A child made by fork inherits the table but does not use the home: hence the pid.
_held: dict[Path, tuple[int, filelock.BaseFileLock]] = {}


@contextlib.contextmanager
def gate(home: Path, seconds: float) -> Iterator[None]:
    """Hold the lock under which one thread at a time may start, stop, join or leave.

    Raises:
        problems.Problem: another process held it for all that time.
    """
    lock = filelock.FileLock(home / "gate.lock", timeout=seconds, thread_local=False)
    try:
        lock.acquire(poll_interval=0.01)
    except filelock.Timeout as error:
        raise problems.Failed(
            N_("The database is still starting"),
            N_("Another process has been starting it in {home}: try again in a minute."),
            home=home,
        ) from error
    except PermissionError as error:
        raise problems.Problem(
            N_("The data belong to another user"),
            N_("Start as the user who owns {home}, or set BHXH_HOME to another folder."),
            home=home,
        ) from error
    try:
        yield
    finally:
        lock.release()


def homes() -> list[Path]:
    """Return the homes that this process uses."""
    return [home for home in _held if is_member(home)]


def is_member(home: Path) -> bool:
    """Return whether this process uses the home."""
    pid, lock = _held.get(home, (None, None))
    # A home that was deleted and made anew knows nothing of this process.
    return pid == os.getpid() and lock is not None and Path(lock.lock_file).exists()


def join(home: Path) -> None:
    """Count this process among the users of a home; call it while holding the gate."""
    if is_member(home):
        return
    folder = home / "users"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = f"{os.getpid()}-{secrets.token_hex(8)}.lock"
    lock = filelock.FileLock(folder / name, thread_local=False)
    lock.acquire(timeout=0)
    _held[home] = (os.getpid(), lock)


def leave(home: Path) -> bool:
    """Leave the home, and return whether this was its last user; call it while holding the gate."""
    if is_member(home):
        _, lock = _held.pop(home)
        lock.release(force=True)
    return not [file for file in (home / "users").glob("*.lock") if _is_alive(file)]


def _is_alive(file: Path) -> bool:
    lock = filelock.FileLock(file, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except (filelock.Timeout, PermissionError):
        return True  # root's, where root visits the home of another user
    lock.release()
    file.unlink(missing_ok=True)
    return False
