"""The server's process: how it is recognised, started and ended."""

import contextlib
import dataclasses
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from data.embedded import accounts, binaries
from data.embedded.accounts import Account
from data.embedded.binaries import Binaries

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 0.01
_NAMES = frozenset({"postgres", "postgres.exe"})
_LINES = 8


@dataclasses.dataclass(frozen=True)
class PidFile:
    """The contents of a server's file `postmaster.pid`."""

    pid: int
    port: int
    socket_directory: Path | None
    status: str


def read_pid_file(data: Path) -> PidFile | None:
    """Return the pid file of a cluster; None where it is missing or incomplete."""
    try:
        lines = os.fsdecode((data / "postmaster.pid").read_bytes()).splitlines()
        if len(lines) < _LINES:
            return None
        folder = Path(lines[4]) if lines[4] else None
        return PidFile(int(lines[0]), int(lines[3]), folder, lines[7].strip())
    except (OSError, ValueError):
        return None


def is_ours(process: psutil.Process, data: Path) -> bool:
    """Return whether a process is a live PostgreSQL that works in this cluster's folder."""
    try:
        if process.name() not in _NAMES or process.status() == psutil.STATUS_ZOMBIE:
            return False
        folder = _working_folder(process, data)
        return bool(folder) and Path(folder).samefile(data)
    except (psutil.Error, OSError):
        return False


def _working_folder(process: psutil.Process, data: Path) -> str:
    try:
        return process.cwd()
    except psutil.AccessDenied:
        # Root in a container may lack the right to look at others: ask as the account itself.
        owner = data.stat()
        if sys.platform == "win32" or os.geteuid() != 0 or not owner.st_uid:
            raise
        link = f"/proc/{process.pid}/cwd"
        account = accounts.Account(owner.st_uid, owner.st_gid)
        result = accounts.run(account, ["readlink", "--no-newline", link], seconds=30)
        return os.fsdecode(result.stdout)


def find(data: Path) -> tuple[PidFile, psutil.Process] | None:
    """Return the server that the pid file names; None where its process is not this server."""
    written = read_pid_file(data)
    if written is None:
        return None
    try:
        process = psutil.Process(written.pid)
    except (psutil.Error, ValueError):
        return None
    return (written, process) if is_ours(process, data) else None


def processes(data: Path) -> list[psutil.Process]:
    """Return every live process of this cluster, with or without its postmaster."""
    return [process for process in psutil.process_iter() if is_ours(process, data)]


def launch(
    programs: Binaries, data: Path, log: Path, account: Account | None
) -> subprocess.Popen[bytes]:
    """Start the server in a session of its own, which a Ctrl+C in the terminal does not reach."""
    command: list[str | Path] = [programs.program("postgres"), "-D", data]
    if sys.platform == "win32":
        # It gives up the rights of an administrator, with which the server would not run.
        command = [programs.program("pg_ctl"), "start", "-W", "-D", data]
    log.unlink(missing_ok=True)  # root's, after a visit to the home of another user
    with log.open("xb") as stream:
        return subprocess.Popen(  # noqa: S603 - our own program, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env=accounts.environment(),
            cwd="/" if sys.platform != "win32" else None,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            **accounts.identity(account),
        )


def interrupt(process: psutil.Process, home: Path) -> None:
    """Send a fast shutdown to a server that has just been recognised."""
    if sys.platform == "win32":
        program = binaries.find(home, None).program("pg_ctl")
        accounts.run(None, [program, "kill", "INT", str(process.pid)], seconds=30)
        return
    # `send_signal` of psutil refuses a process whose number was given to another since.
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(signal.SIGINT)


def end_remains(data: Path, seconds: float = 1.0) -> None:
    """End processes that a dead postmaster left: a new one cannot use its memory before."""
    for number in _rounds(seconds):
        left = processes(data)
        if not left:
            return
        # Most end by themselves; a busy one does not notice. SIGQUIT writes nothing more.
        if number == 1:
            _signal(left, getattr(signal, "SIGQUIT", signal.SIGTERM))
    _signal(processes(data), getattr(signal, "SIGKILL", signal.SIGTERM))
    for _ in _rounds(seconds):
        if not processes(data):
            return


def _rounds(seconds: float) -> Iterator[int]:
    for number in range(10):
        yield number
        time.sleep(seconds / 10)


def _signal(running: list[psutil.Process], number: int) -> None:
    for process in running:
        logger.warning("Ending process %d of a server that is gone", process.pid)
        with contextlib.suppress(psutil.Error):
            process.send_signal(number)
