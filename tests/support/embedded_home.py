"""Homes for embedded servers under test, and other processes that use them."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import pathlib
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from typing import TYPE_CHECKING, Any, Self

import psutil
import sqlalchemy

from data import embedded
from data.embedded import postmaster, users

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = pathlib.Path(__file__).parents[2]
SECONDS = 60

_DISK = "/var/tmp"  # noqa: S108 - a folder is made in it
_MEMORY = pathlib.Path("/dev/shm")  # noqa: S108 - as above
_ROOM_BYTES = 4 << 30

# A shell that runs the tests in the background has them ignore Ctrl+C.
_USE = """
import pathlib, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from data import embedded
server = embedded.ensure_running(pathlib.Path(sys.argv[1]))
print(server.pid, flush=True)
sys.stdin.read()
"""


def place() -> str:
    """Return where the databases of tests are made ten times as quickly: memory, if it has room."""
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES
    return str(_MEMORY) if has_room else _DISK


@contextlib.contextmanager
def folder(inside: str = _DISK) -> Iterator[pathlib.Path]:
    """Give a folder that other accounts can enter: pytest's own is closed to them."""
    made = pathlib.Path(tempfile.mkdtemp(prefix="bhxh-test-", dir=inside))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made)


@contextlib.contextmanager
def home_at(path: pathlib.Path) -> Iterator[pathlib.Path]:
    """Give a home at a path; afterwards its server is stopped and this process no user of it."""
    try:
        yield path
    finally:
        embedded.stop(path)
        with contextlib.suppress(FileNotFoundError):
            users.leave(pathlib.Path(os.path.realpath(path)))


@functools.cache
def _pattern() -> pathlib.Path:
    """Make a home once, for others to be copied from: that is quicker than making each."""
    stack = contextlib.ExitStack()
    made = stack.enter_context(folder()) / "pattern"
    atexit.register(stack.close)
    with home_at(made):
        embedded.ensure_running(made)
    return made


def start_copy(home: pathlib.Path) -> embedded.Server:
    """Start a server whose cluster was made before, elsewhere."""
    subprocess.run(["cp", "-a", str(_pattern()), str(home)], check=True, timeout=SECONDS)
    return embedded.ensure_running(home)


def ask(url: sqlalchemy.URL, statement: str) -> Any:
    """Return the one value that a statement gives, over a connection of its own."""
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    with engine.begin() as connection:
        return connection.execute(sqlalchemy.text(statement)).scalar()


def tell(url: sqlalchemy.URL, statement: str) -> None:
    """Run a statement and commit it."""
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text(statement))


def remember(superuser_url: sqlalchemy.URL) -> None:
    """Have a server keep one more row, in a table of the tests."""
    tell(superuser_url, "CREATE TABLE IF NOT EXISTS kept (n int); INSERT INTO kept VALUES (1)")


def remembered(superuser_url: sqlalchemy.URL) -> int:
    """Return the number of rows that it has kept."""
    return int(ask(superuser_url, "SELECT count(*) FROM kept"))


def postmasters(home: pathlib.Path) -> list[int]:
    """Return the servers that run on a home's data, whatever its pid file says."""
    found = postmaster.processes(home / "data")
    numbers = {process.pid for process in found}
    return [process.pid for process in found if _parent(process) not in {None, *numbers}]


def _parent(process: psutil.Process) -> int | None:
    """Return the number of a process's parent; none for one that has ended in the meantime."""
    try:
        return process.ppid()
    except psutil.NoSuchProcess:
        return None


def wait_until(condition: Callable[[], bool], seconds: float = SECONDS) -> bool:
    """Tell whether a condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


class User:
    """Another process that uses a home until it is told to leave."""

    def __init__(
        self,
        home: pathlib.Path,
        *,
        script: str = _USE,
        before: tuple[str, ...] = (),
        python: str = sys.executable,
        paths: tuple[str, ...] = (),
        account: str | None = None,
    ) -> None:
        path = os.pathsep.join([*paths, str(ROOT)])
        self.process = subprocess.Popen(
            [*before, python, "-c", script, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
            cwd="/",
            start_new_session=True,
            user=account,
            group=None if account is None else "nogroup",
            extra_groups=None if account is None else [],
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def line(self) -> str:
        """Return the next line that it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def server_pid(self) -> int:
        """Return the server that it was given, once it was."""
        return int(self.line() or self.leave())

    def leave(self) -> str:
        """Let it end in good order, and return what it complained of."""
        return self.process.communicate(timeout=SECONDS)[1]

    def kill(self) -> None:
        """End it with no chance to tidy up."""
        self.process.kill()
        self.process.communicate(timeout=SECONDS)


def site_packages() -> str:
    """Return where this interpreter's packages are."""
    return sysconfig.get_paths()["purelib"]
