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
        _keep_owner(of, made)
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
    try:
        yield
    finally:
        lock.release()


def _keep_owner(of: Path, made: Path) -> None:
    """Have the new data belong to the account that runs the other home's database."""
    other = folders.data(of)
    if sys.platform != "win32" and os.geteuid() == 0 and other.exists():
        own = folders.data(made)
        own.mkdir(mode=0o700)
        os.chown(own, other.stat().st_uid, other.stat().st_gid)


def _clear(made: Path) -> None:
    if not made.exists():
        return
    if folders.data(made).exists():
        lifecycle.stop(made)
    users.leave(made)
    shutil.rmtree(made, ignore_errors=True)
