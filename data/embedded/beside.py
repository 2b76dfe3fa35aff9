"""A second home inside a home: for a trial of a backup, or for the data that a restore makes."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import filelock

from data import problems
from data.embedded import folders, lifecycle, users
from data.problems import N_

TRIAL = "trial"
RESTORED = "restored"


@contextlib.contextmanager
def home(of: Path, name: str) -> Iterator[Path]:
    """Give an empty home in the folder of another one; afterwards it is stopped and deleted.

    What a killed process left there is deleted first.

    Raises:
        problems.Problem: another process has it.
    """
    folders.make_home(of)
    of = Path(os.path.realpath(of))
    made = of / name
    with _alone(of / f"{name}.lock"):
        _clear(made)
        folders.make_home(made)
        try:
            yield made
        finally:
            _clear(made)


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    lock = filelock.FileLock(file, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise problems.Problem(
            N_("A backup or a restore is at work already"),
            N_("Wait until it has ended: one at a time."),
        ) from error
    _give(file, file.parent)
    try:
        yield
    finally:
        lock.release()


def _give(path: Path, like: Path) -> None:
    """Have root, who may visit the home of another user, leave a file that this user can use."""
    if sys.platform != "win32" and os.geteuid() == 0:
        owner = like.stat()
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def give_data(made: Path, of: Path) -> None:
    """Have the data of a home at rest belong to the account that owns those of another one."""
    like = folders.data(of)
    if like.exists():
        for path in (folders.data(made), *folders.data(made).rglob("*")):
            _give(path, like)


def _clear(made: Path) -> None:
    if not made.exists():
        return
    if folders.data(made).exists():
        lifecycle.stop(made)
    users.leave(made)
    shutil.rmtree(made, ignore_errors=True)
