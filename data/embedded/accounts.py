"""The account of the operating system under which the database runs: never root."""

import contextlib
import dataclasses
import logging
import os
import pathlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

import filelock

from data import problems
from data.problems import N_

if sys.platform != "win32":
    import pwd

logger = logging.getLogger(__name__)

OWN = "bhxh-postgres"
_LOCKS = pathlib.Path("/run")
_LONGEST_WAIT_SECONDS = 60
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP")


@dataclasses.dataclass(frozen=True)
class Account:
    """The account that runs the database when this process is root."""

    uid: int
    gid: int


def choose(data: Path) -> Account | None:
    """Return the account for a home's data; None means this process's own.

    Raises:
        problems.Problem: this is root, and there is no other account.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    # In a container the number may have no name: the data outlive the image.
    owner = data.stat() if data.exists() else None
    if owner is not None and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    # The account of a database package shares its rights with other databases: second choice.
    return _named(OWN) or _created() or _named("postgres") or _give_up()


def _named(name: str) -> Account | None:
    if sys.platform != "win32":
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid) if entry.pw_uid else None
    return None


def _created() -> Account | None:
    command = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if command is None:
        return None
    # Of two that run at the same time useradd lets the second replace what the first has made.
    with _creation_lock():
        if not _named(OWN):
            _create(command)
    return _named(OWN)


def _creation_lock() -> contextlib.AbstractContextManager[object]:
    """Let one process at a time make the account, where root has a folder for such locks."""
    if not _LOCKS.is_dir():
        return contextlib.nullcontext()
    return filelock.FileLock(_LOCKS / f"{OWN}.lock", timeout=_LONGEST_WAIT_SECONDS)


def _create(command: str) -> None:
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    done = subprocess.run(  # noqa: S603 - constants only
        [command, *options, "--shell", "/usr/sbin/nologin", OWN],
        check=False,
        capture_output=True,
        timeout=60,
    )
    logger.info("useradd %s: %d %r", OWN, done.returncode, done.stderr)


def _give_up() -> Account:
    raise problems.Problem(
        N_("The database cannot run as root"),
        N_("Run as an ordinary user, or make an account for it: useradd --system {account}"),
        account=OWN,
    )


def environment() -> dict[str, str]:
    """Return the environment variables for the database's programs."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"LC_ALL": "C"}


def run(
    account: Account | None, command: list[str | Path], *, text: str = "", seconds: float = 120
) -> subprocess.CompletedProcess[bytes]:
    """Run a program as the account, with `text` on its standard input, and return the result."""
    return subprocess.run(  # noqa: S603 - our own programs, no shell
        command,
        input=text.encode(),
        capture_output=True,
        check=False,
        timeout=seconds,
        env=environment(),
        cwd="/" if sys.platform != "win32" else None,
        start_new_session=True,
        **identity(account),
    )


class Identity(TypedDict):
    """The arguments that make a child process run as an account."""

    user: int | None
    group: int | None
    extra_groups: list[int] | None


def identity(account: Account | None) -> Identity:
    """Return the arguments that make a child process run as the account."""
    if account is None:
        return {"user": None, "group": None, "extra_groups": None}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def set_owner(path: Path, account: Account | None) -> None:
    """Make the account the owner of a file or folder."""
    if account is not None and sys.platform != "win32":
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def check_reach(home: Path, account: Account | None) -> None:
    """Require that the account can enter the home.

    Raises:
        problems.Problem: a folder above is closed to it; its rights are not changed.
    """
    if account is None or can_enter(home, account):
        return
    raise problems.Problem(
        N_("The database cannot enter the folder for its data"),
        N_(
            "It cannot run as root, and other accounts cannot enter {home}: set BHXH_HOME to a"
            " folder that they can, such as /var/lib/bhxh-monitor."
        ),
        home=home,
    )


def can_enter(folder: Path, account: Account) -> bool:
    """Return whether the account can enter a folder; the operating system decides."""
    done = run(account, ["/bin/sh", "-c", 'cd -- "$1"', "sh", folder], seconds=30)
    return done.returncode == 0
